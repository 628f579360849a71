import type { AccountReach, BanDayAccount } from '../../../shared/contracts/ban-day.ts';
import { daysToAsk, type SecondWay, secondWays } from '../../../shared/domain/ban-day.ts';
import { secondWayWords } from '../../../shared/domain/words.ts';
import { count, money, percent, spokenTime } from '../../lib/format.ts';

/** What is behind the share: 按成交算，¥550.00 里有 ¥400.00 还找得到人 */
export function reachText({ people, withWay, by, value, valueWithWay }: AccountReach): string {
  const heads = `${count(people)} 位好友里，${count(withWay)} 位另有联系方式`;
  if (by === 'level') return `${heads}。还没有这个号的成交，先按信任等级算：等级每高一级，算两倍。`;
  return `${heads}；成交 ${money(value)} 里，${money(valueWithWay)} 的人还找得到。`;
}

export const reachShare = ({ value, valueWithWay }: AccountReach): number => (value > 0 ? valueWithWay / value : 0);

/** Half of it lost is bad, a fifth is worth a thought. */
export function reachTone(reach: AccountReach): 'bad' | 'fair' | 'good' {
  const share = reachShare(reach);
  return share >= 0.8 ? 'good' : share >= 0.5 ? 'fair' : 'bad';
}

const doubts: Partial<Record<SecondWay, string>> = {
  wechatId: '对方可能关了「通过微信号找到我」，不一定加得到',
  group: '对方可能关了「通过群聊加我」',
};

/** Ways with how many have them, most people first. */
export function waysOf({ ways, onlyWay }: AccountReach): { way: SecondWay; label: string; hint: string | undefined }[] {
  return secondWays
    .filter((way) => ways[way] > 0)
    .sort((a, b) => ways[b] - ways[a])
    .map((way) => {
      const only = onlyWay[way] > 0 ? `其中 ${count(onlyWay[way])} 位只有这一样` : undefined;
      return {
        way,
        label: `${secondWayWords[way]} ${count(ways[way])}`,
        hint: [only, doubts[way]].filter(Boolean).join('；') || undefined,
      };
    });
}

/** How many days asking so many takes. */
export const daysText = (people: number, cap: number): string => `每天 ${count(cap)} 位，约 ${count(daysToAsk(people, cap))} 天`;

export function kitText({ bundle }: BanDayAccount): string {
  return bundle === null ? '还没有做过。' : `上次 ${spokenTime(bundle.at)} 做的，${count(bundle.people)} 位。`;
}

export function drillText({ drill, drillDue, bundle }: BanDayAccount): string {
  if (bundle === null) return '做好急救包以后，打开一次试试：到了那天才知道打不开，就晚了。';
  if (drill === null) return '还没有演练过：把刚做的急救包打开一次，看看密码对不对、人齐不齐。';
  const last = `上次演练 ${spokenTime(drill.at)}，打开了，${count(drill.people)} 位。`;
  return drillDue ? `${last}过了 90 天，该再做一份、再打开一次了。` : last;
}

/** The account that is looked at first: a banned one, else the one that is worth the most. */
export function firstAccount(accounts: readonly BanDayAccount[]): BanDayAccount | undefined {
  const rank = ({ standing, share, reach }: BanDayAccount) => (standing === 'banned' ? 2 : 0) + (share ?? 0) + reach.people / 1e9;
  return [...accounts].sort((a, b) => rank(b) - rank(a))[0];
}

/** How much hangs on this one account; nothing where it is the only one, or nobody has paid anything. */
export const shareText = ({ share, reach }: BanDayAccount, accounts: number): string =>
  share === null || reach.by === 'level' || accounts < 2 ? '' : `，占所有号成交的 ${percent(share)}`;
