import type { ContactPage, FirstMessage, FriendChatStats } from '../../../shared/contracts/chats.ts';
import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import { answeredAfter, type ChatContact, type ChatMark, contactsOf, openedBy } from '../../../shared/domain/chat-contacts.ts';
import { messageDirections, messageKinds, timePrecisions } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { timeOf } from './message-id.ts';

/*
 * The log of contacts that private chats give. Nothing of it is stored: it is read from the messages, so it is right after every
 * import, undo and merge.
 */

const excerptLength = 100;

const chatsWith = ({ db }: ServiceContext, friendId: number): number[] =>
  db.pluck("SELECT id FROM conversations WHERE friend_id = ? AND kind = 'private' AND message_count > 0").all(friendId) as number[];

interface FirstRow {
  id: number;
  kind: number;
  precision: number;
  text: string;
}

/** The first message of one side over all private chats with a friend; null = that side never wrote. */
function firstOf(ctx: ServiceContext, chats: readonly number[], side: 'in' | 'out'): FirstMessage {
  const read = ctx.db.sql(
    `SELECT id, kind, precision, substr(content, 1, ${excerptLength}) AS text FROM messages
     WHERE conversation_id = ? AND direction = ? ORDER BY id LIMIT 1`,
  );
  const direction = messageDirections.indexOf(side);
  let first: FirstMessage = null;
  for (const conversationId of chats) {
    const row = read.get(conversationId, direction) as FirstRow | undefined;
    if (!row || (first && first.messageId < row.id)) continue;
    const { id, kind, precision, text } = row;
    first = { messageId: id, conversationId, at: timeOf(id), precision: timePrecisions[precision]!, kind: messageKinds[kind]!, text };
  }
  return first;
}

/** First message in and out, who of both began, how long the answer took. */
function firstTouch(ctx: ServiceContext, friendId: number) {
  const chats = chatsWith(ctx, friendId);
  const [firstIn, firstOut] = [firstOf(ctx, chats, 'in'), firstOf(ctx, chats, 'out')];
  return { firstIn, firstOut, openedBy: openedBy(firstIn, firstOut), answeredAfterMs: answeredAfter(firstIn, firstOut) };
}

/** What a friend's private chats say; null = there are none. */
export function readFriendStats(ctx: ServiceContext, friendId: number): FriendChatStats {
  const row = ctx.db
    .sql(
      `SELECT first_at AS firstAt, last_in_at AS lastInAt, last_out_at AS lastOutAt, in_count AS inCount, out_count AS outCount,
         two_way_days AS twoWayDays, asked_count AS askedCount, last_asked_at AS lastAskedAt
       FROM friend_chat_stats WHERE friend_id = ? AND in_count + out_count > 0`,
    )
    .get(friendId) as Omit<NonNullable<FriendChatStats>, keyof ReturnType<typeof firstTouch>> | undefined;
  return row ? { ...row, ...firstTouch(ctx, friendId) } : null;
}

/** A friend's contacts by private chat, newest first, from before the message `before` (null = all); reads only as far as asked. */
export function readContacts(
  ctx: ServiceContext,
  { friendId, before, limit }: { friendId: number; before: number | null; limit: number },
): ContactPage {
  const rows: ChatContact[] = [];
  for (const contact of contactsOf(marksOf(ctx, friendId, before))) {
    if (rows.length === limit) return { rows, more: true };
    rows.push(contact);
  }
  return { rows, more: false };
}

function* marksOf(ctx: ServiceContext, friendId: number, before: number | null): Generator<ChatMark> {
  const chats = chatsWith(ctx, friendId);
  // one chat is read along its index; several have to be sorted
  const which = chats.length === 1 ? '= ?' : 'IN (SELECT value FROM json_each(?))';
  const rows = ctx.db
    .arrays(
      `SELECT id, conversation_id, direction, precision FROM messages WHERE conversation_id ${which} AND id < ? AND direction < 2 ORDER BY id DESC`,
    )
    .iterate(chats.length === 1 ? chats[0] : JSON.stringify(chats), before ?? Number.MAX_SAFE_INTEGER) as Iterable<
    [number, number, number, number]
  >;
  for (const [id, conversationId, direction, precision] of rows)
    yield { id, conversationId, at: timeOf(id), side: direction === 0 ? 'in' : 'out', precision: timePrecisions[precision]! };
}

/** The first talk with a friend. */
export const chatTimeline = (ctx: ServiceContext, friendId: number): TimelineItem[] => {
  const { firstIn, firstOut, openedBy: side } = firstTouch(ctx, friendId);
  const first = firstIn && firstOut ? (firstIn.messageId < firstOut.messageId ? firstIn : firstOut) : (firstIn ?? firstOut);
  if (!first) return [];
  const answered = firstIn !== null && firstOut !== null;
  return [{ key: `chat-${first.messageId}`, at: first.at, kind: 'firstChat', details: { openedBy: side, answered } }];
};
