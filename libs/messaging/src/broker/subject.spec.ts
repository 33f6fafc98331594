import { isLiteral, isPublishable, isSubscribable } from './subject';

describe('subjects', () => {
  it.each(['a', 'a.b', 'a*.b', '_INBOX.x.1', 'größe'])('%s may be published and subscribed to', (subject) => {
    expect([isPublishable(subject), isSubscribable(subject), isLiteral(subject)]).toEqual([true, true, true]);
  });

  it.each(['*', '>', 'a.*', 'a.>', '*.b'])('%s may be subscribed to but is not literal', (subject) => {
    expect([isSubscribable(subject), isLiteral(subject)]).toEqual([true, false]);
  });

  it.each(['', '.', '.a', 'a.', 'a..b', 'a.>.b', '>.>'])('"%s" may not be subscribed to', (subject) => {
    expect(isSubscribable(subject)).toBe(false);
  });
});
