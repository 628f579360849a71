import { besideFunnel, besideMeaning, type FunnelPart, funnelSteps, funnelWords } from './funnel.ts';
import { type PoolPart, poolParts, poolWords } from './pool.ts';
import { type ReferralState, referralStates } from './referral-states.ts';

/*
 * A number of 洞察 as the way to its people: which one it is, of which days, and of which account or channel. Written as one short text,
 * so that an address and a filter can hold it: pool.new.2026-10-01.2026-10-31.a1.c0
 */

interface Whose {
  fromOn: string;
  toOn: string;
  /** null = of all */
  accountId: number | null;
  /** 0 = of those without a channel; null = of all */
  channelId: number | null;
}
export type PoolFigure = Whose & { of: 'pool'; part: PoolPart };
export type FunnelFigure = Whose & { of: 'funnel'; part: FunnelPart };
export type ChannelFigure = Whose & { of: 'channel'; part: 'freebies' };
/** Of the month of its days: everybody who was added (`added`), or who gave a sign so many months since (`m0`, `m1` …). */
export type CohortFigure = Whose & { of: 'cohort'; part: CohortPart };
export type CohortPart = 'added' | `m${number}`;
/** Of those who came because somebody brought them: all, or those of whom that became. */
export type ReferralFigure = Whose & { of: 'referral'; part: 'brought' | ReferralState };
export type Figure = PoolFigure | FunnelFigure | ChannelFigure | CohortFigure | ReferralFigure;

/** Months since somebody was added that are told at most. */
export const mostMonths = 25;
const cohortWords: Readonly<Record<string, string>> = {
  added: '加的',
  ...Object.fromEntries(
    Array.from({ length: mostMonths }, (_, since) => [`m${since}`, since === 0 ? '当月有动静' : `第 ${since} 个月有动静`]),
  ),
};

const referralWords: Record<ReferralFigure['part'], string> = {
  brought: '带来的人',
  valid: '带来的人，有效',
  waiting: '带来的人，还没满天数',
  gone: '带来的人，已经走了',
  notNew: '带来的人，不是新人',
  samePerson: '带来的人，和带他来的是同一个人',
  circle: '带来的人，绕了一圈',
};

const wordsOf: Record<Figure['of'], Readonly<Record<string, string>>> = {
  pool: poolWords,
  funnel: { ...funnelWords, [besideFunnel]: besideMeaning },
  channel: { freebies: '只买过引流品' },
  cohort: cohortWords,
  referral: referralWords,
};
const partsOf: Record<Figure['of'], readonly string[]> = {
  pool: poolParts,
  funnel: [...funnelSteps, besideFunnel],
  channel: ['freebies'],
  cohort: Object.keys(cohortWords),
  referral: ['brought', ...referralStates],
};

const day = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const shape = new RegExp(
  `^(${Object.keys(partsOf).join('|')})\\.([A-Za-z0-9]{1,12})\\.(${day})\\.(${day})(?:\\.a([1-9]\\d{0,14}))?(?:\\.c(\\d{1,15}))?$`,
);

export const figureText = ({ of, part, fromOn, toOn, accountId, channelId }: Figure): string =>
  [of, part, fromOn, toOn, ...(accountId === null ? [] : [`a${accountId}`]), ...(channelId === null ? [] : [`c${channelId}`])].join('.');

/** The number that a text names; null = none. */
export function readFigure(text: string): Figure | null {
  const [, of, part, fromOn, toOn, account, channel] = shape.exec(text) ?? [];
  if (of === undefined || !partsOf[of as Figure['of']].includes(part!) || fromOn! > toOn!) return null;
  return {
    ...{ of, part, fromOn, toOn },
    accountId: account === undefined ? null : Number(account),
    channelId: channel === undefined ? null : Number(channel),
  } as Figure;
}

/** What the number is called. */
export const figureWords = ({ of, part }: Pick<Figure, 'of' | 'part'>): string => wordsOf[of][part] ?? '';
