import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FriendFilter, type FriendSort, friendSortKeys, friendStatuses } from '../../../shared/contracts/friends.ts';
import { randomAction, randomFriend, randomFrom } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { tagMembership } from '../tags/tags.membership.ts';
import { FriendIndex } from './friend-index.ts';
import { fold } from './friend-texts.ts';
import type { FriendRecord } from './friends.queries.ts';
import { friendValues } from './friends.service.ts';
import { friendIndex } from './plugs.ts';

const dayMs = 86_400_000;
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

function clear(): void {
  for (const table of ['friends', 'tags', 'tag_groups', 'posts', 'undo_actions']) app.ctx.db.raw.exec(`DELETE FROM ${table}`);
  app.ctx.announce({ topics: ['friends', 'tags'] });
}
beforeEach(clear);

/** Puts a random book in, past the services: every combination, also those a screen makes slowly. */
function randomBook(pick: (n: number) => number, size: number): void {
  const { db } = app.ctx;
  const now = app.clock.now();
  const tags = Array.from({ length: 5 }, (_, i) =>
    Number(db.raw.prepare("INSERT INTO tags (name, origin, place, created_at) VALUES (?, 'manual', 0, 0)").run(`签${i}`).lastInsertRowid),
  );
  db.raw.transaction(() => {
    for (let i = 0; i < size; i++) {
      const input = { ...randomFriend(pick, true), wxid: pick(2) ? `wx_${i}` : null };
      const values = {
        ...friendValues(input as unknown as Parameters<typeof friendValues>[0]),
        status: friendStatuses[pick(4)]!,
        trust_level: 1 + pick(6),
        trust_since_at: now,
        last_contact_at: pick(3) ? now - pick(60) * dayMs : null,
        archived_at: pick(4) ? null : now,
        import_batch_id: pick(3) ? null : 1 + pick(2),
        created_at: now - pick(5) * 1000,
        updated_at: now,
      };
      const columns = Object.keys(values);
      const id = db.raw
        .prepare(`INSERT INTO friends (${columns}) VALUES (${columns.map(() => '?')})`)
        .run(...Object.values(values)).lastInsertRowid;
      for (const tag of tags) if (pick(3) === 0) db.raw.prepare('INSERT INTO friend_tags VALUES (?, ?, 0)').run(tag, id);
    }
  })();
  app.ctx.announce({ topics: ['friends', 'tags'] });
}

type Person = FriendRecord & { tags: Set<number> };
function people(): Person[] {
  const rows = app.ctx.db.raw.prepare('SELECT * FROM friends ORDER BY id').all() as FriendRecord[];
  const tagsOf = app.ctx.db.raw.prepare('SELECT tag_id FROM friend_tags WHERE friend_id = ?').pluck();
  return rows.map((row) => ({ ...row, tags: new Set(tagsOf.all(row.id) as number[]) }));
}

/** The plain reading of the contract, row by row. */
function matches(person: Person, filter: FriendFilter): boolean {
  const { any = [], all = [], none = [] } = filter.tags ?? {};
  const inList = <T>(list: T[] | undefined, value: T) => !list?.length || list.includes(value);
  const at = person.last_contact_at;
  const limit = filter.lastContact && 'days' in filter.lastContact ? app.clock.now() - filter.lastContact.days * dayMs : 0;
  return (
    (filter.archived === 'any' || (person.archived_at !== null) === (filter.archived === 'only')) &&
    inList(filter.levels, person.trust_level) &&
    inList(filter.statuses, person.status) &&
    inList(filter.accountIds, person.account_id) &&
    inList(filter.channelIds, person.channel_id) &&
    (filter.importBatchId === undefined || person.import_batch_id === filter.importBatchId) &&
    (any.length === 0 || any.some((tag) => person.tags.has(tag))) &&
    all.every((tag) => person.tags.has(tag)) &&
    !none.some((tag) => person.tags.has(tag)) &&
    (filter.lastContact?.kind !== 'never' || at === null) &&
    (filter.lastContact?.kind !== 'within' || (at !== null && at >= limit)) &&
    (filter.lastContact?.kind !== 'before' || (at !== null && at < limit)) &&
    fold(filter.text ?? '')
      .split(/\s+/)
      .every((term) => person.search_text.includes(term))
  );
}

