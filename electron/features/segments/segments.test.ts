import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AudienceHeads, RuleCount, Segment, SegmentRule, SegmentTest } from '../../../shared/contracts/segments.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { allOf } from '../../../shared/domain/segment-rule.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { audienceIds } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const friend = async (name: string, more: Record<string, unknown> = {}) =>
  (await app.call<{ id: number }>('friends.create', friendNamed(name, more))).id;
const tag = async (name: string) => (await app.call<{ id: number }>('tags.create', { name, groupId: null, color: null })).id;
const give = (tagId: number, ids: number[]) => app.call('tags.assign', { selection: { by: 'ids', ids }, tagIds: [tagId] });
const save = (name: string, rule: SegmentRule) => app.call<{ id: number; undoId: number }>('segments.create', { name, note: '', rule });
/** One step of the line of actions. */
const turn = async (way: 'undo' | 'redo') => app.call(`undo.${way}`, { id: (await app.call<UndoState>('undo.state'))[way]!.id });
const count = (...tests: SegmentTest[]) => app.call<RuleCount>('segments.count', { rule: allOf(...tests) });
const found = async (...tests: SegmentTest[]) =>
  (await app.call<{ rows: { name: string }[] }>('segments.sample', { rule: allOf(...tests), offset: 0, limit: 100 })).rows
    .map(({ name }) => name)
    .sort();

describe('points', () => {
  it('are asked for as they are now: given, taken, undone, gone with a friend and back', async () => {
    const [rich, poor] = [await friend('甲'), await friend('乙')];
    const add = (ids: number[], delta: number) =>
      app.call<{ undoId: number }>('points.add', { selection: { by: 'ids', ids }, delta, reason: '' });
    const told = async () => [
      await found({ field: 'points', min: 100, max: null }),
      await found({ field: 'points', min: 1, max: 99 }),
      await found({ field: 'points', min: null, max: 0 }),
    ];
    expect(await told()).toEqual([[], [], ['乙', '甲']]);
    const { undoId } = await add([rich, poor], 99);
    await add([rich], 1);
    expect(await told()).toEqual([['甲'], ['乙'], []]);
    for (let left = 3; left > 0; left--) await turn('undo');
    expect(await told()).toEqual([[], [], ['甲']]);
    for (let left = 3; left > 0; left--) await turn('redo');
    expect(await told()).toEqual([['甲'], ['乙'], []]);
    await app.call('undo.undo', { id: undoId });
    expect(await told()).toEqual([[], ['甲'], ['乙']]);
    const why = { rule: allOf({ field: 'points', min: 1, max: null }), friendId: rich };
    expect(await app.call('segments.explain', why)).toMatchObject({
      in: true,
      nodes: { 0: { met: true, found: { kind: 'number', number: 1 } } },
    });
  });
});

describe('audiences', () => {
  it('are everybody of the accounts, only some sets, or everybody but those; never archived or lost friends', async () => {
    const [one, two, three, gone, lost] = [
      await friend('甲'),
      await friend('乙'),
      await friend('丙'),
      await friend('丁'),
      await friend('戊'),
    ];
    const vip = await tag('VIP');
    await give(vip, [one, gone, lost]);
    await app.call('trust.setLevel', { selection: { by: 'ids', ids: [two] }, level: 4, reason: '' });
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [gone] }, archived: true });
    await app.call('friends.setStatus', { selection: { by: 'ids', ids: [lost] }, status: 'deletedMe' });
    const ids = async (more: object, accounts = [1]) => [...(await audienceIds(app.ctx, { ...everybody, ...more }, accounts))];
    expect(await ids({})).toEqual([one, two, three]);
    expect(await ids({}, [])).toEqual([one, two, three]);
    expect(await ids({}, [77])).toEqual([]);
    expect(await ids({ mode: 'only', tagIds: [vip] })).toEqual([one]);
    expect(await ids({ mode: 'only', tagIds: [vip], levels: [4] })).toEqual([one, two]);
    expect(await ids({ mode: 'except', tagIds: [vip], levels: [4] })).toEqual([three]);
    expect(await ids({ mode: 'only' })).toEqual([]);
    const segment = await save('等级四', allOf({ field: 'level', values: [4] }));
    expect(await ids({ mode: 'only', segmentIds: [segment.id] })).toEqual([two]);
    const heads = await app.call<AudienceHeads>('segments.audienceCount', {
      audience: { ...everybody, mode: 'except', tagIds: [vip], segmentIds: [segment.id] },
      accountIds: [],
    });
    expect(heads).toEqual({
      heads: 1,
      of: 3,
      accounts: [{ accountId: 1, heads: 1 }],
      sets: [
        { what: 'tag', id: vip, heads: 1 },
        { what: 'segment', id: segment.id, heads: 1 },
      ],
      broken: [],
    });
  });

  it('that name something deleted are nobody and an error, never everybody', async () => {
    await friend('甲');
    const vip = await tag('VIP');
    const audience = { ...everybody, mode: 'except' as const, tagIds: [vip] };
    await app.call('tags.delete', { ids: [vip] });
    await expect(audienceIds(app.ctx, audience, [1])).rejects.toMatchObject({ kind: 'brokenAudience', details: { what: 'tag', id: vip } });
    const heads = await app.call<AudienceHeads>('segments.audienceCount', { audience, accountIds: [1] });
    expect(heads.heads).toBeNull();
    expect(heads.broken).toEqual([{ what: 'tag', id: vip, path: '' }]);
  });
});

