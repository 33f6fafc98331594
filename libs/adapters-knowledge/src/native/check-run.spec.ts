import { ConnectionFailed } from '@moorage/egress';
import type { CheckStage, JsonObject } from '@moorage/domain';
import { checkOf, stepsOf, verdictOf, type TrialOptions } from '../testing/connector-trial';
import { ActorFailed } from './actor-failed';
import type { CheckRun } from './check-run';
import { defineDestination } from './native-connector';

const PLAN: CheckStage[] = ['dns', 'connect', 'tls', 'authenticate', 'permission', 'read'];

/** A check that does what the test says. */
function checking(check: (run: CheckRun, configuration: JsonObject) => Promise<void>, options: TrialOptions = {}, configuration: JsonObject = {}) {
  const connector = defineDestination({ spec: { connectionSpecification: { type: 'object' } }, plan: PLAN, check: (given: JsonObject, run) => check(run, given) });
  return checkOf(connector, configuration, options);
}

const done = async () => undefined;
const failing = (error: unknown) => async () => Promise.reject(error);
const forever = () => new Promise<never>(() => undefined);

describe('the steps of a check', () => {
  it('stand in the order in which they were taken, each with its time', async () => {
    const report = await checking(async (run) => {
      await run.connection(async () => ({ timings: { dnsMs: 1, connectMs: 2 } }));
      await run.step('authenticate', done);
    });
    expect(stepsOf(report)).toBe('dns connect authenticate');
    expect(report.steps.every(({ durationMs }) => durationMs >= 0)).toBe(true);
    expect(verdictOf(report)).toBe('none');
  });

  it('after a failed one are skipped', async () => {
    const report = await checking(async (run) => {
      await run.step('authenticate', failing(ActorFailed.of('CREDENTIALS_REFUSED')));
    });
    expect(stepsOf(report)).toBe('!authenticate -permission -read');
  });

  it('that a lost connection had taken are told before the one that failed', async () => {
    const lost = new ConnectionFailed('CERTIFICATE_EXPIRED', { host: 'db.test' }, { stage: 'tls' });
    Object.assign(lost.timings, { dnsMs: 1, connectMs: 1 });
    const report = await checking(async (run) => void (await run.connection(failing(lost))));
    expect(stepsOf(report)).toBe('dns connect !tls -authenticate -permission -read');
    expect(verdictOf(report)).toBe('tls CERTIFICATE_EXPIRED');
  });

  it('show a connection that is closed at once where it was closed, not where a name would have been looked up', async () => {
    const report = await checking(async (run) => void (await run.connection(failing(new ConnectionFailed('CONNECTION_CLOSED', { host: '127.0.0.1:1' })))));
    expect(verdictOf(report)).toBe('connect CONNECTION_CLOSED');
  });

  it('name the earlier stage that a failure belongs to, when that was not taken', async () => {
    const report = await checking(async (run) => void (await run.step('permission', failing(ActorFailed.of('CREDENTIALS_REFUSED')))));
    expect(stepsOf(report)).toBe('!authenticate -permission -read');
  });

  it('keep a failure that belongs to a step already taken where it showed', async () => {
    const report = await checking(async (run) => {
      await run.step('permission', done);
      await run.step('read', failing(ActorFailed.of('PERMISSION_MISSING', { what: 'read a table' })));
    });
    expect(stepsOf(report)).toBe('permission !read');
    expect(verdictOf(report)).toBe('read PERMISSION_MISSING');
  });

  it('blame an error that no step saw on the step that would have been next', async () => {
    const report = await checking(async (run) => {
      await run.step('authenticate', done);
      throw new TypeError('a mistake of ours');
    });
    expect(verdictOf(report)).toBe('permission UNEXPECTED');
    expect(JSON.stringify(report)).not.toContain('mistake of ours');
  });

  it('explain what only the driver understands', async () => {
    const report = await checking(async (run) => void (await run.step('read', failing(new Error('42501')), () => ActorFailed.of('QUERY_REFUSED', { server: 'The database', what: 'the table' }))));
    expect(report.failure?.message).toBe('The database refuses to read the table.');
  });
});

describe('the time of a check', () => {
  it('ends a step that waits for ever, and says that nothing is known', async () => {
    const report = await checking(async (run) => void (await run.step('authenticate', forever)), { deadlineMs: 30 });
    expect(verdictOf(report)).toBe('authenticate RESPONSE_TIMEOUT');
    expect(report.failure).toMatchObject({ indeterminate: true, retryable: true, type: 'transient_error' });
    expect(report.steps[0]?.durationMs).toBeGreaterThan(20);
  });

  it('ends with the caller, who is told so', async () => {
    const caller = new AbortController();
    const report = checking(async (run) => {
      setImmediate(() => caller.abort());
      await run.step('read', forever);
    }, { signal: caller.signal });
    expect(verdictOf(await report)).toBe('read CANCELLED');
  });

  it('does not begin for a caller who has left before', async () => {
    expect(verdictOf(await checking(async (run) => void (await run.step('read', forever)), { signal: AbortSignal.abort() }))).toBe('spec CANCELLED');
  });

  it('leaves a report alone that was given, whatever happens later', async () => {
    let release = (): void => undefined;
    const report = await checking(async (run) => {
      await run.step('authenticate', () => new Promise<void>((resolve) => (release = resolve)));
      await run.step('read', done);
    }, { deadlineMs: 20 });
    const given = JSON.stringify(report);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(JSON.stringify(report)).toBe(given);
  });

  it('stands to a failure that was certain before time was up', async () => {
    const report = await checking(async (run) => {
      await run.step('authenticate', async () => {
        await new Promise((resolve) => run.reach.signal.addEventListener('abort', resolve));
        throw ActorFailed.of('CREDENTIALS_REFUSED', { server: 'db.test' });
      });
    }, { deadlineMs: 20 });
    expect(verdictOf(report)).toBe('authenticate CREDENTIALS_REFUSED');
  });
});

describe('the words of a check', () => {
  const telling = (text: string, secrets: string[]) =>
    checking(async (run) => {
      run.warn(`Nothing is in ${text}.`);
      await run.step('read', failing(ActorFailed.of('OBJECT_NOT_FOUND', { what: text })));
    }, { secrets });

  it.each([['plain', 'p4ss/word'], ['URL-encoded', 'p4ss%2Fword'], ['base64', Buffer.from('p4ss/word').toString('base64')]])('hold no secret, %s', async (_how, text) => {
    const report = await telling(text, ['p4ss/word']);
    expect(JSON.stringify(report)).not.toMatch(/p4ss|cDRzcy/);
    expect(report.failure?.message).toContain('•••');
  });

  it('remain words when a secret is too short to be found in them', async () => {
    const report = await telling('x', ['x']);
    expect(report.failure?.message).toBe('There is no …, or these credentials may not see it. Details are left out, because a secret of the configuration is so short that it might be part of them.');
    expect(report.warnings).toEqual([expect.stringContaining('cannot be shown')]);
    expect(report.steps.every(({ message }) => message !== '')).toBe(true);
  });

  it('keep names as long as identifiers are, which are no secrets', async () => {
    const report = await telling('table customer_orders_archive_2024', ['hunter22']);
    expect(report.failure?.message).toContain('customer_orders_archive_2024');
  });
});
