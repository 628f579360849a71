import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import { type FriendDetail, type FriendPage, friendSortKeys, type Note, type TimelineItem } from '../../../shared/contracts/friends.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

const dayMs = 86_400_000;
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const create = async (name: string, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, more))) as { id: number; undoId: number };
const get = (id: number) => app.call<FriendDetail>('friends.get', { id });
const undo = (report: { undoId: number | null }) => app.call('undo.undo', { id: report.undoId });
const redo = (report: { undoId: number | null }) => app.call('undo.redo', { id: report.undoId });
const byIds = (...ids: number[]) => ({ by: 'ids', ids });
const timeline = async (friendId: number, limit = 50) =>
  (await app.call<TimelineItem[]>('friends.timeline', { friendId, limit })).map(({ kind, details }) => [kind, details]);
const list = (filter: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  app.call<FriendPage>('friends.list', { filter, sort: { key: 'createdAt', direction: 'asc' }, offset: 0, limit: 200, ...more });
const idsOf = async (filter: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  (await list(filter, more)).rows.map(({ id }) => id);

const full = {
  nickname: '微风',
  channelId: 1,
  wxid: 'wxid_full',
  alias: 'weifeng',
  phone: '138 0000 0001',
  gender: 'female',
  region: '浙江 杭州',
  address: '3号楼',
  birthday: { calendar: 'lunar', year: 1990, month: 8, day: 15, leap: true },
  ageBand: '35-44',
  incomeBand: 'good',
  interests: ['猫', '茶'],
  tie: 'strong',
  signature: '慢慢来',
  description: '不吃辣',
  sourceText: '扫一扫',
  addedAt: 1_700_000_000_000,
};

describe('one friend', () => {
  it('keeps every field, comes and goes with undo and redo, also after a restart', async () => {
    const made = await create('李姐', full);
    const before = await get(made.id);
    expect(before).toMatchObject({ ...full, remark: '李姐', name: '李姐', trustLevel: 1, status: 'normal', notes: [], tagIds: [] });
    await undo(made);
    await expect(get(made.id)).rejects.toMatchObject({ kind: 'notFound', details: { what: 'friend' } });
    expect(await idsOf({ text: 'weifeng' })).toEqual([]);
    app = await app.reopen();
    await redo(made);
    expect(await get(made.id)).toEqual(before);
    expect(await idsOf({ text: 'weifeng' })).toEqual([made.id]);
    expect(app.events.at(-1)).toMatchObject({ type: 'changed', topics: ['friends', 'trust', 'undo'] });
  });

  it('is edited, and the edit taken back and done again, down to search and phone key', async () => {
    const { id } = await create('编辑前', { ...full, wxid: 'wxid_edit' });
    const before = await get(id);
    app.clock.tick(1000);
    const edit = await app.call<Saved>('friends.update', {
      id,
      values: friendNamed('编辑后', { wxid: 'wxid_edit', phone: '13900000009' }),
    });
    const after = await get(id);
    expect(after).toMatchObject({ remark: '编辑后', nickname: '', birthday: null, interests: [], phone: '13900000009', channelId: null });
    expect((await timeline(id))[0]).toEqual([
      'edited',
      { fields: expect.arrayContaining(['remark', 'phone', 'birthday', 'interests', 'channelId']) },
    ]);
    expect(await idsOf({ text: '13900000009' })).toEqual([id]);
    await undo(edit);
    expect(await get(id)).toEqual(before);
    expect(await idsOf({ text: '13900000009' })).toEqual([]);
    expect((await timeline(id)).map(([kind]) => kind)).not.toContain('edited');
    await redo(edit);
    expect(await get(id)).toEqual(after);
  });

  it('leaves nothing to undo when the same is saved again, also with an emoji in the name', async () => {
    for (const [name, wxid] of [
      ['🌸小雨👨‍👩‍👧', 'wxid_e1'],
      ['𠮷野', 'wxid_e2'],
      ['平常', 'wxid_e3'],
    ] as const) {
      const { id } = await create(name, { ...full, wxid });
      expect(await app.call('friends.update', { id, values: friendNamed(name, { ...full, wxid }) })).toEqual({ id, undoId: null });
    }
  });

  it('is refused with a wxid that another friend of the account has, with unknown accounts and channels, without a name', async () => {
    const { id } = await create('原主', { wxid: 'wxid_taken' });
    const other = await create('旁人', { wxid: 'wxid_other' });
    const taken = { kind: 'wxidTaken', details: { wxid: 'wxid_taken' } };
    await expect(create('后来', { wxid: 'wxid_taken' })).rejects.toMatchObject(taken);
    await expect(app.call('friends.update', { id: other.id, values: friendNamed('旁人', { wxid: 'wxid_taken' }) })).rejects.toMatchObject(
      taken,
    );
    expect(await get(other.id)).toMatchObject({ wxid: 'wxid_other' });
    const account = await app.call<Saved>('accounts.create', {
      name: '二号',
      wxid: null,
      role: null,
      category: null,
      capacity: 10_000,
      standing: 'normal',
      note: null,
    });
    expect((await create('同号', { wxid: 'wxid_taken', accountId: account.id })).id).toBeGreaterThan(id);
    await expect(create('甲', { accountId: 999 })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(create('甲', { channelId: 999 })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(create(' ')).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['remark'] } });
    await expect(app.call('friends.update', { id: 9999, values: friendNamed('甲') })).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('many friends', () => {
  it('change state, go to the archive and back, move channel; counts, timeline, undo and redo agree', async () => {
    const ids = [(await create('甲')).id, (await create('乙')).id, (await create('丙')).id];
    await app.call('friends.setStatus', { selection: byIds(ids[0]!), status: 'lost' });
    const status = await app.call<ChangeReport>('friends.setStatus', { selection: byIds(...ids), status: 'lost' });
    expect(status).toMatchObject({ changed: 2, unchanged: 1 });
    expect((await timeline(ids[1]!))[0]).toEqual(['status', { from: 'normal', to: 'lost' }]);
    await undo(status);
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual(['lost', 'normal', 'normal']);
    await redo(status);
    expect((await timeline(ids[1]!)).filter(([kind]) => kind === 'status')).toHaveLength(1);
    const away = await app.call<ChangeReport>('friends.setArchived', { selection: byIds(...ids), archived: true });
    expect(away).toMatchObject({ changed: 3, unchanged: 0 });
    expect(await idsOf({ statuses: ['lost'] })).toEqual([]);
    expect(await idsOf({ archived: 'only' })).toEqual(ids);
    expect(await app.call('friends.setArchived', { selection: byIds(...ids), archived: true })).toEqual({
      changed: 0,
      unchanged: 3,
      undoId: null,
    });
    await undo(away);
    expect(await idsOf({ archived: 'only' })).toEqual([]);
    const moved = await app.call<ChangeReport>('friends.setChannel', { selection: byIds(...ids), channelId: 3 });
    expect(moved).toMatchObject({ changed: 3 });
    expect(await idsOf({ channelIds: [3] })).toEqual(ids);
    await undo(moved);
    expect((await get(ids[0]!)).channelId).toBeNull();
    await expect(app.call('friends.setChannel', { selection: byIds(...ids), channelId: 999 })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(app.call('friends.setStatus', { selection: byIds(), status: 'lost' })).rejects.toMatchObject({ kind: 'nothingSelected' });
  });

  it('are only those who were named: an id past 32 bits is nobody, not the friend it would wrap round to', async () => {
    const { id } = await create('三十二位');
    const wrapped = id + 2 ** 32;
    await expect(app.call('friends.setArchived', { selection: byIds(wrapped), archived: true })).rejects.toMatchObject({
      kind: 'nothingSelected',
    });
    expect((await get(id)).archivedAt).toBeNull();
  });
});

describe('notes', () => {
  it('are written, changed, deleted, and all of it taken back', async () => {
    const { id } = await create('笔记');
    const note = await app.call<Saved>('friends.addNote', { friendId: id, body: ' 喜欢茶 ' });
    app.clock.tick(1000);
    const edit = await app.call<Saved>('friends.updateNote', { id: note.id, body: '喜欢绿茶' });
    expect(await app.call('friends.updateNote', { id: note.id, body: '喜欢绿茶' })).toEqual({ id: note.id, undoId: null });
    const notes = async () => (await get(id)).notes.map(({ body }: Note) => body);
    expect(await notes()).toEqual(['喜欢绿茶']);
    expect((await timeline(id))[0]).toEqual(['note', { text: '喜欢绿茶' }]);
    const gone = await app.call<Saved>('friends.deleteNote', { id: note.id });
    expect(await notes()).toEqual([]);
    for (const [step, expected] of [
      [gone, ['喜欢绿茶']],
      [edit, ['喜欢茶']],
      [note, []],
    ] as const) {
      await undo(step);
      expect(await notes()).toEqual(expected);
    }
    await redo(note);
    expect(await notes()).toEqual(['喜欢茶']);
    for (const call of ['updateNote', 'deleteNote'])
      await expect(app.call(`friends.${call}`, { id: 9999, body: 'x' })).rejects.toMatchObject({
        kind: 'notFound',
        details: { what: 'note' },
      });
    await expect(app.call('friends.addNote', { friendId: 9999, body: 'x' })).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('the timeline', () => {
  it('tells everything, newest first, from every feature, as many as asked for', async () => {
    const { id } = await create('时间线');
    const step = async (path: string, input: Record<string, unknown>) => {
      app.clock.tick(1000);
      return app.call<Saved>(path, input);
    };
    const tag = await step('tags.create', { name: '时间', groupId: null, color: null });
    await step('tags.assign', { selection: byIds(id), tagIds: [tag.id] });
    await step('tags.unassign', { selection: byIds(id), tagIds: [tag.id] });
    await step('trust.setLevel', { selection: byIds(id), level: 2, reason: '聊得来' });
    await step('friends.addNote', { friendId: id, body: '笔记' });
    app.clock.tick(1000);
    await app.call('touches.log', { selection: byIds(id), touchpoint: 'phone', direction: 'in', at: app.clock.now(), note: '' });
    await step('friends.setArchived', { selection: byIds(id), archived: true });
    await step('friends.setArchived', { selection: byIds(id), archived: false });
    await step('friends.setStatus', { selection: byIds(id), status: 'blocked' });
    const kinds = (await timeline(id)).map(([kind]) => kind);
    expect(kinds.filter((kind) => kind !== 'level')).toEqual([
      'status',
      'unarchived',
      'archived',
      'touch',
      'note',
      'tagRemoved',
      'created',
    ]);
    expect((await timeline(id)).filter(([kind]) => kind === 'level')[0]).toMatchObject(['level', { reason: '聊得来' }]);
    expect((await timeline(id, 2)).map(([kind]) => kind)).toEqual(['status', 'unarchived']);
    await expect(app.call('friends.timeline', { friendId: 9999, limit: 5 })).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('keeps the order of what happened in one moment', async () => {
    const { id } = await create('同时');
    for (let i = 0; i < 100; i++) await app.call('friends.setArchived', { selection: byIds(id), archived: i % 2 === 0 });
    const own = (await timeline(id, 200)).map(([kind]) => kind).filter((kind) => kind !== 'level' && kind !== 'created');
    expect(own).toEqual(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'unarchived' : 'archived')));
  });
});

describe('the first page after a start', () => {
  it('is the same from SQLite as from the index', async () => {
    const first = await openTestApp();
    for (const [i, name] of ['乙', 'B', '甲', '🌸', '甲', '重庆老店'].entries()) {
      const { id } = await first.call<Saved>('friends.create', friendNamed(name));
      const tag = await first.call<Saved>('tags.create', { name: `标签${i}`, groupId: null, color: null });
      await first.call('tags.assign', { selection: byIds(id), tagIds: [tag.id] });
      if (i === 1) await first.call('friends.setArchived', { selection: byIds(id), archived: true });
    }
    const again = await first.reopen();
    const page = (filter: Record<string, unknown>) =>
      again.call<FriendPage>('friends.list', { filter, sort: { key: 'name', direction: 'asc' }, offset: 1, limit: 3 });
    const early = await page({});
    // a filter waits for the index
    expect(await page({ archived: 'no' })).toEqual(early);
    expect(await page({})).toEqual(early);
    expect([early.total, early.rows.length, early.rows[0]!.tagIds.length]).toEqual([5, 3, 1]);
    await again.close();
  });
});

describe('the list', () => {
  let ids: number[];
  let tags: number[];
  beforeAll(async () => {
    await app.close();
    app = await openTestApp();
    const now = app.clock.now();
    const names = ['张三', '🌸Anna', '重庆老店', 'ＶＩＰ客户', '单姐', '曾哥', '王五 A', '张小四'];
    ids = [];
    for (const [i, name] of names.entries()) {
      app.clock.tick(1000);
      const region = [null, '浙江 杭州', '重庆'][i % 3]!;
      const added = i % 2 ? 1_700_000_000_000 : null;
      const more = {
        channelId: [null, 1, 2][i % 3],
        region,
        addedAt: added,
        alias: `Ali_${i}`,
        phone: `1380000000${i}`,
        nickname: i === 0 ? '小张' : '',
      };
      ids.push((await create(name, more)).id);
    }
    tags = [];
    for (const name of ['甲', '乙', '丙']) tags.push((await app.call<Saved>('tags.create', { name, groupId: null, color: null })).id);
    await app.call('tags.assign', { selection: byIds(...ids.slice(0, 4)), tagIds: [tags[0]!] });
    await app.call('tags.assign', { selection: byIds(...ids.slice(2, 6)), tagIds: [tags[1]!] });
    await app.call('trust.setLevel', { selection: byIds(ids[0]!, ids[5]!), level: 4, reason: '' });
    await app.call('friends.setStatus', { selection: byIds(ids[7]!), status: 'lost' });
    await app.call('touches.log', { selection: byIds(ids[0]!), touchpoint: 'private', direction: 'out', at: now - 3 * dayMs, note: '' });
    await app.call('touches.log', { selection: byIds(ids[1]!), touchpoint: 'private', direction: 'out', at: now - 40 * dayMs, note: '' });
    await app.call('friends.setArchived', { selection: byIds(ids[6]!), archived: true });
  });
  const at = (...places: number[]) => places.map((place) => ids[place]);

  it.each([
    [{}, [0, 1, 2, 3, 4, 5, 7]],
    [{ archived: 'any' }, [0, 1, 2, 3, 4, 5, 6, 7]],
    [{ archived: 'only' }, [6]],
    [{ levels: [4] }, [0, 5]],
    [{ levels: [4, 6], channelIds: [null] }, [0]],
    [{ channelIds: [null] }, [0, 3]],
    [{ channelIds: [null, 2] }, [0, 2, 3, 5]],
    [{ statuses: ['lost', 'blocked'] }, [7]],
    [{ accountIds: [2] }, []],
    [{ importBatchId: 1 }, []],
    [{ lastContact: { kind: 'within', days: 7 } }, [0]],
    [{ lastContact: { kind: 'before', days: 7 } }, [1]],
    [{ lastContact: { kind: 'never' } }, [2, 3, 4, 5, 7]],
    [{ text: '张' }, [0, 7]],
    [{ text: 'zhang' }, [0, 7]],
    [{ text: 'zxs' }, [7]],
    [{ text: '小张' }, [0]],
    [{ text: '🌸' }, [1]],
    [{ text: 'ANNA' }, [1]],
    [{ text: 'vip' }, [3]],
    [{ text: 'ｖｉｐ' }, [3]],
    [{ text: 'shanjie' }, [4]],
    [{ text: 'zeng' }, [5]],
    [{ text: 'chongqing' }, [2]],
    [{ text: 'ali_3' }, [3]],
    [{ text: '13800000005' }, [5]],
    [{ text: '张 小' }, [0, 7]],
    [{ text: '  小  zhang ' }, [0, 7]],
    [{ text: '张 三 四' }, []],
    [{ text: '%' }, []],
    [{ text: '_' }, [0, 1, 2, 3, 4, 5, 7]],
    [{ text: '王', archived: 'any' }, [6]],
  ])('%j finds %j', async (filter, places) => {
    expect(await idsOf(filter)).toEqual(at(...places));
    expect(await app.call('friends.count', { selection: { by: 'filter', filter, except: [] } })).toBe(places.length);
    expect(await app.call('friends.facets', { filter })).toMatchObject({ total: places.length });
  });

  it('filters by tags: any, all, none and together', async () => {
    const [one, two, three] = tags as [number, number, number];
    expect(await idsOf({ tags: { any: [one, two] } })).toEqual(at(0, 1, 2, 3, 4, 5));
    expect(await idsOf({ tags: { all: [one, two] } })).toEqual(at(2, 3));
    expect(await idsOf({ tags: { none: [one, two] } })).toEqual(at(7));
    expect(await idsOf({ tags: { any: [one], none: [two] } })).toEqual(at(0, 1));
    expect(await idsOf({ tags: { any: [three] } })).toEqual([]);
    expect(await idsOf({ tags: { all: [one, 999] } })).toEqual([]);
    expect(await idsOf({ tags: { none: [999], any: [], all: [] } })).toHaveLength(7);
  });

  it('has pages that never overlap, ranges both ways and selections with exceptions', async () => {
    for (const key of friendSortKeys)
      for (const direction of ['asc', 'desc'] as const) {
        const sort = { key, direction };
        const whole = await idsOf({}, { sort });
        const pages = [];
        for (let offset = 0; offset < 9; offset += 3) pages.push(...(await idsOf({}, { sort, offset, limit: 3 })));
        expect(pages).toEqual(whole);
        expect(new Set(whole).size).toBe(7);
        expect(await app.call('friends.range', { filter: {}, sort, from: 4, to: 1 })).toEqual(whole.slice(1, 5));
        expect(await app.call('friends.range', { filter: {}, sort, from: 5, to: 99 })).toEqual(whole.slice(5));
      }
    expect(await list({}, { offset: 50 })).toMatchObject({ total: 7, all: 7, rows: [] });
    expect(await list({ levels: [4] }, { limit: 1 })).toMatchObject({ total: 2, all: 7 });
    const selection = { by: 'filter', filter: { levels: [1] }, except: [...at(1, 2), 999] };
    expect(await app.call('friends.count', { selection })).toBe(3);
    const report = await app.call<ChangeReport>('friends.setStatus', { selection, status: 'blocked' });
    expect(report).toMatchObject({ changed: 3, unchanged: 0 });
    expect(await idsOf({ statuses: ['blocked'] })).toEqual(at(3, 4, 7));
    await undo(report);
  });

  it('puts empty values last in both directions', async () => {
    for (const key of ['channelId', 'region', 'addedAt', 'lastContactAt'] as const)
      for (const direction of ['asc', 'desc'] as const) {
        const rows = (await list({}, { sort: { key, direction } })).rows.map((row) => row[key] !== null);
        expect({ key, direction, rows }).toEqual({ key, direction, rows: [...rows].sort((a, b) => Number(b) - Number(a)) });
        const empty = (await list({}, { sort: { key, direction } })).rows.filter((row) => row[key] === null).map(({ id }) => id);
        expect(empty).toEqual([...empty].sort((a, b) => (direction === 'asc' ? a - b : b - a)));
      }
  });
});
