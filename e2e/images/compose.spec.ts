import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose, requiredOf } from '../support/compose';
import { composeFindings } from '../support/compose-findings';
import { ROOT } from '../support/processes';

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const secrets = { NATS_TOKEN: '3e5', POSTGRES_PASSWORD: 'pass', ENCRYPTION_KEYS: 'k1:abc' };

it('docker-compose.yml runs the suite as it should be run', () => {
  expect(composeFindings(text, secrets)).toEqual([]);
});

it.each([
  ['a key that compose does not know', 'stop_grace_period:', 'stop_grace:', /services.gateway.*additional properties/],
  ['an image that moves', 'nats:2.11.4-alpine', 'nats:latest', /latest|explicit/],
  ['an image pinned only to its major version', 'postgres:18.4-bookworm', 'postgres:18', 'postgres: postgres:18 is not pinned to a version'],
  ['the API open to everybody', '127.0.0.1:${PORT', '${PORT', /interface|open to others/],
  ['a variable that nobody reads', 'EGRESS_ALLOW: ', 'EGRES_ALLOW: ', 'personal-connector does not read EGRES_ALLOW'],
  ['a setting that is forgotten', /^ {6}RATE_LIMIT_PER_MINUTE: .*\n/m, '', 'gateway cannot be told RATE_LIMIT_PER_MINUTE'],
  ['a variable without which an app does not start', /^ {6}ENCRYPTION_KEYS: .*\n/m, '', 'personal-connector does not start without ENCRYPTION_KEYS'],
  ['an app from another stage', 'target: knowledge-connector', 'target: gateway', 'knowledge-connector is not built from its stage'],
  ['an app that does not wait', 'postgres: { condition: service_healthy }', 'postgres: { condition: service_started }', 'gateway does not wait for postgres'],
  ['a health check of another port', 'OPS_PORT: "9464"', 'OPS_PORT: "9000"', 'gateway: the health check does not ask its OPS_PORT whether it is ready'],
  ['a name of its own', '    image: moorage/personal-connector', '    container_name: personal\n    image: moorage/personal-connector', 'personal-connector has a name of its own and cannot be scaled'],
  ['a port of a service that is scaled', '    image: moorage/personal-connector', '    ports: ["127.0.0.1:9464:9464"]\n    image: moorage/personal-connector', 'personal-connector has a port on the host and cannot be scaled'],
  ['privileges', 'security_opt: ["no-new-privileges:true"]\n\nx-app', 'security_opt: ["seccomp:unconfined"]\n\nx-app', 'gateway can gain privileges'],
])('%s is a finding', (_name, from, to, finding) => {
  const broken = text.replace(from, to);
  expect(broken).not.toBe(text);
  expect(composeFindings(broken, secrets)).toContainEqual(typeof finding === 'string' ? finding : expect.stringMatching(finding));
});

describe('secrets', () => {
  it.each(Object.keys(secrets))('without %s nothing starts, and the complaint names it', (name) => {
    expect(() => readCompose(text, { ...secrets, [name]: '' })).toThrow(`${name} is missing in .env, see README.md`);
  });

  it('are all that must be given, and README tells how to make each', () => {
    expect(requiredOf(text)).toEqual(Object.keys(secrets).sort());
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    for (const name of Object.keys(secrets)) expect(readme).toContain(`${name}=`);
  });

  it('have no default anywhere', () => {
    expect(text).not.toMatch(/(TOKEN|PASSWORD|KEYS?):-[^}]/);
  });

  it('reach nats-server as text, whatever they look like', () => {
    expect(readCompose(text, secrets).services['nats']?.environment).toEqual({ NATS_TOKEN: '"3e5"' });
  });
});
