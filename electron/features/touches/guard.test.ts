import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { GuardAnswer, GuardFriend, GuardSummary } from '../../../shared/contracts/guard.ts';
import { defaultSettings, type Settings } from '../../../shared/contracts/settings.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { guardSettings } from '../../../shared/domain/fatigue.ts';
import { friendNamed, openTestApp, type TestApp, TestClock } from '../../../tests/helpers/test-app.ts';
import { packIds } from '../../platform/id-pack.ts';
import { advertsSeenSince } from '../calendar/index.ts';
import { firstIdAt } from '../chats/index.ts';
import { walkTouches } from './guard.loads.ts';
import { allLoads, guardAnswers, summarise } from './index.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Sunday 14:00 in China; what runs in a worker uses the clock of the machine, so that the questions hand the time in */
const start = Date.UTC(2026, 10, 22, 6);

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp({ clock: new TestClock(start) });
});
afterEach(() => app.close());

const friend = async (name: string) => (await app.call<Saved>('friends.create', friendNamed(name))).id;
const log = (ids: number[], kind: string, ago: number, more: object = {}) =>
  app.call('touches.log', {
    selection: { by: 'ids', ids },
    touchpoint: 'private',
    direction: 'out',
    at: app.clock.at - ago,
    note: '',
    kind,
    ...more,
  });
const ask = async (friendId: number, kind = 'privateAdvert', at: number | null = null) =>
  (await app.call<{ friendId: number; answer: GuardAnswer }[]>('guard.ask', { friendIds: [friendId], kind, at }))[0]!.answer;
const look = (friendId: number) => app.call<GuardFriend>('guard.friend', { friendId });
const level = (friendId: number, to: number) =>
  app.call('trust.setLevel', { selection: { by: 'ids', ids: [friendId] }, level: to, reason: '' });
const tag = async (friendId: number, name: string) => {
  const { id } = await app.call<Saved>('tags.create', { name, groupId: null, color: null });
  await app.call('tags.assign', { selection: { by: 'ids', ids: [friendId] }, tagIds: [id] });
};
/** A post with an advert that these friends could see; the calendar writes both rows when a post is settled. */
function advert(friendIds: number[], at: number, more: { category?: string; channel?: string } = {}): number {
  const { db } = app.ctx;
  const { lastInsertRowid } = db
    .sql(
      `INSERT INTO posts (account_id, text, category, channel, scheduled_at, state, settled_at, created_at, updated_at)
       VALUES (1, '丑橘到货', ?, ?, ?, 'posted', ?, 0, 0)`,
    )
    .run(more.category ?? 'offer', more.channel ?? 'moments', at, at);
  const ids = Float64Array.from([...friendIds].sort((a, b) => a - b));
  db.sql('INSERT INTO post_audiences (post_id, heads, friend_ids) VALUES (?, ?, ?)').run(lastInsertRowid, ids.length, packIds(ids));
  return Number(lastInsertRowid);
}
/** She wrote in a private chat: the message, and what the chats note of it. */
function wrote(friendId: number, at: number): void {
  const { db } = app.ctx;
  const chat =
    db.pluck('SELECT id FROM conversations WHERE friend_id = ?').get(friendId) ??
    db
      .sql("INSERT INTO conversations (account_id, kind, name, friend_id, import_batch_id, created_at) VALUES (1, 'private', '', ?, 1, 0)")
      .run(friendId).lastInsertRowid;
  const highest = db.pluck('SELECT coalesce(max(id), 0) FROM messages WHERE id >= ? AND id < ?').get(firstIdAt(at), firstIdAt(at + 1000));
  db.sql("INSERT INTO messages VALUES (?, ?, 0, 0, 0, 0, NULL, 1, '好的')").run(Math.max(firstIdAt(at), (highest as number) + 1), chat);
  db.sql(
    `INSERT INTO friend_chat_stats (friend_id, last_in_at, in_count, out_count, two_way_days) VALUES (?, ?, 1, 0, 0)
     ON CONFLICT (friend_id) DO UPDATE SET last_in_at = max(last_in_at, excluded.last_in_at)`,
  ).run(friendId, at);
}

