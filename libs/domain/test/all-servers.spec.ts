import { eventually } from '@moorage/test-kit';
import { errorOf, OldClient, resultOf, SessionWorld } from './session-world';

const saying = (text: string) => () => ({ content: [{ type: 'text', text }] });

async function open() {
  const world = new SessionWorld();
  const mail = world.scripted({ send: saying('sent') }, {
    capabilities: { tools: {}, prompts: {}, resources: { subscribe: true } },
    methods: {
      'prompts/list': () => ({ prompts: [{ name: 'reply', 'x-own': 1 }] }),
      'prompts/get': ({ name }) => ({ messages: [{ role: 'user', content: { type: 'text', text: `prompt ${String(name)}` } }] }),
      'resources/list': ({ cursor }) => (cursor === undefined ? { resources: [{ uri: 'mail://inbox', name: 'inbox' }], nextCursor: '2' } : { resources: [{ uri: 'mail://sent', name: 'sent' }] }),
      'resources/read': ({ uri }) => ({ contents: [{ uri: String(uri), text: 'hello' }] }),
    },
  });
  const work = await world.connected(mail, 'Work', 'mail');
  const home = await world.connected(mail, 'Home', 'mail');
  const notes = world.scripted({ send: saying('noted'), 'list.all': saying('all') });
  await world.connected(notes, 'Notes', 'notes');
  const client = new OldClient(world, { kind: 'all' });
  return { world, mail, notes, work, home, client };
}

const names = (answered: Parameters<typeof resultOf>[0], key = 'tools', field = 'name') => (resultOf(answered)[key] as Record<string, string>[]).map((each) => each[field]);

describe('the endpoint of all servers of a person', () => {
  it('greets by itself, without asking any server', async () => {
    const { client, mail } = await open();
    const greeted = resultOf(await client.open());
    expect(greeted).toMatchObject({ protocolVersion: '2025-11-25', serverInfo: { name: 'moorage' }, instructions: expect.stringMatching(/mail_work__…: Work/) });
    expect(mail.server.heard).toEqual([]);
  });

  it('lists the tools of all under names that say whose they are, and calls the right one', async () => {
    const { client } = await open();
    await client.open();
    expect(names(await client.ask('tools/list'))).toEqual(['mail_work__send', 'mail_home__send', 'notes__send', expect.stringMatching(/^notes__list_all/)]);
    const [, , , listAll] = names(await client.ask('tools/list'));
    expect(resultOf(await client.call('notes__send'))).toMatchObject({ content: [{ text: 'noted' }] });
    expect(resultOf(await client.call(listAll ?? ''))).toMatchObject({ content: [{ text: 'all' }] });
    expect(resultOf(await client.call('mail_home__send'))).toMatchObject({ content: [{ text: 'sent' }] });
    expect(errorOf(await client.call('mail_nobody__send'))).toMatchObject({ code: -32_602, message: expect.stringMatching(/List them again/) });
  });

  it('leads prompts and resources there and back under their prefixes, from all pages', async () => {
    const { client } = await open();
    await client.open();
    expect(resultOf(await client.ask('prompts/list'))['prompts']).toEqual([{ name: 'mail_work__reply', 'x-own': 1 }, { name: 'mail_home__reply', 'x-own': 1 }]);
    expect(resultOf(await client.ask('prompts/get', { name: 'mail_home__reply' }))).toMatchObject({ messages: [{ content: { text: 'prompt reply' } }] });
    const uris = names(await client.ask('resources/list'), 'resources', 'uri');
    expect(uris).toEqual(['mail-work+mail://inbox', 'mail-work+mail://sent', 'mail-home+mail://inbox', 'mail-home+mail://sent']);
    expect(resultOf(await client.ask('resources/read', { uri: uris[3] ?? '' }))).toEqual({ contents: [{ uri: 'mail-home+mail://sent', text: 'hello' }] });
  });

  it('does not let a silent server slow the others down', async () => {
    const { client, notes, world } = await open();
    await client.open();
    const script = notes.server.script;
    const usual = script.onMessage;
    script.onMessage = (message, exchange) => (message.method === 'tools/list' ? undefined : usual(message, exchange));
    const listing = client.ask('tools/list');
    await eventually(() => world.clock.waiting > 0 && notes.server.heard.some(({ method }) => method === 'tools/list'));
    await eventually(() => (world.clock.advance(1_000), world.clock.now().getTime() > 0 && settled(listing)));
    expect(names(await listing)).toEqual(['mail_work__send', 'mail_home__send']);
  });

  it('takes the tools of a configuration out that is switched off, and a new one in', async () => {
    const { client, world, home, notes } = await open();
    await client.open();
    await client.ask('tools/list');
    await world.toggle.run(world.caller, home.id, false);
    await eventually(async () => !names(await client.ask('tools/list')).includes('mail_home__send'));
    await world.connected(notes, 'Second', 'notes');
    await eventually(async () => names(await client.ask('tools/list')).includes('notes_second__send'));
    expect(names(await client.ask('tools/list'))).not.toContain('mail_home__send');
  });

  it('tells an open stream when any of them changes, one that came later and a new name included', async () => {
    const { client, world, notes } = await open();
    await client.open();
    const stream = client.listen();
    const later = await world.connected(notes, 'Later', 'notes');
    await eventually(() => stream.messages.length === 1);
    await client.ask('tools/list');
    await eventually(() => stream.messages.length > 1);
    const before = stream.messages.length;
    await world.update.run(world.caller, later.id, { name: 'Renamed' });
    await eventually(() => stream.messages.length === before + 1);
    expect(names(await client.ask('tools/list'))).toContain('notes_renamed__send');
    await world.delete.run(world.caller, later.id);
    await eventually(() => stream.messages.length === before + 2);
    expect(names(await client.ask('tools/list'))).not.toContain('notes_renamed__send');
  });

  it('serves only those that were asked for, under the same names', async () => {
    const { world, home } = await open();
    const some = new OldClient(world, { kind: 'all', configurationIds: [home.id] });
    await some.open();
    expect(names(await some.ask('tools/list'))).toEqual(['mail_home__send']);
    const kind = new OldClient(world, { kind: 'all', connectorIds: ['notes'] });
    await kind.open();
    expect(names(await kind.ask('tools/list'))).toHaveLength(2);
  });
});

async function settled(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 5))]);
}
