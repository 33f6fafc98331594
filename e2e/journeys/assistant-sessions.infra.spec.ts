import { openTestDatabase, type TestDatabase } from '@moorage/adapters-postgres/testing';
import { NatsServer } from '../support/nats-server';
import { Separate } from '../support/separate';
import { acrossErasJourney } from './across-eras.journey';
import { assistantSessionsJourney } from './assistant-sessions.journey';
import { manyServersJourney } from './many-servers.journey';

let nats: NatsServer | undefined;
let database: TestDatabase | undefined;
let suite: Separate | undefined;
beforeAll(async () => {
  const server = process.env.MOORAGE_TEST_DATABASE_URL;
  if (!server) throw new Error('MOORAGE_TEST_DATABASE_URL is not set. Run this with: npx --yes pnpm@12.21.0 run test:infra');
  [nats, database] = await Promise.all([NatsServer.start(), openTestDatabase(server)]);
  suite = await Separate.start({ NATS_URL: nats.url, DATABASE_URL: database.url }, { copies: 2, deadlineSeconds: 3 });
});
afterAll(async () => {
  const ends = await suite?.stop();
  await nats?.[Symbol.asyncDispose]();
  await database?.dispose();
  expect(ends).toEqual([0, 0, 0, 0, 0, 0]);
});

describe('assistants, with separate processes, two of each, on nats-server and PostgreSQL', () => {
  const running = () => {
    if (!suite) throw new Error('The suite did not start.');
    return suite;
  };
  describe('while servers change', () => assistantSessionsJourney(running));
  describe('across eras', () => acrossErasJourney(running));
  describe('with many servers', () => manyServersJourney(running));
});
