/*
 * 拉新→留存→成交→复购→裂变: how far those came who were added in a period, up to now. Each step holds only people of the step before.
 *
 * Worked example (docs/numbers-handbook.md): of 甲, 乙, 丙, 丁 who were added, 甲 bought twice and brought 戊, who counts by now; 乙 bought
 * once and went, 丙 gave back what she bought and brought 己, who counts as well; 丁 went. Added 4, stayed 3, bought 2, again 1, spread 1;
 * beside the steps 1: 丙 brought somebody before she bought again.
 */

export const funnelSteps = ['added', 'stayed', 'bought', 'again', 'spread'] as const;
export type FunnelStep = (typeof funnelSteps)[number];
export const funnelWords: Record<FunnelStep, string> = { added: '拉新', stayed: '留存', bought: '成交', again: '复购', spread: '裂变' };
export const funnelMeaning: Record<FunnelStep, string> = {
  added: '这段时间加上的好友',
  stayed: '现在还有效，或者已经买过',
  bought: '买过至少一单',
  again: '买过两单以上',
  spread: '复购的人里，带来了新好友的',
};

/** Who brought somebody and did not come as far as `again`: on no step of the funnel, and told beside it. */
export const besideFunnel = 'early';
export type FunnelPart = FunnelStep | typeof besideFunnel;
export const besideMeaning = '还没复购，先带来了新好友';

/** How many reached each step; `spread` null = the book keeps no referrals. */
export type FunnelRow = Record<Exclude<FunnelStep, 'spread'>, number> & { spread: number | null };

/** What is known of one who was added. */
export interface FunnelFacts {
  /** still worth writing to (shared/domain/pool.ts) */
  isEffective: boolean;
  /** purchases up to now */
  purchases: number;
  /** brought somebody who counts (shared/domain/referrals.ts) */
  hasBrought: boolean;
}

/** How many steps somebody reached, 1 = only added. */
export const reached = ({ isEffective, purchases, hasBrought }: FunnelFacts): 1 | 2 | 3 | 4 | 5 =>
  purchases > 1 ? (hasBrought ? 5 : 4) : purchases > 0 ? 3 : isEffective ? 2 : 1;

/** @param knowsBringers whether the book keeps referrals */
export const emptyFunnel = (knowsBringers: boolean): FunnelRow => ({
  ...{ added: 0, stayed: 0, bought: 0, again: 0 },
  spread: knowsBringers ? 0 : null,
});

/** Counts one more who reached so many steps. */
export function countOn(row: FunnelRow, steps: number): void {
  row.added++;
  if (steps > 1) row.stayed++;
  if (steps > 2) row.bought++;
  if (steps > 3) row.again++;
  if (steps > 4 && row.spread !== null) row.spread++;
}

/** Fewer who were added than this say nothing of a share. */
export const fewestForShare = 20;

/** Share of a step in the one before; null = nobody reached that. */
export function conversion(row: FunnelRow, step: FunnelStep): number | null {
  const at = funnelSteps.indexOf(step);
  const before = at === 0 ? null : row[funnelSteps[at - 1]!];
  const heads = row[step];
  return before === null || before === 0 || heads === null ? null : heads / before;
}

const number = (value: number) => value.toLocaleString('en-US');
const share = (value: number) => `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)}%`;

/** What a funnel says. @param when the period in words */
export function funnelSentence(row: FunnelRow, when: string): string {
  const { added, stayed, bought, again, spread } = row;
  if (added === 0) return `${when}没有新加的好友。`;
  const parts = [`还在的 ${number(stayed)}`, `买过的 ${number(bought)}`, `又来买的 ${number(again)}`];
  if (spread !== null) parts.push(`又带人来的 ${number(spread)}`);
  const told = `${when}加了 ${number(added)} 位，${parts.join('，')}。`;
  if (added < fewestForShare) return `${told}人太少，看不出比例。`;
  // behind few people no share says anything
  const judged = (
    [
      ['stayed', 'added'],
      ['bought', 'stayed'],
      ['again', 'bought'],
      ['spread', 'again'],
    ] as const
  ).filter(([step, before]) => row[before] >= fewestForShare && row[step] !== null);
  const [worst] = judged.map(([step]) => ({ step, part: conversion(row, step) })).sort((a, b) => a.part! - b.part!);
  return `${told}掉得最多的一步是${funnelWords[worst!.step]}：前一步的 ${share(worst!.part!)} 走到了这里。`;
}

/** Which of several funnels goes furthest; of few people nothing is said. */
export function funnelRowsSentence(rows: readonly { name: string; row: FunnelRow }[]): string {
  const judged = rows.filter(({ row }) => row.added >= fewestForShare);
  const told = ({ name, row }: (typeof rows)[number]) =>
    `「${name}」${share(row.bought / row.added)}（${number(row.added)} 位里 ${number(row.bought)} 位）`;
  if (judged.length < 2) return `满 ${fewestForShare} 位的不到两行，比不出谁好。`;
  const [best, worst] = [
    judged.reduce((a, b) => (rate(b.row) > rate(a.row) ? b : a)),
    judged.reduce((a, b) => (rate(b.row) < rate(a.row) ? b : a)),
  ];
  if (best.row.bought === 0) return `满 ${fewestForShare} 位的 ${judged.length} 行里，还没有人买过。`;
  if (rate(best.row) === rate(worst.row))
    return `满 ${fewestForShare} 位的 ${judged.length} 行，买过的比例都一样：${share(rate(best.row))}。`;
  return `买过的比例，最高的是${told(best)}，最低的是${told(worst)}。`;
}
const rate = ({ bought, added }: FunnelRow) => bought / added;
