import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import { type FriendPoints, mostPoints } from '../../../shared/contracts/points.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { pointBalances } from './points.queries.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const friend = async (remark: string) => (await book.call<Saved>('friends.create', friendNamed(remark))).id;
const add = (ids: number[], delta: number, reason = '') =>
  book.call<ChangeReport>('points.add', { selection: { by: 'ids', ids }, delta, reason });
/** One step of the line of actions. */
const turn = async (way: 'undo' | 'redo') => book.call(`undo.${way}`, { id: (await book.call<UndoState>('undo.state'))[way]!.id });
const pointsOf = (friendId: number) => book.call<FriendPoints>('points.ofFriend', { friendId });

describe('points', () => {
  test('are a list of movements; the balance is their sum', async () => {
    const id = await friend('张姐');
    expect(await pointsOf(id)).toEqual({ balance: 0, count: 0, entries: [] });
    await add([id], 20, ' 活动 ');
    book.clock.tick(1000);
    await add([id], -5, '换了鸡蛋');
    const { balance, count, entries } = await pointsOf(id);
    expect([balance, count]).toEqual([15, 2]);
    expect(entries.map(({ delta, reason, kind, at }) => [delta, reason, kind, at])).toEqual([
      [-5, '换了鸡蛋', 'manual', book.clock.now()],
      [20, '活动', 'manual', book.clock.now() - 1000],
    ]);
    await expect(pointsOf(99)).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('are told in the timeline of the friend', async () => {
    const id = await friend('张姐');
    await add([id], 20, '活动');
    const items = await book.call<TimelineItem[]>('friends.timeline', { friendId: id, limit: 10 });
    expect(items.filter(({ kind }) => kind === 'points')).toEqual([
      { key: 'points-1', at: book.clock.now(), kind: 'points', details: { delta: 20, reason: '活动', author: 'manual' } },
    ]);
  });

  test('come to everybody of a selection in one action that is undone and done again as one', async () => {
    const ids = [await friend('张姐'), await friend('李姐'), await friend('周姐')];
    const all = { by: 'filter', filter: {}, except: [ids[2]] };
    const report = await book.call<ChangeReport>('points.add', { selection: all, delta: 30, reason: '开业' });
    expect(report).toMatchObject({ changed: 2, unchanged: 0 });
    expect([...pointBalances(book.ctx, ids)]).toEqual([
      [ids[0], 30],
      [ids[1], 30],
    ]);
    expect(await book.call('undo.state')).toMatchObject({
      undo: { kind: 'points.add', details: { changed: 2, delta: 30, reason: '开业' } },
    });
    expect(await book.call('points.balances', { friendIds: [...ids, 99] })).toEqual({ [ids[0]!]: 30, [ids[1]!]: 30 });
    expect(await book.call('undo.undo', { id: report.undoId })).toMatchObject({ kept: 0 });
    expect(pointBalances(book.ctx, ids).size).toBe(0);
    expect(await book.call('undo.redo', { id: report.undoId })).toMatchObject({ kept: 0 });
    expect((await pointsOf(ids[0]!)).entries).toMatchObject([{ delta: 30, reason: '开业' }]);
  });

  test('nobody goes below 0 by hand, and then nobody of the selection loses any', async () => {
    const [rich, poor, none] = [await friend('张姐'), await friend('李姐'), await friend('周姐')];
    await add([rich], 100);
    await add([poor], 30);
    await expect(add([rich, poor, none], -50)).rejects.toMatchObject({
      kind: 'pointsShort',
      details: { name: '李姐', balance: 30, delta: -50, count: 2 },
    });
    expect([...pointBalances(book.ctx, [rich, poor, none]).values()]).toEqual([100, 30]);
    await add([rich, poor], -30);
    expect([...pointBalances(book.ctx, [rich, poor]).values()]).toEqual([70, 0]);
  });

  test('an older movement can be taken back although its points are spent: the list stays true', async () => {
    const id = await friend('张姐');
    const { undoId } = await add([id], 50);
    await add([id], -20);
    await book.call('undo.undo', { id: undoId });
    expect(await pointsOf(id)).toMatchObject({ balance: -20, count: 1 });
    await expect(add([id], -1)).rejects.toMatchObject({ kind: 'pointsShort' });
    await add([id], 20);
    expect((await pointsOf(id)).balance).toBe(0);
  });

  test.each([0, 1.5, mostPoints + 1, -mostPoints - 1])('refuses %d as a number of points', async (delta) => {
    const id = await friend('张姐');
    await expect(add([id], delta)).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  test('need somebody; who is gone is passed over', async () => {
    await expect(add([], 5)).rejects.toMatchObject({ kind: 'nothingSelected' });
    expect(await add([77], 5)).toEqual({ changed: 0, unchanged: 1, undoId: null });
  });

  test('keep a friend who was given some when what brought her in is taken back', async () => {
    const id = await friend('张姐');
    const undoId = (await book.call<{ undo: { id: number } }>('undo.state')).undo.id;
    await add([id], 5, '活动');
    expect(await book.call('undo.undo', { id: undoId })).toMatchObject({ kept: 1 });
    expect(await pointsOf(id)).toMatchObject({ balance: 5, entries: [{ reason: '活动' }] });
  });

  test('go with a friend who goes, and come back with her', async () => {
    const id = await friend('张姐');
    await add([id], 5, '活动');
    await friend('李姐');
    for (let left = 3; left > 0; left--) await turn('undo');
    expect(book.ctx.db.pluck('SELECT count(*) FROM friends').get()).toBe(0);
    expect(book.ctx.db.pluck('SELECT count(*) FROM point_entries').get()).toBe(0);
    for (let left = 3; left > 0; left--) await turn('redo');
    expect(await pointsOf(id)).toMatchObject({ balance: 5, entries: [{ reason: '活动' }] });
  });

  test('balances are the sums of what is left, whatever was done and taken back', async () => {
    const pick = randomFrom(20261123);
    const ids = [await friend('张姐'), await friend('李姐'), await friend('周姐')];
    const done: { undoId: number; ids: number[]; delta: number; undone: boolean }[] = [];
    const balance = (id: number) => done.reduce((sum, step) => sum + (!step.undone && step.ids.includes(id) ? step.delta : 0), 0);
    for (let round = 0; round < 120; round++) {
      const step = done[pick(done.length || 1)];
      if (step && pick(4) === 0) {
        // an action that was taken back is forgotten by the next new one
        if (!step.undone) {
          await book.call('undo.undo', { id: step.undoId });
          step.undone = true;
        }
      } else {
        const delta = (1 + pick(20)) * (pick(2) ? 1 : -1);
        const chosen = ids.filter(() => pick(2) === 0);
        const fits = chosen.length > 0 && (delta > 0 || chosen.every((id) => balance(id) + delta >= 0));
        const answer = await add(chosen, delta).catch(({ kind }: { kind: string }) => kind);
        if (fits) done.push({ undoId: (answer as ChangeReport).undoId!, ids: chosen, delta, undone: false });
        else expect(answer).toBe(chosen.length === 0 ? 'nothingSelected' : 'pointsShort');
      }
      for (const id of ids) expect((await pointsOf(id)).balance).toBe(balance(id));
    }
    expect(done.filter(({ undone }) => undone).length).toBeGreaterThan(5);
  });
});
