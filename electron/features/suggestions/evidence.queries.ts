import type { Proof, RuleProof } from '../../../shared/contracts/suggestions.ts';
import type { Touchpoint } from '../../../shared/contracts/touches.ts';
import { lastSign, type TrustFacts, type TrustRule, talkRhythm } from '../../../shared/domain/trust-suggestions.ts';
import { dayNamed, dayNumber } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { firstIdAt, timeOf } from '../chats/index.ts';
import { goodsOfRows, linesOf } from '../orders/index.ts';
import { type ValidReferral, validReferrals } from '../referrals/index.ts';
import { excerptOf, isSearched, wordTest } from '../search/index.ts';
import { voiceTagIds } from '../segments/index.ts';
import { readSettings } from '../settings/index.ts';
import { type OwnMembers, standsSql, trialSql } from './facts.ts';
import { firstIdOfDay } from './talk-days.ts';

/*
 * The very messages, orders and days a suggestion rests on, read from the book when its card is looked at: what is gone is not in it.
 */

/** Of each kind so many are shown, the newest. */
const shown = 5;

/** Whose evidence, as she stands at a moment (ms UTC). */
export interface Whose {
  friendId: number;
  facts: TrustFacts;
  own: readonly OwnMembers[];
  now: number;
}

interface Found {
  total: number;
  proofs: Proof[];
}
type Look = (ctx: ServiceContext, whose: Whose) => Found;

const looks: Record<TrustRule, Look> = {
  replied: (ctx, whose) => joined(sourceOf(ctx, whose), wordsOf(ctx, whose)),
  asked: (ctx, whose) => askedBy(ctx, whose),
  tried: (ctx, whose) => ordersOf(ctx, whose, `orders.id IN (${trialSql})`),
  talks: (ctx, whose) => daysWith(ctx, whose, recentDays(ctx, whose)),
  firstPaid: (ctx, whose) => ordersOf(ctx, whose, paid),
  paidTwice: (ctx, whose) => ordersOf(ctx, whose, paid),
  paidTalks: (ctx, whose) => joined(ordersOf(ctx, whose, paid), daysWith(ctx, whose, ends(whose.facts.talkDays))),
  speaks: (ctx, whose) => joined(broughtBy(ctx, whose), tagsOf(ctx, whose), ordersOf(ctx, whose, paid)),
  silent: (ctx, whose) => daysWith(ctx, whose, whose.facts.talkDays),
  lost: (ctx, whose) => statusOf(ctx, whose),
  own: (ctx, whose) => segmentsOf(ctx, whose),
};

/** What one rule rests on. */
export const proofsOf = (ctx: ServiceContext, rule: TrustRule, whose: Whose): RuleProof => ({ rule, ...looks[rule](ctx, whose) });

/** How regularly she talked, and for how long she has not. null = no rhythm yet */
export function rhythmOf(ctx: ServiceContext, { facts, now }: Whose): { days: number; silent: number } | null {
  const days = talkRhythm(facts.talkDays, readSettings(ctx)['trust.numbers'].rhythmDays);
  return days === null ? null : { days, silent: dayNumber(localDay(now)) - lastSign(facts)! };
}

const joined = (...found: Found[]): Found => ({
  total: found.reduce((sum, { total }) => sum + total, 0),
  proofs: found.flatMap(({ proofs }) => proofs),
});
const ends = (days: readonly number[]): number[] => [...new Set([days[0]!, days.at(-1)!])];
const privateChats = ({ db }: ServiceContext, friendId: number): number[] =>
  db.pluck("SELECT id FROM conversations WHERE friend_id = ? AND kind = 'private'").all(friendId) as number[];

function recentDays(ctx: ServiceContext, { facts, now }: Whose): number[] {
  const today = dayNumber(localDay(now));
  const { talkWindow } = readSettings(ctx)['trust.numbers'];
  return facts.talkDays.filter((day) => day > today - talkWindow && day <= today);
}

function sourceOf({ db }: ServiceContext, { friendId }: Whose): Found {
  const words = db
    .pluck(
      `SELECT coalesce((SELECT name FROM channels WHERE channels.id = channel_id), nullif(source_text, '')) FROM friends WHERE friends.id = ?`,
    )
    .get(friendId) as string | null;
  return words === null ? joined() : { total: 1, proofs: [{ kind: 'source', words }] };
}

function segmentsOf({ db }: ServiceContext, { friendId, own }: Whose): Found {
  const name = db.pluck('SELECT name FROM friend_segments WHERE id = ?');
  const proofs = own
    .filter(({ friendIds }) => friendIds.includes(friendId))
    .map(({ segmentId }): Proof => ({ kind: 'segment', segmentId, name: String(name.get(segmentId) ?? '') }));
  return { total: proofs.length, proofs };
}