describe('the guard', () => {
  it('weighs what is in the log by its kind, and tells what it was', async () => {
    const id = await friend('王姐');
    await log([id], 'massSend', 3 * day, { note: '群发助手：周五团' });
    await log([id], 'ordinary', day);
    const seen = await look(id);
    expect(seen.load).toBeCloseTo(1, 6);
    expect(seen).toMatchObject({ trustLevel: 1, cap: 3, tagged: false, advert: { answer: 'ok' } });
    expect(seen.causes).toMatchObject([{ source: 'touch', kind: 'massSend', title: '群发助手：周五团', at: start - 3 * day }]);
  });

  it('counts adverts in moments for those who could see them', async () => {
    const [sees, doesNot] = [await friend('王姐'), await friend('李姐')];
    const postId = advert([sees], start - 3 * day);
    advert([sees, doesNot], start - day, { category: 'life' });
    advert([doesNot], start - 3 * day, { channel: 'group' });
    expect(await look(sees)).toMatchObject({ causes: [{ source: 'moment', id: postId, kind: 'momentAdvert', title: '丑橘到货' }] });
    expect((await look(sees)).load).toBeCloseTo(0.15, 6);
    // of a post in a group nobody knows which friends read it, whatever an older version kept for it
    expect(await look(doesNot)).toMatchObject({ load: 0, causes: [] });
  });

  it('looks a few friends up in the audiences without unpacking them', async () => {
    const [sees, other] = [await friend('王姐'), await friend('李姐')];
    const postId = advert([sees, 70_000, 90_000], start - day);
    const one = () => advertsSeenSince(app.ctx, 0, [other, sees])[0]!;
    expect([one().has(sees), one().has(other)]).toEqual([true, false]);
    expect(() => one().each(() => {})).toThrow();
    // settled anew: what was remembered of it is gone
    app.ctx.db.sql('UPDATE posts SET updated_at = updated_at + 1 WHERE id = ?').run(postId);
    app.ctx.db.sql('UPDATE post_audiences SET heads = 1, friend_ids = ? WHERE post_id = ?').run(packIds(Float64Array.of(other)), postId);
    expect([one().has(sees), one().has(other)]).toEqual([false, true]);
    const all: number[] = [];
    advertsSeenSince(app.ctx, 0, null)[0]!.each((id) => all.push(id));
    expect(all).toEqual([other]);
  });

  it('halves for a message of hers: noted by hand, out of a chat, and one reply only once', async () => {
    const id = await friend('王姐');
    await log([id], 'privateAdvert', 3 * day);
    wrote(id, start - 2 * hour);
    expect((await look(id)).load).toBeCloseTo(0.75, 6);
    await log([id], 'ordinary', hour, { direction: 'in' });
    expect((await look(id)).load).toBeCloseTo(0.75, 6);
    await log([id], 'ordinary', 0, { direction: 'in' });
    app.clock.tick(4 * hour);
    await log([id], 'ordinary', 0, { direction: 'in' });
    expect((await look(id)).load).toBeLessThan(0.38);
  });

  it('halves once for each day on which she wrote, however much was said', async () => {
    const id = await friend('王姐');
    await log([id], 'privateAdvert', 6 * day);
    // noted by hand on a day of which the chat knows more
    await log([id], 'ordinary', 4 * day + 2 * hour, { direction: 'in' });
    for (const ago of [4 * day, 4 * day + hour, 2 * day, 2 * day + 60_000, hour]) wrote(id, start - ago);
    expect((await look(id)).load).toBeCloseTo(3 / 4 / 8, 6);
    expect((await look(id)).causes.filter(({ source }) => source === 'chat').map(({ at }) => at)).toEqual([
      start - hour,
      start - 2 * day,
      start - 4 * day,
    ]);
  });

  it('holds the second advert of a day, names it, and lets service go', async () => {
    const id = await friend('王姐');
    await level(id, 6);
    await log([id], 'privateAdvert', hour);
    const held = await ask(id);
    expect(held).toMatchObject({ answer: 'notBefore', at: Date.UTC(2026, 10, 23, 0), rules: ['day'], causes: [{ kind: 'privateAdvert' }] });
    expect((await ask(id, 'service')).answer).toBe('ok');
    expect((await ask(id, 'privateAdvert', Date.UTC(2026, 10, 23, 0))).answer).toBe('ok');
  });

  it('blocks who carries 勿扰, or any tag she set for it', async () => {
    const [a, b] = [await friend('王姐'), await friend('李姐')];
    await tag(a, '勿扰');
    await tag(b, '不发广告');
    expect(await ask(a)).toMatchObject({ answer: 'blocked', rules: ['tag'] });
    expect((await ask(b)).answer).toBe('ok');
    await app.call('settings.set', { key: 'guard.blockTags', value: ['不发广告'] });
    expect((await ask(a)).answer).toBe('ok');
    expect((await ask(b)).answer).toBe('blocked');
    expect((await look(b)).tagged).toBe(true);
  });

  it('stays shut when the blocking tag gets another name or goes into another tag, there and back', async () => {
    const id = await friend('王姐');
    await tag(id, '勿扰');
    const tagId = async (name: string) => app.ctx.db.pluck('SELECT id FROM tags WHERE name = ?').get(name) as number;
    const settings = async () => (await app.call<Settings>('settings.all'))['guard.blockTags'];
    const blocked = async () => expect(await ask(id)).toMatchObject({ answer: 'blocked', rules: ['tag'] });
    const values = { name: '勿扰🔕', groupId: null, color: null };
    const renamed = await app.call<Saved>('tags.update', { id: await tagId('勿扰'), values });
    await blocked();
    await app.call('undo.undo', { id: renamed.undoId });
    await blocked();
    expect(await settings()).toEqual(['勿扰']);
    await app.call('undo.redo', { id: renamed.undoId });
    await blocked();
    const into = await app.call<Saved>('tags.create', { name: '老客户', groupId: null, color: null });
    const merged = await app.call<Saved>('tags.merge', { fromIds: [await tagId('勿扰🔕')], intoId: into.id });
    await blocked();
    expect(await settings()).toContain('老客户');
    await app.call('undo.undo', { id: merged.undoId });
    await blocked();
    expect(await settings()).not.toContain('老客户');
  });

  it('does not let a tag go by which friends are kept from adverts', async () => {
    const id = await friend('王姐');
    await tag(id, '勿扰');
    const tagId = app.ctx.db.pluck("SELECT id FROM tags WHERE name = '勿扰'").get() as number;
    const other = await app.call<Saved>('tags.create', { name: '果友', groupId: null, color: null });
    const gone = { kind: 'tagBlocks', details: { name: '勿扰', count: 1 } };
    await expect(app.call('tags.delete', { ids: [other.id, tagId] })).rejects.toMatchObject(gone);
    expect((await ask(id)).answer).toBe('blocked');
    expect(app.ctx.db.pluck('SELECT count(*) FROM tags').get()).toBe(2);
    // nobody carries it, or it blocks nothing any more: it may go
    await app.call('settings.set', { key: 'guard.blockTags', value: [] });
    await app.call('tags.delete', { ids: [tagId] });
    await app.call('settings.set', { key: 'guard.blockTags', value: ['果友'] });
    await app.call('tags.delete', { ids: [other.id] });
  });

  it('keeps blocking when the list of such tags is full', async () => {
    const id = await friend('王姐');
    await tag(id, '勿扰');
    const names = [...Array.from({ length: 19 }, (_, i) => `没有的${i}`), '勿扰'];
    await app.call('settings.set', { key: 'guard.blockTags', value: names });
    const tagId = app.ctx.db.pluck("SELECT id FROM tags WHERE name = '勿扰'").get() as number;
    await app.call('tags.update', { id: tagId, values: { name: '静音', groupId: null, color: null } });
    expect((await ask(id)).answer).toBe('blocked');
  });

  it('goes by her numbers', async () => {
    const id = await friend('王姐');
    await log([id], 'privateAdvert', day);
    await app.call('settings.set', { key: 'guard.weights', value: { ...defaultSettings['guard.weights'], privateAdvert: 20 } });
    expect(await ask(id)).toMatchObject({ answer: 'notBefore', rules: ['load'] });
    await app.call('settings.set', { key: 'guard.halfLifeDays', value: 0.5 });
    expect((await look(id)).load).toBeCloseTo(5, 6);
    await expect(app.call('settings.set', { key: 'guard.caps', value: [1, 2] })).rejects.toMatchObject({ kind: 'invalidInput' });
  });

  it('a clock set back does not let her be written to twice', async () => {
    const id = await friend('王姐');
    await log([id], 'privateAdvert', 0);
    app.clock.tick(-2 * day);
    expect(await ask(id)).toMatchObject({ answer: 'notBefore', rules: expect.arrayContaining(['day', 'load']) as string[] });
  });

  it('keeps the reason of going on in the timeline, and refuses adverts of hers', async () => {
    const id = await friend('王姐');
    await log([id], 'privateAdvert', hour, { overrideReason: '她问了这款' });
    const timeline = await app.call<TimelineItem[]>('friends.timeline', { friendId: id, limit: 20 });
    expect(timeline.find(({ kind }) => kind === 'touch')?.details).toMatchObject({
      kind: 'privateAdvert',
      overrideReason: '她问了这款',
      sent: false,
    });
    await expect(log([id], 'privateAdvert', 0, { direction: 'in' })).rejects.toMatchObject({ kind: 'invalidInput' });
  });
});

