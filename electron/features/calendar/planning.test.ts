import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Post, PostsReport } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import { lastMoment, type Saved } from '../../../shared/contracts/common.ts';
import type { Recurrence, RecurrenceRule } from '../../../shared/contracts/recurrences.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { FreeSlot, Proposal, Slot } from '../../../shared/contracts/slots.ts';
import { firstMixLimits } from '../../../shared/domain/content-mix.ts';
import { wallTime } from '../../../shared/domain/wall-time.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { madeAheadDays } from './recurrence-rows.ts';

let book: TestApp;
const zone = process.env.TZ;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(async () => {
  process.env.TZ = zone;
  await book.close();
});

const day = 86_400_000;
const all = () => book.call<Post[]>('posts.list', { fromAt: 0, toAt: 4e12, accountId: null });
const undo = (id: number | null) => book.call('undo.undo', { id });
const redo = (id: number | null) => book.call('undo.redo', { id });
const words = (more: Record<string, unknown> = {}) => ({
  accountId: 1,
  text: '早安',
  category: 'life',
  state: 'scheduled',
  assetIds: [],
  ...more,
});
const weekly: RecurrenceRule = { kind: 'weekly', weekdays: [1, 4], minute: 480 };
const series = (more: Record<string, unknown> = {}) =>
  book.call<Saved>('recurrences.create', { rule: weekly, post: words(), fromOn: '2026-11-22', ...more });
const list = () => book.call<Recurrence[]>('recurrences.list');
const daysOf = (posts: Post[]) => posts.map((post) => post.occurrenceOn);
const rollForward = () => book.call<{ made: number; moved: number }>('recurrences.rollForward');
const orphans = () => book.ctx.db.raw.pragma('foreign_key_check') as unknown[];

