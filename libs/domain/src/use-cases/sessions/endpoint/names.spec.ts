import { ownUri, prefixed, prefixedUri, prefixesOf, type Prefixable } from './names';

const prefixOf = (connectorId: string, name: string) => prefixesOf([{ id: 'pconf_1', connectorId, name }]).get('pconf_1');

/** The same numbers each time, so that what fails once fails again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const PARTS = ['GitHub', 'github', 'Work', 'my', 'account', '_', '__', '-', '--', ' ', '日本語', '🏳️‍🌈', 'É', '1', 'a', '.', '/', 'x'.repeat(40), '--0a1b2c3d', '\u202E', '\0'];

function someText(below: (limit: number) => number): string {
  return Array.from({ length: below(6) }, () => PARTS[below(PARTS.length)]).join('');
}

describe('the prefix of a configuration', () => {
  it.each([
    ['github', 'Work', 'github_work'],
    ['github', 'Work GitHub', 'github_work'],
    ['github', 'GitHub Work', 'github_work'],
    ['github', 'GitHub', 'github'],
    ['github', 'My GitHub Account', 'github'],
    ['github', 'My account', 'github'],
    ['github', 'Zoë’s “private” one', 'github_zoe_s_private_one'],
    ['github', '仕事用', 'github'],
    ['github', '🏳️‍🌈', 'github'],
    ['github', 'Ｗｏｒｋ', 'github_work'],
    ['custom_mcp', 'Weather', 'weather'],
    ['custom_mcp', '天気', 'custom_mcp'],
    ['custom_mcp', '2nd try', 'mcp_2nd_try'],
    ['1password', 'Team', 'mcp_1password_team'],
    ['日本', '語', 'mcp'],
    ['google_workspace_administration', 'Production', 'google_workspace_production'],
    ['jira', 'The very long name of a company and of its department', 'jira_the_very_long_name_of_a'],
  ])('of %s that its owner calls “%s” is %s', (connectorId, name, prefix) => {
    expect(prefixOf(connectorId, name)).toBe(prefix);
  });

  it('is told apart by a few characters where two would be alike, and the older one keeps its own', () => {
    const older = { id: 'pconf_1', connectorId: 'github', name: 'Work' };
    const younger = { id: 'pconf_2', connectorId: 'github', name: 'work!' };
    const both = prefixesOf([younger, older]);
    expect(both.get('pconf_1')).toBe('github_work');
    expect(both.get('pconf_2')).toMatch(/^github_work_[0-9a-z]{5}$/);
  });

  it('is never that of another configuration, and can begin a name and the scheme of a URI, whatever people call theirs', () => {
    const below = random(7);
    for (let round = 0; round < 200; round += 1) {
      const all = Array.from({ length: 30 }, (_, at) => ({ id: `pconf_${at}`, name: someText(below), connectorId: below(2) ? 'github' : someText(below) }));
      const prefixes = [...prefixesOf(all).values()];
      expect(new Set(prefixes).size).toBe(all.length);
      for (const prefix of prefixes) expect(prefix).toMatch(/^(?=.{1,28}$)[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    }
  });

  it('stays when configurations are added later, and does not depend on the order in which they are told', () => {
    const below = random(11);
    const all: Prefixable[] = Array.from({ length: 60 }, (_, at) => ({ id: `pconf_${String(at).padStart(3, '0')}`, name: someText(below), connectorId: 'github' }));
    const final = prefixesOf([...all].reverse());
    for (let count = 1; count <= all.length; count += 1) {
      for (const [id, prefix] of prefixesOf(all.slice(0, count))) expect(final.get(id)).toBe(prefix);
    }
  });

  it('is new also when somebody calls a configuration by the prefix that another one got', () => {
    const twins = [1, 2].map((at) => ({ id: `pconf_${at}`, connectorId: 'custom_mcp', name: 'Work' }));
    const given = prefixesOf(twins).get('pconf_2') ?? '';
    const prefixes = prefixesOf([...twins, { id: 'pconf_0', connectorId: 'custom_mcp', name: given }]);
    expect(prefixes.get('pconf_0')).toBe(given);
    expect(new Set(prefixes.values()).size).toBe(3);
  });
});

describe('the name of a tool', () => {
  const shown = (prefix: string, name: string) => [...prefixed(prefix, [name]).keys()][0];

  it('is the prefix and the name of the server where that can be', () => {
    expect(prefixed('github_work', ['create_issue', 'get-issue'])).toEqual(
      new Map([
        ['github_work__create_issue', 'create_issue'],
        ['github_work__get-issue', 'get-issue'],
      ]),
    );
  });

  it.each([
    ['issues.create', /^github__issues_create--[0-9a-z]{8}$/],
    ['課題.create', /^github__create--[0-9a-z]{8}$/],
    ['課題を作る', /^github__tool--[0-9a-z]{8}$/],
    ['', /^github__tool--[0-9a-z]{8}$/],
    ['a'.repeat(57), /^github__a{46}--[0-9a-z]{8}$/],
    ['read--0a1b2c3d', /^github__read--0a1b2c3d--[0-9a-z]{8}$/],
  ])('“%s” is changed readably', (name, form) => {
    expect(shown('github', name)).toMatch(form);
  });

  it('tells long names apart that differ only at their ends', () => {
    const names = ['create', 'delete'].map((end) => `${'a_long_way_to_say_what_is_done_'.repeat(2)}${end}`);
    expect(prefixed('github', names).size).toBe(2);
  });

  it('cannot be taken by a tool that is called like the changed name of another one', () => {
    const changed = shown('github', 'issues.create') ?? '';
    const posing = changed.slice('github__'.length);
    expect(prefixed('github', [posing, 'issues.create']).get(changed)).toBe('issues.create');
  });

  it('is new also when the hashes of two are the same, in whichever order they come', () => {
    const [one, other] = ['丂七丄七三丁一一', '万丈三一丅一丁一'];
    expect(shown('a', one)).toBe(shown('a', other));
    const names = prefixed('github', [one, other]);
    expect(names.size).toBe(2);
    expect(new Map([...names].reverse())).toEqual(prefixed('github', [other, one]));
  });

  it('fits every assistant, belongs to one tool of one configuration, and is the same in every order', () => {
    const below = random(13);
    for (let round = 0; round < 200; round += 1) {
      const all = Array.from({ length: 6 }, (_, at) => ({ id: `pconf_${at}`, name: someText(below), connectorId: 'custom_mcp' }));
      const names = [...new Set(Array.from({ length: 40 }, () => someText(below)))];
      const shownNames = [...prefixesOf(all).values()].flatMap((prefix) => [...prefixed(prefix, names).keys()]);
      expect(new Set(shownNames).size).toBe(all.length * names.length);
      for (const name of shownNames) expect(name).toMatch(/^[a-z][A-Za-z0-9_-]{0,63}$/);
      expect(prefixed('a', [...names].reverse())).toEqual(prefixed('a', names));
    }
  });

  it('keeps the order of the server', () => {
    expect([...prefixed('a', ['z', 'b.', 'a']).values()]).toEqual(['z', 'b.', 'a']);
  });
});

describe('the URI of a resource', () => {
  it.each(['file:///home/ada/a.txt', 'test://static-text', 'urn:isbn:0451450523', 'https://example.com/ü?a=b#c', 'repo://{owner}/{repo}', 'demo+x://y'])('%s stays one, and leads back', (uri) => {
    const shown = prefixedUri('github_work', uri);
    expect(shown).toMatch(/^[a-z][a-z0-9+.-]*:/);
    expect(shown).toBe(`github-work+${uri}`);
    expect(ownUri('github_work', shown)).toBe(uri);
  });

  it('of one configuration is none of another', () => {
    expect(ownUri('github', prefixedUri('github_work', 'test://a'))).toBeNull();
    expect(ownUri('github_work', prefixedUri('github', 'test://a'))).toBeNull();
    expect(ownUri('github', 'test://a')).toBeNull();
  });

  it('leads back also when it was none to begin with', () => {
    for (const uri of ['', 'no uri', '日本語', '+', 'github+x:']) expect(ownUri('github', prefixedUri('github', uri))).toBe(uri);
  });
});
