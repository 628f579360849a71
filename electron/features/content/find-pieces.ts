import type { ContentFacets, ContentFilter, ContentSort, ContentUsage } from '../../../shared/contracts/content.ts';
import { searchWords } from '../../../shared/domain/content-search.ts';
import { lastUseAt, localDay, meanResult, neverUsed, reuseOf } from '../../../shared/domain/reuse.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type PieceEntry, type PieceIndex, pieceIndex } from './piece-index.ts';

const dayMs = 86_400_000;

interface Found {
  key: string;
  version: number;
  ids: number[];
}
/** The last answers of each book: pages of one list are asked for one after another. */
const lastFound = new WeakMap<HostContext, Found[]>();
const keptAnswers = 4;

/** Ids of the pieces that a filter finds, in order. Takes some milliseconds for 20,000 pieces. */
export async function findPieces(ctx: HostContext, filter: ContentFilter, sort: ContentSort): Promise<number[]> {
  const index = await pieceIndex(ctx);
  // what is free changes at midnight
  const key = JSON.stringify([filter, sort, localDay(ctx.clock.now())]);
  const answers = lastFound.get(ctx) ?? [];
  const known = answers.find((one) => one.key === key && one.version === index.version);
  if (known) return known.ids;
  const ids = sorted(select(ctx, index, filter), index.usage, sort);
  lastFound.set(ctx, [{ key, version: index.version, ids }, ...answers.filter((one) => one.key !== key)].slice(0, keptAnswers));
  return ids;
}

function select(ctx: HostContext, index: PieceIndex, filter: ContentFilter): PieceEntry[] {
  const tests = [
    ...listTests(filter),
    ...useTests(ctx, filter, index.usage),
    ...searchWords(filter.search).map((word) => wordTest(ctx, word)),
  ];
  const found: PieceEntry[] = [];
  for (const piece of index.entries) if (piece.isArchived === filter.archived && tests.every((test) => test(piece))) found.push(piece);
  return found;
}

type Test = (piece: PieceEntry) => boolean;

function listTests(filter: ContentFilter): Test[] {
  const tests: Test[] = [];
  const one = <T>(wanted: readonly T[], of: (piece: PieceEntry) => T) => {
    if (wanted.length > 0) tests.push((piece) => wanted.includes(of(piece)));
  };
  const some = <T>(wanted: readonly T[], of: (piece: PieceEntry) => readonly T[]) => {
    if (wanted.length > 0) tests.push((piece) => of(piece).some((value) => wanted.includes(value)));
  };
  one(filter.categories, ({ category }) => category);
  one(filter.forms, ({ form }) => form);
  some(filter.tags, ({ tags }) => tags);
  some(filter.seasons, ({ seasons }) => seasons);
  some(filter.productIds, ({ productIds }) => productIds);
  some(filter.channels, ({ channels }) => channels);
  if (filter.evergreen !== null) tests.push(({ evergreen }) => evergreen === filter.evergreen);
  return tests;
}

function useTests(ctx: HostContext, { use }: ContentFilter, usage: Map<number, ContentUsage>): Test[] {
  if (use === null) return [];
  const now = ctx.clock.now();
  const todayOn = localDay(now);
  const usageOf = (piece: PieceEntry) => usage.get(piece.id) ?? neverUsed;
  const lastAt = (piece: PieceEntry) => lastUseAt(usageOf(piece));
  const stateOf = (piece: PieceEntry) => reuseOf(piece, usageOf(piece), todayOn).state;
  const tests: Record<NonNullable<ContentFilter['use']>, Test> = {
    unused: (piece) => lastAt(piece) === null,
    used: (piece) => lastAt(piece) !== null,
    used30: (piece) => (lastAt(piece) ?? 0) > now - 30 * dayMs,
    notUsed90: (piece) => (lastAt(piece) ?? 0) <= now - 90 * dayMs,
    free: (piece) => ['unused', 'free'].includes(stateOf(piece)),
  };
  return [tests[use]];
}

/** A word stands in what was written, or in the name of a product it is about. */
function wordTest(ctx: HostContext, word: string): Test {
  const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  const products = new Set(ctx.db.pluck("SELECT id FROM products WHERE name LIKE ? ESCAPE '\\'").all(like) as number[]);
  return ({ search, productIds }) => search.includes(word) || (products.size > 0 && productIds.some((id) => products.has(id)));
}

function sorted(pieces: PieceEntry[], usage: Map<number, ContentUsage>, sort: ContentSort): number[] {
  const byNewest = (a: PieceEntry, b: PieceEntry) => b.updatedAt - a.updatedAt || b.id - a.id;
  if (sort === 'newest') return pieces.sort(byNewest).map(({ id }) => id);
  const usageOf = (piece: PieceEntry) => usage.get(piece.id) ?? neverUsed;
  const rankOf: Record<Exclude<ContentSort, 'newest'>, (piece: PieceEntry) => number> = {
    recentlyUsed: (piece) => lastUseAt(usageOf(piece)) ?? 0,
    neverUsed: (piece) => -(lastUseAt(usageOf(piece)) ?? 0),
    bestResults: (piece) => meanResult(usageOf(piece)),
  };
  const ranked = pieces.map((piece) => ({ piece, rank: rankOf[sort](piece) }));
  return ranked.sort((a, b) => b.rank - a.rank || byNewest(a.piece, b.piece)).map(({ piece }) => piece.id);
}

/** What can be asked for, counted over pieces that are not archived; the most frequent first. */
export async function pieceFacets(ctx: HostContext): Promise<ContentFacets> {
  const index = await pieceIndex(ctx);
  const counts = { categories: new Map(), forms: new Map(), channels: new Map(), tags: new Map(), seasons: new Map() } as Record<
    'categories' | 'forms' | 'channels' | 'tags' | 'seasons',
    Map<string, number>
  >;
  const products = new Map<number, number>();
  const sums = { total: 0, archived: 0, evergreen: 0 };
  const add = <T>(map: Map<T, number>, values: readonly T[]) => {
    for (const value of values) map.set(value, (map.get(value) ?? 0) + 1);
  };
  for (const piece of index.entries) {
    if (piece.isArchived) {
      sums.archived++;
      continue;
    }
    sums.total++;
    if (piece.evergreen) sums.evergreen++;
    add(counts.categories, [piece.category]);
    add(counts.forms, [piece.form]);
    add(counts.channels, piece.channels);
    add(counts.tags, piece.tags);
    add(counts.seasons, piece.seasons);
    add(products, piece.productIds);
  }
  const listed = (map: Map<string, number>) =>
    [...map].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'zh-CN'));
  const names = ctx.db
    .sql('SELECT id, name FROM products WHERE id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify([...products.keys()])) as { id: number; name: string }[];
  return {
    ...sums,
    categories: listed(counts.categories),
    forms: listed(counts.forms),
    channels: listed(counts.channels),
    tags: listed(counts.tags),
    seasons: listed(counts.seasons),
    products: names.map((product) => ({ ...product, count: products.get(product.id)! })).sort((a, b) => b.count - a.count || a.id - b.id),
  };
}
