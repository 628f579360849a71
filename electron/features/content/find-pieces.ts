import type { ContentFacets, ContentFilter, ContentSort } from '../../../shared/contracts/content.ts';
import { searchWords } from '../../../shared/domain/content-search.ts';
import { lastUseAt, neverUsed, reuseOf } from '../../../shared/domain/reuse.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
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
  const ids = select(ctx, index, filter, sort);
  lastFound.set(ctx, [{ key, version: index.version, ids }, ...answers.filter((one) => one.key !== key)].slice(0, keptAnswers));
  return ids;
}

function select(ctx: HostContext, index: PieceIndex, filter: ContentFilter, sort: ContentSort): number[] {
  const { slots } = index;
  // words first: with them asked before, most pieces are ruled out without being looked at
  const fits = new Uint8Array(slots.length).fill(1);
  for (const word of searchWords(filter.search)) {
    const holds = index.holding(word);
    for (let slot = 0; slot < fits.length; slot++) fits[slot]! &= holds[slot]!;
  }
  const tests = [...listTests(filter), ...useTests(ctx, filter, index)];
  const found: number[] = [];
  for (const slot of index.inOrder(sort)) {
    if (fits[slot] === 0) continue;
    const piece = slots[slot]!;
    if (piece.isArchived === filter.archived && tests.every((test) => test(piece))) found.push(piece.id);
  }
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

function useTests(ctx: HostContext, { use }: ContentFilter, index: PieceIndex): Test[] {
  if (use === null) return [];
  const { usage } = index;
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