function statusOf({ db }: ServiceContext, { friendId }: Whose): Found {
  const status = db.pluck("SELECT status FROM friends WHERE id = ? AND status <> 'normal'").get(friendId);
  return status === undefined ? joined() : { total: 1, proofs: [{ kind: 'status', status } as Proof] };
}

interface MessageRow {
  id: number;
  conversationId: number;
  kind: number;
  content: string;
}
const messageColumns = 'id, conversation_id AS conversationId, kind, content';
const newestFirst = (rows: { id: number }[]) => rows.sort((a, b) => b.id - a.id);
const asProof = ({ id, conversationId, kind, content }: MessageRow, words: readonly string[]): Proof => ({
  ...{ kind: 'message', messageId: id, conversationId, at: timeOf(id) },
  words: isSearched[kind] ? excerptOf(content, words).excerpt : '',
});

/** Her newest words, in chats and as they were noted by hand. */
function wordsOf(ctx: ServiceContext, { friendId, now }: Whose): Found {
  const read = ctx.db.sql(
    `SELECT ${messageColumns} FROM messages WHERE conversation_id = ? AND direction = 0 AND id < ? ORDER BY id DESC LIMIT 3`,
  );
  const before = firstIdAt(now + 1000);
  const messages = privateChats(ctx, friendId).flatMap((chat) => read.all(chat, before) as MessageRow[]);
  const touches = ctx.db
    .sql("SELECT id, at, touchpoint, note FROM touches WHERE friend_id = ? AND direction = 'in' AND at <= ? ORDER BY at DESC LIMIT 3")
    .all(friendId, now) as { id: number; at: number; touchpoint: Touchpoint; note: string }[];
  const said = (newestFirst(messages) as MessageRow[]).slice(0, 3).map((row) => asProof(row, []));
  const noted = touches.map(({ id, at, touchpoint, note }): Proof => ({ kind: 'touch', touchId: id, at, touchpoint, words: note }));
  const proofs = [...said, ...noted].slice(0, shown);
  return { total: proofs.length, proofs };
}

/** The messages that asked_count counts. */
function askedBy(ctx: ServiceContext, { friendId, now }: Whose): Found {
  const settings = readSettings(ctx);
  const words = [...new Set([...settings['chats.priceWords'], ...settings['chats.productWords']])];
  const test = wordTest(words);
  if (!test) return joined();
  const read = ctx.db.sql(`SELECT ${messageColumns} FROM messages WHERE conversation_id = ? AND direction = 0 AND id < ?`);
  const before = firstIdAt(now + 1000);
  const rows = privateChats(ctx, friendId)
    .flatMap((chat) => read.all(chat, before) as MessageRow[])
    .filter(({ kind, content }) => isSearched[kind] && test.test(content));
  newestFirst(rows);
  return { total: rows.length, proofs: rows.slice(0, shown).map((row) => asProof(row, words)) };
}

/** Purchases: what was tried for nothing is none. */
const paid = `NOT (amount_fen = 0 AND orders.id IN (${trialSql}))`;

function ordersOf(ctx: ServiceContext, { friendId, now }: Whose, which: string): Found {
  const rows = ctx.db
    .sql(
      `SELECT id, at, amount_fen AS amountFen FROM orders WHERE friend_id = ? AND at <= ? AND ${standsSql} AND ${which} ORDER BY at DESC, id DESC`,
    )
    .all(friendId, now) as { id: number; at: number; amountFen: number }[];
  const proofs = rows.slice(0, shown).map((row) => orderProof(ctx, row));
  return { total: rows.length, proofs };
}

const orderProof = (ctx: ServiceContext, { id, at, amountFen }: { id: number; at: number; amountFen: number }): Proof => ({
  ...{ kind: 'order', orderId: id, at, amountFen },
  goods: goodsOfRows(linesOf(ctx, id)),
});

function tagsOf(ctx: ServiceContext, { friendId }: Whose): Found {
  const rows = ctx.db
    .sql(
      `SELECT tags.id, name, added_at AS at FROM friend_tags JOIN tags ON tags.id = tag_id
       WHERE friend_id = ? AND tags.id IN (SELECT value FROM json_each(?)) ORDER BY at DESC`,
    )
    .all(friendId, JSON.stringify(voiceTagIds(ctx))) as { id: number; name: string; at: number }[];
  return { total: rows.length, proofs: rows.map(({ id, name, at }): Proof => ({ kind: 'tag', tagId: id, name, on: localDay(at) })) };
}

