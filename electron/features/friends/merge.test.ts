import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { Duplicates, LinkedFriend } from '../../../shared/contracts/duplicates.ts';
import type { FriendDetail, FriendPage } from '../../../shared/contracts/friends.ts';
import { damage, digest } from '../../../tests/helpers/digest.ts';
import { fillAbout, friendTables, rowsAbout } from '../../../tests/helpers/friend-tables.ts';
import { bringIn, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const create = async (remark: string, more: object = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(remark, more as Record<string, unknown>))).id;
const only = (id: number) => ({ by: 'ids', ids: [id] });
const tables =
  'friends notes friend_events friend_tags level_changes touches point_entries follow_ups promises conversations chat_talkers friend_chat_stats messages orders payments buyer_aliases person_links friends_apart'.split(
    ' ',
  );
const book = () => Object.fromEntries(tables.map((table) => [table, app.ctx.db.sql(`SELECT * FROM ${table} ORDER BY 1, 2`).all()]));
const count = (table: string, id: number) => app.ctx.db.pluck(`SELECT count(*) FROM ${table} WHERE friend_id = ?`).get(id) as number;

/** Two friends who are one, each with a bit of everything. */
async function twins(): Promise<[number, number]> {
  const one = await create('李姐', { wxid: 'wxid_li', phone: '13800000001', region: '浙江 杭州' });
  app.clock.tick(1000);
  const two = await create('李姐', {
    wxid: 'wxid_li2',
    alias: 'weifeng',
    phone: '13800000001',
    region: '浙江 杭州',
    description: '不吃辣',
    interests: ['茶'],
  });
  const tag = async (name: string) => (await app.call<Saved>('tags.create', { name, groupId: null, color: null })).id;
  const [both, hers] = [await tag('老客户'), await tag('宝妈')];
  await app.call('tags.assign', { selection: { by: 'ids', ids: [one, two] }, tagIds: [both] });
  await app.call('tags.assign', { selection: only(two), tagIds: [hers] });
  for (const id of [one, two]) {
    await app.call('friends.addNote', { friendId: id, body: `笔记 ${id}` });
    await app.call('touches.log', { selection: only(id), touchpoint: 'phone', direction: 'out', at: noon + id, note: '' });
    await app.call('points.add', { selection: only(id), delta: 100 * id, reason: '活动' });
    await app.call('followUps.promise', { friendId: id, text: `答应 ${id}`, dueOn: '2030-01-01' });
  }
  app.clock.tick(1000);
  await app.call('trust.setLevel', { selection: only(two), level: 5, reason: '买了三次' });
  await bringIn(app.ctx, {
    records: [
      record({ at: noon }),
      record({ conversation: 'wxid_li2', text: '多少钱', at: noon + 60_000 }),
      record({ conversation: 'g@chatroom', senderId: 'wxid_li2', senderName: '微风' }),
    ],
    conversations: [
      { key: 'wxid_li', externalId: 'wxid_li', name: '李姐', group: false },
      { key: 'wxid_li2', externalId: 'wxid_li2', name: '李姐小号', group: false },
      { key: 'g@chatroom', externalId: 'g@chatroom', name: '群', group: true },
    ],
  });
  app.ctx.db.raw
    .prepare(
      `INSERT INTO orders (account_id, friend_id, source, identity, occurrence, buyer_name, buyer_key, receiver, phone, address, at, precision,
        status, status_text, amount_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
       VALUES (1, ?, '快团团', 'a', 0, '微风', '微风', '', '', '', ?, 0, 1, '', 100, 0, '', '', '{}', 1, 1)`,
    )
    .run(two, noon);
  return [one, two];
}

const createAccount = () =>
  app.call<Saved>('accounts.create', {
    name: '小号',
    wxid: null,
    role: null,
    category: null,
    capacity: 10_000,
    standing: 'normal',
    note: null,
  });

