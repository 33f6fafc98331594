import { FileStreams } from '../../files/file-streams';
import { defineSource } from '../../native/native-connector';
import type { Reach } from '../../native/reach';
import { FolderStore } from './folder-store';
import { spec, type FilesSourceConfiguration } from './spec';

/** Files in a folder of the machine that runs Moorage. */
export const filesSource = defineSource<FilesSourceConfiguration>({
  spec,
  plan: ['permission', 'read'],

  async check(configuration, run) {
    const streams = streamsOf(configuration, run.reach);
    await run.step('permission', () => storeOf(configuration, run.reach).existing());
    for (const missing of await run.step('read', () => streams.tryOut())) run.warn(missing);
  },

  discover: (configuration, reach) => streamsOf(configuration, reach).discover(),

  read: (configuration, request, reach) => streamsOf(configuration, reach).read(request),
});

function streamsOf(configuration: FilesSourceConfiguration, reach: Reach): FileStreams {
  return new FileStreams(storeOf(configuration, reach), configuration, () => reach.now());
}

function storeOf({ folder_path: folder }: FilesSourceConfiguration, { files, signal }: Reach): FolderStore {
  return new FolderStore(files, folder, signal);
}
