import { z } from 'zod';
import { defaultAdWords } from '../domain/ad-words.ts';
import { firstReAddWords } from '../domain/ban-day.ts';
import { firstCareRules } from '../domain/care-today.ts';
import { firstMixLimits } from '../domain/content-mix.ts';
import { firstFollowUpNumbers, sopKeys } from '../domain/follow-up.ts';
import { firstLayerRules, layerCodes } from '../domain/layers.ts';
import { firstFold } from '../domain/moment-fold.ts';
import { firstResultWeights } from '../domain/post-results.ts';
import { firstReferralRules } from '../domain/referrals.ts';
import { mostOwnSops } from '../domain/sop-faults.ts';
import { firstTrustNumbers, ruleModes, trustRules } from '../domain/trust-suggestions.ts';
import { line, rowId } from './common.ts';
import { ownSopShape, sopShape } from './follow-ups.ts';
import { friendSort, friendSortKeys, trustLevel } from './friends.ts';
import { touchKinds } from './touches.ts';

export const friendColumns = [
  'name',
  'trustLevel',
  'tags',
  'accountId',
  'channelId',
  'status',
  'lastContactAt',
  'wxid',
  'alias',
  'nickname',
  'phone',
  'gender',
  'region',
  'birthday',
  'sourceText',
  'addedAt',
  'createdAt',
  'points',
] as const;
export type FriendColumn = (typeof friendColumns)[number];

/** A column that came after the layout was remembered is there to be chosen, out of sight. */
function withNewColumns<Layout extends { order: FriendColumn[]; hidden: FriendColumn[] }>(layout: Layout): Layout {
  const missing = friendColumns.filter((id) => !layout.order.includes(id));
  if (missing.length === 0) return layout;
  return { ...layout, order: [...layout.order, ...missing], hidden: [...new Set([...layout.hidden, ...missing])] };
}

const keywords = z.array(z.string().trim().min(1).max(30)).max(100);

/** Least and most of a number that she may change; `share`: 0–1, written in percent. */
export interface NumberRange {
  min: number;
  max: number;
  share?: true;
}
/** Rules made of several whole numbers or shares: what each may be. */
export const numberRanges = {
  'mix.limits': {
    livingShare: { min: 0, max: 0.9, share: true },
    offerShare: { min: 0.1, max: 1, share: true },
    postsPerDay: { min: 1, max: 20 },
    silentDays: { min: 1, max: 30 },
    lastPosts: { min: 10, max: 100 },
    plannedDays: { min: 7, max: 31 },
  },
  'results.weights': {
    likes: { min: 0, max: 100 },
    comments: { min: 0, max: 100 },
    privates: { min: 0, max: 100 },
    deals: { min: 0, max: 1000 },
  },
  'moments.fold': { lines: { min: 1, max: 30 }, charsPerLine: { min: 8, max: 40 } },
  'sending.massSend': { people: { min: 1, max: 2000 } },
  'trust.numbers': {
    talkDays: { min: 1, max: 30 },
    talkWindow: { min: 7, max: 365 },
    loyalOrders: { min: 2, max: 20 },
    loyalDays: { min: 30, max: 730 },
    fanOrders: { min: 2, max: 50 },
    silenceTimes: { min: 1, max: 10 },
    rhythmDays: { min: 3, max: 30 },
    silentDays: { min: 0, max: 180 },
  },
  'today.rules': {
    minutes: { min: 5, max: 480 },
    perName: { min: 1, max: 60 },
    valueTimes: { min: 1, max: 20 },
    trustTimes: { min: 1, max: 20 },
    dueTimes: { min: 1, max: 20 },
    silenceTimes: { min: 1, max: 10 },
    rhythmDays: { min: 7, max: 180 },
    unpaidFrom: { min: 0, max: 30 },
    unpaidUntil: { min: 1, max: 365 },
  },
  'followUps.numbers': {
    gapDays: { min: 1, max: 30 },
    keepDays: { min: 1, max: 90 },
    aheadDays: { min: 1, max: 60 },
    perDay: { min: 1, max: 500 },
  },
  'referrals.rules': { stayDays: { min: 1, max: 365 }, windowDays: { min: 30, max: 730 } },
  'layers.rules': {
    windowDays: { min: 30, max: 730 },
    talkDays: { min: 1, max: 365 },
    tieDays: { min: 1, max: 365 },
    recency5: { min: 1, max: 3650 },
    recency4: { min: 1, max: 3650 },
    recency3: { min: 1, max: 3650 },
    recency2: { min: 1, max: 3650 },
    frequency5: { min: 1, max: 1000 },
    frequency4: { min: 1, max: 1000 },
    frequency3: { min: 1, max: 1000 },
    frequency2: { min: 1, max: 1000 },
    money5: { min: 1, max: 1_000_000 },
    money4: { min: 1, max: 1_000_000 },
    money3: { min: 1, max: 1_000_000 },
    money2: { min: 1, max: 1_000_000 },
  },
} as const satisfies Record<string, Record<string, NumberRange>>;
export type NumbersKey = keyof typeof numberRanges;
/** What the numbers of the fatigue guard may be. */
export const guardRanges = {
  halfLifeDays: { min: 0.5, max: 60 },
  weights: { min: 0, max: 20 },
  replyLeaves: { min: 0, max: 1, share: true },
  caps: { min: 0.5, max: 100 },
  perDay: { min: 1, max: 20 },
  perWindow: { min: 1, max: 60 },
  windowDays: { min: 2, max: 30 },
} as const satisfies Record<string, NumberRange>;
const within = <Shape extends z.ZodNumber | z.ZodInt>(shape: Shape, { min, max }: NumberRange) => shape.min(min).max(max);