describe('merging two friends', () => {
  it('moves everything to the kept one, takes the chosen values and fills what was empty', async () => {
    const [one, two] = await twins();
    const talkers = app.ctx.db.pluck('SELECT count(*) FROM chat_talkers WHERE friend_id = ?').get(two) as number;
    const { id } = await app.call<Saved>('friends.merge', { keepId: one, otherId: two, fields: { wxid: 'other', trustLevel: 'other' } });
    expect(id).toBe(one);
    const friend = await app.call<FriendDetail>('friends.get', { id: one });
    expect(friend).toMatchObject({ wxid: 'wxid_li2', alias: 'weifeng', description: '不吃辣', interests: ['茶'], trustLevel: 5 });
    expect(friend.tagIds).toHaveLength(2);
    expect(friend.notes).toHaveLength(2);
    expect(count('touches', one)).toBe(2);
    expect(await app.call('points.ofFriend', { friendId: one })).toMatchObject({ balance: 100 * one + 100 * two, count: 2 });
    expect(count('promises', one)).toBe(2);
    expect(count('orders', one)).toBe(1);
    expect(count('conversations', one)).toBe(2);
    expect(count('chat_talkers', one)).toBe(talkers);
    expect(app.ctx.db.pluck('SELECT in_count FROM friend_chat_stats WHERE friend_id = ?').get(one)).toBe(2);
    expect(app.ctx.db.pluck('SELECT to_level FROM level_changes WHERE friend_id = ? ORDER BY at DESC, id DESC').get(one)).toBe(5);
    await expect(app.call('friends.get', { id: two })).rejects.toMatchObject({ kind: 'notFound' });
    for (const table of tables.filter((name) => name !== 'friends' && name !== 'messages')) expect(count(table, two), table).toBe(0);
    const page = await app.call<FriendPage>('friends.list', {
      filter: { text: 'weifeng' },
      sort: { key: 'createdAt', direction: 'asc' },
      offset: 0,
      limit: 10,
    });
    expect(page.rows.map((row) => row.id)).toEqual([one]);
  });

  it.each([{}, { wxid: 'other', trustLevel: 'other', remark: 'other', phone: 'keep' }])(
    'is undone and done again to the last value (%j)',
    async (fields) => {
      const [one, two] = await twins();
      const before = book();
      const { undoId } = await app.call<Saved>('friends.merge', { keepId: one, otherId: two, fields });
      const after = book();
      for (let round = 0; round < 2; round++) {
        expect(await app.call('undo.undo', { id: undoId })).toMatchObject({ kept: 0 });
        expect(book()).toEqual(before);
        expect(await app.call('undo.redo', { id: undoId })).toMatchObject({ kept: 0 });
        expect(book()).toEqual(after);
      }
      expect(app.ctx.db.raw.pragma('foreign_key_check')).toEqual([]);
    },
  );

  it('takes along what is about either, in whatever table, also where a row names two', async () => {
    const [one, two, third] = [await create('甲'), await create('乙'), await create('丙')];
    const { db } = app.ctx;
    fillAbout(db, two, third);
    fillAbout(db, third, two);
    db.sql('INSERT INTO suggestion_autos (step, at) VALUES (?, 1)').run(two * 8 + 4);
    // what rules did is noted apart from undo, and may be noted of both
    const apart = ['tag_rule_given', 'suggestion_autos'];
    // reckoned from the chats, and there are none
    const reckoned = ['friend_chat_stats'];
    // and with it her last contact; that a merge of friends with chats is undone whole is told above
    const told = () => digest(db, [...apart, ...reckoned, 'friends']);
    const before = told();
    const { undoId } = await app.call<Saved>('friends.merge', { keepId: one, otherId: two, fields: {} });
    for (const [table, columns] of friendTables(db)) {
      if (!apart.includes(table)) expect(rowsAbout(db, table, columns, two), table).toBe(0);
      if (!reckoned.includes(table)) expect(rowsAbout(db, table, columns, one), table).toBeGreaterThan(0);
    }
    expect(db.pluck('SELECT count(*) FROM suggestion_autos WHERE step = ?').get(one * 8 + 4)).toBe(1);
    expect(damage(db)).toEqual([]);
    await app.call('undo.undo', { id: undoId });
    expect(told()).toEqual(before);
  });

  it('refuses friends of two accounts, and one with herself', async () => {
    const account = await createAccount();
    const [one, two] = [await create('甲'), await create('甲', { accountId: account.id })];
    for (const otherId of [one, two])
      await expect(app.call('friends.merge', { keepId: one, otherId, fields: {} })).rejects.toMatchObject({ kind: 'invalidInput' });
  });
});

