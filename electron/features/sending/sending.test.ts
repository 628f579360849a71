import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ContentPiece } from '../../../shared/contracts/content.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { GuardFriend } from '../../../shared/contracts/guard.ts';
import { mostItems, type QueueDetail, type QueueSummary, type SendCard, type SendPreview } from '../../../shared/contracts/sending.ts';
import type { Proposal } from '../../../shared/contracts/slots.ts';
import { friendNamed, openTestApp, type TestApp, TestClock } from '../../../tests/helpers/test-app.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Sunday 14:00 in China */
const start = Date.UTC(2026, 10, 22, 6);

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp({ clock: new TestClock(start) });
});
afterEach(() => app.close());

const friend = async (remark: string, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(remark, more))).id;
const draft = (ids: number[], more: object = {}) => ({
  source: { by: 'selection', selection: { by: 'ids', ids } },
  kind: 'privateAdvert',
  text: '{称呼|朋友}，丑橘到了',
  assetIds: [],
  contentId: null,
  keepMissing: false,
  ...more,
});
const create = async (ids: number[], more: object = {}) =>
  (await app.call<Saved>('sending.create', { name: '丑橘', ...draft(ids, more) })).id;
const queue = (queueId: number) => app.call<QueueDetail>('sending.queue', { queueId });
const card = (itemId: number) => app.call<SendCard>('sending.card', { itemId });
const send = (itemId: number, text = '丑橘到了', overrideReason = '') => app.call<Saved>('sending.send', { itemId, text, overrideReason });
const touches = () =>
  app.ctx.db
    .sql('SELECT friend_id AS friendId, kind, direction, note, send_item_id AS item, override_reason AS why FROM touches ORDER BY id')
    .all();
const tag = async (friendId: number, name: string) => {
  const { id } = await app.call<Saved>('tags.create', { name, groupId: null, color: null });
  await app.call('tags.assign', { selection: { by: 'ids', ids: [friendId] }, tagIds: [id] });
};

/** The columns of a list that is done, as another id, for SQL. */
const queueRow = (id: string) =>
  (app.ctx.db.pluck("SELECT name FROM pragma_table_info('send_queues')").all() as string[])
    .map((column) => (column === 'id' ? id : column === 'state' ? "'done'" : `send_queues.${column}`))
    .join(', ');

