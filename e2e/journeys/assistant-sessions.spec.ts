import { newFolder, startInstallation, type Folder, type Installation } from '../support/installation';
import { ALLOWED_COMMANDS } from '../support/real-servers';
import { acrossErasJourney } from './across-eras.journey';
import { assistantSessionsJourney } from './assistant-sessions.journey';
import { manyServersJourney } from './many-servers.journey';

let folder: Folder;
let installation: Installation;
beforeAll(async () => {
  folder = await newFolder();
  installation = await startInstallation(folder.path, { ALLOW_STDIO: ALLOWED_COMMANDS });
});
afterAll(async () => {
  await installation?.stop();
  await folder?.[Symbol.asyncDispose]();
});

describe('assistants, in one process, on the embedded broker and database', () => {
  const suite = () => ({ urls: [installation.url], apiKey: installation.apiKey ?? '' });
  describe('while servers change', () => assistantSessionsJourney(suite));
  describe('across eras', () => acrossErasJourney(suite));
  describe('with many servers', () => manyServersJourney(suite));
});
