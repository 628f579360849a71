import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentCategories, publishChannels } from '../../../shared/contracts/content.ts';
import { ageBands, type FriendFilter, friendStatuses, genders, incomeBands, ties } from '../../../shared/contracts/friends.ts';
import type {
  Explanation,
  RuleCount,
  SegmentGroup,
  SegmentNode,
  SegmentRule,
  SegmentTest,
  WhenTest,
} from '../../../shared/contracts/segments.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { layerCodes } from '../../../shared/domain/layers.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { dayAfter, dayOf } from '../../../shared/domain/segment-days.ts';
import { ruleOfFilter } from '../../../shared/domain/segment-rule.ts';
import { randomAction, randomFriend, randomFrom } from '../../../tests/helpers/random-actions.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { packIds } from '../../platform/id-pack.ts';
import { friendValues } from '../friends/friends.service.ts';

const dayMs = 86_400_000;
type Pick = (n: number) => number;

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

function insert(table: string, values: Record<string, unknown>): number {
  const columns = Object.keys(values);
  const statement = app.ctx.db.raw.prepare(
    `INSERT INTO ${table} (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map(() => '?')})`,
  );
  return Number(statement.run(...Object.values(values)).lastInsertRowid);
}

const tables = [
  'post_audiences',
  'posts',
  'order_lines',
  'orders',
  'products',
  'touches',
  'point_entries',
  'friend_chat_stats',
  'friend_segments',
  'friends',
  'tags',
];
function clear(): void {
  for (const table of tables) app.ctx.db.raw.exec(`DELETE FROM ${table}`);
}

/** Days ago; often one of those at which the rules of below begin or end. */
const daysAgo = (pick: Pick): number => (pick(2) ? pick(100) : [0, 1, 2, 6, 7, 29, 30][pick(7)]!);
const someDays = (pick: Pick): number => (pick(2) ? 1 + pick(60) : [1, 2, 7, 8, 30, 31][pick(6)]!);

/** Some moment of the last 100 days, often at the very edge of a day; or none. */
function moment(pick: Pick): number {
  const start = new Date(app.clock.now()).setHours(0, 0, 0, 0);
  return start - daysAgo(pick) * dayMs + [0, -1, 1, pick(dayMs), dayMs - 1][pick(5)]!;
}
const maybe = <T>(pick: Pick, value: T): T | null => (pick(3) === 0 ? null : value);

function addFriend(pick: Pick, at: number): number {
  const input = randomFriend(pick, true) as unknown as Parameters<typeof friendValues>[0];
  const id = insert('friends', {
    ...friendValues({ ...input, wxid: `wx_${at}`, gender: genders[pick(3)] ?? null, tie: ties[pick(3)] ?? null }),
    age_band: ageBands[pick(9)] ?? null,
    income_band: incomeBands[pick(6)] ?? null,
    interests: JSON.stringify(['猫', '茶', '烘焙'].filter(() => pick(3) === 0)),
    region: [null, '四川 成都', '重庆', '浙江 杭州'][pick(4)]!,
    source_text: [null, '扫一扫', '群聊 Tea'][pick(3)]!,
    status: friendStatuses[pick(4)]!,
    trust_level: 1 + pick(6),
    trust_since_at: moment(pick),
    last_contact_at: maybe(pick, moment(pick)),
    added_at: maybe(pick, moment(pick)),
    archived_at: pick(5) ? null : 1,
    import_batch_id: pick(3) ? null : 1,
    created_at: moment(pick),
    updated_at: 1,
  });
  return id;
}

