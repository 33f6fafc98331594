import { continueTrace, startTrace } from './trace-context';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('continueTrace', () => {
  it.each([
    ['an ordinary one', `00-${ID}-${SPAN}-01`, '01'],
    ['one that is not recorded', `00-${ID}-${SPAN}-00`, '00'],
    ['flags that nobody knows yet', `00-${ID}-${SPAN}-ff`, '03'],
    ['a later version with more to say', `cc-${ID}-${SPAN}-01-what-the-future-brings`, '01'],
  ])('keeps the trace and its flags, with a span of its own: %s', (_what, header, flags) => {
    const trace = continueTrace(header);
    expect(trace?.id).toBe(ID);
    expect(trace?.traceparent).toMatch(new RegExp(`^00-${ID}-(?!${SPAN})(?!0{16})[0-9a-f]{16}-${flags}$`));
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['two of them', `00-${ID}-${SPAN}-01, 00-${ID}-${SPAN}-01`],
    ['capitals', `00-${ID.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${ID}-${'0'.repeat(16)}-01`],
    ['the forbidden version', `ff-${ID}-${SPAN}-01`],
    ['our version with more than it has', `00-${ID}-${SPAN}-01-more`],
    ['no flags', `00-${ID}-${SPAN}`],
  ])('takes for none: %s', (_what, header) => {
    expect(continueTrace(header)).toBeUndefined();
  });
});

describe('startTrace', () => {
  it('begins traces that can be told apart and continued', () => {
    const [one, two] = [startTrace(), startTrace()];
    expect(one.id).not.toBe(two.id);
    expect(continueTrace(one.traceparent)?.id).toBe(one.id);
  });
});