// the clock stands on Sunday, 22 November 2026, 12:00
describe('series of posts', () => {
  test('stand ready for eight weeks, for every account, and go with one undo', async () => {
    const second = (
      await book.call<Saved>('accounts.create', {
        ...{ name: '小号', wxid: null, role: null, category: null, capacity: 10_000, standing: 'normal', note: null },
      })
    ).id;
    const made = await series({ post: words({ channel: 'group', alsoAccountIds: [second] }) });
    const posts = await all();
    expect(posts).toHaveLength(32);
    expect(posts[0]).toMatchObject({ scheduledAt: wallTime('2026-11-23', 480), occurrenceOn: '2026-11-23', channel: 'group', siblings: 1 });
    expect(posts.at(-1)?.occurrenceOn).toBe('2027-01-14');
    expect(await list()).toMatchObject([{ id: made.id, rule: weekly, madeUntilOn: '2027-01-17', nextAt: wallTime('2026-11-23', 480) }]);
    for (let n = 0; n < 2; n++) {
      await undo(made.undoId);
      expect([await all(), await list()]).toEqual([[], []]);
      await redo(made.undoId);
      expect(await all()).toHaveLength(32);
    }
    expect(orphans()).toEqual([]);
  });

  test('roll on by themselves: at a start, once each day; undoing the series takes along what was made since', async () => {
    const made = await series();
    expect(await rollForward()).toEqual({ made: 0, moved: 0 });
    book.clock.tick(7 * day);
    book = await book.reopen();
    await expect.poll(async () => (await all()).length).toBe(18);
    expect(await rollForward()).toEqual({ made: 0, moved: 0 });
    // away for months: nobody is asked about weeks that were never planned
    book.clock.tick(200 * day);
    await rollForward();
    const posts = await all();
    const today = book.clock.at;
    expect(posts.filter((post) => post.scheduledAt > today)).toHaveLength(16);
    expect(posts).toHaveLength(34);
    await book.call('posts.settle', { id: posts[0]!.id, state: 'skipped', at: today });
    await undo(made.undoId);
    expect((await all()).length).toBeLessThanOrEqual(1);
    await redo(made.undoId);
    expect(orphans()).toEqual([]);
  });

  test('one is changed alone, one is skipped for good, later ones change together', async () => {
    const { id } = await series();
    const [first, next, third] = (await all()) as [Post, Post, Post];
    await book.call('posts.update', { id: first.id, values: { ...words({ text: '只有今天' }), scheduledAt: first.scheduledAt } });
    await book.call('posts.delete', { id: next.id });
    expect((await list())[0]).toMatchObject({ skippedOn: [next.occurrenceOn] });
    const rule: RecurrenceRule = { kind: 'daily', every: 2, minute: 600 };
    const changed = await book.call<Saved>('recurrences.change', { id, fromOn: third.occurrenceOn, rule, post: words({ text: '晚安' }) });
    const posts = await all();
    expect(posts.map((post) => post.text).slice(0, 3)).toEqual(['只有今天', '晚安', '晚安']);
    expect(daysOf(posts).slice(0, 3)).toEqual(['2026-11-23', '2026-11-30', '2026-12-02']);
    expect((await list()).map(({ fromOn, untilOn }) => [fromOn, untilOn])).toEqual([
      ['2026-11-22', '2026-11-29'],
      ['2026-11-30', null],
    ]);
    await undo(changed.undoId);
    expect(await all()).toHaveLength(15);
    expect(await list()).toMatchObject([{ id, untilOn: null }]);

    const ended = await book.call<Saved>('recurrences.end', { id, fromOn: third.occurrenceOn });
    expect(await all()).toHaveLength(1);
    book.clock.tick(30 * day);
    expect(await rollForward()).toEqual({ made: 0, moved: 0 });
    await undo(ended.undoId);
    await rollForward();
    expect((await all()).length).toBeGreaterThan(15);
    // a month later: what was missed meanwhile is still asked about, nothing more comes
    await book.call('recurrences.end', { id, fromOn: '2026-11-22' });
    expect(daysOf(await all())).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-12-03',
      '2026-12-07',
      '2026-12-10',
      '2026-12-14',
      '2026-12-17',
      '2026-12-21',
    ]);
    expect(await list()).toMatchObject([{ nextAt: null }]);
  });

  test('one that was damaged keeps neither the program from starting nor the others from going on', async () => {
    const { id: damaged } = await series();
    const { id: whole } = await series();
    book.ctx.db.raw.prepare('UPDATE recurrences SET post = \'{"text":1\' WHERE id = ?').run(damaged);
    book.clock.tick(7 * day);
    book = await book.reopen();
    await expect
      .poll(async () => (await list()).map(({ id, madeUntilOn }) => ({ id, madeUntilOn })))
      .toEqual([{ id: whole, madeUntilOn: '2027-01-24' }]);
    expect((await all()).filter(({ recurrenceId }) => recurrenceId === damaged)).toHaveLength(16);
  });

  test('changed from today on: what she posted early or took away comes no second time, what she missed stays to be asked about', async () => {
    const daily: RecurrenceRule = { kind: 'daily', every: 1, minute: 1200 };
    const { id } = await series({ rule: daily });
    const [today, , , fourth] = (await all()) as [Post, Post, Post, Post];
    await book.call('posts.settle', { id: today.id, state: 'posted', at: book.clock.at });
    await book.call('posts.delete', { id: fourth.id });
    const change = { fromOn: '2026-11-22', rule: { ...daily, minute: 1260 }, post: words({ text: '晚安' }) };
    const changed = await book.call<Saved>('recurrences.change', { id, ...change });
    expect(daysOf(await all()).slice(0, 5)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-26', '2026-11-27']);
    expect((await all())[0]).toMatchObject({ id: today.id, state: 'posted' });
    await undo(changed.undoId);
    expect(daysOf(await all()).slice(0, 4)).toEqual(['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-26']);
    await redo(changed.undoId);
    // two days later the 23rd was missed
    book.clock.tick(2 * day);
    const again = (await list()).at(-1)!.id;
    await book.call('recurrences.change', { id: again, ...change, fromOn: '2026-11-23', post: words({ text: '晚上好' }) });
    expect((await all()).slice(0, 4).map(({ occurrenceOn, text }) => [occurrenceOn, text])).toEqual([
      ...[
        ['2026-11-22', '早安'],
        ['2026-11-23', '晚安'],
        ['2026-11-24', '晚上好'],
        ['2026-11-26', '晚上好'],
      ],
    ]);
    expect(orphans()).toEqual([]);
  });

  test('a post becomes the first of a series with its siblings, and is told from those that are one already', async () => {
    const at = wallTime('2026-11-25', 1200);
    const { id } = await book.call<Saved>('posts.create', { ...words({ channel: 'xiaohongshu', title: '题' }), scheduledAt: at });
    const rule: RecurrenceRule = { kind: 'monthly', day: 31, minute: 1200 };
    const made = await book.call<Saved>('recurrences.repeat', { postId: id, rule });
    const posts = await all();
    expect(daysOf(posts)).toEqual(['2026-11-25', '2026-11-30', '2026-12-31']);
    expect(posts[2]).toMatchObject({ channel: 'xiaohongshu', title: '题', recurrenceId: made.id });
    await expect(book.call('recurrences.repeat', { postId: id, rule })).rejects.toMatchObject({ kind: 'invalidInput' });
    await undo(made.undoId);
    expect(await all()).toMatchObject([{ id, recurrenceId: null, occurrenceOn: null }]);
  });

  test('keeps its hour when the seller moves to another zone, but not over what she moved by hand', async () => {
    await series({ rule: { kind: 'daily', every: 1, minute: 1200 } });
    const [first, byHand] = (await all()) as [Post, Post];
    await book.call('posts.move', { id: byHand.id, scheduledAt: byHand.scheduledAt + 60_000 });
    process.env.TZ = 'America/New_York';
    expect(await rollForward()).toMatchObject({ moved: madeAheadDays });
    const posts = await all();
    expect(posts.find((post) => post.id === first.id)?.scheduledAt).toBe(first.scheduledAt + 13 * 3_600_000);
    expect(posts.find((post) => post.id === byHand.id)?.scheduledAt).toBe(byHand.scheduledAt + 60_000);
    expect(posts.every((post) => post.id === byHand.id || new Date(post.scheduledAt).getHours() === 20)).toBe(true);
    expect(await rollForward()).toEqual({ made: 0, moved: 0 });
  });

  test('refuses what cannot be; a look ahead says the days before it is saved', async () => {
    await expect(series({ post: words({ text: ' ' }) })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(series({ post: words({ accountId: 9 }) })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(series({ untilOn: '2026-11-01' })).rejects.toMatchObject({ details: { fields: ['untilOn'] } });
    await expect(book.call('recurrences.end', { id: 9, fromOn: '2026-11-01' })).rejects.toMatchObject({ kind: 'notFound' });
    const lunar: RecurrenceRule = { kind: 'yearlyLunar', month: 12, leap: false, day: 30, minute: 600 };
    expect(await book.call('recurrences.preview', { rule: lunar, fromOn: '2026-11-22', count: 2 })).toMatchObject([
      { on: '2027-02-05' },
      { on: '2028-01-25' },
    ]);
  });
});

describe('slots', () => {
  const pattern = [
    { weekday: 1, minute: 480, category: 'life' },
    { weekday: 3, minute: 1200, category: 'offer' },
    { weekday: 5, minute: 1200, category: 'tips' },
  ] as const;
  const set = (slots: readonly object[] = pattern) => book.call<Saved>('slots.set', { accountId: 1, slots });
  const mine = () => book.call<Slot[]>('slots.list', { accountId: 1 });
  const free = () =>
    book.call<FreeSlot[]>('slots.free', { fromAt: wallTime('2026-11-22', 0), toAt: wallTime('2026-11-30', 0), accountId: null });
  const piece = (title: string, category: string, more: Record<string, unknown> = {}): number => {
    const { evergreen = 0, cooldown = 60, max = null, text = `${title}的文字` } = more;
    return Number(
      book.ctx.db
        .sql(
          `INSERT INTO contents (title, text, category, form, evergreen, cooldown_days, max_uses, search_text, created_at, updated_at)
           VALUES (?, ?, ?, 'text', ?, ?, ?, '', 1, 1)`,
        )
        .run(title, text, category, evergreen, cooldown, max).lastInsertRowid,
    );
  };
  const propose = (more: Record<string, unknown> = {}) =>
    book.call<Proposal>('slots.propose', { fromOn: '2026-11-22', toOn: '2026-11-29', accountId: null, ...more });

  test('a pattern is set whole, keeps what stays, and is taken back', async () => {
    await set();
    const before = await mine();
    expect(before).toMatchObject(pattern);
    const changed = await set([pattern[0], { weekday: 3, minute: 1200, category: 'case' }]);
    expect((await mine()).map(({ id }) => id)[0]).toBe(before[0]!.id);
    expect(await mine()).toHaveLength(2);
    await undo(changed.undoId);
    expect(await mine()).toEqual(before);
    expect((await set()).undoId).toBeNull();
    await expect(set([pattern[0], { ...pattern[0], category: 'tips' }])).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(book.call('slots.set', { accountId: 9, slots: [] })).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('the free ones and the next one; a post takes its slot, a skipped one gives it back', async () => {
    await set();
    expect((await free()).map(({ on, category }) => `${on} ${category}`)).toEqual([
      ...['2026-11-23 life', '2026-11-25 offer', '2026-11-27 tips'],
    ]);
    const next = { accountId: 1, afterAt: book.clock.at };
    expect(await book.call('slots.next', next)).toMatchObject({ on: '2026-11-23' });
    expect(await book.call('slots.next', { ...next, category: 'tips' })).toMatchObject({ on: '2026-11-27' });
    const { id } = await book.call<Saved>('posts.create', { ...words(), scheduledAt: wallTime('2026-11-23', 500) });
    expect(await book.call('slots.next', next)).toMatchObject({ on: '2026-11-25' });
    await book.call('posts.settle', { id, state: 'skipped', at: book.clock.at });
    expect(await free()).toHaveLength(3);
    expect(await book.call('slots.next', { ...next, category: 'case' })).toBeNull();
  });

  test('questions that would run through thousands of years are refused, not worked off', async () => {
    const refused = (path: string, input: object) => expect(book.call(path, input)).rejects.toMatchObject({ kind: 'invalidInput' });
    await refused('slots.free', { fromAt: 0, toAt: 8.64e15, accountId: null });
    await refused('slots.free', { fromAt: 0, toAt: lastMoment, accountId: null });
    await refused('slots.next', { accountId: 1, afterAt: lastMoment });
    await refused('posts.create', { ...words(), scheduledAt: lastMoment + 1 });
    await refused('events.list', { fromOn: '2026-01-01', toOn: '2027-03-01' });
    await refused('events.list', { fromOn: '2026-01-02', toOn: '2026-01-01' });
    await refused('calendar.export', { format: 'csv', fromOn: '1970-01-01', toOn: '2100-01-01', accountId: null });
    await refused('recurrences.preview', { rule: { kind: 'daily', every: 1, minute: 0 }, fromOn: '9999-12-31', count: 1 });
    expect(await book.call('slots.next', { accountId: 1, afterAt: lastMoment - 400 * 86_400_000 })).toBeNull();
  });

  test('the week is filled from the library with reasons, a piece is swapped, and one undo empties it', async () => {
    await set();
    const [life, tips, offer] = [piece('早餐', 'life'), piece('挑橙子', 'tips'), piece('团购', 'offer')];
    const other = piece('阳台', 'life', { evergreen: 1, cooldown: 30 });
    piece('生日', 'life', { text: '{称呼}，生日快乐' });
    // what is posted are its words for moments: with variables there, and none at all
    const named = piece('早', 'life', { text: '大家早' });
    book.ctx.db.sql("INSERT INTO content_variants (content_id, channel, title, text) VALUES (?, 'moments', '', '{称呼}早呀')").run(named);
    piece('公众号的', 'life', { text: ' ' });
    await book.call('posts.create', { ...words({ contentId: other, state: 'planned' }), scheduledAt: wallTime('2026-11-22', 1200) });
    const first = await propose();
    expect(first.picks.map(({ contentId, wanted, category, reason }) => [contentId, wanted, category, reason.fit])).toEqual([
      [life, 'life', 'life', 'category'],
      [offer, 'offer', 'offer', 'category'],
      [tips, 'tips', 'tips', 'category'],
    ]);
    // with offers at most every tenth post hers stays in the library
    await book.call('settings.set', { key: 'mix.limits', value: { ...firstMixLimits, offerShare: 0.1 } });
    expect((await propose()).picks.map(({ contentId }) => contentId)).not.toContain(offer);
    await book.call('settings.set', { key: 'mix.limits', value: firstMixLimits });
    const [monday, ...rest] = first.picks;
    const swapped = await propose({ keep: rest, refused: [monday] });
    // the only other piece of that kind rests still
    expect(swapped.empty).toMatchObject([{ on: '2026-11-23', why: 'resting' }]);
    expect(swapped.picks).toHaveLength(2);
    const done = await book.call<PostsReport>('slots.fill', { picks: first.picks });
    expect(await all()).toHaveLength(4);
    expect((await all())[1]).toMatchObject({ contentId: life, text: '早餐的文字', title: '早餐', state: 'scheduled', audience: everybody });
    expect((await propose()).picks).toEqual([]);
    await undo(done.undoId);
    expect(await all()).toHaveLength(1);
    await expect(book.call('slots.fill', { picks: [monday, { ...rest[0], contentId: life }] })).rejects.toMatchObject({
      kind: 'invalidInput',
    });
    await expect(book.call('slots.fill', { picks: [{ ...monday, contentId: named }] })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(propose({ toOn: '2027-11-22' })).rejects.toMatchObject({ kind: 'invalidInput' });
  });
});

describe('own days', () => {
  test('are kept with their range, found by any day they touch, and taken back', async () => {
    const values = { title: '直播专场', kind: 'live', fromOn: '2026-11-28', toOn: '2026-12-02', note: '' };
    const made = await book.call<Saved>('events.create', values);
    const at = (fromOn: string, toOn: string) => book.call<CalendarEvent[]>('events.list', { fromOn, toOn });
    expect(await at('2026-12-02', '2026-12-31')).toEqual([{ id: made.id, ...values }]);
    expect(await at('2026-12-03', '2026-12-31')).toEqual([]);
    const changed = await book.call<Saved>('events.update', { id: made.id, values: { ...values, title: '直播', toOn: '2026-11-28' } });
    expect(await at('2026-11-01', '2026-11-30')).toMatchObject([{ title: '直播', toOn: '2026-11-28' }]);
    await undo(changed.undoId);
    const gone = await book.call<Saved>('events.delete', { id: made.id });
    await undo(gone.undoId);
    expect(await at('2026-11-01', '2026-11-30')).toMatchObject([values]);
    for (const wrong of [{ toOn: '2026-11-01' }, { title: ' ' }, { fromOn: '2026-02-30' }, { kind: 'party' }])
      await expect(book.call('events.create', { ...values, ...wrong })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(book.call('events.delete', { id: 99 })).rejects.toMatchObject({ kind: 'notFound' });
  });
});
