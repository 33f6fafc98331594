import { Field } from './field';
import { readEnvironment } from './read-environment';

class Env {
  @Field.integer({ doc: 'A port.', min: 1, max: 65_535, optional: true })
  PORT?: number;

  @Field.string({ doc: 'An address.', pattern: /^nats:/, form: 'must start with nats:' })
  NATS_URL!: string;

  @Field.boolean({ doc: 'A switch.', optional: true })
  VERBOSE?: boolean;
}

describe('reading the environment', () => {
  it('turns texts into what the fields are, takes empty ones for absent, and ignores other variables', () => {
    expect(readEnvironment(Env, { PORT: ' 8080 ', NATS_URL: 'nats://a', VERBOSE: 'on', PATH: '/bin' })).toEqual({ PORT: 8080, NATS_URL: 'nats://a', VERBOSE: true });
    expect(readEnvironment(Env, { PORT: '', NATS_URL: 'nats://a' })).toEqual({ NATS_URL: 'nats://a' });
  });

  it('names every wrong variable at once and repeats no value', () => {
    const read = () => readEnvironment(Env, { PORT: 'hunter2', NATS_URL: 'http://hunter2', VERBOSE: 'hunter2' });
    expect(read).toThrow(/PORT.*NATS_URL.*VERBOSE/);
    expect(read).not.toThrow(/hunter2/);
  });

  it('says in plain words what is asked for', () => {
    expect(() => readEnvironment(Env, { PORT: '0', NATS_URL: 'http://a' })).toThrow('Environment: PORT must be a whole number from 1 to 65535; NATS_URL must start with nats:.');
  });

  it('names a variable that is missing', () => {
    expect(() => readEnvironment(Env, {})).toThrow('Environment: NATS_URL is required.');
  });
});
