import type { Json, JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { recordMessage, stateMessage, stateOf } from '../../http/read-messages';
import { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import { Api } from './api';
import type { ApiStream, HttpApiConfiguration } from './configuration';
import { pagesOf } from './pages';

/** All records of the streams asked for, or those that are not older than the state. The new state comes last: lists need not be sorted. */
export async function* readHttpApi(configuration: HttpApiConfiguration, request: ReadRequest, reach: Reach): AsyncIterable<ReadMessage> {
  const api = new Api(new Web(reach), configuration, reach.now);
  for (const { stream, syncMode } of request.streams) {
    const configured = configuration.streams.find(({ name }) => name === stream.name);
    if (!configured) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no stream ${stream.name}` });
    const field = syncMode === 'incremental' ? configured.cursor_field : undefined;
    if (field === undefined) yield* readAll(api, configured, reach);
    else yield* readNew(api, configured, field, stateOf(request, stream.name), reach);
  }
}

async function* readAll(api: Api, stream: ApiStream, { now }: Reach): AsyncIterable<ReadMessage> {
  for await (const page of pagesOf(api, stream)) for (const record of page) yield recordMessage(stream.name, record, now());
}

async function* readNew(api: Api, stream: ApiStream, field: string, state: JsonObject, { now }: Reach): AsyncIterable<ReadMessage> {
  const known = state[field];
  let greatest = known;
  for await (const page of pagesOf(api, stream, known === undefined ? undefined : String(known))) {
    for (const record of page.filter((each) => !isBefore(each[field], known))) {
      if (greatest === undefined || isBefore(greatest, record[field])) greatest = record[field];
      yield recordMessage(stream.name, record, now());
    }
  }
  if (greatest !== undefined) yield stateMessage(stream.name, { [field]: greatest });
}

/** Whether a record is older. What is as old, or does not say, is read once more: better twice than never. */
function isBefore(cursor: Json | undefined, known: Json | undefined): boolean {
  if (cursor === undefined || cursor === null || known === undefined || known === null) return false;
  return typeof cursor === 'number' && typeof known === 'number' ? cursor < known : String(cursor) < String(known);
}
