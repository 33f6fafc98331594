import { Web, type Answer } from '../../http/web';
import type { CheckRun } from '../../native/check-run';
import { Api } from './api';
import type { ApiStream, HttpApiConfiguration } from './configuration';
import { pageOf } from './pages';

/** Asks for the first page of every stream. The first shows whether the server knows us; all must let us in, and answer with records. */
export async function checkHttpApi(configuration: HttpApiConfiguration, run: CheckRun): Promise<void> {
  const [first, ...others] = configuration.streams;
  if (!first) return;
  const web = new Web(run.reach, (timings) => run.opened(timings));
  const { api, answer } = await run.step('authenticate', () => introduced(web, configuration, first, run.reach.now));
  const answers = await run.step('permission', async () => [
    api.accepted(answer, first),
    ...(await Promise.all(others.map(async (stream) => api.accepted(await api.ask(api.startOf(stream), stream), stream)))),
  ]);
  await run.step('read', async () => {
    for (const [index, stream] of configuration.streams.entries()) warnWhenEmpty(stream, answers[index], run);
  });
}

/** The first answer, which later steps judge when it says more than who we are to the server. */
async function introduced(web: Web, configuration: HttpApiConfiguration, stream: ApiStream, now: () => Date): Promise<{ api: Api; answer: Answer }> {
  const api = new Api(web, configuration, now);
  const answer = await api.ask(api.startOf(stream), stream);
  const refusal = api.refusal(answer, stream);
  if (refusal && refusal.failure.stage !== 'permission') throw refusal;
  return { api, answer };
}

function warnWhenEmpty(stream: ApiStream, answer: Answer | undefined, run: CheckRun): void {
  if (answer && pageOf(answer, stream).records.length === 0) run.warn(`The stream ${stream.name} has no records at present.`);
}
