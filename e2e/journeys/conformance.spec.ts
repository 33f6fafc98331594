import { newFolder, startInstallation, type Folder, type Installation } from '../support/installation';
import { conformanceJourney } from './conformance.journey';

let folder: Folder;
let installation: Installation;
beforeAll(async () => {
  folder = await newFolder();
  installation = await startInstallation(folder.path);
});
afterAll(async () => {
  await installation?.stop();
  await folder?.[Symbol.asyncDispose]();
});

describe('the official conformance suite, in one process, on the embedded broker and database', () => {
  const suite = () => ({ urls: [installation.url], apiKey: installation.apiKey ?? '' });
  conformanceJourney(suite);
});