describe('everybody at once', () => {
  it('gives each friend the load and the answer that she has alone', async () => {
    const ids: number[] = [];
    for (let i = 0; i < 12; i++) ids.push(await friend(`好友${i}`));
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            who: fc.nat(11),
            ago: fc.integer({ min: -2 * hour, max: 70 * day }),
            kind: fc.constantFrom(...touchKinds),
            hers: fc.boolean(),
          }),
          { maxLength: 60 },
        ),
        // whole seconds, as chats know them
        fc.array(fc.record({ who: fc.nat(11), ago: fc.integer({ min: 0, max: 60 * 86_400 }) }), { maxLength: 30 }),
        fc.array(fc.record({ whom: fc.subarray([...ids.keys()]), ago: fc.integer({ min: 0, max: 60 * day }) }), { maxLength: 4 }),
        fc.constantFrom(...touchKinds),
        fc.integer({ min: 0, max: 3 * day }),
        async (touches, chats, posts, kind, later) => {
          const { db } = app.ctx;
          for (const table of ['touches', 'friend_chat_stats', 'messages', 'post_audiences', 'posts']) db.sql(`DELETE FROM ${table}`).run();
          const insert = db.sql("INSERT INTO touches (friend_id, at, touchpoint, direction, kind) VALUES (?, ?, 'private', ?, ?)");
          for (const { who, ago, kind: of, hers } of touches)
            insert.run(ids[who], start - ago, hers ? 'in' : 'out', hers ? 0 : touchKinds.indexOf(of));
          for (const { who, ago } of chats) wrote(ids[who]!, start - ago * 1000);
          for (const { whom, ago } of posts)
            advert(
              whom.map((place) => ids[place]!),
              start - ago,
            );
          const walk = walkTouches(app.ctx, guardSettings(defaultSettings), start);
          const at = start + later;
          const alone = guardAnswers(app.ctx, ids, { kind, at: start }, start);
          for (const id of ids) expect(walk.sums[id]).toBeCloseTo(alone.get(id)!.load, 2);
          const answers = [...guardAnswers(app.ctx, ids, { kind, at }, start).values()];
          // more than a few, so that they are asked by the walk
          const many = Array.from({ length: 20 }, () => ids).flat();
          const sum = summarise(app.ctx, many, { kind, at }, start);
          const close = answers.some(({ load, cap }) => Math.abs(load - cap) < 0.01);
          if (!close) expect(sum.ok).toBe(20 * answers.filter(({ answer }) => answer === 'ok').length);
          expect(sum.ok + sum.notBefore + sum.blocked).toBe(many.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps loads until something changes, and lets them fall with time', async () => {
    const [a, b] = [await friend('王姐'), await friend('李姐')];
    await log([a], 'massSend', 0);
    const first = await allLoads(app.ctx, start);
    expect([...first.ids]).toEqual([a]);
    expect(first.loads[0]).toBeCloseTo(2, 6);
    expect((await allLoads(app.ctx, start + 3 * day)).loads[0]).toBeCloseTo(1, 6);
    await log([b], 'privateAdvert', 0);
    expect([...(await allLoads(app.ctx, start)).ids]).toEqual([a, b]);
  });

  it('reads the index of touches by time and nothing else of them', () => {
    const plan = app.ctx.db
      .sql(
        `EXPLAIN QUERY PLAN SELECT group_concat((at - 5) || ',' || friend_id || ',' || (kind * 2 + (direction = 'in'))) FROM touches INDEXED BY touches_load
         WHERE at >= 5 AND at < 7`,
      )
      .all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH touches USING COVERING INDEX touches_load (at>? AND at<?)']);
  });

  it('counts a selection over the wire', async () => {
    const [a, b, c] = [await friend('王姐'), await friend('李姐'), await friend('张姐')];
    await log([a], 'privateAdvert', hour);
    await tag(b, '勿扰');
    const selection = { by: 'ids', ids: [a, b, c] };
    expect(await app.call<GuardSummary>('guard.summary', { selection, kind: 'privateAdvert', at: null })).toEqual({
      total: 3,
      ok: 1,
      notBefore: 1,
      blocked: 1,
      rules: { tag: 1, quiet: 0, day: 1, window: 0, load: 0 },
    });
  });
});
