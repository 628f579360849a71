import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ImportBatch, ImportReport, Inspection, UndoBatchReport } from '../../../shared/contracts/imports.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { damage, digest } from '../../../tests/helpers/digest.ts';
import { randomAction, randomFrom } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp, TestClock } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  // imports run in the worker, by the clock of the machine: what she does by hand comes later
  app = await openTestApp({ clock: new TestClock(Date.UTC(2100, 0, 1)) });
});
afterEach(() => app.close());

async function importText(text: string): Promise<number> {
  app.clock.tick(1000);
  const { fileId } = await app.app.files.stageStream('名单.csv', Readable.from([Buffer.from(text)]));
  const { sessionId, columns } = await app.call<Inspection>('imports.inspect', { fileId });
  await app.call('imports.preview', { sessionId, fields: columns.map(({ field }) => field), accountId: 1, channelId: null });
  const decisions = { sessionId, policy: 'replace', doubtful: 'new', answers: {} };
  const { batchId } = await app.call<ImportReport>('imports.commit', decisions);
  app.clock.tick(1000);
  return batchId;
}

const create = async (name: string, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, more))).id;
const only = (...ids: number[]) => ({ by: 'ids', ids });
const takeBack = (batchId: number) => app.call<UndoBatchReport>('imports.undo', { batchId });
const bringBack = (batchId: number) => app.call('imports.redo', { batchId });
const look = (batchId: number) => app.call('imports.batchUndoPreview', { batchId });
const rows = (sql: string, ...params: unknown[]) => app.ctx.db.raw.prepare(sql).all(...params) as Record<string, unknown>[];
const idOf = (wxid: string) => rows('SELECT id FROM friends WHERE wxid = ?', wxid)[0]!['id'] as number;
const tagId = (name: string) => rows('SELECT id FROM tags WHERE name = ?', name)[0]!['id'] as number;
const state = () => app.call<UndoState>('undo.state');
const book = () => digest(app.ctx.db);

/** Ctrl+Z or Ctrl+Shift+Z. @returns the kind of action that was turned, null when there was none */
async function press(which: 'undo' | 'redo'): Promise<string | null> {
  const next = (await state())[which];
  if (!next) return null;
  await app.call(`undo.${which}`, { id: next.id });
  return next.kind;
}

const setLevel = (id: number, level: number) => {
  app.clock.tick(1000);
  return app.call<Saved>('trust.setLevel', { selection: only(id), level, reason: '' });
};

