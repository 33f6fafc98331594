import { openTestDatabase, type TestDatabase } from '@moorage/adapters-postgres/testing';
import { NatsServer } from '../support/nats-server';
import { Separate } from '../support/separate';
import { documentedRequestsJourney } from './documented-requests.journey';
import { knowledgeActorsJourney } from './knowledge-actors.journey';
import { knowledgeConnectionsJourney } from './knowledge-connections.journey';
import { knowledgeProcessesJourney } from './knowledge-processes.journey';
import { knowledgeTestsJourney } from './knowledge-tests.journey';
import { personalConnectorsJourney } from './personal-connectors.journey';
import { realServersJourney } from './real-servers.journey';

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

describe('as separate processes, two of each, on nats-server and PostgreSQL', () => {
  const running = () => {
    if (!suite) throw new Error('The suite did not start.');
    return suite;
  };
  describe('personal connectors', () => personalConnectorsJourney(running));
  describe('sources and destinations', () => knowledgeActorsJourney(running));
  describe('tests of sources and destinations', () => knowledgeTestsJourney(running));
  describe('streams and connections', () => knowledgeConnectionsJourney(running));
  describe('servers out of the registry', () => realServersJourney(running));
  describe('knowledge connectors that are commands', () => knowledgeProcessesJourney(running));
  describe('the documented requests', () => documentedRequestsJourney(running));
});
