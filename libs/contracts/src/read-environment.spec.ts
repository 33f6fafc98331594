import { MoorageError } from '@moorage/domain';
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

  it('tells what the reader of a variable says against it, beside all other faults', () => {
    const read = (text: string) => {
      if (text !== 'good') throw MoorageError.invalid('VALIDATION_ERROR', [{ field: 'LIST', message: 'entry 1 of LIST is too short', rule: 'length' }]);
    };
    class Listed {
      @Field.string({ doc: 'A list.', readBy: read })
      LIST!: string;

      @Field.integer({ doc: 'A port.' })
      PORT!: number;
    }
    expect(() => readEnvironment(Listed, { LIST: 'hunter2', PORT: 'x' })).toThrow('Environment: entry 1 of LIST is too short; PORT must be a whole number of at least 0.');
    expect(readEnvironment(Listed, { LIST: 'good', PORT: '1' })).toEqual({ LIST: 'good', PORT: 1 });
  });

  it('names a variable that is missing', () => {
    expect(() => readEnvironment(Env, {})).toThrow('Environment: NATS_URL is required.');
  });
});