describe('what others use stays when an import is taken back', () => {
  it('leaves a tag she has given to somebody else, and what she made with it', async () => {
    const [one, two] = [await create('老王'), await create('老李')];
    const batchId = await importText('备注,用户名,标签\n新人,wxid_neu00001,"老客,路人"\n');
    await app.call('tags.assign', { selection: only(one, two), tagIds: [tagId('老客')] });
    expect(await look(batchId)).toMatchObject({ friendsRemoved: 1, workedOn: 0 });
    expect(await takeBack(batchId)).toMatchObject({ kept: 1, friendsKept: 0 });
    expect(rows('SELECT name FROM tags')).toEqual([{ name: '老客' }]);
    expect(rows('SELECT friend_id FROM friend_tags ORDER BY 1')).toEqual([{ friend_id: one }, { friend_id: two }]);
  });

  it('leaves a tag that a segment or a post of hers asks for', async () => {
    const batchId = await importText('备注,用户名,标签\n新人,wxid_neu00001,"老客,熟客,路人"\n');
    const test = { field: 'tags', mode: 'any', tagIds: [tagId('老客')] };
    const rule = { archived: 'no', root: { not: false, all: true, items: [{ not: false, test }] } };
    await app.call('segments.create', { name: '回头客', note: '', rule });
    await app.call('posts.create', {
      ...{ accountId: 1, text: '新一批脐橙', category: 'offer', scheduledAt: app.clock.at, state: 'scheduled', assetIds: [] },
      audience: { ...everybody, mode: 'only', tagIds: [tagId('熟客')] },
    });
    expect(await takeBack(batchId)).toMatchObject({ kept: 2, friendsKept: 0 });
    expect(rows('SELECT name FROM tags ORDER BY id')).toEqual([{ name: '老客' }, { name: '熟客' }]);
  });

  it('leaves whoever took over an older friend, whole, and nobody is lost', async () => {
    const old = await create('丙', { phone: '13800001111' });
    await app.call('friends.addNote', { friendId: old, body: '老客，别丢' });
    const batchId = await importText('备注,用户名,标签,信任等级\n丙,wxid_c0000001,老客,3\n丁,wxid_d0000001,老客,2\n');
    const keepId = idOf('wxid_c0000001');
    await app.call('friends.merge', { keepId, otherId: old, fields: {} });
    const before = rows('SELECT * FROM friends WHERE id = ?', keepId);
    expect(await look(batchId)).toMatchObject({ friendsRemoved: 1, workedOn: 1 });
    expect(await takeBack(batchId)).toMatchObject({ friendsKept: 1 });
    expect(rows('SELECT * FROM friends')).toEqual(before);
    expect(rows('SELECT body FROM notes')).toEqual([{ body: '老客，别丢' }]);
    expect(await app.call('tags.book')).toMatchObject({ tags: [{ name: '老客' }] });
    expect(rows('SELECT friend_id FROM friend_tags')).toEqual([{ friend_id: keepId }]);
    // each step further back gives both as they were
    while (await press('undo'));
    expect(rows('SELECT * FROM friends')).toEqual([]);
  });

  it.each<[string, (id: number) => Promise<unknown>]>([
    ['写了笔记', (id) => app.call('friends.addNote', { friendId: id, body: '爱吃甜' })],
    ['改了资料', (id) => app.call('friends.update', { id, values: friendNamed('新名', { wxid: 'wxid_neu00001' }) })],
    ['打了标签', (id) => app.call('tags.assign', { selection: only(id), tagIds: [tagId('路人')] })],
    ['改了等级', (id) => setLevel(id, 4)],
    [
      '记了联系',
      (id) => app.call('touches.log', { selection: only(id), touchpoint: 'phone', direction: 'out', at: app.clock.at, note: '' }),
    ],
    ['归档', (id) => app.call('friends.setArchived', { selection: only(id), archived: true })],
    ['加了积分', (id) => app.call('points.add', { selection: only(id), delta: 10, reason: '' })],
  ])('leaves a friend of the import: %s; undone to the start, nobody is left', async (_, use) => {
    const batchId = await importText('备注,用户名,标签,积分\n新人,wxid_neu00001,老客,50\n旁人,wxid_neu00002,"老客,路人",20\n');
    const start = book();
    await use(idOf('wxid_neu00001'));
    const after = book();
    expect(await look(batchId)).toMatchObject({ friendsRemoved: 1, workedOn: 1 });
    expect(await takeBack(batchId)).toMatchObject({ friendsKept: 1 });
    expect(rows('SELECT wxid FROM friends')).toEqual([{ wxid: 'wxid_neu00001' }]);
    expect(rows('SELECT sum(delta) AS points FROM point_entries')[0]!['points']).toBeGreaterThanOrEqual(50);
    expect(await press('undo')).toBe('imports.undo');
    expect(book()).toEqual(after);
    await press('undo');
    expect(book()).toEqual(start);
    expect(await press('undo')).toBe('imports.commit');
    expect([rows('SELECT id FROM friends'), rows('SELECT id FROM tags')]).toEqual([[], []]);
  });

  it('takes the columns of a birthday back together or not at all', async () => {
    const solar = { calendar: 'solar', year: 1990, month: 5, day: 6, leap: false };
    const id = await create('甲', { wxid: 'wxid_a0000001', birthday: solar });
    const first = await importText('备注,用户名,生日\n甲,wxid_a0000001,农历3月8日\n');
    const birthday = () => app.call<{ birthday: unknown }>('friends.get', { id }).then((friend) => friend.birthday);
    const lunar = { calendar: 'lunar', year: null, month: 3, day: 9, leap: false };
    const edited = await app.call<Saved>('friends.update', { id, values: friendNamed('甲', { wxid: 'wxid_a0000001', birthday: lunar }) });
    expect((await takeBack(first)).kept).toBe(1);
    expect(await birthday()).toEqual(lunar);
    await bringBack(first);
    await app.call('undo.undo', { id: edited.undoId });
    await takeBack(first);
    expect(await birthday()).toEqual(solar);
  });
});

