import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { FriendDetail } from '../../../shared/contracts/friends.ts';
import type { Board, LevelChange, LevelFlow } from '../../../shared/contracts/trust.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { recordImportedLevels } from './index.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

const dayMs = 86_400_000;
const friend = async (name: string, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, more))).id;
const setLevel = (ids: number[], level: number, reason = '') =>
  app.call<ChangeReport>('trust.setLevel', { selection: { by: 'ids', ids }, level, reason });
const standing = async (id: number) => {
  const { trustLevel, trustSinceAt } = await app.call<FriendDetail>('friends.get', { id });
  return [trustLevel, trustSinceAt];
};
const history = (friendId: number) => app.call<LevelChange[]>('trust.history', { friendId });
const flow = (fromAt: number, toAt: number, accountId: number | null = null) =>
  app.call<LevelFlow>('trust.flow', { fromAt, toAt, accountId });
const people = (fromAt: number, toAt: number, from: number | null, to: number, accountId: number | null = null) =>
  app.call<number[]>('trust.flowPeople', { fromAt, toAt, accountId, from, to });
const at = (counts: Record<number, number>) => [1, 2, 3, 4, 5, 6].map((level) => counts[level] ?? 0);

describe('setting the level', () => {
  it('moves those who stand elsewhere, with one history row each; undo and redo are truthful', async () => {
    const ids = [await friend('王姐'), await friend('李姐'), await friend('周姐')];
    const created = app.clock.at;
    app.clock.tick(dayMs);
    await setLevel([ids[2]!], 3);
    app.clock.tick(dayMs);
    const report = await setLevel(ids, 3, '问过价格');
    expect(report).toMatchObject({ changed: 2, unchanged: 1 });
    expect(app.events.at(-1)).toEqual({ type: 'changed', topics: ['trust', 'friends', 'undo'] });
    expect(await standing(ids[0]!)).toEqual([3, app.clock.at]);
    expect(await standing(ids[2]!)).toEqual([3, app.clock.at - dayMs]);
    const path = await history(ids[0]!);
    expect(path).toMatchObject([
      { friendId: ids[0], fromLevel: 1, toLevel: 3, at: app.clock.at, reason: '问过价格', author: 'manual' },
      { fromLevel: null, toLevel: 1, at: created, reason: '', author: 'manual' },
    ]);
    expect((await app.call<{ undo: { details: unknown } }>('undo.state')).undo.details).toEqual({ level: 3, changed: 2, unchanged: 1 });
    app.clock.tick(dayMs);
    await app.call('undo.undo', { id: report.undoId });
    expect(await standing(ids[0]!)).toEqual([1, created]);
    expect(await history(ids[0]!)).toEqual(path.slice(1));
    expect(await history(ids[2]!)).toHaveLength(2);
    await app.call('undo.redo', { id: report.undoId });
    expect(await standing(ids[0]!)).toEqual([3, app.clock.at - dayMs]);
    expect(await history(ids[0]!)).toEqual(path);
  });

  it('takes its reason afterwards: the entry that stands gets it, and only the reason is taken back', async () => {
    const ids = [await friend('王姐'), await friend('李姐')];
    const other = await friend('周姐');
    await setLevel([other], 2);
    const move = await setLevel(ids, 3);
    const [before] = await history(ids[0]!);
    app.clock.tick(dayMs);
    const explain = (undoId: number | null, reason: string) => app.call<ChangeReport>('trust.explain', { undoId, reason });
    const report = await explain(move.undoId, '问过价格');
    expect(report).toMatchObject({ changed: 2, unchanged: 0 });
    expect(app.events.at(-1)).toEqual({ type: 'changed', topics: ['trust', 'friends', 'undo'] });
    expect(await history(ids[0]!)).toMatchObject([{ ...before, reason: '问过价格' }, { fromLevel: null }]);
    expect(await history(other)).toMatchObject([{ reason: '' }, { fromLevel: null }]);
    expect(await explain(move.undoId, '问过价格')).toEqual({ changed: 0, unchanged: 2, undoId: null });
    await app.call('undo.undo', { id: report.undoId });
    expect((await history(ids[1]!))[0]?.reason).toBe('');
    expect((await standing(ids[1]!))[0]).toBe(3);
    await app.call('undo.redo', { id: report.undoId });
    expect((await history(ids[1]!))[0]?.reason).toBe('问过价格');
    await app.call('undo.undo', { id: report.undoId });
    await app.call('undo.undo', { id: move.undoId });
    expect((await standing(ids[1]!))[0]).toBe(1);
    await expect(explain(move.undoId, '问过价格')).rejects.toMatchObject({ kind: 'notFound' });
    await expect(explain(99, '问过价格')).rejects.toMatchObject({ kind: 'notFound' });
    await expect(explain(move.undoId, ' ')).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it('to the level they hold changes nothing; nobody and unknown levels are refused', async () => {
    const id = await friend('王姐');
    expect(await setLevel([id], 1)).toEqual({ changed: 0, unchanged: 1, undoId: null });
    expect(await setLevel([id, 999], 2)).toMatchObject({ changed: 1, unchanged: 1 });
    await expect(setLevel([], 2)).rejects.toMatchObject({ kind: 'nothingSelected' });
    await expect(setLevel([id], 7)).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it('undo of an older move leaves a newer level alone and says so', async () => {
    const id = await friend('王姐');
    const older = await setLevel([id], 2);
    app.clock.tick(1000);
    await setLevel([id], 4);
    expect(await app.call('undo.undo', { id: older.undoId })).toMatchObject({ kept: 1 });
    expect(await standing(id)).toEqual([4, app.clock.at]);
  });

  it('undo of a new friend takes the first row of her ladder along', async () => {
    const { id, undoId } = await app.call<Saved>('friends.create', friendNamed('王姐'));
    expect(await history(id)).toHaveLength(1);
    await app.call('undo.undo', { id: undoId });
    expect(await history(id)).toEqual([]);
    await app.call('undo.redo', { id: undoId });
    expect(await history(id)).toMatchObject([{ fromLevel: null, toLevel: 1 }]);
  });

  it('by an import is noted as such, once, and goes with the import', async () => {
    const ids = [await friend('王姐'), await friend('李姐'), await friend('周姐')];
    const levels = [
      { id: ids[0]!, level: 5 },
      { id: ids[1]!, level: 1 },
      { id: ids[2]!, level: 2 },
      { id: ids[2]!, level: 5 },
    ];
    const { value, undoId } = act(app.ctx, { kind: 'imports.commit', topics: ['trust', 'friends'] }, (record) =>
      recordImportedLevels(app.ctx, record, levels),
    );
    expect(value.sort()).toEqual([ids[0], ids[2]]);
    expect(await history(ids[2]!)).toMatchObject([{ fromLevel: 1, toLevel: 5, author: 'import' }, { toLevel: 1 }]);
    await app.call('undo.undo', { id: undoId });
    expect(await standing(ids[0]!)).toEqual([1, app.clock.at]);
    expect(await history(ids[0]!)).toHaveLength(1);
  });

  it('of thousands goes through the worker', async () => {
    const insert = app.ctx.db.sql(
      "INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at) VALUES (1, '', ?, ?, ?, 0, 0, 0)",
    );
    app.ctx.db.raw.transaction(() => {
      for (let i = 0; i < 3000; i++) insert.run(`好友${i}`, `好友${i}`, `好友${i}`);
    })();
    app.ctx.announce({ topics: ['friends'] });
    const selection = { by: 'filter', filter: {}, except: [] };
    const report = await app.call<ChangeReport>('trust.setLevel', { selection, level: 2, reason: '活动' });
    expect(report).toMatchObject({ changed: 3000 });
    expect((await app.call<Board>('trust.board', { filter: {} })).columns[1]).toEqual({ level: 2, count: 3000, share: 1 });
    // the flow over that many moves is read in the worker; these friends have no row before this one
    const always = [0, Date.UTC(2100, 0, 1)] as const;
    expect(await flow(...always)).toMatchObject({ joined: at({ 2: 3000 }), end: at({ 2: 3000 }) });
    expect(await people(...always, null, 2)).toHaveLength(3000);
    await app.call('undo.undo', { id: report.undoId });
    expect((await app.call<Board>('trust.board', { filter: {} })).columns[0]!.count).toBe(3000);
    expect(app.ctx.db.pluck('SELECT count(*) FROM level_changes').get()).toBe(0);
  });
});

describe('the board', () => {
  it('counts the levels of a filter with their shares', async () => {
    expect(await app.call<Board>('trust.board', { filter: {} })).toMatchObject({
      total: 0,
      columns: Array(6).fill({ count: 0, share: 0 }),
    });
    const ids = [await friend('王姐'), await friend('李姐'), await friend('周姐'), await friend('吴姐')];
    await setLevel([ids[0]!], 6);
    const board = await app.call<Board>('trust.board', { filter: {} });
    expect(board.total).toBe(4);
    expect(board.columns.map((column) => [column.level, column.count, column.share])).toEqual([
      [1, 3, 0.75],
      [2, 0, 0],
      [3, 0, 0],
      [4, 0, 0],
      [5, 0, 0],
      [6, 1, 0.25],
    ]);
    expect(await app.call<Board>('trust.board', { filter: { text: '王姐' } })).toMatchObject({ total: 1 });
  });
});

describe('the flow', () => {
  it('tells who moved, who stayed, who joined; archived friends are left out', async () => {
    const start = app.clock.at;
    const [up, down, back, gone] = [await friend('上'), await friend('下'), await friend('来回'), await friend('走')];
    await setLevel([down], 4);
    app.clock.tick(dayMs);
    const from = app.clock.at;
    await setLevel([up, back], 3);
    await setLevel([down], 2);
    app.clock.tick(1000);
    await setLevel([back], 1);
    const joined = await friend('新');
    await setLevel([joined], 2);
    await setLevel([gone], 5);
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [gone] }, archived: true });
    app.clock.tick(dayMs);
    const to = app.clock.at;
    await setLevel([up, joined], 6);
    await friend('以后');

    expect(await flow(from, to)).toEqual({
      start: at({ 1: 2, 4: 1 }),
      end: at({ 1: 1, 2: 2, 3: 1 }),
      joined: at({ 2: 1 }),
      moves: [
        { from: 1, to: 3, count: 1 },
        { from: 4, to: 2, count: 1 },
      ],
      ups: 1,
      downs: 1,
    });
    expect(await people(from, to, 1, 3)).toEqual([up]);
    expect(await people(from, to, 4, 2)).toEqual([down]);
    expect(await people(from, to, 1, 1)).toEqual([back]);
    expect(await people(from, to, null, 2)).toEqual([joined]);
    expect(await people(from, to, 5, 6)).toEqual([]);
    // everybody joined within the whole time, nobody is there before it began
    expect(await flow(start, to + 1)).toMatchObject({ start: at({}), moves: [], joined: at({ 1: 2, 2: 1, 6: 2 }) });
    expect(await flow(to + 1, to + 2)).toMatchObject({ start: at({ 1: 2, 2: 1, 6: 2 }), end: at({ 1: 2, 2: 1, 6: 2 }), moves: [] });
    expect((await people(to + 1, to + 2, 6, 6)).sort()).toEqual([up, joined].sort());
  });

  it('can be of one account', async () => {
    const second = await app.call<Saved>('accounts.create', {
      name: '小号',
      wxid: null,
      role: null,
      category: null,
      capacity: 100,
      standing: 'normal',
      note: null,
    });
    const mine = await friend('甲');
    const other = await friend('乙', { accountId: second.id });
    app.clock.tick(dayMs);
    const from = app.clock.at;
    await setLevel([mine, other], 2);
    expect(await flow(from, from + 1)).toMatchObject({ ups: 2 });
    expect(await flow(from, from + 1, second.id)).toMatchObject({ start: at({ 1: 1 }), end: at({ 2: 1 }), ups: 1 });
    expect(await people(from, from + 1, 1, 2, second.id)).toEqual([other]);
  });

  it('balances for any history: start = stayed + moved on, end = stayed + moved in + joined', async () => {
    // a fixed pseudo-random walk: the same every run
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const ids: number[] = [];
    const moments = [app.clock.at];
    for (let step = 0; step < 60; step++) {
      app.clock.tick(random(3) * 1000);
      if (ids.length < 5 || random(3) === 0) ids.push(await friend(`好友${step}`));
      else await setLevel([ids[random(ids.length)]!, ids[random(ids.length)]!], 1 + random(6));
      if (random(6) === 0) moments.push(app.clock.at);
    }
    moments.push(app.clock.at + 1);
    for (const fromAt of moments)
      for (const toAt of moments.filter((moment) => moment >= fromAt)) {
        const { start, end, joined, moves } = await flow(fromAt, toAt);
        for (let level = 1; level <= 6; level++) {
          const stayed = (await people(fromAt, toAt, level, level)).length;
          const count = (side: 'from' | 'to') => moves.filter((move) => move[side] === level).reduce((sum, move) => sum + move.count, 0);
          expect(start[level - 1]).toBe(stayed + count('from'));
          expect(end[level - 1]).toBe(stayed + count('to') + joined[level - 1]!);
        }
      }
  });
});
