import { isId } from '@moorage/domain';
import { NodeIds } from './ids.node';

describe('NodeIds', () => {
  afterEach(() => jest.restoreAllMocks());

  it('makes ids that ascend as plain text, also when a millisecond has used up its turns', () => {
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const ids = Array.from({ length: 3_000 }, () => new NodeIds().next('configuration'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('keeps ascending when the wall clock is set back', () => {
    const before = new NodeIds().next('check');
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
    expect(new NodeIds().next('check') > before).toBe(true);
  });

  it('makes ids of the form that the domain expects', () => {
    const id = new NodeIds().next('connector');
    expect(id).toMatch(/^pcon_[0-9a-z]{28}$/);
    expect(isId('connector', id)).toBe(true);
  });

  it('shares nothing but time and turn between neighbours', () => {
    const tails = Array.from({ length: 1_000 }, () => new NodeIds().next('user').slice(-16));
    expect(new Set(tails).size).toBe(1_000);
    expect(new Set(tails.join('')).size).toBe(32);
  });

  it('draws the characters of a token evenly', () => {
    const token = new NodeIds().token(62_000);
    const counts = new Map<string, number>();
    for (const character of token) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(token).toMatch(/^[0-9A-Za-z]{62000}$/);
    expect(counts.size).toBe(62);
    // A thousand expected of each; 200 is more than six standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(200);
  });

  it('makes a token of no length empty', () => {
    expect(new NodeIds().token(0)).toBe('');
  });
});