describe('taking an older import back', () => {
  const text = '备注,用户名,标签\n新人,wxid_neu00001,老客\n';

  it('is an action of its own: Ctrl+Z brings it back, Ctrl+Shift+Z takes it back again, whatever was done since', async () => {
    const batchId = await importText(text);
    await create('后来的');
    const before = book();
    const { action } = await takeBack(batchId);
    const without = book();
    expect(await state()).toMatchObject({ undo: { id: action!.id, kind: 'imports.undo', details: { file: '名单.csv' } }, redo: null });
    for (const _ of [1, 2]) {
      expect(await press('undo')).toBe('imports.undo');
      expect(book()).toEqual(before);
      expect(await press('redo')).toBe('imports.undo');
      expect(book()).toEqual(without);
    }
    // all the way down and up again
    const kinds: (string | null)[] = [];
    for (let kind = await press('undo'); kind; kind = await press('undo')) kinds.push(kind);
    expect(kinds).toEqual(['imports.undo', 'friends.create', 'imports.commit']);
    while (await press('redo'));
    expect(book()).toEqual(without);
  });

  it('can be undone from the history after something new was done, and that is an action too', async () => {
    const batchId = await importText(text);
    await takeBack(batchId);
    await create('后来的');
    app = await app.reopen();
    const batch = () => app.call<ImportBatch[]>('imports.batches').then(([first]) => first);
    expect(await batch()).toMatchObject({ undoneAt: expect.any(Number), redoable: true });
    await bringBack(batchId);
    expect(rows('SELECT remark FROM friends ORDER BY 1')).toHaveLength(2);
    expect(await batch()).toMatchObject({ undoneAt: null });
    await expect(bringBack(batchId)).rejects.toMatchObject({ kind: 'alreadyUndone' });
    expect(await press('undo')).toBe('imports.redo');
    expect(rows('SELECT remark FROM friends')).toEqual([{ remark: '后来的' }]);
    expect(damage(app.ctx.db)).toEqual([]);
  });

  it('is forgotten with the log: then only importing again helps', async () => {
    const batchId = await importText(text);
    await takeBack(batchId);
    const id = await create('后来的');
    for (let i = 0; i < 540; i++) await app.call('friends.setArchived', { selection: only(id), archived: i % 2 === 0 });
    expect(await app.call('imports.batches')).toMatchObject([{ undoneAt: expect.any(Number), redoable: false }]);
    await expect(bringBack(batchId)).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('in the midst of random work can be undone to the very start and done again to the very end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
        const pick = randomFrom(seed);
        app.ctx.db.raw.exec('DELETE FROM undo_actions');
        const start = book();
        const batches: number[] = [];
        const work = async () => {
          for (let i = 0; i < 6; i++) await randomAction(app, pick);
        };
        for (let i = 0; i < 2; i++) {
          batches.push(
            await importText(`备注,用户名,标签,信任等级\n人${seed}${i},wxid_${seed}${i}aa,"标签${pick(12)},老客",${1 + pick(6)}\n`),
          );
          await work();
        }
        for (const batchId of batches) await takeBack(batchId);
        await work();
        if (pick(2)) await bringBack(batches[0]!);
        await work();
        const end = book();
        const unchanged = ({ import_batches: _, ...tables }: Record<string, string[]>) => tables;
        for (const _ of [1, 2]) {
          while (await press('undo'));
          expect(unchanged(book())).toEqual(unchanged(start));
          while (await press('redo'));
          expect(book()).toEqual(end);
        }
        expect(damage(app.ctx.db)).toEqual([]);
        while (await press('undo'));
      }),
      { numRuns: 8, seed: 20261123 },
    );
  });
});

describe('levels and their history', () => {
  interface Entry {
    friend_id: number;
    from_level: number | null;
    to_level: number;
    at: number;
  }

  /** The history of each friend is a chain, and its end is the level on the board. */
  function expectChains(story: unknown): void {
    for (const { id, level, since } of rows('SELECT id, trust_level AS level, trust_since_at AS since FROM friends')) {
      const path = rows('SELECT * FROM level_changes WHERE friend_id = ? ORDER BY at, id', id) as unknown as Entry[];
      expect({ story, from: path.map(({ from_level }) => from_level) }).toEqual({
        story,
        from: [null, ...path.slice(0, -1).map(({ to_level }) => to_level)],
      });
      expect({ story, level, since }).toEqual({ story, level: path.at(-1)!.to_level, since: path.at(-1)!.at });
    }
  }

  it('an import taken back leaves the newer level, whose entry begins where the one before it ended', async () => {
    const id = await create('甲', { wxid: 'wxid_q0000001' });
    const batchId = await importText('用户名,备注,信任等级\nwxid_q0000001,甲,3\n');
    const moved = await setLevel(id, 5);
    expect((await takeBack(batchId)).kept).toBe(1);
    expect(rows('SELECT from_level AS "from", to_level AS "to" FROM level_changes')).toEqual([
      { from: null, to: 1 },
      { from: 1, to: 5 },
    ]);
    await app.call('undo.undo', { id: moved.undoId });
    expect((await app.call<{ trustLevel: number }>('friends.get', { id })).trustLevel).toBe(1);
    await app.call('undo.redo', { id: moved.undoId }).catch(() => {});
    expectChains('taken back');
  });

  it('agree after any order of moves, imports, taking back, undo and redo', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
        const pick = randomFrom(seed);
        const wxids = [0, 1, 2].map((i) => `wxid_${seed}z${i}`);
        const ids: number[] = [];
        for (const wxid of wxids) ids.push(await create(wxid, { wxid }));
        const batches: number[] = [];
        const story: string[] = [];
        const one = <T>(list: T[]) => list[pick(list.length)]!;
        const steps: Record<string, () => Promise<unknown>> = {
          move: () => setLevel(one(ids), 1 + pick(6)),
          import: async () =>
            batches.push(await importText(`用户名,备注,信任等级\n${one(wxids)},某人,${1 + pick(6)}\n${one(wxids)},某人,${1 + pick(6)}\n`)),
          takeBack: () => takeBack(one(batches)),
          bringBack: () => bringBack(one(batches)),
          undo: () => press('undo'),
          redo: () => press('redo'),
          undoAny: () => app.call('undo.undo', { id: one(rows("SELECT id FROM undo_actions WHERE kind <> 'friends.create'"))?.['id'] }),
        };
        for (let i = 0; i < 14; i++) {
          const name = one(Object.keys(steps));
          story.push(name);
          await steps[name]!().catch((error: { kind: string }) => {
            expect(['alreadyUndone', 'notFound', 'invalidInput']).toContain(error.kind);
          });
          expectChains({ seed, story });
        }
      }),
      { numRuns: 15, seed: 3 },
    );
  });
});