function addFacts(pick: Pick, friendId: number, products: number[]): void {
  if (pick(2))
    insert('friend_chat_stats', {
      friend_id: friendId,
      first_at: moment(pick),
      last_in_at: maybe(pick, moment(pick)),
      last_out_at: maybe(pick, moment(pick)),
      in_count: pick(6),
      out_count: pick(6),
      two_way_days: pick(4),
      asked_count: pick(3),
      last_asked_at: maybe(pick, moment(pick)),
    });
  for (let i = pick(4); i > 0; i--) {
    const orderId = insert('orders', {
      ...{
        account_id: 1,
        friend_id: friendId,
        source: pick(3) ? 'ktt' : 'solitaire',
        identity: `${friendId} ${i}`,
        occurrence: 1,
        buyer_name: '',
      },
      ...{
        buyer_key: '',
        receiver: '',
        phone: '',
        address: '',
        // a file may hold days to come
        at: moment(pick) + (pick(8) === 0 ? 5 * dayMs : 0),
        precision: 0,
        status: pick(orderStatuses.length),
        status_text: '',
      },
      ...{
        amount_fen: pick(5) * 1000,
        paid_fen: maybe(pick, pick(5) * 1000),
        refund_fen: pick(3) ? 0 : 500,
        note: '',
        seller_note: '',
        extra: '{}',
      },
      ...{ created_at: 1, updated_at: 1 },
    });
    for (let position = pick(3); position > 0; position--)
      insert('order_lines', {
        ...{ order_id: orderId, position, product_id: maybe(pick, products[pick(products.length)]), product: 'x', spec: '', unit: '' },
      });
  }
  // often down to nothing again, now and then below it
  for (let i = pick(4); i > 0; i--)
    insert('point_entries', { friend_id: friendId, delta: [1, 2, -1, 1000, -1000][pick(5)]!, kind: 'manual', at: moment(pick) });
  for (let i = pick(4); i > 0; i--)
    insert('touches', {
      friend_id: friendId,
      at: moment(pick),
      touchpoint: 'private',
      direction: pick(2) ? 'in' : 'out',
      kind: pick(touchKinds.length),
    });
}

interface Book {
  friends: number[];
  tags: number[];
  products: number[];
  segments: number[];
}

/** A random book, past the services: every combination, also those that a screen makes slowly. */
function randomBook(pick: Pick): Book {
  clear();
  const tags = [0, 1, 2].map((i) => insert('tags', { name: `签${i}`, origin: 'manual', place: 0, created_at: 0 }));
  const products = [0, 1, 2].map((i) => insert('products', { name: `货${i}`, name_key: `货${i}`, created_at: 0, updated_at: 0 }));
  const friends = Array.from({ length: pick(24) }, (_, i) => addFriend(pick, i));
  for (const id of friends) {
    for (const tag of tags) if (pick(3) === 0) insert('friend_tags', { tag_id: tag, friend_id: id, added_at: 0 });
    addFacts(pick, id, products);
  }
  for (let i = pick(5); i > 0; i--) {
    const at = moment(pick);
    const state = pick(4) ? 'posted' : 'planned';
    const postId = insert('posts', {
      ...{
        account_id: 1,
        text: '',
        category: contentCategories[pick(7)]!,
        channel: publishChannels[pick(2) * pick(6)]!,
        scheduled_at: at,
        state,
        settled_at: state === 'posted' ? at : null,
      },
      ...{ created_at: 1, updated_at: 1 },
    });
    const heads = friends.filter(() => pick(2));
    insert('post_audiences', { post_id: postId, heads: heads.length, friend_ids: packIds(Float64Array.from(heads)) });
  }
  const book: Book = { friends, tags, products, segments: [] };
  for (let i = 0; i < 2; i++) {
    const rule = JSON.stringify(randomRule(pick, book));
    book.segments.push(insert('friend_segments', { name: `群${i}`, rule, created_at: 1, updated_at: 1 }));
  }
  app.ctx.announce({ topics: ['friends', 'tags', 'orders', 'chats', 'touches', 'points', 'posts', 'segments'] });
  return book;
}

function randomWhen(pick: Pick): WhenTest {
  const day = (ago: number) => dayAfter(dayOf(app.clock.now()), -ago);
  const days = someDays(pick);
  return [
    { kind: 'within' as const, days },
    { kind: 'before' as const, days, orNever: pick(2) === 1 },
    { kind: 'between' as const, fromOn: day(60), toOn: maybe(pick, day(pick(60))) },
    { kind: 'between' as const, fromOn: null, toOn: day(pick(60)) },
    { kind: 'ever' as const },
    { kind: 'never' as const },
  ][pick(6)]!;
}

const some = <T>(pick: Pick, list: readonly T[]): T[] => {
  const chosen = list.filter(() => pick(2));
  return chosen.length > 0 ? chosen : [list[pick(list.length)]!];
};