describe('saved segments', () => {
  it('narrow lists of friends, and follow them', async () => {
    const [one, two] = [await friend('甲', { region: '四川 成都' }), await friend('乙', { region: '重庆' })];
    const { id } = await save('成都人', allOf({ field: 'region', text: '成都' }));
    const list = () => app.call<number>('friends.count', { selection: { by: 'filter', filter: { segmentIds: [id] }, except: [] } });
    expect(await list()).toBe(1);
    await app.call('friends.update', { id: two, values: friendNamed('乙', { region: '成都' }) });
    expect(await list()).toBe(2);
    const page = await app.call<{ rows: { id: number }[] }>('friends.list', {
      filter: { segmentIds: [id] },
      sort: { key: 'name', direction: 'asc' },
      offset: 0,
      limit: 10,
    });
    expect(page.rows.map((row) => row.id).sort()).toEqual([one, two]);
  });

  it('that lost a tag are broken: told so, and an error wherever friends are asked for', async () => {
    await friend('甲');
    const vip = await tag('VIP');
    const inner = await save('贵宾', allOf({ field: 'tags', mode: 'none', tagIds: [vip] }));
    const outer = await save('外面', allOf({ field: 'segment', segmentIds: [inner.id] }));
    await app.call('tags.delete', { ids: [vip] });
    const list = await app.call<Segment[]>('segments.list');
    expect(Object.fromEntries(list.map(({ name, broken }) => [name, broken]))).toEqual({
      贵宾: [{ what: 'tag', id: vip, path: '0' }],
      外面: [{ what: 'segment', id: inner.id, path: '0' }],
    });
    expect(await app.call('segments.sizes')).toEqual(
      expect.arrayContaining([
        { id: inner.id, size: null },
        { id: outer.id, size: null },
      ]),
    );
    const selection = { by: 'filter', filter: { segmentIds: [outer.id] }, except: [] };
    await expect(app.call('friends.count', { selection })).rejects.toMatchObject({ kind: 'brokenSegment', details: { name: '外面' } });
    await expect(app.call('friends.setArchived', { selection, archived: true })).rejects.toMatchObject({ kind: 'brokenSegment' });
    await expect(app.call('segments.sample', { rule: list[0]!.rule, offset: 0, limit: 5 })).rejects.toMatchObject({
      kind: 'brokenSegment',
    });
    const { total, counts, broken } = await app.call<RuleCount>('segments.count', { rule: list.find(({ name }) => name === '贵宾')!.rule });
    expect({ total, counts, broken: broken.length }).toEqual({ total: null, counts: { 0: null }, broken: 1 });
    const undo = await app.call<{ undo: { id: number } }>('undo.state');
    await app.call('undo.undo', { id: undo.undo.id });
    expect(await app.call('friends.count', { selection })).toBe(1);
  });

  it('are never made of themselves, have one name each, and come back from an undo with what was counted', async () => {
    await friend('甲');
    const one = await save('一', allOf({ field: 'level', values: [1] }));
    const two = await save('二', allOf({ field: 'segment', segmentIds: [one.id] }));
    const values = { name: '一', note: '', rule: allOf({ field: 'segment', segmentIds: [two.id] }) };
    await expect(app.call('segments.update', { id: one.id, values })).rejects.toMatchObject({
      kind: 'segmentLoop',
      details: { name: '二' },
    });
    await expect(save('二', allOf({ field: 'level', values: [1] }))).rejects.toMatchObject({ kind: 'nameTaken' });
    await app.call('segments.sizes');
    app.clock.tick(86_400_000);
    await friend('乙');
    await app.call('segments.sizes');
    await app.call('segments.sizes');
    const sizes = async () => (await app.call<Segment[]>('segments.list')).find(({ id }) => id === one.id)?.sizes.map(({ size }) => size);
    expect(await sizes()).toEqual([1, 2]);
    const gone = await app.call<{ undoId: number }>('segments.delete', { id: one.id });
    expect(await sizes()).toBeUndefined();
    await app.call('undo.undo', { id: gone.undoId });
    expect(await sizes()).toEqual([1, 2]);
    expect((await app.call<Segment[]>('segments.list')).find(({ id }) => id === one.id)?.usedBy).toEqual(['二']);
  });
});