describe('before a queue begins', () => {
  it('says who is left out and why, and who has to wait', async () => {
    const [fine, gone, quiet, archived] = [await friend('王姐'), await friend('李姐'), await friend('张姐'), await friend('赵姐')];
    await app.call('friends.setStatus', { selection: { by: 'ids', ids: [gone] }, status: 'deletedMe' });
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [archived] }, archived: true });
    await tag(quiet, '勿扰');
    const ids = [fine, gone, quiet, archived];
    const seen = await app.call<SendPreview>('sending.preview', draft(ids));
    expect(seen).toMatchObject({
      total: 4,
      queued: 1,
      left: { gone: 1, archived: 1, tagged: 1, missing: 0 },
      lists: 1,
      guard: { ok: 1 },
      elsewhere: 0,
      samples: [{ friendId: fine, name: '王姐', text: expect.stringContaining('丑橘到了') as string }],
    });
    expect(await app.call<SendPreview>('sending.preview', draft(ids, { kind: 'service' }))).toMatchObject({
      queued: 2,
      left: { tagged: 0 },
    });
  });

  it('names the variables that are empty, and leaves those friends out unless she keeps them', async () => {
    const ids = [await friend('王姐', { region: '广东 深圳' }), await friend('李姐')];
    const words = { text: '{称呼}，{地区}有货' };
    const seen = await app.call<SendPreview>('sending.preview', draft(ids, words));
    expect(seen).toMatchObject({ queued: 1, left: { missing: 1 }, missing: [{ variable: '地区', count: 1, names: ['李姐'] }] });
    expect(await app.call<SendPreview>('sending.preview', draft(ids, { ...words, keepMissing: true }))).toMatchObject({
      queued: 2,
      left: { missing: 0 },
      missing: [{ variable: '地区' }],
    });
  });

  it('refuses words that cannot be read, nothing to send and nobody to send to', async () => {
    const id = await friend('王姐');
    await expect(create([id], { text: '{称呼' })).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['text'] } });
    await expect(create([id], { text: '{身高}你好' })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(create([id], { text: ' ' })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(create([])).rejects.toMatchObject({ kind: 'nothingSelected' });
    await expect(create([id], { assetIds: [77] })).rejects.toMatchObject({ kind: 'notFound' });
    expect(await app.call<QueueSummary[]>('sending.queues')).toEqual([]);
  });

  it('is for nobody until somebody is chosen', async () => {
    await friend('王姐');
    const source = { by: 'audience', audience: { mode: 'only' }, accountIds: [] };
    expect(await app.call<SendPreview>('sending.preview', draft([], { source }))).toMatchObject({ total: 0, queued: 0, samples: [] });
    await expect(create([], { source })).rejects.toMatchObject({ kind: 'nothingSelected' });
  });

  it('makes several lists of more friends than one holds, in one action: the first is open, the others rest', async () => {
    app.ctx.db.raw.exec(
      `INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, created_at, updated_at, trust_since_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${mostItems + 1}) SELECT 1, '友' || i, '', '', '', 1, 1, 1 FROM n`,
    );
    const ids = app.ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[];
    const words = { text: '丑橘到了' };
    const seen = await app.call<SendPreview>('sending.preview', draft(ids, words));
    expect(seen).toMatchObject({ total: mostItems + 1, queued: mostItems + 1, lists: 2, guard: { ok: mostItems + 1 } });
    const made = await app.call<Saved>('sending.create', { name: '丑橘', ...draft(ids, words) });
    const lists = await app.call<QueueSummary[]>('sending.queues');
    expect(lists.map(({ name, state, total, ready }) => [name, state, total, ready])).toEqual([
      ['丑橘 1/2', 'open', mostItems, mostItems],
      ['丑橘 2/2', 'paused', 1, 0],
    ]);
    expect(lists[0]!.id).toBe(made.id);
    // nobody is left out, nobody stands twice, and they come in the order she gave
    const details = await Promise.all(lists.map(({ id }) => queue(id)));
    expect(details.flatMap(({ items }) => items.map(({ friendId }) => friendId))).toEqual(ids);
    expect(details[0]!.nextPart).toEqual({ id: lists[1]!.id, name: '丑橘 2/2', state: 'paused', waiting: 1 });
    await app.call('undo.undo', { id: made.undoId });
    expect(await app.call<QueueSummary[]>('sending.queues')).toEqual([]);
  });

  it('lists that are done are reached however many there are, each once', async () => {
    const id = await create([await friend('王姐')]);
    app.ctx.db.raw.exec(
      `INSERT INTO send_queues SELECT * FROM (WITH RECURSIVE n (i) AS (SELECT ${id + 1} UNION ALL SELECT i + 1 FROM n WHERE i < ${id + 450})
         SELECT ${queueRow('i')} FROM n, send_queues WHERE send_queues.id = ${id})`,
    );
    const shown = await app.call<QueueSummary[]>('sending.queues');
    const older = (before: number) => app.call<QueueSummary[]>('sending.doneQueues', { before });
    const pages = [shown];
    while (pages.at(-1)!.filter(({ state }) => state === 'done').length === 200) pages.push(await older(pages.at(-1)!.at(-1)!.id));
    expect(pages.map(({ length }) => length)).toEqual([201, 200, 50]);
    const ids = pages.flat().map((one) => one.id);
    expect(ids).toEqual([id, ...Array.from({ length: 450 }, (_, i) => id + 450 - i)]);
  });

  it('names the part to go on with: the next behind this one, else one before it, none that is done and no list of other words', async () => {
    const ids = [await friend('王姐')];
    const made = async (name: string) => (await app.call<Saved>('sending.create', { name, ...draft(ids) })).id;
    const [one, two, three, lone] = [await made('丑橘 1/3'), await made('丑橘 2/3'), await made('丑橘 3/3'), await made('脐橙 1/3')];
    const next = async (id: number) => (await queue(id)).nextPart?.id ?? null;
    expect([await next(one), await next(two), await next(three), await next(lone)]).toEqual([two, three, one, null]);
    const end = (id: number) => app.call('sending.setState', { queueId: id, state: 'done' });
    await end(two);
    expect([await next(one), await next(two)]).toEqual([three, three]);
    await end(three);
    expect([await next(one), await next(two)]).toEqual([null, one]);
    // made at another time, for others
    app.clock.at += hour;
    await made('丑橘 3/3');
    expect(await next(two)).toBe(one);
  });

  it('takes an audience, and never takes a broken one for everybody', async () => {
    const id = await friend('王姐');
    await friend('李姐');
    await tag(id, '果友');
    const tagId = app.ctx.db.pluck("SELECT id FROM tags WHERE name = '果友'").get() as number;
    const audience = { mode: 'only', tagIds: [tagId], levels: [], segmentIds: [] };
    const source = { by: 'audience', audience, accountIds: [] };
    const made = await app.call<Saved>('sending.create', { name: '果友', ...draft([]), source });
    expect((await queue(made.id)).items.map(({ name }) => name)).toEqual(['王姐']);
    await app.call('tags.delete', { ids: [tagId] });
    await expect(app.call('sending.preview', { ...draft([]), source })).rejects.toMatchObject({ kind: 'brokenAudience' });
  });
});

