import { type ReadMessage, type ReadRequest, type Stream } from '@moorage/domain';
import { schemaOf } from '../../files/inferred-schema';
import { recordMessage } from '../../http/read-messages';
import { Web } from '../../http/web';
import { ActorFailed } from '../../native/actor-failed';
import { defineSource } from '../../native/native-connector';
import type { Reach } from '../../native/reach';
import { checkWeb } from './check';
import type { WebConfiguration } from './configuration';
import { Crawl } from './crawl';
import { Sites } from './sites';
import { webSpec } from './spec';

const text = { type: ['null', 'string'] };

const pages: Stream = {
  name: 'pages',
  jsonSchema: schemaOf({
    url: { type: 'string' },
    title: text,
    description: text,
    language: text,
    text: { type: 'string' },
    links: { type: 'array', items: { type: 'string' } },
    content_type: text,
    last_modified: text,
    content_hash: { type: 'string' },
  }),
  supportedSyncModes: ['full_refresh'],
  sourceDefinedPrimaryKey: [['url']],
};

/** Pages of a web site, as text. */
export const webSource = defineSource<WebConfiguration>({
  spec: webSpec,
  plan: ['dns', 'connect', 'tls', 'permission', 'read'],
  check: checkWeb,
  discover: async () => [pages],
  read: readWeb,
});

async function* readWeb(configuration: WebConfiguration, { streams }: ReadRequest, reach: Reach): AsyncIterable<ReadMessage> {
  const unknown = streams.find(({ stream }) => stream.name !== pages.name);
  if (unknown) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no stream ${unknown.stream.name}` });
  if (streams.length === 0) return;
  const crawl = new Crawl(configuration, new Sites(new Web(reach), reach));
  for await (const record of crawl.records()) yield recordMessage(pages.name, record, reach.now());
}