describe('what is damaged', () => {
  const put = (name: string, rule: string) =>
    Number(
      app.ctx.db.raw.prepare('INSERT INTO friend_segments (name, rule, created_at, updated_at) VALUES (?, ?, 1, 1)').run(name, rule)
        .lastInsertRowid,
    );

  it('is nobody: rules that cannot be read, circles, things of every kind that are gone', async () => {
    await friend('甲');
    const unreadable = put('读不了', '{"root":');
    const later = put(
      '新版的',
      JSON.stringify({ archived: 'no', root: { not: false, all: true, items: [{ not: false, test: { field: 'mood' } }] } }),
    );
    const circle = put('圈', '{}');
    app.ctx.db.raw
      .prepare('UPDATE friend_segments SET rule = ? WHERE id = ?')
      .run(JSON.stringify(allOf({ field: 'segment', segmentIds: [circle] })), circle);
    const gone: SegmentTest[] = [
      { field: 'tags', mode: 'none', tagIds: [99] },
      { field: 'segment', segmentIds: [99] },
      { field: 'product', productIds: [99], withinDays: null },
      { field: 'channel', values: [null, 99] },
      { field: 'account', values: [1, 99] },
      { field: 'importBatch', batchId: 99 },
    ];
    for (const test of gone) {
      const told = await count(test, { field: 'level', values: [1] });
      expect({ test, total: told.total, counts: told.counts }).toEqual({ test, total: null, counts: { 0: null, 1: 1 } });
      await expect(save('x', allOf(test))).rejects.toMatchObject({ kind: 'brokenSegment' });
    }
    for (const id of [unreadable, later, circle, 12_345]) {
      const selection = { by: 'filter', filter: { segmentIds: [id] }, except: [] };
      await expect(app.call('friends.count', { selection })).rejects.toMatchObject({ kind: 'brokenSegment' });
      await expect(audienceIds(app.ctx, { ...everybody, mode: 'except', segmentIds: [id] }, [])).rejects.toMatchObject({
        kind: 'brokenAudience',
      });
    }
    expect((await app.call<{ id: number; size: number | null }[]>('segments.sizes')).filter(({ size }) => size !== null)).toEqual([]);
  });

  it('is refused: groups too deep, too many tests, a test without an end', async () => {
    const leaf = { not: false, test: { field: 'level', values: [1] } };
    let deep: object = leaf;
    for (let i = 0; i < 12; i++) deep = { not: false, all: true, items: [deep] };
    const many = { not: false, all: true, items: Array.from({ length: 61 }, () => leaf) };
    const endless = {
      not: false,
      all: true,
      items: [{ not: false, test: { field: 'addedAt', when: { kind: 'between', fromOn: null, toOn: null } } }],
    };
    for (const root of [deep, many, endless, { not: false, all: true, items: [] }])
      await expect(app.call('segments.count', { rule: { archived: 'no', root } })).rejects.toMatchObject({ kind: 'invalidInput' });
  });
});

describe('rules', () => {
  it('count by the local days of the seller', async () => {
    const start = (days: number, hours: number) => new Date(2026, 10, 22 - days, hours).getTime();
    app.clock.at = start(0, 23);
    await friend('今天', { addedAt: start(0, 0) });
    await friend('六天前', { addedAt: start(6, 1) });
    await friend('七天前', { addedAt: start(7, 23) });
    await friend('不知道');
    const added = (when: Extract<SegmentTest, { field: 'addedAt' }>['when']) => found({ field: 'addedAt', when });
    expect(await added({ kind: 'within', days: 7 })).toEqual(['今天', '六天前']);
    expect(await added({ kind: 'before', days: 7, orNever: false })).toEqual(['七天前']);
    expect(await added({ kind: 'before', days: 7, orNever: true })).toEqual(['七天前', '不知道'].sort());
    expect(await added({ kind: 'between', fromOn: '2026-11-15', toOn: '2026-11-16' })).toEqual(['七天前', '六天前'].sort());
    expect(await added({ kind: 'never' })).toEqual(['不知道']);
    expect((await count({ field: 'addedAt', when: { kind: 'ever' } })).total).toBe(3);
  });
});
