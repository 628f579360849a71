import { dayStart } from '../../../shared/domain/fatigue.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { firstIdAt, timeOf } from './message-id.ts';

export interface DayOfWords {
  friendId: number;
  /** the newest message of theirs on that day, ms UTC */
  at: number;
}

/**
 * The days (of the machine's time zone) since `from` (ms UTC) on which friends wrote in private chats, each with the newest message of that
 * day, by time; `friendIds` null = of everybody, which takes a worker's time.
 */
export function daysTheyWrote(ctx: ServiceContext, from: number, friendIds: readonly number[] | null): DayOfWords[] {
  const days = friendIds ? friendIds.flatMap((friendId) => daysOf(ctx, from, friendId)) : daysOfAll(ctx, from);
  return days.sort((a, b) => a.at - b.at);
}

/** From the newest message back, day by day: one look into the index for each. */
function daysOf(ctx: ServiceContext, from: number, friendId: number): DayOfWords[] {
  const { db } = ctx;
  const newest = db.pluck('SELECT last_in_at FROM friend_chat_stats WHERE friend_id = ? AND last_in_at >= ?').get(friendId, from);
  if (newest === undefined) return [];
  const chats = db.pluck("SELECT id FROM conversations WHERE friend_id = ? AND kind = 'private'").all(friendId) as number[];
  const before = db.pluck(
    'SELECT id FROM messages WHERE conversation_id = ? AND id < ? AND id >= ? AND direction = 0 ORDER BY id DESC LIMIT 1',
  );
  const first = firstIdAt(from);
  const days: DayOfWords[] = [];
  for (let at = newest as number; at >= from; ) {
    days.push({ friendId, at });
    const earlier = chats.map((chat) => (before.get(chat, firstIdAt(dayStart(at)), first) as number | undefined) ?? 0);
    at = timeOf(Math.max(0, ...earlier));
  }
  return days;
}

function daysOfAll(ctx: ServiceContext, from: number): DayOfWords[] {
  const { db } = ctx;
  const newest = db.arrays('SELECT friend_id, last_in_at FROM friend_chat_stats WHERE last_in_at >= ?').all(from) as [number, number][];
  if (newest.length === 0) return [];
  const days = newest.map(([friendId, at]) => ({ friendId, at }));
  // the day that was read last of each friend begins here: reading goes back in time
  const begins = new Map(newest.map(([friendId, at]) => [friendId, dayStart(at)]));
  const messages = db
    .arrays(
      `SELECT friend_id, m.id FROM messages m JOIN conversations c ON c.id = conversation_id
       WHERE m.id >= ? AND direction = 0 AND c.kind = 'private' AND friend_id IS NOT NULL ORDER BY m.id DESC`,
    )
    .iterate(firstIdAt(from)) as Iterable<[number, number]>;
  for (const [friendId, id] of messages) {
    const at = timeOf(id);
    if (at >= (begins.get(friendId) ?? 0)) continue;
    begins.set(friendId, dayStart(at));
    days.push({ friendId, at });
  }
  return days;
}
