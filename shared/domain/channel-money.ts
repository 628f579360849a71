import { fewestForShare } from './funnel.ts';

/*
 * What a channel costs and brings: the friends of a channel who were added in a period, up to now, against what was spent on it in the
 * months of that period.
 */

/** Sums of one channel, money in 分. */
export interface ChannelSums {
  /** null = not told for any of the months */
  spendFen: number | null;
  added: number;
  bought: number;
  again: number;
  /** of those who bought: who only ever bought goods to bring people in or to try */
  freebies: number;
  /** what they paid (refunds subtracted) minus what the goods cost, as far as that is known */
  marginFen: number;
  /** the local day on which their margin reached the spend, YYYY-MM-DD; null = not yet, or nothing was spent */
  paidBackOn: string | null;
}

/** What follows from the sums; null = cannot be told. */
export interface ChannelRates {
  costPerFriendFen: number | null;
  /** what it cost to win one who buys */
  cacFen: number | null;
  firstRate: number | null;
  secondRate: number | null;
  /** margin of one who bought, to date */
  ltvFen: number | null;
  /** what was earned beyond the spend, against it */
  roi: number | null;
  freebieRate: number | null;
}

const ratio = (part: number | null, whole: number): number | null => (part === null || whole === 0 ? null : part / whole);
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value));

export const channelRates = ({ spendFen, added, bought, again, freebies, marginFen }: Omit<ChannelSums, 'paidBackOn'>): ChannelRates => ({
  costPerFriendFen: rounded(ratio(spendFen, added)),
  cacFen: rounded(ratio(spendFen, bought)),
  firstRate: ratio(bought, added),
  secondRate: ratio(again, bought),
  ltvFen: rounded(ratio(marginFen, bought)),
  roi: spendFen === null || spendFen === 0 ? null : (marginFen - spendFen) / spendFen,
  freebieRate: ratio(freebies, bought),
});

/** Months that a period touches, YYYY-MM: what was spent in a month counts whole. */
export function monthsOf({ fromOn, toOn }: { fromOn: string; toOn: string }): string[] {
  const months: string[] = [];
  for (let [year, month] = [Number(fromOn.slice(0, 4)), Number(fromOn.slice(5, 7))]; ; month++) {
    if (month > 12) [year, month] = [year + 1, 1];
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (name > toOn.slice(0, 7)) return months;
    months.push(name);
  }
}

/** More than this a month on one channel is a slip of the finger. */
export const mostSpendFen = 100_000_000;

const number = (value: number) => value.toLocaleString('en-US');
const yuan = (fen: number) => `¥${number(Math.round(fen / 100))}`;

export interface NamedChannel extends ChannelSums {
  name: string;
}

/** What the table says. @param when the period in words */
export function channelSentence(channels: readonly NamedChannel[], when: string): string {
  const added = channels.reduce((sum, channel) => sum + channel.added, 0);
  if (added === 0) return `${when}没有新加的好友。`;
  const paid = channels.filter(({ spendFen }) => spendFen !== null && spendFen > 0);
  if (paid.length === 0) return `${when}新加了 ${number(added)} 位；还没填花费，算不出哪个渠道划算。`;
  const spent = paid.reduce((sum, { spendFen }) => sum + spendFen!, 0);
  const told = `${when}在 ${paid.length} 个渠道花了 ${yuan(spent)}`;
  const judged = paid.filter((channel) => channel.added >= fewestForShare);
  if (judged.length === 0) return `${told}，每个渠道加的人都太少，还比不出哪个划算。`;
  const roi = (channel: NamedChannel) => channelRates(channel).roi!;
  const sorted = [...judged].sort((a, b) => roi(b) - roi(a));
  const best = sorted[0]!;
  const back = judged.filter((channel) => channel.marginFen >= channel.spendFen!).length;
  return `${told}，${back === 0 ? '都还没回本' : `${back} 个回了本`}；最划算的是${best.name}：花 ${yuan(best.spendFen!)}，毛利 ${yuan(best.marginFen)}。`;
}
