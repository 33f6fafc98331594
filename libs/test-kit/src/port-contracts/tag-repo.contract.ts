import { MoorageError, type Tag } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { aTag } from '../knowledge-builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { ALL, furnish, idsIn, unsorted, walkOffsets, type KnowledgeStores } from './knowledge-stores';
import { neverCalled } from './never-called';
import { ascending, cut } from './pages';
import { rejectionOf } from './rejection-of';

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

export const tagRepoContract = defineContract<KnowledgeStores>('tag-repo', {
  'round-trip: a tag comes back field by field': async (stores) => {
    await furnish(stores);
    const tag = aTag({ name: UNUSUAL_TEXT, color: '#0F62FE', updatedAt: later(1) });
    await stores.tags.insert(tag);
    expect(await stores.tags.find('org_alpha', 'tag_1')).toEqual(tag);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async (stores) => {
    await furnish(stores);
    await stores.tags.insert(aTag());
    expect(await stores.tags.find('org_alpha', 'tag_1')).toEqual(aTag());
  },

  'absence-is-null: an unknown id is null for find and change, which calls nothing, and false for remove': async ({ tags }) => {
    expect(await tags.find('org_alpha', 'tag_unknown')).toBeNull();
    expect(await tags.change('org_alpha', 'tag_unknown', neverCalled)).toBeNull();
    expect(await tags.remove('org_alpha', 'tag_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second tag with the id is refused and changes nothing': async (stores) => {
    await furnish(stores);
    await stores.tags.insert(aTag());
    expect(await rejectionOf(() => stores.tags.insert(aTag({ name: 'second' })))).toMatchObject({ code: 'CONFLICT' });
    expect(await stores.tags.find('org_alpha', 'tag_1')).toEqual(aTag());
  },

  'workspace-exists: a tag of a workspace that is gone, or of another organization, is refused': async (stores) => {
    await furnish(stores);
    for (const workspaceId of ['ws_unknown', 'ws_beta']) {
      expect(await rejectionOf(() => stores.tags.insert(aTag({ workspaceId })))).toMatchObject({ code: 'CONNECTOR_WORKSPACE_NOT_FOUND' });
    }
    expect(await stores.tags.find('org_alpha', 'tag_1')).toBeNull();
  },

  'no-tag-without-workspace: tags that race with the removal of their workspace are refused or go with it': async (stores) => {
    await furnish(stores);
    const { tags, workspaces } = stores;
    await concurrently(20, async (index) => {
      if (index === 10) await workspaces.remove('org_alpha', 'ws_1');
      else await rejectionOf(() => tags.insert(aTag({ id: `tag_${index}` })));
    });
    expect(await workspaces.find('org_alpha', 'ws_1')).toBeNull();
    expect(await tags.list(ALL)).toEqual({ items: [], total: 0 });
  },

  'copies: neither the object given nor those returned lead into the store': async (stores) => {
    await furnish(stores);
    const { tags } = stores;
    const given = aTag();
    await tags.insert(given);
    spoil(given);
    const reads = [() => tags.find('org_alpha', 'tag_1'), async () => (await tags.list(ALL)).items[0] ?? null, () => tags.change('org_alpha', 'tag_1', (present) => present)];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(aTag());
      if (found) spoil(found);
      expect(await tags.find('org_alpha', 'tag_1')).toEqual(aTag());
    }
  },

  'other-organizations-see-nothing: another organization cannot find, list, change or remove it': async (stores) => {
    await furnish(stores);
    const { tags } = stores;
    await tags.insert(aTag());
    expect(await tags.find('org_beta', 'tag_1')).toBeNull();
    expect(await tags.list({ ...ALL, organizationId: 'org_beta' })).toEqual({ items: [], total: 0 });
    expect(await tags.change('org_beta', 'tag_1', neverCalled)).toBeNull();
    expect(await tags.remove('org_beta', 'tag_1')).toBe(false);
    expect(await tags.find('org_alpha', 'tag_1')).toEqual(aTag());
  },

  'oldest-first: the list ascends by id as plain strings, page by page, and every page knows how many there are': async (stores) => {
    await furnish(stores);
    const ids = unsorted('tag');
    for (const id of ids) await stores.tags.insert(aTag({ id }));
    await stores.tags.insert(aTag({ id: 'tag_beta', organizationId: 'org_beta', workspaceId: 'ws_beta' }));
    expect(await walkOffsets((page) => stores.tags.list(page))).toEqual({ pages: [...cut(ascending(ids), 3), []], totals: [7, 7, 7, 7] });
  },

  'list-of-a-workspace: only the tags of the workspace named are listed and counted': async (stores) => {
    await furnish(stores);
    await stores.tags.insert(aTag());
    await stores.tags.insert(aTag({ id: 'tag_2', workspaceId: 'ws_2' }));
    expect(await stores.tags.list({ ...ALL, workspaceId: 'ws_2' })).toEqual({ items: [aTag({ id: 'tag_2', workspaceId: 'ws_2' })], total: 1 });
    expect(await idsIn(stores.tags.list({ ...ALL, workspaceId: 'ws_unknown' }))).toEqual([]);
  },

  'change-stores: what f makes is stored and returned, fields it leaves out are gone': async (stores) => {
    await furnish(stores);
    await stores.tags.insert(aTag({ color: '#0F62FE' }));
    const wanted = aTag({ name: 'changed', updatedAt: later(1) });
    expect(await stores.tags.change('org_alpha', 'tag_1', () => wanted)).toEqual(wanted);
    expect(await stores.tags.find('org_alpha', 'tag_1')).toEqual(wanted);
  },

  'change-is-atomic: twenty changes at once each see the one before': async (stores) => {
    await furnish(stores);
    await stores.tags.insert(aTag({ name: '' }));
    await concurrently(20, () => stores.tags.change('org_alpha', 'tag_1', (present) => ({ ...present, name: `${present.name}x` })));
    expect((await stores.tags.find('org_alpha', 'tag_1'))?.name).toBe('x'.repeat(20));
  },

  'change-that-throws: the error of f is rejected, and nothing has changed': async (stores) => {
    await furnish(stores);
    await stores.tags.insert(aTag());
    const refusal = new MoorageError('UNPROCESSABLE');
    const refuse = (present: Tag): never => {
      spoil(present);
      throw refusal;
    };
    expect(await rejectionOf(() => stores.tags.change('org_alpha', 'tag_1', refuse))).toBe(refusal);
    expect(await stores.tags.find('org_alpha', 'tag_1')).toEqual(aTag());
  },

  'remove-removes: a removed tag is gone, and no other': async (stores) => {
    await furnish(stores);
    for (const id of ['tag_1', 'tag_2']) await stores.tags.insert(aTag({ id }));
    expect(await stores.tags.remove('org_alpha', 'tag_1')).toBe(true);
    expect(await stores.tags.remove('org_alpha', 'tag_1')).toBe(false);
    expect(await idsIn(stores.tags.list(ALL))).toEqual(['tag_2']);
  },
});

export const describeTagRepoContract = tagRepoContract.describe;

function spoil(tag: Tag): void {
  tag.name = 'spoiled';
  tag.color = '#000000';
  tag.createdAt.setTime(0);
}