function numbersOf<Ranges extends Record<string, NumberRange>>(ranges: Ranges) {
  const shapes = Object.entries(ranges).map(([name, { min, max, share }]) => [name, (share ? z.number() : z.int()).min(min).max(max)]);
  return z.object(Object.fromEntries(shapes) as Record<keyof Ranges, z.ZodNumber>);
}

/** What is being written is kept up to so many characters: more than the longest piece with its words for every channel. */
export const draftChars = 300_000;

const minuteOfDay = z.int().min(0).max(1439);

/** Everything remembered about how she works; each key has its shape and its value on the first day. */
export const settingShapes = {
  'friends.columns': z
    .object({
      order: z.array(z.enum(friendColumns)),
      hidden: z.array(z.enum(friendColumns)),
      widths: z.record(z.string(), z.int().min(40).max(800)),
    })
    .transform(withNewColumns),
  'friends.sort': friendSort,
  'friends.panelWidth': z.int().min(280).max(900),
  'app.theme': z.enum(['system', 'light', 'dark']),
  'app.firstRunDone': z.boolean(),
  'app.lastPage': z.string().max(200),
  'app.sidebarCollapsed': z.boolean(),
  'app.tray': z.boolean(),
  'calendar.view': z.enum(['month', 'week', 'day', 'list']),
  'calendar.accountId': rowId.nullable(),
  'calendar.draft': z.string().max(draftChars).nullable(),
  'calendar.panelWidth': z.int().min(280).max(900),
  'content.draft': z.string().max(draftChars).nullable(),
  'content.view': z.enum(['grid', 'list']),
  'content.panelWidth': z.int().min(320).max(1100),
  'orders.panelWidth': z.int().min(280).max(900),
  'trust.board.accountId': rowId.nullable(),
  'imports.lastAccountId': rowId.nullable(),
  /** words that show that a friend asked about the price, or about what there is */
  'chats.priceWords': keywords,
  'chats.productWords': keywords,
  /** words that a post is looked through for (shared/domain/ad-words.ts) */
  'content.adWords': z.array(z.string().trim().min(1).max(30)).max(500),
  /** what makes a mix good (shared/domain/content-mix.ts) */
  'mix.limits': numbersOf(numberRanges['mix.limits']),
  /** what a reaction is worth against the others (shared/domain/post-results.ts) */
  'results.weights': numbersOf(numberRanges['results.weights']),
  /** 据反馈: where a phone folds a moment (shared/domain/moment-fold.ts) */
  'moments.fold': numbersOf(numberRanges['moments.fold']),
  /** 据反馈: how many people 群发助手 takes a send */
  'sending.massSend': numbersOf(numberRanges['sending.massSend']),
  /** whom to care for today (shared/domain/care-today.ts) */
  'today.rules': numbersOf(numberRanges['today.rules']),
  /** when somebody who was brought counts, and over which days (shared/domain/referrals.ts) */
  'referrals.rules': numbersOf(numberRanges['referrals.rules']),
  /** by which friends fall into layers (shared/domain/layers.ts) */
  'layers.rules': numbersOf(numberRanges['layers.rules']),
  /** what she calls layers and does for them, where it is not as on the first day */
  'layers.words': z.partialRecord(z.enum(layerCodes), z.object({ label: line(20), plan: z.string().max(1000) })),
  /** whether the panel of a post shows it as on a phone */
  'content.phone': z.boolean(),
  /** the fatigue guard (shared/domain/fatigue.ts): half of a touch is forgotten after so many days */
  'guard.halfLifeDays': within(z.number(), guardRanges.halfLifeDays),
  'guard.weights': z.record(z.enum(touchKinds), within(z.number(), guardRanges.weights)),
  /** part of the load that a message of hers leaves */
  'guard.replyLeaves': within(z.number(), guardRanges.replyLeaves),
  /** by trust level, 1 first */
  'guard.caps': z.array(within(z.number(), guardRanges.caps)).length(6),
  /** minutes since midnight; equal = no quiet hours */
  'guard.quiet': z.object({ from: minuteOfDay, to: minuteOfDay }),
  'guard.perDay': within(z.int(), guardRanges.perDay),
  'guard.perWindow': within(z.int(), guardRanges.perWindow),
  'guard.windowDays': within(z.int(), guardRanges.windowDays),
  /** people asked again from one account on one day (据反馈: adding many a day is the best-known cause of bans) */
  'banDay.cap': z.int().min(1).max(50),
  /** words with variables for people who are asked again */
  'banDay.words': z.string().min(1).max(1000),
  /** the account she asked from last */
  'banDay.viaAccountId': rowId.nullable(),
  /** whether who came goes over to the account that asked */
  'banDay.move': z.boolean(),
  /** the numbers in the rules of suggestions (shared/domain/trust-suggestions.ts), and what each rule may do; one not named asks */
  'trust.numbers': numbersOf(numberRanges['trust.numbers']),
  'trust.rules': z.partialRecord(z.enum(trustRules), z.enum(ruleModes)),
  /** own rules: whoever is in a segment is to stand on a level */
  'trust.ownRules': z.array(z.object({ segmentId: rowId, level: trustLevel })).max(20),
  /** names of tags that say of a friend that she spoke for us */
  'trust.voiceTags': z.array(z.string().trim().min(1).max(30)).max(20),
  /** templates of follow-ups where they are not as on the first day (shared/domain/sop-starters.ts), and how they are spread */
  'followUps.sops': z.partialRecord(z.enum(sopKeys), sopShape),
  'followUps.own': z.array(ownSopShape).max(mostOwnSops),
  'followUps.numbers': numbersOf(numberRanges['followUps.numbers']),
  /** names of tags that block marketing */
  'guard.blockTags': z.array(z.string().trim().min(1).max(30)).max(20),
} as const;
export type SettingKey = keyof typeof settingShapes;
export type SettingValue<K extends SettingKey> = z.infer<(typeof settingShapes)[K]>;
export type Settings = { [K in SettingKey]: SettingValue<K> };