/** One test of any kind. */
function randomTest(pick: Pick, book: Book): SegmentTest {
  const bounds = [
    { min: pick(4), max: null },
    { min: null, max: pick(4) },
    { min: 1, max: 1 + pick(3) },
  ][pick(3)]!;
  const fen = { min: bounds.min === null ? null : bounds.min * 1000, max: bounds.max === null ? null : bounds.max * 1000 };
  const withinDays = maybe(pick, someDays(pick));
  const when = () => randomWhen(pick);
  const tests: (() => SegmentTest)[] = [
    () => ({ field: 'gender', values: some(pick, [...genders, null]) }),
    () => ({ field: 'ageBand', values: some(pick, [...ageBands, null]) }),
    () => ({ field: 'incomeBand', values: some(pick, [...incomeBands, null]) }),
    () => ({ field: 'tie', values: some(pick, [...ties, null]) }),
    () => ({ field: 'region', text: ['成都', '川', '没有'][pick(3)]! }),
    () => ({ field: 'source', text: ['扫', 'tea'][pick(2)]! }),
    () => ({ field: 'text', text: ['张', 'an', 'wx_1', 'ZH 张'][pick(4)]! }),
    () => ({ field: 'interest', values: some(pick, ['猫', '茶', '没人喜欢']) }),
    () => ({ field: 'birthday', when: { kind: 'month', month: 1 + pick(12) } }),
    () => ({
      field: 'birthday',
      when: [{ kind: 'thisMonth' as const }, { kind: 'nextMonth' as const }, { kind: 'unknown' as const }][pick(3)]!,
    }),
    () => ({ field: 'birthday', when: { kind: 'coming', days: 1 + pick(200) } }),
    () => ({ field: 'tags', mode: (['any', 'all', 'none'] as const)[pick(3)]!, tagIds: some(pick, book.tags) }),
    () => ({ field: 'level', values: some(pick, [1, 2, 3, 4, 5, 6]) }),
    () => ({ field: 'account', values: [1] }),
    () => ({ field: 'channel', values: some(pick, [null, 1, 2]) }),
    () => ({ field: 'status', values: some(pick, friendStatuses) }),
    () => ({ field: (['levelSince', 'addedAt', 'createdAt', 'lastContact'] as const)[pick(4)]!, when: when() }),
    () => ({ field: (['lastIn', 'lastOut', 'firstChat', 'lastAsked'] as const)[pick(4)]!, when: when() }),
    () => ({ field: (['inCount', 'outCount', 'twoWayDays', 'askedCount'] as const)[pick(4)]!, ...bounds }),
    () => ({ field: (['firstOrder', 'lastOrder'] as const)[pick(2)]!, when: when() }),
    () => ({ field: (['orderCount', 'boughtCount'] as const)[pick(2)]!, ...bounds, withinDays }),
    () => ({ field: 'paidFen', ...fen, withinDays }),
    () => ({ field: 'unpaidCount', ...bounds }),
    () => ({ field: 'points', ...bounds }),
    () => ({ field: 'layer', values: some(pick, layerCodes) }),
    () => ({ field: 'product', productIds: some(pick, book.products), withinDays }),
    () => ({
      field: 'touchCount',
      kinds: pick(2) ? [] : some(pick, touchKinds),
      direction: (['in', 'out', 'any'] as const)[pick(3)]!,
      ...bounds,
      withinDays,
    }),
    () => ({ field: 'seenCount', categories: pick(2) ? [] : some(pick, contentCategories), ...bounds, withinDays: someDays(pick) }),
  ];
  if (book.segments.length > 0) tests.push(() => ({ field: 'segment', segmentIds: some(pick, book.segments) }));
  return tests[pick(tests.length)]!();
}

function randomGroup(pick: Pick, book: Book, depth: number): SegmentGroup {
  const items = Array.from({ length: 1 + pick(3) }, (): SegmentNode => {
    if (depth < 3 && pick(4) === 0) return randomGroup(pick, book, depth + 1);
    return { not: pick(4) === 0, test: randomTest(pick, book) };
  });
  return { not: pick(5) === 0, all: pick(2) === 1, items };
}
const randomRule = (pick: Pick, book: Book): SegmentRule => ({
  archived: (['no', 'no', 'only', 'any'] as const)[pick(4)]!,
  root: randomGroup(pick, book, 1),
});

