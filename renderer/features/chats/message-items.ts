import type { Message } from '../../../shared/contracts/chats.ts';
import { startOfDay } from '../../lib/format.ts';

/** messages of one person closer than this stand together, with her name and the time over the first */
const togetherMs = 5 * 60_000;

/** One message as it stands in the list. */
export interface MessageItem {
  message: Message;
  /** the day begins with it: its moment, for the heading */
  dayAt: number | null;
  /** name and time stand over it */
  head: boolean;
}

/** Day headings and togetherness of a run of messages. The first of a run that goes on above has no day heading yet. */
export function itemsOf(rows: readonly Message[], hasOlder: boolean): MessageItem[] {
  return rows.map((message, at) => {
    const before = rows[at - 1];
    const newDay = before ? startOfDay(before.at) !== startOfDay(message.at) : !hasOlder;
    const together =
      before !== undefined &&
      !newDay &&
      before.direction === message.direction &&
      before.talkerId === message.talkerId &&
      message.at - before.at < togetherMs;
    return { message, dayAt: newDay ? message.at : null, head: !together };
  });
}

/** Height in px that a message will about have before it has been drawn, in a column `width` px wide. */
export function guessHeight({ message, dayAt, head }: MessageItem, width: number): number {
  const perLine = Math.max(12, Math.floor((Math.min(560, width * 0.76) - 26) / 14));
  let lines = 0;
  for (const line of message.text.slice(0, 1200).split('\n')) lines += Math.max(1, Math.ceil(line.length / perLine));
  const words = message.direction === 'system' ? 26 : 18 + Math.max(1, lines) * 21;
  return words + 4 + (head && message.direction !== 'system' ? 26 : 0) + (dayAt === null ? 0 : 44);
}

/** Place of the message with this id, or of the first after it; the last when all are before it. `rows` ascend. */
export function placeOf(items: readonly MessageItem[], id: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as MessageItem).message.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
