import type { GuardAnswer, GuardCause, GuardFriend } from '../../../shared/contracts/guard.ts';
import { type TouchKind, touchKinds } from '../../../shared/contracts/touches.ts';
import {
  asOf,
  capOf,
  type GuardSettings,
  guardAnswer,
  guardSettings,
  horizonMs,
  loadAt,
  weightsAt,
  withChat,
} from '../../../shared/domain/fatigue.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { readSettings } from '../settings/index.ts';
import { guardSources, type SeenAdvert } from './guard-sources.ts';

/** What words are asked about, and the moment they would go (ms UTC). */
export interface GuardAsk {
  kind: TouchKind;
  at: number;
}

export type Touch = Omit<GuardCause, 'left'>;

interface Book {
  settings: GuardSettings;
  /** names of tags that block marketing */
  blockTags: string[];
  now: number;
  from: number;
  adverts: SeenAdvert[];
  /** days on which a friend wrote, by friend */
  wrote: Map<number, number[]>;
}

interface Friend {
  trustLevel: number;
  tagged: boolean;
  touches: Touch[];
}

/**
 * The guard's answer for each of a few friends (up to some hundreds: two short queries each; for many see guard.loads.ts). Friends that
 * are not in the book are left out. Reads only, so a service may ask inside its transaction. Workers hand `now` in: their clock is none of
 * the host's.
 */
export function guardAnswers(
  ctx: ServiceContext,
  friendIds: readonly number[],
  { kind, at }: GuardAsk,
  now = ctx.clock.now(),
): Map<number, GuardAnswer> {
  const book = openBook(ctx, friendIds, now);
  const answers = new Map<number, GuardAnswer>();
  for (const friendId of friendIds) {
    const friend = readFriend(ctx, book, friendId);
    if (friend) answers.set(friendId, answerFor(friend, { kind, at }, book.settings));
  }
  return answers;
}

/** Load of one friend now, what it is made of, and whether an advert may go. @throws AppError `notFound` */
export function readGuardFriend(ctx: ServiceContext, friendId: number): GuardFriend {
  const now = ctx.clock.now();
  const book = openBook(ctx, [friendId], now);
  const friend = readFriend(ctx, book, friendId);
  if (!friend) throw new AppError('notFound', { what: 'friend' });
  const { trustLevel, tagged, touches } = friend;
  const left = weightsAt(touches, now, book.settings);
  const causes = touches
    .map((touch, i) => ({ ...touch, left: left[i]! }))
    .filter((cause) => cause.left >= 0.005 || cause.direction === 'in');
  return {
    trustLevel,
    tagged,
    load: loadAt(touches, now, book.settings),
    cap: capOf(book.settings, trustLevel),
    causes: causes.sort((a, b) => b.at - a.at).slice(0, 30),
    advert: answerFor(friend, { kind: 'privateAdvert', at: now }, book.settings),
  };
}

/** All that weighs on one friend, and what it is reckoned with. */
export interface GuardHistory {
  settings: GuardSettings;
  trustLevel: number;
  /** a tag of hers blocks marketing */
  tagged: boolean;
  /** as the present sees them (shared/domain/fatigue.ts asOf) */
  touches: Touch[];
}

/** What the log, the moments she could see and the chats know of one friend; all that still weighs at `since` (ms UTC). @throws AppError `notFound` */
export function historyOf(ctx: ServiceContext, friendId: number, since: number): GuardHistory {
  const now = ctx.clock.now();
  const book = openBook(ctx, [friendId], now, Math.min(now, since));
  const friend = readFriend(ctx, book, friendId);
  if (!friend) throw new AppError('notFound', { what: 'friend' });
  return { settings: book.settings, ...friend };
}

function answerFor({ trustLevel, tagged, touches }: Friend, { kind, at }: GuardAsk, settings: GuardSettings): GuardAnswer {
  const verdict = guardAnswer(touches, { kind, at, trustLevel, tagged }, settings);
  const { load, cap } = verdict;
  if (verdict.answer === 'ok') return { answer: 'ok', load, cap, rules: [], causes: [] };
  const left = weightsAt(touches, at, settings);
  const causes = verdict.touches.map((place) => ({ ...touches[place]!, left: left[place]! }));
  const facts = { load, cap, rules: verdict.rules, causes };
  return verdict.answer === 'blocked' ? { answer: 'blocked', ...facts } : { answer: 'notBefore', at: verdict.at, ...facts };
}

/** Tells whether the adverts that the guard counts, or who could see them, are others than before. */
export const advertsKey = (ctx: ServiceContext, now: number): string =>
  guardSources()
    .adverts(ctx, now - horizonMs(guardSettings(readSettings(ctx))), [])
    .map(({ postId, key }) => `${postId} ${key}`)
    .join();

/** `since`: the first moment whose load is asked for */
function openBook(ctx: ServiceContext, friendIds: readonly number[], now: number, since = now): Book {
  const all = readSettings(ctx);
  const settings = guardSettings(all);
  const from = since - horizonMs(settings);
  const sources = guardSources();
  return {
    settings,
    blockTags: all['guard.blockTags'],
    now,
    from,
    adverts: sources.adverts(ctx, from, friendIds),
    wrote: byFriend(sources.daysTheyWrote(ctx, from, friendIds)),
  };
}

function byFriend(days: { friendId: number; at: number }[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { friendId, at } of days) found.set(friendId, [...(found.get(friendId) ?? []), at]);
  return found;
}

function readFriend(ctx: ServiceContext, { blockTags, now, from, adverts, wrote }: Book, friendId: number): Friend | null {
  const trustLevel = ctx.db.pluck('SELECT trust_level FROM friends WHERE id = ?').get(friendId) as number | undefined;
  if (trustLevel === undefined) return null;
  const rows = ctx.db
    .sql('SELECT id, at, kind, direction, note AS title FROM touches WHERE friend_id = ? AND at >= ? ORDER BY at, id')
    .all(friendId, from) as { id: number; at: number; kind: number; direction: 'in' | 'out'; title: string }[];
  const noted = rows.map((row): Touch => ({ ...row, kind: touchKinds[row.kind] ?? 'ordinary', source: 'touch' }));
  const seen = adverts
    .filter((advert) => advert.has(friendId))
    .map(({ postId, at, kind, title }): Touch => ({ source: 'moment', id: postId, at, kind, direction: 'out', title }));
  const days = (wrote.get(friendId) ?? []).map(
    (at): Touch => ({ source: 'chat', id: null, at, kind: 'ordinary', direction: 'in', title: '' }),
  );
  return {
    trustLevel,
    tagged: isTagged(ctx, friendId, blockTags),
    touches: asOf(withChat([...noted, ...seen], days), now),
  };
}

function isTagged(ctx: ServiceContext, friendId: number, names: string[]): boolean {
  if (names.length === 0) return false;
  const found = ctx.db
    .pluck(
      'SELECT 1 FROM tags JOIN friend_tags ON tag_id = tags.id WHERE friend_id = ? AND name IN (SELECT value FROM json_each(?)) LIMIT 1',
    )
    .get(friendId, JSON.stringify(names));
  return found !== undefined;
}
