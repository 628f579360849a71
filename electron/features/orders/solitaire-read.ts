import type { SolitaireLineRow, SolitaireList } from '../../../shared/contracts/orders-solitaire.ts';
import { findSolitaires, readSolitaire, totals } from '../../../shared/domain/solitaire.ts';
import { foldName, placePattern, plainSigns } from '../../../shared/domain/solitaire-text.ts';
import { type MergedSolitaire, mergeVersions } from '../../../shared/domain/solitaire-versions.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type Buyer, type BuyerMatch, matchBuyers } from './buyers.ts';
import { titleKey } from './identity.ts';
import type { OrderRecordRow } from './order-book.ts';

export interface Version {
  /** null = not stored yet */
  id: number | null;
  at: number;
  text: string;
}

/** One 接龙 with all its versions: those of the book, and those just pasted. */
export interface SolitaireDraft {
  groupBuy: { id: number; title: string } | null;
  versions: Version[];
  merged: MergedSolitaire;
  buyers: Map<string, Buyer & BuyerMatch>;
  orders: Map<string, OrderRecordRow>;
}

export interface SolitaireTask {
  accountId: number;
  text: string;
  /** ms UTC */
  at: number;
  conversationId: number | null;
}

/** Order that an entry of a list is. */
export const entryIdentity = (groupBuyId: number, key: string): string => `g\u001f${groupBuyId}\u001f${key.replace('\u0000', '\u001f')}`;

/** Every 接龙 of a text, each united with what the book has of it; writes nothing. */
export function draftSolitaires(ctx: ServiceContext, task: SolitaireTask): SolitaireDraft[] {
  const names = knownNames(ctx, task);
  const buckets: Omit<SolitaireDraft, 'merged' | 'buyers' | 'orders'>[] = [];
  const loaded = new Set<string>();
  const touched = new Set<object>();
  const belongs = (versions: readonly Version[], text: string) => mergeVersions([...versions, { at: task.at, text }], names).length === 1;
  for (const [i, text] of slices(task.text).entries()) {
    const key = titleKey(readSolitaire(text)?.title ?? '');
    if (!loaded.has(key)) buckets.push(...storedLists(ctx, task.accountId, key));
    loaded.add(key);
    let bucket = buckets.findLast(({ versions }) => versions.length > 0 && belongs(versions, text));
    if (!bucket) {
      bucket = { groupBuy: null, versions: [] };
      buckets.push(bucket);
    }
    touched.add(bucket);
    // several versions in one paste stand in their order
    const at = task.at + i;
    const before = bucket.versions.filter((one) => one.at <= at).at(-1);
    if (before?.text === text) continue;
    bucket.versions = [...bucket.versions, { id: null, at, text }].sort((a, b) => a.at - b.at);
  }
  return buckets.filter((bucket) => touched.has(bucket)).map((bucket) => complete(ctx, task.accountId, bucket, names));
}

function complete(
  ctx: ServiceContext,
  accountId: number,
  bucket: Omit<SolitaireDraft, 'merged' | 'buyers' | 'orders'>,
  names: readonly string[],
): SolitaireDraft {
  const merged = mergeVersions(bucket.versions, names)[0]!;
  const people = new Map(merged.lines.map(({ name }) => [foldName(name), name]));
  const list = [...people].map(([buyerKey, name]): Buyer => ({ key: buyerKey, name, buyerKey, phoneKey: null, wxid: null }));
  const matches = matchBuyers(ctx, accountId, list, { asksNicknames: false });
  const rows =
    bucket.groupBuy === null ? [] : (ctx.db.sql('SELECT * FROM orders WHERE group_buy_id = ?').all(bucket.groupBuy.id) as OrderRecordRow[]);
  return {
    ...bucket,
    merged,
    buyers: new Map(list.map((buyer, i) => [buyer.key, { ...buyer, ...matches[i]! }])),
    orders: new Map(rows.map((row) => [row.identity, row])),
  };
}

/** The text of each list, from its heading to the next. */
function slices(text: string): string[] {
  const rows = text.split(/\r\n|\n|\r/);
  const starts = findSolitaires(text).map(({ line }) => line - 1);
  return starts.map((start, i) =>
    rows
      .slice(start, starts[i + 1] ?? rows.length)
      .join('\n')
      .trimEnd(),
  );
}

