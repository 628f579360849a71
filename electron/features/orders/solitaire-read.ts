import type { SolitaireLineRow, SolitaireList } from '../../../shared/contracts/orders-solitaire.ts';
import { findSolitaires, glanceSolitaire, readSolitaire, type SolitaireGlance, totals } from '../../../shared/domain/solitaire.ts';
import type { SolitaireItem } from '../../../shared/domain/solitaire-items.ts';
import { foldName, placePattern, plainSigns } from '../../../shared/domain/solitaire-text.ts';
import { isSameList, type MergedLine, type MergedSolitaire, mergeList } from '../../../shared/domain/solitaire-versions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type Buyer, type BuyerMatch, matchBuyers } from './buyers.ts';
import { titleKey } from './identity.ts';
import { linesOf, type OrderRecordRow } from './order-book.ts';
import { handOrdersBeside } from './solitaire-join.ts';

export interface Version {
  /** null = not stored yet */
  id: number | null;
  at: number;
  text: string;
  /** friend who posted it in a group; null = nobody knows */
  senderId: number | null;
}

/** One 接龙 with all its versions: those of the book, and those just pasted or found. */
export interface SolitaireDraft {
  accountId: number;
  groupBuy: { id: number; title: string } | null;
  versions: Version[];
  merged: MergedSolitaire;
  buyers: Map<string, Buyer & BuyerMatch>;
  orders: Map<string, OrderRecordRow>;
}

export interface SolitaireTask {
  accountId: number;
  conversationId: number | null;
  /** the list of the book that it is; absent = whichever goes on with it */
  groupBuyId?: number;
  /** lists as they stood, one 接龙 each, oldest first; `at` = ms UTC, rising */
  posted: Omit<Version, 'id'>[];
}

/** Every 接龙 of a pasted text; several versions in one paste stand in their order. */
export const postedOf = (text: string, at: number): SolitaireTask['posted'] =>
  slices(text).map((slice, i) => ({ at: at + i, text: slice, senderId: null }));

/** Order that an entry of a list is. */
export const entryIdentity = (groupBuyId: number, key: string): string => `g\u001f${groupBuyId}\u001f${key.replace('\u0000', '\u001f')}`;

type Bucket = Pick<SolitaireDraft, 'groupBuy' | 'versions'>;

/** Every 接龙 of a task, each united with what the book has of it; writes nothing. */
export function draftSolitaires(ctx: ServiceContext, task: SolitaireTask): SolitaireDraft[] {
  const names = knownNames(ctx, task);
  const buckets: Bucket[] = [];
  const loaded = new Set<string>();
  const touched = new Set<Bucket>();
  for (const posted of task.posted) {
    const glance = glanceSolitaire(posted.text);
    if (!glance) continue;
    const key = titleKey(glance.title);
    if (!loaded.has(key)) buckets.push(...storedLists(ctx, task.accountId, key));
    loaded.add(key);
    const { groupBuyId } = task;
    let bucket = buckets.findLast(({ groupBuy, versions }) =>
      groupBuyId === undefined ? isNeighbour(versions, posted.at, glance) : groupBuy?.id === groupBuyId,
    );
    if (!bucket) {
      bucket = { groupBuy: null, versions: [] };
      buckets.push(bucket);
    }
    touched.add(bucket);
    bucket.versions = withVersion(bucket.versions, posted);
  }
  return buckets.filter((bucket) => touched.has(bucket)).map((bucket) => complete(ctx, task.accountId, bucket, names));
}

/** Whether a list that stood so at a moment is one with the versions beside it. */
function isNeighbour(versions: readonly Version[], at: number, glance: SolitaireGlance): boolean {
  const before = versions.findLast((one) => one.at <= at);
  if (before) return isSameList(glanceSolitaire(before.text)!, glance, at - before.at);
  const after = versions[0];
  return after !== undefined && isSameList(glance, glanceSolitaire(after.text)!, after.at - at);
}

function withVersion(versions: Version[], posted: Omit<Version, 'id'>): Version[] {
  const { at, text, senderId } = posted;
  const known = versions.findLast((one) => one.at <= at);
  // the same words again are no version; who posted them first may only be known now
  if (known?.text === text) return versions.map((one) => (one === known ? { ...one, senderId: one.senderId ?? senderId } : one));
  return [...versions, { id: null, ...posted }].sort((a, b) => a.at - b.at);
}

function complete(ctx: ServiceContext, accountId: number, bucket: Bucket, names: readonly string[]): SolitaireDraft {
  const merged = mergeList(bucket.versions, names)!;
  const people = new Map(merged.lines.map(({ name }) => [foldName(name), name]));
  const senders = sendersOf(bucket.versions, merged);
  const list = [...people].map(([buyerKey, name]): Buyer => {
    return { key: buyerKey, name, buyerKey, phoneKey: null, wxid: null, senders: senders.get(buyerKey) ?? [] };
  });
  const matches = matchBuyers(ctx, accountId, list, { asksNicknames: false });
  const rows =
    bucket.groupBuy === null ? [] : (ctx.db.sql('SELECT * FROM orders WHERE group_buy_id = ?').all(bucket.groupBuy.id) as OrderRecordRow[]);
  return {
    ...bucket,
    accountId,
    merged,
    buyers: new Map(list.map((buyer, i) => [buyer.key, { ...buyer, ...matches[i]! }])),
    orders: new Map(rows.map((row) => [row.identity, row])),
  };
}

