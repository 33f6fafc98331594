import { ConformanceFixture } from '../support/conformance/fixture';
import { checkServer, type Revision, type SuiteRun } from '../support/conformance/suite-run';

/** What each revision asks of a server, and how many checks our fixture passes: fewer would mean that the suite looked at less. */
const SERVER_SIDE: [Revision, number][] = [
  ['2025-11-25', 84],
  ['2026-07-28', 164],
];

const passed = ({ checks }: SuiteRun) => checks.filter(({ status }) => status === 'SUCCESS').length;

let fixture: ConformanceFixture;
beforeAll(async () => {
  fixture = await ConformanceFixture.start();
});
afterAll(() => fixture?.[Symbol.asyncDispose]());

describe.each(SERVER_SIDE)('as %s asks of a server', (revision, count) => {
  it('the fixture does everything that is required', async () => {
    const straight = await checkServer(fixture.url, revision);
    expect(straight.conforms).toBe(true);
    expect(passed(straight)).toBeGreaterThanOrEqual(count);
  });
});
