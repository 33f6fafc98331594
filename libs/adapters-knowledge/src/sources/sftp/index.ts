import type { Socket } from 'node:net';
import { FileStreams } from '../../files/file-streams';
import { defineSource } from '../../native/native-connector';
import type { Reach } from '../../native/reach';
import { SftpSession } from './sftp-session';
import { SftpStore } from './sftp-store';
import { selectionOf, spec, type SftpSourceConfiguration } from './spec';
import { sshLogin } from './ssh-login';

/** Files on an SFTP server. */
export const sftpSource = defineSource<SftpSourceConfiguration>({
  spec,
  plan: ['dns', 'connect', 'authenticate', 'permission', 'read'],

  async check(configuration, run) {
    const { reach } = run;
    const { socket } = await run.connection(() => opened(configuration, reach));
    try {
      const client = await run.step('authenticate', () => sshLogin(socket, configuration, serverOf(configuration), reach.signal));
      const store = await run.step('permission', async () => {
        const found = storeOf(configuration, await SftpSession.open(client, serverOf(configuration), reach.signal));
        await found.mustBeListed();
        return found;
      });
      for (const missing of await run.step('read', () => streamsOf(configuration, store, reach).tryOut())) run.warn(missing);
    } finally {
      socket.destroySoon();
    }
  },

  async discover(configuration, reach) {
    const { socket } = await opened(configuration, reach);
    try {
      return await (await streamsOver(socket, configuration, reach)).discover();
    } finally {
      socket.destroySoon();
    }
  },

  async *read(configuration, request, reach) {
    const { socket } = await opened(configuration, reach);
    try {
      yield* (await streamsOver(socket, configuration, reach)).read(request);
    } finally {
      socket.destroySoon();
    }
  },
});

function opened({ host, port = 22 }: SftpSourceConfiguration, { sockets, signal }: Reach) {
  return sockets.open({ host, port }, { signal });
}

async function streamsOver(socket: Socket, configuration: SftpSourceConfiguration, reach: Reach): Promise<FileStreams> {
  const client = await sshLogin(socket, configuration, serverOf(configuration), reach.signal);
  const session = await SftpSession.open(client, serverOf(configuration), reach.signal);
  return streamsOf(configuration, storeOf(configuration, session), reach);
}

function streamsOf(configuration: SftpSourceConfiguration, store: SftpStore, reach: Reach): FileStreams {
  return new FileStreams(store, selectionOf(configuration), () => reach.now());
}

function storeOf(configuration: SftpSourceConfiguration, session: SftpSession): SftpStore {
  return new SftpStore(session, configuration.folder_path || '/', `sftp://${serverOf(configuration)}`, configuration.file_pattern);
}

function serverOf({ host, port = 22 }: SftpSourceConfiguration): string {
  return `${host}:${port}`;
}