export const defaultSettings: Settings = {
  'friends.columns': {
    order: [...friendColumns],
    hidden: ['nickname', 'alias', 'gender', 'birthday', 'sourceText', 'createdAt', 'phone', 'points'],
    widths: {},
  },
  'friends.sort': { key: 'lastContactAt', direction: 'desc' },
  'friends.panelWidth': 380,
  'app.theme': 'system',
  'app.firstRunDone': false,
  'app.lastPage': '/today',
  'app.sidebarCollapsed': false,
  'app.tray': false,
  'calendar.view': 'month',
  'calendar.accountId': null,
  'calendar.draft': null,
  'calendar.panelWidth': 400,
  'content.draft': null,
  'content.view': 'grid',
  'content.panelWidth': 520,
  'orders.panelWidth': 380,
  'trust.board.accountId': null,
  'imports.lastAccountId': null,
  'chats.priceWords': ['多少钱', '怎么卖', '价格', '什么价', '啥价', '几块', '贵不贵', '便宜', '优惠', '怎么收费', '报价'],
  'chats.productWords': ['还有吗', '有货吗', '有没有货', '到货', '补货', '有现货', '怎么买', '怎么下单', '想要', '要一份', '能买到'],
  'content.adWords': defaultAdWords.map(({ word }) => word),
  'mix.limits': firstMixLimits,
  'results.weights': { ...firstResultWeights },
  'moments.fold': firstFold,
  'sending.massSend': { people: 200 },
  'today.rules': { ...firstCareRules },
  'referrals.rules': { ...firstReferralRules },
  'layers.rules': { ...firstLayerRules },
  'layers.words': {},
  'content.phone': false,
  'guard.halfLifeDays': 3,
  'guard.weights': {
    ordinary: 0,
    privateAdvert: 3,
    massSend: 2,
    mention: 2,
    liveInvite: 1,
    groupAdvert: 0.5,
    momentAdvert: 0.3,
    service: 0.3,
  },
  'guard.replyLeaves': 0.5,
  'guard.caps': [3, 4, 5, 6, 8, 10],
  'guard.quiet': { from: 22 * 60, to: 8 * 60 },
  'guard.perDay': 1,
  'guard.perWindow': 3,
  'guard.windowDays': 7,
  'banDay.cap': 10,
  'banDay.words': firstReAddWords,
  'banDay.viaAccountId': null,
  'banDay.move': true,
  'guard.blockTags': ['勿扰'],
  'trust.numbers': { ...firstTrustNumbers },
  'trust.rules': {},
  'trust.ownRules': [],
  'trust.voiceTags': ['好评', '转介绍', '晒单'],
  'followUps.sops': {},
  'followUps.own': [],
  'followUps.numbers': { ...firstFollowUpNumbers },
};
export const sortableColumns: readonly string[] = friendSortKeys;

/** Whether what the book is asked depends on it; the others say how the screen looks, or hold what is being written. */
export const isRule = (key: SettingKey): boolean =>
  /^(guard|chats|banDay|mix|results|followUps)\.|^(layers|today|referrals)\.rules$|^trust\.(numbers|rules|ownRules|voiceTags)$/.test(key);

export const settingKey = z.enum(Object.keys(settingShapes) as [SettingKey, ...SettingKey[]]);
/** `value` is checked against the shape of its key by the service. */
export const setSettingInput = z.object({ key: settingKey, value: z.json() });
export const about = z.object({
  version: z.string(),
  dataDir: z.string(),
  host: z.enum(['desktop', 'browser', 'test']),
});
export type About = z.infer<typeof about>;
