import { ChangeHints } from './change-hints';

const anyOf = (...ids: string[]) => (id: string) => ids.includes(id);

describe('a hint that something has changed', () => {
  it('reaches whoever serves one of these configurations, and nobody else, until they stop', () => {
    const hints = new ChangeHints();
    const [mine, theirs] = [jest.fn(), jest.fn()];
    const stop = hints.hear(anyOf('pconf_1', 'pconf_2'), undefined, mine);
    hints.hear(anyOf('pconf_3'), undefined, theirs);
    hints.spread({ configurationIds: ['pconf_2'] });
    expect([mine.mock.calls.length, theirs.mock.calls.length]).toEqual([1, 0]);
    stop();
    hints.spread({ configurationIds: ['pconf_1', 'pconf_2'] });
    expect(mine).toHaveBeenCalledTimes(1);
  });

  it('of a configuration that nobody has heard of yet reaches those who are served all of their owner', () => {
    const hints = new ChangeHints();
    const [all, one] = [jest.fn(), jest.fn()];
    hints.hear(anyOf(), 'user_1', all);
    hints.hear(anyOf('pconf_1'), undefined, one);
    hints.spread({ configurationIds: ['pconf_new'], ownerId: 'user_1' });
    hints.spread({ configurationIds: ['pconf_other'], ownerId: 'user_2' });
    expect([all.mock.calls.length, one.mock.calls.length]).toEqual([1, 0]);
  });

  it('reaches nobody twice', () => {
    const hints = new ChangeHints();
    const tell = jest.fn();
    hints.hear(anyOf('pconf_1', 'pconf_2'), 'user_1', tell);
    hints.spread({ configurationIds: ['pconf_1', 'pconf_2'], ownerId: 'user_1' });
    expect(tell).toHaveBeenCalledTimes(1);
  });
});
