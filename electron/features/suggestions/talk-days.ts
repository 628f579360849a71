import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { slots } from '../chats/index.ts';

/*
 * On which days (China time, as two_way_days) both wrote, for everybody: `friend_chat_stats.talk_days`, running numbers, the first one
 * whole and of each other one its distance to the one before. Read in the background for those whose messages changed since: a key
 * beside it tells.
 */

/** How long the worker stays at it before others get their turn, in ms. */
const turnMs = 150;
/** Friends of one turn at most. */
const turnFriends = 2000;

/** What the days stand for. */
const keyInSql = `in_count || ':' || out_count || ':' || two_way_days || ':' || coalesce(first_at, 0) || ':' || coalesce(last_in_at, 0)
  || ':' || coalesce(last_out_at, 0)`;

/** SQL over friend_chat_stats: the days are old. */
export const talkDaysOld = `talk_key IS NOT (${keyInSql})`;

export interface TalkDays {
  friendId: number;
  key: string;
  days: string;
}

export const packDays = (days: readonly number[]): string => days.map((day, i) => day - (days[i - 1] ?? 0)).join();

export function unpackDays(text: string | null): number[] {
  if (!text) return [];
  let day = 0;
  return text.split(',').map((step) => (day += Number(step)));
}

/** Reads the days of the next friends for whom they are old, for one turn; writes nothing. */
export const readTalkDaysCommand = defineCommand<null, { found: TalkDays[]; more: boolean }>({
  name: 'suggestions.readTalkDays',
  writes: false,
  heavy: () => true,
  run(ctx, _, control) {
    const until = ctx.clock.now() + turnMs;
    const old = ctx.db
      .sql(`SELECT friend_id AS friendId, ${keyInSql} AS key FROM friend_chat_stats WHERE ${talkDaysOld} LIMIT ${turnFriends + 1}`)
      .all() as { friendId: number; key: string }[];
    const found: TalkDays[] = [];
    for (const one of old.slice(0, turnFriends)) {
      control.checkCancelled();
      found.push({ ...one, days: packDays(daysOf(ctx, one.friendId)) });
      if (ctx.clock.now() >= until) break;
    }
    return { found, more: found.length < old.length };
  },
});

/** First messages of days can be found by these numbers: see firstIdOfDay. */
export const dayOfId = (id: string): string => `(${id} / ${slots} + 28800) / 86400`;
/** First id that a message of a day can have. */
export const firstIdOfDay = (day: number): number => (day * 86_400 - 28_800) * slots;

const daysOf = ({ db }: ServiceContext, friendId: number): number[] =>
  db
    .pluck(
      `SELECT ${dayOfId('messages.id')} AS day FROM conversations JOIN messages ON conversation_id = conversations.id
       WHERE friend_id = ? AND conversations.kind = 'private' AND direction < 2 GROUP BY day HAVING min(direction) < max(direction) ORDER BY day`,
    )
    .all(friendId) as number[];

/** Keeps days, but those of friends whose messages changed meanwhile. @returns whose were kept */
export const noteTalkDaysCommand = defineCommand<{ found: TalkDays[] }, number[]>({
  name: 'suggestions.noteTalkDays',
  writes: true,
  heavy: ({ found }) => found.length > 200,
  run(ctx, { found }) {
    const set = ctx.db.sql(`UPDATE friend_chat_stats SET talk_days = ?, talk_key = ? WHERE friend_id = ? AND ${keyInSql} = ?`);
    const friendIds: number[] = [];
    ctx.db.transaction(() => {
      for (const { friendId, key, days } of found) if (set.run(days, key, friendId, key).changes > 0) friendIds.push(friendId);
    });
    return friendIds;
  },
});

export const talkDaysCommands: AnyCommand[] = [readTalkDaysCommand, noteTalkDaysCommand];