function storedLists({ db }: ServiceContext, accountId: number, key: string): Omit<SolitaireDraft, 'merged' | 'buyers' | 'orders'>[] {
  const lists = db
    .sql("SELECT id, title FROM group_buys WHERE account_id = ? AND title_key = ? AND source = 'solitaire' ORDER BY id")
    .all(accountId, key) as { id: number; title: string }[];
  const versions = db.sql('SELECT id, at, text FROM solitaire_versions WHERE group_buy_id = ? ORDER BY at, id');
  return lists.map((groupBuy) => ({ groupBuy, versions: versions.all(groupBuy.id) as Version[] }));
}

/** Names that stay whole though they hold blanks: of members of the group, and of friends. */
function knownNames({ db }: ServiceContext, { accountId, conversationId }: SolitaireTask): string[] {
  const friends = db.arrays('SELECT remark, nickname FROM friends WHERE account_id = ?').all(accountId) as [string, string][];
  const members = (
    conversationId === null ? [] : db.pluck('SELECT group_name FROM conversation_members WHERE conversation_id = ?').all(conversationId)
  ) as string[];
  return [...friends.flat(), ...members].filter((name) => name !== '');
}

/** Building or place that an entry names; null = none. */
export const placeOf = (words: string): string | null => placePattern().exec(plainSigns(words))?.[0].trim() ?? null;

/** For the screen. */
export function toList(ctx: ServiceContext, draft: SolitaireDraft, index: number): SolitaireList {
  const { merged, groupBuy, versions } = draft;
  const standing = merged.lines.filter(({ withdrawnAt }) => withdrawnAt === null);
  const lines = merged.lines.map((line): SolitaireLineRow => {
    const { match, candidates } = draft.buyers.get(foldName(line.name))!;
    const { key, no, raw, name, items, note, sure, joinedAt, withdrawnAt, changes, reusedNumber } = line;
    const order = groupBuy === null ? undefined : draft.orders.get(entryIdentity(groupBuy.id, key));
    const pickup = order?.pickup ?? placeOf(`${name} ${line.rest}`);
    return {
      key,
      no,
      raw,
      name,
      items,
      note,
      pickup,
      sure,
      joinedAt,
      withdrawnAt,
      changes,
      reusedNumber,
      match,
      candidates,
      orderId: order?.id ?? null,
    };
  });
  return {
    index,
    title: merged.title,
    intro: merged.intro,
    products: priced(ctx, draft),
    groupBuy: groupBuy && { ...groupBuy, versions: versions.filter(({ id }) => id !== null).length, lastAt: versions.at(-1)!.at },
    lines,
    problems: merged.problems,
    totals: totals(standing),
    count: countLines(versions.at(-1)!.text, merged),
  };
}

/** What the list orders, with the price its text names, else the one she gave before. */
function priced({ db }: ServiceContext, { merged, groupBuy }: SolitaireDraft): SolitaireList['products'] {
  const before = db.pluck(
    'SELECT price_fen FROM order_lines JOIN orders ON orders.id = order_id WHERE group_buy_id = ? AND product = ? AND unit = ? AND price_fen IS NOT NULL LIMIT 1',
  );
  const wanted = new Map(
    merged.lines.flatMap(({ items }) => items).map(({ product, unit }) => [`${product}\u0000${unit}`, { product, unit }]),
  );
  return [...wanted.values()].map(({ product, unit }) => {
    const given = groupBuy === null ? undefined : (before.get(groupBuy.id, product, unit) as number | undefined);
    const named = merged.products.find((one) => one.name === product && (one.unit === '' || unit === '' || one.unit === unit));
    return { product, unit, priceFen: given ?? named?.price ?? null };
  });
}

const numberedLine = /^[\s>]*\d{1,4}\s*[.．、)）]\s*\S/;

/** Counts the numbered lines of the newest text apart from the parser, and says whether it took up every one. */
export function countLines(text: string, merged: Pick<MergedSolitaire, 'lines'>): SolitaireList['count'] {
  const list = readSolitaire(text)!;
  const above = new Set([list.title, ...list.intro]);
  const strict = text.split('\n').flatMap((row, i) => (numberedLine.test(row) && !above.has(row.trim()) ? [i + 1] : []));
  const unreadable = list.problems.filter(({ problem }) => problem === 'empty' || problem === 'afterEnd');
  const parsed = new Set([...list.lines, ...unreadable].map(({ line }) => line));
  const withdrawn = list.lines.filter((line) => line.withdrawn).length;
  const standing = merged.lines.filter(({ withdrawnAt }) => withdrawnAt === null).length;
  const numbered = new Set([...strict, ...parsed]).size;
  const counted = standing + withdrawn + unreadable.length;
  return {
    numbered,
    standing,
    withdrawn,
    unreadable: unreadable.length,
    agrees: strict.every((row) => parsed.has(row)) && numbered === counted,
  };
}
