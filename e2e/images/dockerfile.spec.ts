import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuildContext } from '../support/build-context';
import { dockerfileFindings } from '../support/dockerfile-findings';
import { ROOT } from '../support/processes';

const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const context = new BuildContext(ROOT);

it('the Dockerfile makes an image of each app as it should be', () => {
  expect(dockerfileFindings(text, context)).toEqual([]);
});

it.each([
  ['a base that moves', /20\.\d+\.\d+-bookworm-slim AS runtime/, '20 AS runtime', 'runtime: node:20 is not a Node of Debian, pinned to its version'],
  ['a base without glibc', /bookworm-slim AS runtime/, 'alpine AS runtime', /runtime: node:\S+-alpine is not a Node of Debian/],
  ['root', /^USER node$/m, 'USER root', 'gateway runs as root'],
  ['nobody named', /^USER node\n/m, '', 'knowledge-connector runs as root'],
  ['another command', 'dist/main.js"]', 'src/main.ts"]', 'gateway does not run node dist/main.js'],
  ['no health check', /^HEALTHCHECK[^\n]*\\\n[^\n]*\n/m, '', 'personal-connector has no health check by node on OPS_PORT'],
  ['a forgotten app', /^FROM runtime AS knowledge-connector\n.*\n/m, '', 'there is no stage knowledge-connector'],
  ['a source that is not there', 'COPY pnpm-lock.yaml', 'COPY package-lock.json pnpm-lock.yaml', 'build: nothing to copy at package-lock.json'],
  ['a source that is kept out', 'COPY pnpm-lock.yaml', 'COPY docs pnpm-lock.yaml', 'build: nothing to copy at docs'],
  ['a stage that is not there', '--from=build /out/gateway', '--from=builder /out/gateway', 'gateway: there is no stage builder'],
  ['a misspelt flag', 'COPY --from', 'COPY --form', /unknown flag/i],
  ['a tool for building in the image', 'FROM runtime AS gateway\n', 'FROM runtime AS gateway\nRUN npm install --global pnpm\n', 'gateway runs commands in its last stage, and keeps what they need'],
])('%s is a finding', (_name, from, to, finding) => {
  const broken = text.replace(from, to);
  expect(broken).not.toBe(text);
  expect(dockerfileFindings(broken, context)).toContainEqual(typeof finding === 'string' ? finding : expect.stringMatching(finding));
});

it('a command that a shell would run cannot be read at all: node would get no signal', () => {
  expect(() => dockerfileFindings(text.replace('CMD ["node", "dist/main.js"]', 'CMD node dist/main.js'), context)).toThrow(/exec form/);
});

it('no secret, no data and nothing that was made here goes into an image', () => {
  const ours = ['.env', '.data/encryption-keys', '.git/config', '.npmrc', 'node_modules/x', 'apps/gateway/node_modules/x', 'libs/domain/dist/index.js', 'libs/domain/test/access.spec.ts', 'e2e/package.json'];
  expect(ours.filter((path) => context.takes(path))).toEqual([]);
});

it('the image is built by the package manager that everything else here is run by', () => {
  const version = /pnpm@(\d+\.\d+\.\d+)/.exec(text)?.[1];
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(`npx --yes pnpm@${version} start`);
});
