import type { JsonObject, Stream } from '@moorage/domain';
import { inferredSchema } from '../../files/inferred-schema';
import { Web } from '../../http/web';
import type { Reach } from '../../native/reach';
import { Api } from './api';
import type { ApiStream, HttpApiConfiguration } from './configuration';
import { pagesOf } from './pages';

/** The streams as they are configured, each with the fields that its first page has. */
export async function discoverHttpApi(configuration: HttpApiConfiguration, reach: Reach): Promise<Stream[]> {
  const api = new Api(new Web(reach), configuration, reach.now);
  const streams = await Promise.all(configuration.streams.map((stream) => described(api, stream)));
  return streams.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function described(api: Api, stream: ApiStream): Promise<Stream> {
  const { name, cursor_field: cursor, primary_key: key } = stream;
  return {
    name,
    jsonSchema: inferredSchema(await firstOf(pagesOf(api, stream))),
    supportedSyncModes: cursor === undefined ? ['full_refresh'] : ['full_refresh', 'incremental'],
    ...(cursor !== undefined && { sourceDefinedCursor: true, defaultCursorField: [cursor] }),
    ...(key && { sourceDefinedPrimaryKey: key.map((field) => [field]) }),
  };
}

async function firstOf(pages: AsyncIterable<JsonObject[]>): Promise<JsonObject[]> {
  for await (const page of pages) return page;
  return [];
}
