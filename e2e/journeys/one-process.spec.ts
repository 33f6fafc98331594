import { ALLOWED_CONNECTORS } from '../support/connectors';
import { newFolder, startInstallation, type Folder, type Installation } from '../support/installation';
import { ALLOWED_COMMANDS } from '../support/real-servers';
import { documentedRequestsJourney } from './documented-requests.journey';
import { knowledgeActorsJourney } from './knowledge-actors.journey';
import { knowledgeConnectionsJourney } from './knowledge-connections.journey';
import { knowledgeProcessesJourney } from './knowledge-processes.journey';
import { knowledgeTestsJourney } from './knowledge-tests.journey';
import { personalConnectorsJourney } from './personal-connectors.journey';
import { realServersJourney } from './real-servers.journey';

let folder: Folder;
let installation: Installation;
beforeAll(async () => {
  folder = await newFolder();
  installation = await startInstallation(folder.path, { TEST_DEADLINE_SECONDS: '3', ALLOW_STDIO: ALLOWED_COMMANDS, ALLOW_PROCESSES: ALLOWED_CONNECTORS });
});
afterAll(async () => {
  await installation.stop();
  await folder[Symbol.asyncDispose]();
});

describe('in one process, on the embedded broker and database', () => {
  const suite = () => ({ urls: [installation.url], apiKey: installation.apiKey ?? '' });
  describe('personal connectors', () => personalConnectorsJourney(suite));
  describe('sources and destinations', () => knowledgeActorsJourney(suite));
  describe('tests of sources and destinations', () => knowledgeTestsJourney(suite));
  describe('streams and connections', () => knowledgeConnectionsJourney(suite));
  describe('servers out of the registry', () => realServersJourney(suite));
  describe('knowledge connectors that are commands', () => knowledgeProcessesJourney(suite));
  describe('the documented requests', () => documentedRequestsJourney(suite));
});
