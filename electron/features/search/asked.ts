import { createHash } from 'node:crypto';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { timeOf } from '../chats/index.ts';
import { isSearched } from './searched-kinds.ts';

/*
 * How often a friend asked about price or product in private chats, for everybody: `friend_chat_stats.asked_count`. Counted in the
 * background for those whose messages, or the words themselves, changed since: a key beside the count tells.
 */

/** How long the worker stays at it before others get their turn, in ms. */
const turnMs = 150;
/** Friends of one turn at most. */
const turnFriends = 2000;

/** What a count stands for. */
const keyInSql = "? || ':' || in_count || ':' || coalesce(first_at, 0) || ':' || coalesce(last_in_at, 0)";

export interface AskedCount {
  friendId: number;
  key: string;
  count: number;
  /** ms UTC */
  lastAt: number | null;
}

/** Tells one list of words from another. */
export const keyOfWords = (words: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 12);

/** Tests as LIKE does for each of the words: A–Z and a–z alike, all else as it is. Null = no words. */
export function wordTest(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  const escaped = words.map((word) =>
    word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replace(/[a-zA-Z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`),
  );
  return new RegExp(escaped.join('|'));
}

/** Counts for the next friends whose count is old, for one turn; writes nothing. */
export const countAskedCommand = defineCommand<{ words: string[] }, { counts: AskedCount[]; more: boolean }>({
  name: 'search.countAsked',
  writes: false,
  heavy: () => true,
  run(ctx, { words }, control) {
    const until = ctx.clock.now() + turnMs;
    const stale = ctx.db
      .sql(
        `SELECT friend_id AS friendId, key FROM (SELECT friend_id, asked_key, ${keyInSql} AS key FROM friend_chat_stats)
         WHERE asked_key IS NOT key LIMIT ${turnFriends + 1}`,
      )
      .all(keyOfWords(words)) as { friendId: number; key: string }[];
    const test = wordTest(words);
    const counts: AskedCount[] = [];
    for (const one of stale.slice(0, turnFriends)) {
      control.checkCancelled();
      counts.push({ ...one, ...countFriend(ctx, one.friendId, test) });
      if (ctx.clock.now() >= until) break;
    }
    return { counts, more: counts.length < stale.length };
  },
});

function countFriend({ db }: ServiceContext, friendId: number, test: RegExp | null): { count: number; lastAt: number | null } {
  let count = 0;
  let last = 0;
  if (!test) return { count, lastAt: null };
  const chats = db.pluck("SELECT id FROM conversations WHERE friend_id = ? AND kind = 'private'").all(friendId) as number[];
  const read = db.arrays('SELECT id, kind, content FROM messages WHERE conversation_id = ? AND direction = 0');
  for (const chat of chats)
    for (const [id, kind, content] of read.iterate(chat) as Iterable<[number, number, string]>) {
      if (!isSearched[kind] || !test.test(content)) continue;
      count++;
      if (id > last) last = id;
    }
  return { count, lastAt: count === 0 ? null : timeOf(last) };
}

/** Keeps counts, but those of friends whose messages changed meanwhile. */
export const noteAskedCommand = defineCommand<{ words: string[]; counts: AskedCount[] }, null>({
  name: 'search.noteAsked',
  writes: true,
  heavy: ({ counts }) => counts.length > 200,
  run(ctx, { words, counts }) {
    const friendIds: number[] = [];
    const before = ctx.db.sql('SELECT asked_count AS count, last_asked_at AS lastAt FROM friend_chat_stats WHERE friend_id = ?');
    const set = ctx.db.sql(
      `UPDATE friend_chat_stats SET asked_count = ?, last_asked_at = ?, asked_key = ? WHERE friend_id = ? AND ${keyInSql} = ?`,
    );
    const words12 = keyOfWords(words);
    ctx.db.transaction(() => {
      for (const { friendId, key, count, lastAt } of counts) {
        const old = before.get(friendId) as { count: number; lastAt: number | null } | undefined;
        const { changes } = set.run(count, lastAt, key, friendId, words12, key);
        if (changes > 0 && (old?.count !== count || old.lastAt !== lastAt)) friendIds.push(friendId);
      }
    });
    if (friendIds.length > 0) ctx.announce({ topics: ['search'], hint: { friendIds } });
    return null;
  },
});

export const askedCommands: AnyCommand[] = [countAskedCommand, noteAskedCommand];
