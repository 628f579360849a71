import type { Contact, FriendChatStats } from '../../../shared/contracts/chats.ts';
import { count, dateText } from '../../lib/format.ts';

const others = { in: '我', out: '对方' } as const;
const names = { in: '对方', out: '我' } as const;

/** 「1 分钟内」「20 分钟后」「3 小时后」「5 天后」 */
function after(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return '1 分钟内';
  if (minutes < 60) return `${minutes} 分钟后`;
  const hours = Math.round(minutes / 60);
  return hours < 24 ? `${hours} 小时后` : `${Math.round(hours / 24)} 天后`;
}

/** How the talk with a friend began: 「3月8日，对方先开口，我 2 分钟后回」; null = nobody wrote. */
export function firstTouchText(stats: NonNullable<FriendChatStats>, today?: number): string | null {
  const { firstIn, firstOut, openedBy, answeredAfterMs } = stats;
  const first = firstIn && firstOut ? (firstIn.messageId < firstOut.messageId ? firstIn : firstOut) : (firstIn ?? firstOut);
  if (!first) return null;
  const day = dateText(first.at, today);
  if (openedBy === null) return day;
  const began = `${day}，${names[openedBy]}先开口`;
  if (!firstIn || !firstOut) return `${began}，${others[openedBy]}一直没回`;
  const coarse = firstIn.precision !== 'second' || firstOut.precision !== 'second';
  return answeredAfterMs === null || coarse ? began : `${began}，${others[openedBy]} ${after(answeredAfterMs)}回`;
}

/** One contact in words: who began, and how much both wrote. */
export function contactText({ openedBy, inCount, outCount }: Contact): string {
  if (outCount === 0) return `对方发来 ${count(inCount)} 条，我没回`;
  if (inCount === 0) return `我发去 ${count(outCount)} 条，对方没回`;
  const began = openedBy === null ? '' : `${names[openedBy]}先开口，`;
  return `${began}对方 ${count(inCount)} 条，我 ${count(outCount)} 条`;
}
