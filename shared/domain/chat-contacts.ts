/*
 * What messages of private chats say as contacts: runs of messages that belong together, and who of both began.
 */
import type { TimePrecision } from './messages.ts';

/** Silence from which on a message begins another contact. */
export const contactGapMs = 3 * 3_600_000;

const spans: Record<TimePrecision, number> = { second: 1000, minute: 60_000, day: 86_400_000 };

/** A moment as exactly as the file knew it: it lies in the second, minute or day (China time) that begins at `at` (ms UTC). */
export interface Moment {
  at: number;
  precision: TimePrecision;
}

/** Whose first message was earlier; null = nobody wrote, or it cannot be told (the same second, or the file knew the minute or day only). */
export function openedBy(firstIn: Moment | null, firstOut: Moment | null): 'in' | 'out' | null {
  if (!firstIn || !firstOut) return firstIn ? 'in' : firstOut ? 'out' : null;
  if (firstIn.at + spans[firstIn.precision] <= firstOut.at) return 'in';
  return firstOut.at + spans[firstOut.precision] <= firstIn.at ? 'out' : null;
}

/** ms from the first message to the first of the other side; null = no answer, or it cannot be told. */
export function answeredAfter(firstIn: Moment | null, firstOut: Moment | null): number | null {
  if (!firstIn || !firstOut || openedBy(firstIn, firstOut) === null) return null;
  return Math.abs(firstIn.at - firstOut.at);
}

/** A message of one of both sides. */
export interface ChatMark extends Moment {
  id: number;
  conversationId: number;
  side: 'in' | 'out';
}

/** Messages without `contactGapMs` of silence between them. */
export interface ChatContact {
  /** its first message */
  messageId: number;
  conversationId: number;
  fromAt: number;
  toAt: number;
  precision: TimePrecision;
  openedBy: 'in' | 'out' | null;
  inCount: number;
  outCount: number;
}

/** The contacts of a friend, newest first. @param marks newest first */
export function* contactsOf(marks: Iterable<ChatMark>): Generator<ChatContact> {
  let open: {
    last: ChatMark;
    first: ChatMark;
    firsts: Record<'in' | 'out', ChatMark | null>;
    counts: Record<'in' | 'out', number>;
  } | null = null;
  const closed = ({ last, first, firsts, counts }: NonNullable<typeof open>): ChatContact => ({
    messageId: first.id,
    conversationId: first.conversationId,
    fromAt: first.at,
    toAt: last.at,
    precision: first.precision,
    openedBy: openedBy(firsts.in, firsts.out),
    inCount: counts.in,
    outCount: counts.out,
  });
  for (const mark of marks) {
    if (open && open.first.at - mark.at >= contactGapMs) {
      yield closed(open);
      open = null;
    }
    open ??= { last: mark, first: mark, firsts: { in: null, out: null }, counts: { in: 0, out: 0 } };
    open.first = mark;
    open.firsts[mark.side] = mark;
    open.counts[mark.side]++;
  }
  if (open) yield closed(open);
}