/** Who posted the version that brought or changed one entry only: most likely the one whose entry it is. */
function sendersOf(versions: readonly Version[], { lines }: MergedSolitaire): Map<string, number[]> {
  const touched = new Map<number, Set<string>>();
  for (const { name, changes } of lines)
    for (const { at, change } of changes) if (change !== 'gone') touched.set(at, (touched.get(at) ?? new Set()).add(foldName(name)));
  const senders = new Map<string, number[]>();
  for (const { at, senderId } of versions) {
    const names = [...(touched.get(at) ?? [])];
    if (senderId === null || names.length !== 1) continue;
    const known = senders.get(names[0]!) ?? [];
    if (!known.includes(senderId)) senders.set(names[0]!, [...known, senderId]);
  }
  return senders;
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

/** A list of the book as it stood when it was taken in last. @throws AppError `notFound` */
export function savedTask({ db }: ServiceContext, groupBuyId: number): SolitaireTask {
  const found = db
    .sql(
      `SELECT account_id AS accountId, conversation_id AS conversationId, at, text FROM solitaire_versions
       JOIN group_buys ON group_buys.id = group_buy_id WHERE group_buy_id = ? ORDER BY at DESC, solitaire_versions.id DESC LIMIT 1`,
    )
    .get(groupBuyId) as { accountId: number; conversationId: number | null; at: number; text: string } | undefined;
  if (!found) throw new AppError('notFound', { what: 'groupBuy' });
  const { accountId, conversationId, at, text } = found;
  return { accountId, conversationId, groupBuyId, posted: [{ at, text, senderId: null }] };
}

/** Lists of the book with this title, oldest first. */
export function storedLists({ db }: ServiceContext, accountId: number, key: string): Bucket[] {
  const lists = db
    .sql("SELECT id, title FROM group_buys WHERE account_id = ? AND title_key = ? AND source = 'solitaire' ORDER BY id")
    .all(accountId, key) as { id: number; title: string }[];
  const versions = db.sql('SELECT id, at, text, NULL AS senderId FROM solitaire_versions WHERE group_buy_id = ? ORDER BY at, id');
  return lists.map((groupBuy) => ({ groupBuy, versions: versions.all(groupBuy.id) as Version[] }));
}

/** Names that stay whole though they hold blanks: of members of the group, and of friends. */
function knownNames({ db }: ServiceContext, { accountId, conversationId }: SolitaireTask): string[] {
  const friends = db.arrays('SELECT remark, nickname FROM friends WHERE account_id = ?').all(accountId) as [string, string][];
  const members = db
    .arrays('SELECT group_name, name FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id WHERE conversation_id = ?')
    .all(conversationId) as [string, string][];
  return [...friends.flat(), ...members.flat()].filter((name) => name !== '');
}

/** Building or place that an entry names; null = none. */
export const placeOf = (words: string): string | null => placePattern().exec(plainSigns(words))?.[0].trim() ?? null;

/** What an order keeps of the entry it was made of: as long as an entry says the same, what she put right stays. */
export const wordsKept = (raw: string): string => JSON.stringify({ 原文: raw });

/** What an order of the book holds of an entry that says the same as when it was made; null = it has none. */
function itemsKept(ctx: ServiceContext, order: OrderRecordRow | undefined, { raw, withdrawnAt }: MergedLine): SolitaireItem[] | null {
  if (!order || order.extra !== wordsKept(raw) || withdrawnAt !== null) return null;
  return linesOf(ctx, order.id).map(({ product, unit, quantity_milli }) => ({ product, unit, quantity: (quantity_milli ?? 1000) / 1000 }));
}

/** For the screen. */
export function toList(ctx: ServiceContext, draft: SolitaireDraft, index: number): SolitaireList {
  const { merged, groupBuy, versions } = draft;
  const lines = merged.lines.map((line): SolitaireLineRow => {
    const { match, candidates } = draft.buyers.get(foldName(line.name))!;
    const { key, no, raw, name, note, joinedAt, withdrawnAt, changes, reusedNumber } = line;
    const order = groupBuy === null ? undefined : draft.orders.get(entryIdentity(groupBuy.id, key));
    const items = itemsKept(ctx, order, line) ?? line.items;
    const sure = line.sure || JSON.stringify(totals([{ ...line, items }])) !== JSON.stringify(totals([line]));
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
    products: priced(ctx, draft, lines),
    groupBuy: groupBuy && { ...groupBuy, versions: versions.filter(({ id }) => id !== null).length, lastAt: versions.at(-1)!.at },
    lines,
    byHand: handOrdersBeside(
      ctx,
      draft.accountId,
      lines.flatMap(({ orderId, withdrawnAt, joinedAt }) => (orderId === null && withdrawnAt === null ? [joinedAt] : [])),
    ),
    problems: merged.problems,
    totals: totals(lines.filter(({ withdrawnAt }) => withdrawnAt === null)),
    count: countLines(versions.at(-1)!.text, merged),
  };
}

/** What the list orders, with the price its text names, else the one she gave before. */
function priced(
  { db }: ServiceContext,
  { merged, groupBuy }: SolitaireDraft,
  lines: readonly SolitaireLineRow[],
): SolitaireList['products'] {
  const before = db.pluck(
    'SELECT price_fen FROM order_lines JOIN orders ON orders.id = order_id WHERE group_buy_id = ? AND product = ? AND unit = ? AND price_fen IS NOT NULL LIMIT 1',
  );
  const wanted = new Map(lines.flatMap(({ items }) => items).map(({ product, unit }) => [`${product}\u0000${unit}`, { product, unit }]));
  return [...wanted.values()].map(({ product, unit }) => {
    const given = groupBuy === null ? undefined : (before.get(groupBuy.id, product, unit) as number | undefined);
    const named = merged.products.find((one) => one.name === product && (one.unit === '' || unit === '' || one.unit === unit));
    // '10元3斤' says neither what one 斤 costs, nor whether '3' are three of them
    const told = named?.several === undefined || (unit !== '' && unit !== named.several) ? named?.price : undefined;
    return { product, unit, priceFen: given ?? told ?? null };
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