describe('the same person in two accounts', () => {
  it('is found with the reason, linked, told, and let go again', async () => {
    const account = await createAccount();
    const one = await create('李姐', { phone: '13800000001', alias: 'Weifeng', region: '浙江 杭州' });
    const two = await create('李姐', { phone: '+86 138 0000 0001', accountId: account.id, region: '浙江 杭州' });
    const three = await create('别人', { alias: 'weifeng' });
    await create('老周', { region: '上海' });
    const found = await app.call<Duplicates>('friends.duplicates');
    expect(found.groups.map(({ reason, friends }) => [reason, friends.map(({ id }) => id)])).toEqual([
      ['phone', [one, two]],
      ['alias', [one, three]],
    ]);
    const { undoId } = await app.call<Saved>('friends.link', { ids: [one, two] });
    expect(await app.call<LinkedFriend[]>('friends.links', { id: one })).toEqual([
      { id: two, name: '李姐', accountId: account.id, accountName: '小号' },
    ]);
    expect((await app.call<Duplicates>('friends.duplicates')).groups.map(({ reason }) => reason)).toEqual(['alias']);
    await app.call('undo.undo', { id: undoId });
    expect(await app.call('friends.links', { id: one })).toEqual([]);
    await app.call('undo.redo', { id: undoId });
    // the link goes over to whoever is kept
    await app.call('friends.merge', { keepId: three, otherId: one, fields: {} });
    expect((await app.call<LinkedFriend[]>('friends.links', { id: two })).map(({ id }) => id)).toEqual([three]);
    await app.call('friends.unlink', { id: two });
    expect(app.ctx.db.pluck('SELECT count(*) FROM person_links').get()).toBe(0);
  });

  it('who are different people are told apart once, and not proposed again', async () => {
    const one = await create('李姐', { phone: '13800000001' });
    const two = await create('李姐', { phone: '13800000001' });
    const before = book();
    const { undoId } = await app.call<Saved>('friends.tellApart', { ids: [two, one] });
    const told = book();
    expect(await app.call<Duplicates>('friends.duplicates')).toEqual({ total: 0, groups: [] });
    await app.call('undo.undo', { id: undoId });
    expect(book()).toEqual(before);
    expect((await app.call<Duplicates>('friends.duplicates')).groups).toMatchObject([{ pair: [one, two], toldApart: false }]);
    await app.call('undo.redo', { id: undoId });
    expect(book()).toEqual(told);
    await app.call('friends.tellApart', { ids: [one, two] });
    expect(book()['friends_apart']).toHaveLength(1);
    await expect(app.call('friends.tellApart', { ids: [one, one] })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(app.call('friends.tellApart', { ids: [one, 99] })).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('of three, of whom two were told apart, the open ones are proposed', async () => {
    const [one, two] = [await create('李姐', { phone: '13800000001' }), await create('小李', { phone: '13800000001' })];
    await app.call('friends.tellApart', { ids: [one, two] });
    const three = await create('老李', { phone: '13800000001' });
    const [group] = (await app.call<Duplicates>('friends.duplicates')).groups;
    expect(group).toMatchObject({ friends: [{ id: one }, { id: two }, { id: three }], pair: [one, three], toldApart: true });
    // who is merged takes along what was said of her: the third is no more the second than the first was
    await app.call('friends.merge', { keepId: three, otherId: one, fields: {} });
    expect((await app.call<Duplicates>('friends.duplicates')).total).toBe(0);
    expect(app.ctx.db.sql('SELECT friend_id, other_id FROM friends_apart').all()).toEqual([{ friend_id: two, other_id: three }]);
  });

  it('who were told apart and are linked or merged after all leave nothing behind', async () => {
    const account = await createAccount();
    const one = await create('李姐', { phone: '13800000001' });
    const [two, far] = [await create('小李'), await create('远方', { phone: '13800000001', accountId: account.id })];
    const apart = () => app.ctx.db.pluck('SELECT count(*) FROM friends_apart').get();
    await app.call('friends.tellApart', { ids: [one, far] });
    const told = book();
    const { undoId } = await app.call<Saved>('friends.link', { ids: [far, one] });
    expect(apart()).toBe(0);
    await app.call('undo.undo', { id: undoId });
    expect(book()).toEqual(told);
    await app.call('friends.tellApart', { ids: [one, two] });
    const both = book();
    const merged = await app.call<Saved>('friends.merge', { keepId: two, otherId: one, fields: {} });
    expect(app.ctx.db.sql('SELECT friend_id, other_id FROM friends_apart').all()).toEqual([{ friend_id: two, other_id: far }]);
    await app.call('undo.undo', { id: merged.undoId });
    expect(book()).toEqual(both);
  });
});
