import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { PacketReader } from './packet-reader';

const FROM = { host: 'git.test:9418', repository: '/handbook', maxBytes: 200_000 };

function line(branch: number): string {
  const text = `${'a'.repeat(40)} refs/heads/b${branch}\n`;
  return (text.length + 4).toString(16).padStart(4, '0') + text;
}

function reading(chunks: Iterable<string>): PacketReader {
  return new PacketReader(Readable.from(Array.from(chunks, (chunk) => Buffer.from(chunk))) as Socket, FROM);
}

it('all branches of a large repository are there, in their order', async () => {
  const sent = `${Array.from({ length: 2_500 }, (_, branch) => line(branch)).join('')}0000`;
  const chunks = sent.match(/.{1,777}/gs) ?? [];
  expect((await reading(chunks).untilFlush()).toString()).toBe(sent);
});

it('branches without end are given up', async () => {
  const endless = Array.from({ length: 4_000 }, (_, branch) => line(branch));
  await expect(reading(endless).untilFlush()).rejects.toMatchObject({ failure: { code: 'ANSWER_TOO_LARGE' } });
});