const broughtProof = ({ id, friendId, name, since }: ValidReferral): Proof => ({
  ...{ kind: 'brought', referralId: id, friendId, name },
  on: localDay(since),
});

/** Whom she brought and who counts by now, the newest first. */
function broughtBy(ctx: ServiceContext, { friendId, now }: Whose): Found {
  const found = validReferrals(ctx, [friendId], now).filter(({ since }) => since <= now);
  found.sort((a, b) => b.since - a.since || b.id - a.id);
  return { total: found.length, proofs: found.slice(0, shown).map(broughtProof) };
}

/** Days by their first message; the newest first. */
function daysWith(ctx: ServiceContext, { friendId }: Whose, days: readonly number[]): Found {
  const chats = privateChats(ctx, friendId);
  const first = ctx.db.pluck(
    'SELECT id FROM messages WHERE conversation_id = ? AND id >= ? AND id < ? AND direction < 2 ORDER BY id LIMIT 1',
  );
  const proofs = days
    .slice(-shown)
    .reverse()
    .flatMap((day): Proof[] => {
      const found = chats.flatMap((chat) => {
        const id = first.get(chat, firstIdOfDay(day), firstIdOfDay(day + 1)) as number | undefined;
        return id === undefined ? [] : [{ id, chat }];
      });
      const [one] = found.sort((a, b) => a.id - b.id);
      return one ? [{ kind: 'day', messageId: one.id, conversationId: one.chat, on: dayNamed(day) }] : [];
    });
  return { total: days.length, proofs };
}

/** What a decision keeps of its evidence: ids and days, nothing anybody said. */
export interface Refs {
  messages: number[];
  orders: number[];
  touches: number[];
  tags: number[];
  /** none in answers from before referrals counted */
  referrals?: number[];
}

export function refsOf(proofs: readonly Proof[]): Refs {
  const refs: Required<Refs> = { messages: [], orders: [], touches: [], tags: [], referrals: [] };
  for (const one of proofs) {
    if (one.kind === 'message' || one.kind === 'day') refs.messages.push(one.messageId);
    else if (one.kind === 'order') refs.orders.push(one.orderId);
    else if (one.kind === 'touch') refs.touches.push(one.touchId);
    else if (one.kind === 'tag') refs.tags.push(one.tagId);
    else if (one.kind === 'brought') refs.referrals.push(one.referralId);
  }
  return refs;
}

/** What a decision rested on and is still there, and how much of it is not. */
export function stillThere(ctx: ServiceContext, friendId: number, refs: Refs): { proofs: Proof[]; gone: number } {
  const { db } = ctx;
  const rows = <Row>(sql: string, ids: readonly number[]): Row[] =>
    ids.length === 0 ? [] : (db.sql(sql).all(friendId, JSON.stringify(ids)) as Row[]);
  const among = 'IN (SELECT value FROM json_each(?))';
  const messages = rows<MessageRow>(
    `SELECT messages.id, conversation_id AS conversationId, messages.kind, content FROM messages JOIN conversations ON conversations.id = conversation_id
     WHERE friend_id = ? AND messages.id ${among} ORDER BY messages.id DESC`,
    refs.messages,
  ).map((row) => asProof(row, []));
  const orders = rows<{ id: number; at: number; amountFen: number }>(
    `SELECT id, at, amount_fen AS amountFen FROM orders WHERE friend_id = ? AND id ${among} AND ${standsSql} ORDER BY at DESC`,
    refs.orders,
  ).map((row) => orderProof(ctx, row));
  const touches = rows<{ id: number; at: number; touchpoint: Touchpoint; note: string }>(
    `SELECT id, at, touchpoint, note FROM touches WHERE friend_id = ? AND id ${among} ORDER BY at DESC`,
    refs.touches,
  ).map(({ id, at, touchpoint, note }): Proof => ({ kind: 'touch', touchId: id, at, touchpoint, words: note }));
  const tags = rows<{ id: number; name: string; at: number }>(
    `SELECT tags.id, name, added_at AS at FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = ? AND tags.id ${among}`,
    refs.tags,
  ).map(({ id, name, at }): Proof => ({ kind: 'tag', tagId: id, name, on: localDay(at) }));
  const { referrals = [] } = refs;
  const valid = referrals.length === 0 ? [] : validReferrals(ctx, [friendId], ctx.clock.now());
  const brought = valid.filter(({ id }) => referrals.includes(id)).map(broughtProof);
  const proofs = [...messages, ...orders, ...touches, ...tags, ...brought];
  const kept = refs.messages.length + refs.orders.length + refs.touches.length + refs.tags.length + referrals.length;
  return { proofs, gone: kept - proofs.length };
}