const keyOf: Record<FriendSort['key'], (person: Person) => string | number | null> = {
  name: (person) => person.sort_name,
  trustLevel: (person) => person.trust_level,
  lastContactAt: (person) => person.last_contact_at,
  addedAt: (person) => person.added_at,
  createdAt: (person) => person.created_at,
  status: (person) => friendStatuses.indexOf(person.status),
  accountId: (person) => person.account_id,
  channelId: (person) => person.channel_id,
  region: (person) => person.region,
};

function expected(filter: FriendFilter, { key, direction }: FriendSort): number[] {
  const value = keyOf[key];
  const sign = direction === 'asc' ? 1 : -1;
  const compare = (a: string | number, b: string | number) =>
    typeof a === 'number'
      ? a - (b as number)
      : key === 'name'
        ? Buffer.compare(Buffer.from(a), Buffer.from(b as string))
        : a.localeCompare(b as string, 'zh-CN');
  return people()
    .filter((person) => matches(person, filter))
    .sort((a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left === null || right === null) return left === right ? sign * (a.id - b.id) : left === null ? 1 : -1;
      return sign * (compare(left, right) || a.id - b.id);
    })
    .map(({ id }) => id);
}

function randomFilter(pick: (n: number) => number): FriendFilter {
  const tags = app.ctx.db.raw.prepare('SELECT id FROM tags').pluck().all() as number[];
  const some = <T>(list: readonly T[]): T[] => list.filter(() => pick(2) === 0);
  const texts = ['', '张', 'an', 'shan', 'zs', 'ZHANG', 'ａ', '3 楼', 'wx_1', '138', 'lv', '🌸', '=', 'chongqing', '没有'];
  const parts: FriendFilter[] = [
    { text: texts[pick(texts.length)]! },
    { tags: { any: some(tags), all: pick(3) ? [] : some(tags), none: pick(3) ? [] : some([...tags, 9999]) } },
    { levels: some([1, 2, 3, 4, 5, 6]) },
    { accountIds: pick(2) ? [1] : [1, 77] },
    { channelIds: some([null, 1, 2, 3]) },
    { statuses: some(friendStatuses) },
    {
      lastContact: [
        { kind: 'never' as const },
        { kind: 'within' as const, days: 1 + pick(60) },
        { kind: 'before' as const, days: 1 + pick(60) },
      ][pick(3)]!,
    },
    { archived: (['no', 'only', 'any'] as const)[pick(3)]! },
    { importBatchId: 1 + pick(3) },
  ];
  return Object.assign({}, ...parts.filter(() => pick(4) === 0));
}
const randomSort = (pick: (n: number) => number): FriendSort => ({
  key: friendSortKeys[pick(friendSortKeys.length)]!,
  direction: pick(2) ? 'asc' : 'desc',
});

/** Everything the index tells, to compare it with a fresh one. */
function told(index: FriendIndex): unknown {
  const ids = [...index.select({ archived: 'any' })];
  return {
    ids,
    total: index.total,
    facets: index.facets({}),
    tags: [...index.tagCounts()].filter(([, count]) => count > 0).sort(([a], [b]) => a - b),
    of: ids.map((id) => index.tagsOf(id)),
    coverage: [...index.coverage(Uint32Array.from(ids))].sort(([a], [b]) => a - b),
    orders: friendSortKeys.map((key) => [...index.view({ archived: 'any' }, { key, direction: 'asc' })]),
  };
}

