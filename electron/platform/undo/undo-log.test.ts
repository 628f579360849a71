import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { UndoReport, UndoState } from '../../../shared/contracts/undo.ts';
import { damage, digest } from '../../../tests/helpers/digest.ts';
import { actions, randomAction, randomFrom } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;

const undo = (id: number) => app.call<UndoReport>('undo.undo', { id });
const redo = (id: number) => app.call<UndoReport>('undo.redo', { id });
const state = () => app.call<UndoState>('undo.state');
const friend = (id: number) => app.call<Record<string, unknown>>('friends.get', { id });
const byIds = (...ids: number[]) => ({ by: 'ids', ids });
const create = (name: string, more: Record<string, unknown> = {}) => app.call<Saved>('friends.create', friendNamed(name, more));

/** Undoes or redoes as Ctrl+Z and Ctrl+Shift+Z do, until there is nothing left. @returns number of actions and values kept */
async function turnAll(which: 'undo' | 'redo'): Promise<{ turned: number; kept: number }> {
  let [turned, kept] = [0, 0];
  for (;;) {
    const next = (await state())[which];
    if (!next) return { turned, kept };
    kept += (await (which === 'undo' ? undo : redo)(next.id)).kept;
    turned++;
  }
}

describe('every action of the app', () => {
  beforeAll(async () => {
    app = await openTestApp();
    // an empty book gives most actions nothing to do
    const ids = [await create('甲'), await create('乙'), await create('丙')].map(({ id }) => id);
    const tag = await app.call<Saved>('tags.create', { name: '老客', groupId: null, color: null });
    await app.call('tags.assign', { selection: byIds(...ids), tagIds: [tag.id] });
  });
  afterAll(() => app.close());

  it('comes back to the start by undoing all of it, and to the end by doing all of it again', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 1, max: 30 }), async (seed, length) => {
        app.ctx.db.raw.exec('DELETE FROM undo_actions');
        const pick = randomFrom(seed);
        const start = digest(app.ctx.db);
        const done: string[] = [];
        for (let i = 0; i < length; i++) {
          const { name, undoId } = await randomAction(app, pick);
          if (undoId !== null) done.push(name);
        }
        for (const name of done) seen.add(name);
        const end = digest(app.ctx.db);
        for (const round of [1, 2]) {
          expect({ done, ...(await turnAll('undo')) }).toEqual({ done, turned: done.length, kept: 0 });
          expect({ round, done, book: digest(app.ctx.db) }).toEqual({ round, done, book: start });
          expect({ done, ...(await turnAll('redo')) }).toEqual({ done, turned: done.length, kept: 0 });
          expect({ round, done, book: digest(app.ctx.db) }).toEqual({ round, done, book: end });
        }
        expect(damage(app.ctx.db)).toEqual([]);
        // half of the runs build on what stands there, the others begin with what undo left
        if (pick(2)) await turnAll('undo');
      }),
      { numRuns: 25, seed: 20261122 },
    );
    expect([...seen].sort()).toEqual(Object.keys(actions).sort());
  });

  it('can be turned round in any order without an orphan, a broken index or a bug', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
        app.ctx.db.raw.exec('DELETE FROM undo_actions');
        const pick = randomFrom(seed);
        for (let i = 0; i < 20; i++) await randomAction(app, pick);
        const ids = app.ctx.db.raw.prepare('SELECT id FROM undo_actions').pluck().all() as number[];
        for (let i = 0; i < 30 && ids.length > 0; i++) {
          const id = ids[pick(ids.length)]!;
          await (pick(3) ? undo : redo)(id).catch((error: { kind: string }) => {
            expect(['alreadyUndone', 'stillInUse', 'notFound']).toContain(error.kind);
          });
        }
        expect(damage(app.ctx.db)).toEqual([]);
        for (const row of app.ctx.db.raw.prepare('SELECT * FROM friends').all() as Record<string, string>[]) {
          const { friendTexts } = await import('../../features/friends/index.ts');
          const texts = friendTexts(row as never);
          expect(row).toMatchObject({ search_text: texts.searchText, sort_name: texts.sortName, phone_key: texts.phoneKey });
        }
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});

