import { randomUUID } from 'node:crypto';
import { Web, type Answer } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { CheckRun } from '../../native/check-run';
import type { HttpConfiguration } from './configuration';
import { Pipeline } from './pipeline';

/** Answers that an endpoint may well give to a batch without records, though all is right. */
const NO_EMPTY_BATCHES = new Set([400, 422]);

/** Introduces us to the endpoint with a request that changes nothing. Only a write probe writes: one marked record, which is deleted again. */
export async function checkHttp(configuration: HttpConfiguration, run: CheckRun): Promise<void> {
  const web = new Web(run.reach, (timings) => run.opened(timings));
  const { pipeline, answer } = await run.step('authenticate', () => introduced(web, configuration, run.reach.now));
  const isUnsure = configuration.validation_url === undefined && NO_EMPTY_BATCHES.has(answer.status);
  if (isUnsure) run.warn(`The endpoint refuses an empty batch (HTTP ${answer.status}), so whether it accepts the credentials is not certain. Enter validation_url, or test with write_probe.`);
  await run.step('permission', async () => isUnsure || pipeline.accepted(answer));
  if (run.writeProbe) await run.step('write', () => probe(pipeline));
  else run.skip('write', 'Nothing was written. With write_probe, one marked record is written and deleted.');
}

/** The first answer, which later steps judge when it says more than who we are to the server. */
async function introduced(web: Web, configuration: HttpConfiguration, now: () => Date): Promise<{ pipeline: Pipeline; answer: Answer }> {
  const pipeline = new Pipeline(web, configuration, now);
  const answer = await pipeline.introduce();
  const refusal = NO_EMPTY_BATCHES.has(answer.status) ? null : pipeline.refusal(answer);
  if (refusal && refusal.failure.stage !== 'permission') throw refusal;
  return { pipeline, answer };
}

/** What the server may have written in spite of an error is deleted, too. */
async function probe(pipeline: Pipeline): Promise<void> {
  const id = `moorage-write-probe-${randomUUID()}`;
  const data = { note: 'Written by a test of Moorage, which deletes it at once.' };
  await pipeline.send('upsert', id, data).catch(async (error: unknown) => {
    await pipeline.send('delete', id, data).catch(() => undefined);
    throw error;
  });
  await pipeline.send('delete', id, data).catch((cause: unknown) => {
    throw ActorFailed.of('PROBE_LEFT', { what: `the record ${id}` }, { cause });
  });
}