describe('the index over all friends', () => {
  it('finds and orders exactly what plain SQL does, over random books, filters and sorts', async () => {
    const seeds = fc.integer({ min: 1, max: 2 ** 30 });
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 0, max: 80 }), async (seed, size) => {
        clear();
        const pick = randomFrom(seed);
        randomBook(pick, size);
        const index = await friendIndex(app.ctx);
        for (let i = 0; i < 12; i++) {
          const [filter, sort] = [randomFilter(pick), randomSort(pick)];
          const ids = expected(filter, sort);
          const found = [...index.view(filter, sort)];
          expect({ filter, sort, ids: found }).toEqual({ filter, sort, ids });
          expect(index.count(filter)).toBe(ids.length);
          expect([...index.select(filter)]).toEqual([...ids].sort((a, b) => a - b));
        }
      }),
      { numRuns: 40, seed: 20261122 },
    );
  });

  it('still equals a fresh index after random edits, bulk actions, undo and redo', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
        clear();
        const pick = randomFrom(seed);
        randomBook(pick, 12);
        const done: string[] = [];
        for (let i = 0; i < 24; i++) {
          if (pick(4) === 0) {
            const state = await app.call<{ undo: { id: number } | null; redo: { id: number } | null }>('undo.state');
            const target = pick(2) ? state.redo : state.undo;
            if (target) await app.call(target === state.redo ? 'undo.redo' : 'undo.undo', { id: target.id }).catch(() => {});
            done.push('turn');
          } else done.push((await randomAction(app, pick)).name);
          if (pick(3)) continue;
          const live = await friendIndex(app.ctx);
          const fresh = await new FriendIndex(app.ctx, tagMembership).ready();
          expect({ done, told: told(live) }).toEqual({ done, told: told(fresh) });
          const sort = randomSort(pick);
          expect([...live.view({ archived: 'any' }, sort)]).toEqual(expected({ archived: 'any' }, sort));
        }
      }),
      { numRuns: 15, seed: 20261122 },
    );
  });

  it('never takes a filter whose segments were not looked up for everybody', async () => {
    randomBook(randomFrom(5), 12);
    const index = await friendIndex(app.ctx);
    const all = index.select({ archived: 'any' });
    expect(() => index.count({ segmentIds: [1] })).toThrow('knownFilter');
    expect([...index.select({ archived: 'any', segmentIds: [1], among: all.slice(2, 5) })]).toEqual([...all.slice(2, 5)]);
    expect(index.count({ archived: 'any', segmentIds: [1], among: new Uint32Array([999_999]) })).toBe(0);
  });

  it('gives a second reader who comes while it is being read the whole book, not the part read so far', async () => {
    randomBook(randomFrom(5), 9000);
    const filter = { archived: 'any' as const };
    const counts = await Promise.all(
      [1, 2, 3].map(() => app.call<number>('friends.count', { selection: { by: 'filter', filter, except: [] } })),
    );
    expect(counts).toEqual([9000, 9000, 9000]);
  });

  it('reads everything again after a reading that failed', async () => {
    randomBook(randomFrom(6), 20);
    let fail = true;
    const index = new FriendIndex(app.ctx, {
      ...tagMembership,
      tagIds: (ctx) => {
        if (fail) throw new Error('disk');
        return tagMembership.tagIds(ctx);
      },
    });
    await expect(index.ready()).rejects.toThrow('disk');
    fail = false;
    expect(told(await index.ready())).toEqual(told(await friendIndex(app.ctx)));
  });

  it('keeps far dates apart: a placeholder like 9999-12-31 neither doubles nor swallows a friend', async () => {
    const far = Date.UTC(9999, 11, 31);
    for (let i = 0; i < 40; i++) await app.call('friends.create', friendNamed(`远${i}`, { addedAt: far }));
    const index = await friendIndex(app.ctx);
    const view = [...index.view({}, { key: 'addedAt', direction: 'desc' })];
    expect(new Set(view).size).toBe(40);
    expect(view).toEqual([...index.select({})].reverse());
  });

  it('does not take a query with a zero character for a match across two friends', async () => {
    await app.call('friends.create', friendNamed('甲', { wxid: 'aaa' }));
    await app.call('friends.create', friendNamed('乙', { wxid: 'bbb' }));
    expect((await friendIndex(app.ctx)).count({ text: 'aaa\u0000乙' })).toBe(0);
  });

  it('searches each friend alone although one of them holds the character that parts the texts', async () => {
    for (const name of ['甲', '乙', '丙']) await app.call('friends.create', friendNamed(name));
    app.ctx.db.raw.exec("UPDATE friends SET search_text = 'one' || char(0) || 'two' WHERE search_text LIKE '乙%'");
    const index = await new FriendIndex(app.ctx, tagMembership).ready();
    expect(['jia', 'one', 'two', 'bing', 'nobody'].map((text) => index.count({ text }))).toEqual([1, 1, 1, 1, 0]);
  });
});
