import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectorSpec } from '@moorage/domain';
import type { FileRoots } from '../../files/file-roots';
import { ActorFailed } from '../../native/actor-failed';
import { defineDestination } from '../../native/native-connector';
import { explainDiskError } from './failure-of-disk-error';

/** Named as in Airbyte's destination-local-json. */
interface JsonlConfiguration {
  destination_path: string;
}

const spec: ConnectorSpec = {
  documentationUrl: 'https://docs.airbyte.com/integrations/destinations/local-json',
  supportedDestinationSyncModes: ['overwrite', 'append'],
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'JSONL files on the machine of Moorage',
    type: 'object',
    required: ['destination_path'],
    properties: {
      destination_path: {
        title: 'Folder',
        description: 'Absolute path of a folder, below those that the operator of Moorage allows (FILES_ROOTS). Each stream becomes a file in it.',
        type: 'string',
        pattern: '^/',
        maxLength: 1_000,
        examples: ['/srv/exports'],
        order: 0,
      },
    },
  },
};

/** Files of one JSON object per line, in a folder of the machine that runs Moorage. */
export const jsonlDestination = defineDestination<JsonlConfiguration>({
  spec,
  plan: ['permission', 'write'],

  async check({ destination_path: path }, run) {
    const folder = await run.step('permission', () => folderAt(path, run.reach.files));
    await run.step('write', () => writeAndRemove(folder), explainDiskError(path));
  },
});

async function folderAt(path: string, roots: FileRoots): Promise<string> {
  const real = await roots.existing(path);
  if (!(await stat(real)).isDirectory()) throw ActorFailed.of('NOT_A_FOLDER', { what: path });
  return real;
}

/** Enough to notice a disk that is full. */
const PROBE = Buffer.alloc(4_096, '\n');

/** A file of a name that nobody else has chosen: what is there is never opened, and it goes in every case. */
async function writeAndRemove(folder: string): Promise<void> {
  const path = join(folder, `.moorage-check-${randomUUID()}.jsonl`);
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    await file.writeFile(PROBE);
    await file.sync();
  } finally {
    await file.close().finally(() => unlink(path));
  }
}