describe('undo out of order', () => {
  afterEach(() => app.close());

  it('counts nothing as kept when nobody touched what it takes back', async () => {
    app = await openTestApp();
    const { id } = await create('小雨');
    app.clock.tick(1000);
    const renamed = await app.call<Saved>('friends.update', { id, values: friendNamed('小雨妈妈') });
    app.clock.tick(1000);
    await app.call('friends.update', { id, values: friendNamed('小雨妈妈', { phone: '13800000001', region: '浙江 杭州' }) });
    expect(await undo(renamed.undoId!)).toMatchObject({ kept: 0 });
    expect(await friend(id)).toMatchObject({ remark: '小雨', phone: '13800000001', region: '浙江 杭州' });
    expect(await redo(renamed.undoId!)).toMatchObject({ kept: 0 });
    expect(await friend(id)).toMatchObject({ remark: '小雨妈妈', phone: '13800000001' });
  });

  it('keeps a newer value, says so, and finds the friend by what stands there', async () => {
    app = await openTestApp();
    const { id } = await create('小雨', { phone: '13800000001' });
    const first = await app.call<Saved>('friends.update', { id, values: friendNamed('阿雨', { phone: '13800000002' }) });
    await app.call('friends.update', { id, values: friendNamed('大雨', { phone: '13800000002' }) });
    expect((await undo(first.undoId!)).kept).toBe(1);
    expect(await friend(id)).toMatchObject({ remark: '大雨', phone: '13800000001' });
    const found = async (text: string) => app.call('friends.count', { selection: { by: 'filter', filter: { text }, except: [] } });
    expect([await found('大雨'), await found('13800000001'), await found('dayu'), await found('阿雨'), await found('13800000002')]).toEqual(
      [1, 1, 1, 0, 0],
    );
  });

  it('keeps newer levels, states and notes of single friends while the others go back', async () => {
    app = await openTestApp();
    const ids = [(await create('甲')).id, (await create('乙')).id, (await create('丙')).id];
    const level = await app.call<Saved>('trust.setLevel', { selection: byIds(...ids), level: 3, reason: '' });
    await app.call('trust.setLevel', { selection: byIds(ids[1]!), level: 5, reason: '' });
    expect((await undo(level.undoId!)).kept).toBeGreaterThan(0);
    expect(await Promise.all(ids.map(async (id) => (await friend(id)).trustLevel))).toEqual([1, 5, 1]);
    const note = await app.call<Saved>('friends.addNote', { friendId: ids[0], body: '甲' });
    const edit = await app.call<Saved>('friends.updateNote', { id: note.id, body: '乙' });
    await app.call('friends.updateNote', { id: note.id, body: '丙' });
    expect((await undo(edit.undoId!)).kept).toBe(1);
    expect(((await friend(ids[0]!)).notes as { body: string }[])[0]!.body).toBe('丙');
  });

  it('refuses to take back what newer things hang on, and changes nothing', async () => {
    app = await openTestApp();
    const channel = await app.call<Saved>('channels.create', { name: '夜市', domain: 'offline', note: null });
    await create('甲', { channelId: channel.id });
    const before = digest(app.ctx.db);
    await expect(undo(channel.undoId!)).rejects.toMatchObject({ kind: 'stillInUse' });
    expect(digest(app.ctx.db)).toEqual(before);
    expect((await state()).undo?.kind).toBe('friends.create');
  });

  it('refuses twice the same and what is not there', async () => {
    app = await openTestApp();
    const { undoId } = await create('甲');
    await expect(redo(undoId!)).rejects.toMatchObject({ kind: 'alreadyUndone' });
    await undo(undoId!);
    await expect(undo(undoId!)).rejects.toMatchObject({ kind: 'alreadyUndone' });
    await expect(undo(99)).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('the undo log', () => {
  afterEach(() => app.close());

  it('survives a restart, both ways', async () => {
    app = await openTestApp();
    const { id, undoId } = await create('甲');
    const status = await app.call<Saved>('friends.setStatus', { selection: byIds(id), status: 'lost' });
    await undo(status.undoId!);
    app = await app.reopen();
    expect(await state()).toMatchObject({ undo: { id: undoId, kind: 'friends.create' }, redo: { id: status.undoId } });
    await redo(status.undoId!);
    expect(await friend(id)).toMatchObject({ status: 'lost' });
    await undo(status.undoId!);
    await undo(undoId!);
    app = await app.reopen();
    await expect(friend(id)).rejects.toMatchObject({ kind: 'notFound' });
    await turnAll('redo');
    expect(await friend(id)).toMatchObject({ status: 'lost', remark: '甲' });
  });

  it('forgets what was undone as soon as something new is done', async () => {
    app = await openTestApp();
    const { undoId } = await create('甲');
    await undo(undoId!);
    await create('乙');
    expect((await state()).redo).toBeNull();
    await expect(redo(undoId!)).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('does not bring back an undone import by redo after something new was done', async () => {
    app = await openTestApp();
    const inspection = await app.call<{ sessionId: string; columns: { field: string }[] }>('imports.paste', { text: '甲\n乙\n' });
    const fields = inspection.columns.map(({ field }) => field);
    await app.call('imports.preview', { sessionId: inspection.sessionId, fields, accountId: 1, channelId: null });
    const { batchId } = await app.call<{ batchId: number }>('imports.commit', {
      sessionId: inspection.sessionId,
      policy: 'fillEmpty',
      doubtful: 'new',
      answers: {},
    });
    const imported = (await state()).undo!;
    await undo(imported.id);
    expect((await state()).redo).toMatchObject({ id: imported.id });
    const { undoId } = await create('丙');
    expect((await state()).redo).toBeNull();
    await undo(undoId!);
    expect(await state()).toMatchObject({ undo: null, redo: { id: undoId } });
    // its history brings it back (take-back.test.ts)
    await expect(redo(imported.id)).rejects.toMatchObject({ kind: 'notFound' });
    expect(await app.call('imports.batches')).toMatchObject([{ id: batchId, undoneAt: expect.any(Number), redoable: true }]);
  });

  it('keeps 500 actions and at most 19 more, and no steps without one', async () => {
    app = await openTestApp();
    const { id } = await create('甲');
    for (let i = 0; i < 540; i++) await app.call('friends.setArchived', { selection: byIds(id), archived: i % 2 === 0 });
    const count = (sql: string) => app.ctx.db.raw.prepare(sql).pluck().get();
    expect(count('SELECT count(*) FROM undo_actions')).toBe(501);
    expect(count('SELECT min(id) FROM undo_actions')).toBe(41);
    expect(count('SELECT count(*) FROM undo_steps WHERE action_id NOT IN (SELECT id FROM undo_actions)')).toBe(0);
  });

  it('keeps few rows with the action, many rows and long texts in steps of their own, and turns both round', async () => {
    app = await openTestApp();
    const ids: number[] = [];
    for (let i = 0; i < 21; i++) ids.push((await create(`友${i}`)).id);
    const setArchived = (...some: number[]) =>
      app.call<{ undoId: number }>('friends.setArchived', { selection: byIds(...some), archived: true });
    const few = await setArchived(ids[0]!);
    const many = await setArchived(...ids.slice(1));
    const long = await app.call<Saved>('friends.update', { id: ids[0], values: friendNamed('长', { description: '一'.repeat(1600) }) });
    const inOwnSteps = (id: number) =>
      app.ctx.db
        .pluck('SELECT (steps IS NULL) + 2 * EXISTS (SELECT 1 FROM undo_steps WHERE action_id = a.id) FROM undo_actions a WHERE id = ?')
        .get(id);
    for (const round of [1, 2]) {
      const at = [few.undoId, many.undoId, long.undoId!].map(inOwnSteps);
      expect({ round, at }).toEqual({ round, at: [0, 3, 3] });
      for (const turn of [undo, redo])
        for (const id of turn === undo ? [long.undoId!, many.undoId, few.undoId] : [few.undoId, many.undoId, long.undoId!])
          expect({ round, id, kept: (await turn(id)).kept }).toEqual({ round, id, kept: 0 });
    }
    const archived = app.ctx.db.pluck('SELECT count(*) FROM friends WHERE archived_at IS NOT NULL').get();
    expect({ archived, name: (await friend(ids[0]!)).description }).toEqual({ archived: 21, name: '一'.repeat(1600) });
  });

  it('rolls back the action and its record together when the work fails', async () => {
    app = await openTestApp();
    await create('甲', { wxid: 'a' });
    const before = digest(app.ctx.db);
    const actionsBefore = app.ctx.db.raw.prepare('SELECT count(*) FROM undo_actions').pluck().get();
    await expect(create('乙', { wxid: 'a' })).rejects.toMatchObject({ kind: 'wxidTaken' });
    expect(digest(app.ctx.db)).toEqual(before);
    expect(app.ctx.db.raw.prepare('SELECT count(*) FROM undo_actions').pluck().get()).toBe(actionsBefore);
  });
});