/** Who is in, by asking the reference about everybody, one by one; and how many each part finds. */
async function expected(book: Book, rule: SegmentRule): Promise<{ ids: number[]; counts: Record<string, number> }> {
  const ids: number[] = [];
  const counts: Record<string, number> = {};
  for (const friendId of book.friends) {
    const told = await app.call<Explanation>('segments.explain', { rule, friendId });
    if (told.in) ids.push(friendId);
    for (const [path, { met }] of Object.entries(told.nodes))
      if (path !== '') counts[path] = (counts[path] ?? 0) + +(met && told.archivedFits);
  }
  return { ids, counts };
}

describe('evaluating rules over columns', () => {
  it('finds exactly those whom the plain reference finds, over random books and rules', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
        const pick = randomFrom(seed);
        const book = randomBook(pick);
        for (let i = 0; i < 6; i++) {
          const rule = randomRule(pick, book);
          const wanted = await expected(book, rule);
          const told = await app.call<RuleCount>('segments.count', { rule });
          const sample = await app.call<{ rows: { id: number }[] }>('segments.sample', { rule, offset: 0, limit: 100 });
          const ids = sample.rows.map(({ id }) => id).sort((a, b) => a - b);
          expect({ rule, ids, total: told.total, broken: told.broken }).toEqual({
            rule,
            ids: wanted.ids,
            total: wanted.ids.length,
            broken: [],
          });
          if (book.friends.length > 0) expect({ rule, counts: told.counts }).toEqual({ rule, counts: wanted.counts });
        }
      }),
      { numRuns: 10, seed: 20261122 },
    );
  });

  it('finds by a filter kept as a segment whom the filter found', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
        const pick = randomFrom(seed);
        const book = randomBook(pick);
        for (let i = 0; i < 6; i++) {
          const parts: FriendFilter[] = [
            { text: ['张', 'an', 'wx_1'][pick(3)]! },
            { tags: { any: some(pick, book.tags), none: pick(2) ? [] : some(pick, book.tags) } },
            { levels: some(pick, [1, 2, 3, 4, 5, 6]) },
            { channelIds: some(pick, [null, 1, 2]) },
            { statuses: some(pick, friendStatuses) },
            { lastContact: { kind: 'never' } },
            { segmentIds: some(pick, book.segments) },
            { layers: some(pick, layerCodes) },
          ];
          const filter: FriendFilter = Object.assign(
            { archived: (['no', 'only', 'any'] as const)[pick(3)]! },
            ...parts.filter(() => pick(3) === 0),
          );
          const found = await app.call<number>('friends.count', { selection: { by: 'filter', filter, except: [] } });
          const rule = ruleOfFilter(filter);
          if (rule.root.items.length === 0) continue;
          const told = await app.call<RuleCount>('segments.count', { rule });
          expect({ filter, total: told.total }).toEqual({ filter, total: found });
        }
      }),
      { numRuns: 15, seed: 20261122 },
    );
  });

  it('still finds them after random edits, contacts, tags, levels, undo and redo', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
        const pick = randomFrom(seed);
        const book = randomBook(pick);
        const rules = Array.from({ length: 3 }, () => randomRule(pick, { ...book, tags: book.tags, segments: [] }));
        const done: string[] = [];
        for (let i = 0; i < 12; i++) {
          if (pick(4) === 0) {
            const state = await app.call<{ undo: { id: number } | null; redo: { id: number } | null }>('undo.state');
            const target = pick(2) ? state.redo : state.undo;
            if (target) await app.call(target === state.redo ? 'undo.redo' : 'undo.undo', { id: target.id }).catch(() => {});
            done.push('turn');
          } else done.push((await randomAction(app, pick)).name);
          const friends = app.ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[];
          for (const rule of rules) {
            const told = await app.call<RuleCount>('segments.count', { rule });
            // a random action may have taken a tag of the rule away
            if (told.broken.length > 0) continue;
            const { ids } = await expected({ ...book, friends }, rule);
            expect({ done, rule, total: told.total }).toEqual({ done, rule, total: ids.length });
          }
        }
      }),
      { numRuns: 6, seed: 20261122 },
    );
  });
});