describe('going through a queue', () => {
  it('gives each friend her own words, and one press is one contact of that kind in the log', async () => {
    const ids = [await friend('王姐'), await friend('李姐')];
    const queueId = await create(ids);
    const { items } = await queue(queueId);
    const first = await card(items[0]!.id);
    expect(first).toMatchObject({
      name: '王姐',
      account: expect.any(String) as string,
      guard: { answer: 'ok' },
      missing: [],
      ownText: false,
    });
    const { undoId } = await send(items[0]!.id, first.text);
    expect(touches()).toEqual([{ friendId: ids[0], kind: 1, direction: 'out', note: first.text, item: items[0]!.id, why: '' }]);
    expect((await queue(queueId)).queue).toMatchObject({ sent: 1, waiting: 1, ready: 1, state: 'open' });
    expect(await card(items[0]!.id)).toMatchObject({ state: 'sent', text: first.text });
    await expect(send(items[0]!.id)).rejects.toMatchObject({ kind: 'changedSince' });
    await app.call('undo.undo', { id: undoId });
    expect(touches()).toEqual([]);
    expect((await queue(queueId)).queue).toMatchObject({ sent: 0, waiting: 2, ready: 2 });
  });

  it('is there after a restart, and done when nobody is left', async () => {
    const queueId = await create([await friend('王姐'), await friend('李姐'), await friend('张姐')]);
    const { items } = await queue(queueId);
    await send(items[0]!.id);
    await app.call('sending.skip', { itemId: items[1]!.id, reason: '在忙' });
    app = await app.reopen();
    expect(await app.call<QueueSummary[]>('sending.queues')).toMatchObject([
      { id: queueId, sent: 1, skipped: 1, waiting: 1, state: 'open' },
    ]);
    const last = await send(items[2]!.id);
    expect((await queue(queueId)).queue).toMatchObject({ state: 'done', sent: 2, ready: 0 });
    await app.call('undo.undo', { id: last.undoId });
    expect((await queue(queueId)).queue).toMatchObject({ state: 'open', ready: 1 });
  });

  it('asks the guard again only for whom something changed, and for everybody a little later', async () => {
    const ids = [await friend('王姐'), await friend('李姐'), await friend('张姐')];
    const queueId = await create(ids);
    const waits = async () => (await queue(queueId)).items.map(({ wait }) => wait?.why ?? null);
    expect(await waits()).toEqual([null, null, null]);
    // past every announcement: whoever is not asked again is as before
    app.ctx.db
      .sql(
        "INSERT INTO touches (friend_id, at, touchpoint, direction, kind) SELECT id, ?, 'private', 'out', 1 FROM friends WHERE id IN (?, ?)",
      )
      .run(start, ids[0], ids[1]);
    expect(await waits()).toEqual([null, null, null]);
    const { items } = await queue(queueId);
    const sent = await send(items[0]!.id, '好', '着急');
    expect(await waits()).toEqual([null, null, null]);
    await app.call('undo.undo', { id: sent.undoId });
    expect(await waits()).toEqual(['guard', null, null]);
    // anything else may concern anybody
    await app.call('settings.set', { key: 'guard.perDay', value: 1 });
    await app.call('settings.set', { key: 'guard.perWindow', value: 4 });
    expect(await waits()).toEqual(['guard', 'guard', null]);
    app.ctx.db.sql('DELETE FROM touches').run();
    expect(await waits()).toEqual(['guard', 'guard', null]);
    app.clock.tick(31_000);
    expect(await waits()).toEqual([null, null, null]);
  });

  it('reads a list with people who write often where the hours of the chats are', async () => {
    const ids = [await friend('王姐'), await friend('李姐')];
    const queueId = await create(ids);
    const here = await queue(queueId);
    app.ctx.db.sql('INSERT INTO friend_chat_stats (friend_id, in_count, out_count, two_way_days) VALUES (?, 40, 1, 1)').run(ids[0]);
    expect(await queue(queueId)).toEqual(here);
  });

  it('lets those wait who may not be written to now; they come by themselves', async () => {
    const id = await friend('王姐');
    const queueId = await create([id]);
    await app.call('touches.log', {
      selection: { by: 'ids', ids: [id] },
      touchpoint: 'private',
      direction: 'out',
      at: start - hour,
      note: '',
      kind: 'privateAdvert',
    });
    const [item] = (await queue(queueId)).items;
    expect(item).toMatchObject({ wait: { why: 'guard' } });
    expect((await queue(queueId)).queue).toMatchObject({ ready: 0, nextAt: item!.wait!.until });
    await expect(send(item!.id)).rejects.toMatchObject({ kind: 'guardHolds', details: { at: item!.wait!.until, rules: ['day'] } });
    expect(touches()).toHaveLength(1);
    app.clock.at = item!.wait!.until!;
    expect((await queue(queueId)).queue.ready).toBe(1);
    await send(item!.id);
  });

  it('lets her go on with a reason, and keeps it on the contact and in the timeline', async () => {
    const id = await friend('王姐');
    const queueId = await create([id]);
    await tag(id, '勿扰');
    const [item] = (await queue(queueId)).items;
    expect(item).toMatchObject({ wait: { why: 'blocked' } });
    await expect(send(item!.id)).rejects.toMatchObject({ kind: 'guardHolds' });
    await send(item!.id, '丑橘到了', '她刚问过这个');
    expect(touches()).toMatchObject([{ why: '她刚问过这个' }]);
    const timeline = await app.call<TimelineItem[]>('friends.timeline', { friendId: id, limit: 20 });
    expect(timeline.find(({ kind }) => kind === 'touch')?.details).toMatchObject({
      kind: 'privateAdvert',
      overrideReason: '她刚问过这个',
      sent: true,
    });
    // a reason that was not needed is not kept
    const free = await create([await friend('李姐')]);
    await send((await queue(free)).items[0]!.id, '好', '没必要');
    expect(touches()[1]).toMatchObject({ why: '' });
  });

  it('never holds service words back', async () => {
    const id = await friend('王姐');
    await tag(id, '勿扰');
    app.clock.at = start + 10 * hour;
    const queueId = await create([id], { kind: 'service' });
    await send((await queue(queueId)).items[0]!.id, '您的货到了');
    expect(touches()).toMatchObject([{ kind: 7, why: '' }]);
  });

  it('snoozes, takes back, notes a reply once, and gives her words of her own', async () => {
    const id = await friend('王姐');
    const queueId = await create([id, await friend('李姐')]);
    const [item] = (await queue(queueId)).items;
    const itemId = item!.id;
    await app.call('sending.snooze', { itemId, until: start + day });
    expect((await queue(queueId)).items[0]).toMatchObject({ wait: { why: 'snoozed', until: start + day } });
    await app.call('sending.snooze', { itemId, until: null });
    expect((await queue(queueId)).items[0]).toMatchObject({ wait: null });
    await expect(app.call('sending.snooze', { itemId, until: start })).rejects.toMatchObject({ kind: 'invalidInput' });
    await app.call('sending.setText', { itemId, text: '姐，给你留了一箱' });
    expect(await card(itemId)).toMatchObject({ text: '姐，给你留了一箱', ownText: true });
    await app.call('sending.setText', { itemId, text: null });
    expect(await card(itemId)).toMatchObject({ ownText: false });
    await send(itemId);
    const before = (await app.call<GuardFriend>('guard.friend', { friendId: id })).load;
    app.clock.tick(1);
    await app.call('sending.replied', { itemId });
    expect(await app.call<Saved>('sending.replied', { itemId })).toMatchObject({ undoId: null });
    expect((await app.call<GuardFriend>('guard.friend', { friendId: id })).load).toBeCloseTo(before / 2, 5);
    expect((await queue(queueId)).queue.replied).toBe(1);
  });

  it('is one use of its piece in the library, planned until the first friend has the words', async () => {
    const words = {
      title: '',
      text: '丑橘',
      category: 'life',
      form: 'text',
      aim: '',
      tags: [],
      seasons: [],
      productIds: [],
      variants: [],
    };
    const rule = { assetIds: [], evergreen: true, cooldownDays: 10, maxUses: 2 };
    const piece = await app.call<Saved>('content.create', { ...words, ...rule });
    const used = () => app.call<ContentPiece>('content.get', { id: piece.id });
    const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, minute: 600, category: 'life' }));
    await app.call('slots.set', { accountId: 1, slots: everyDay });
    const proposed = async () => {
      const days = { fromOn: '2026-11-23', toOn: '2026-12-05', accountId: null };
      return (await app.call<Proposal>('slots.propose', days)).picks.map(({ on }) => on);
    };
    expect(await used()).toMatchObject({ reuse: 'unused', usage: { planned: 0, posted: 0 } });
    const queueId = await create([await friend('王姐'), await friend('李姐')], { contentId: piece.id });
    expect(await used()).toMatchObject({ reuse: 'resting', usage: { planned: 1, posted: 0, lastPlannedAt: start } });
    app.clock.tick(hour);
    const { items } = await queue(queueId);
    for (const { id } of items) await send(id);
    expect(await used()).toMatchObject({ reuse: 'resting', usage: { planned: 0, posted: 1, lastPostedAt: start + hour } });
    const ended = await create([await friend('张姐')], { contentId: piece.id });
    expect((await used()).reuse).toBe('spent');
    expect(await proposed()).toEqual([]);
    await app.call('sending.setState', { queueId: ended, state: 'done' });
    expect(await used()).toMatchObject({ reuse: 'resting', usage: { planned: 0, posted: 1 } });
    // 用素材库排满 counts the same uses: ten days after it was sent, and not before
    expect(await proposed()).toEqual(['2026-12-02']);
  });

  it('rests, goes on, and is taken away with undo', async () => {
    const queueId = await create([await friend('王姐')]);
    await app.call('sending.setState', { queueId, state: 'paused' });
    expect((await queue(queueId)).queue).toMatchObject({ state: 'paused', ready: 0 });
    const [item] = (await queue(queueId)).items;
    await expect(send(item!.id)).rejects.toMatchObject({ kind: 'queuePaused' });
    expect(touches()).toEqual([]);
    await app.call('sending.setState', { queueId, state: 'open' });
    const { undoId } = await app.call<Saved>('sending.delete', { queueId });
    await expect(queue(queueId)).rejects.toMatchObject({ kind: 'notFound' });
    await app.call('undo.undo', { id: undoId });
    expect((await queue(queueId)).items).toHaveLength(1);
  });
});

describe('friends that are one', () => {
  it('take over each other’s places; the settled one stays where both stand', async () => {
    const [keep, other] = [await friend('王姐'), await friend('王姐 2')];
    const both = await create([keep, other]);
    const alone = await create([other]);
    const items = (await queue(both)).items;
    await send(items[1]!.id);
    const { undoId } = await app.call<{ undoId: number }>('friends.merge', { keepId: keep, otherId: other, fields: {} });
    expect((await queue(both)).items).toMatchObject([{ id: items[1]!.id, friendId: keep, state: 'sent' }]);
    expect((await queue(alone)).items).toMatchObject([{ friendId: keep, state: 'waiting' }]);
    await app.call('undo.undo', { id: undoId });
    expect((await queue(both)).items.map(({ friendId }) => friendId)).toEqual([keep, other]);
  });
});
