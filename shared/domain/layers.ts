import { type RfmClass, type RfmThresholds, rfmClasses } from './rfm.ts';

/*
 * Layers: into which groups the friends of a book fall by what they bought and did. Everybody who is not archived has one RFM class (or
 * has never bought) and one AIPL state.
 */

/** What the layers are reckoned by; days, orders and 元. From `talkDays` two-way days on somebody talks much, from `tieDays` on the tie is strong. Where a score of 5, 4, 3, 2 begins counts while buyers are few. */
export const firstLayerRules = {
  windowDays: 180,
  talkDays: 3,
  tieDays: 10,
  recency5: 30,
  recency4: 60,
  recency3: 90,
  recency2: 180,
  frequency5: 6,
  frequency4: 4,
  frequency3: 3,
  frequency2: 2,
  money5: 3000,
  money4: 1000,
  money3: 300,
  money2: 100,
};
export type LayerRules = typeof firstLayerRules;

const descending = (a: number, b: number): number => b - a;

/** The limits of the scores, put in order where she wrote them crosswise. */
export function thresholdsOf(rules: LayerRules): RfmThresholds {
  const limits = (part: 'recency' | 'frequency' | 'money') => ([5, 4, 3, 2] as const).map((score) => rules[`${part}${score}`]);
  return {
    recency: limits('recency').sort((a, b) => a - b),
    frequency: limits('frequency').sort(descending),
    money: limits('money')
      .map((yuan) => yuan * 100)
      .sort(descending),
  };
}

/** Where somebody stood when the window began (none = had not bought, once, back = twice or more; new = came since), and what became of her. */
export const flowCodes = [
  'noneMoved',
  'noneStayed',
  'noneLost',
  'onceMoved',
  'onceStayed',
  'onceLost',
  'backStayed',
  'backLost',
  'newMoved',
  'newStayed',
  'newLost',
] as const;
export type FlowCode = (typeof flowCodes)[number];

/** Purchases before the window and in all, whether she was there when it began, and whether she deleted or blocked us or was given up. */
export interface FlowSigns {
  before: number;
  ever: number;
  wasThere: boolean;
  isGone: boolean;
}

/** How she moved: each who was there at the start stayed, moved on or was lost, so that the three make up the start again. */
export function flowOf({ before, ever, wasThere, isGone }: FlowSigns): FlowCode {
  if (before >= 2) return isGone ? 'backLost' : 'backStayed';
  const start = before === 1 ? 'once' : wasThere ? 'none' : 'new';
  if (isGone) return `${start}Lost`;
  return ever > before ? `${start}Moved` : `${start}Stayed`;
}

/**
 * Groups that a friend may be in: `rfm…` by class, `never` = has not bought, A I P L, `top` = the fifth of the buyers who brought the most
 * money; what she says and pays beside the others; signs of a hunter of bargains; how near she is; and how she moved in the window.
 */
export const layerCodes = [
  'rfm111',
  'rfm011',
  'rfm101',
  'rfm001',
  'rfm110',
  'rfm010',
  'rfm100',
  'rfm000',
  'never',
  'A',
  'I',
  'P',
  'L',
  'top',
  'super',
  'talkBuy',
  'buyOnly',
  'talkOnly',
  'quiet',
  'leadOnly',
  'refunder',
  'askedOnly',
  'tieStrong',
  'tieWeak',
  ...flowCodes,
] as const;
export type LayerCode = (typeof layerCodes)[number];

export const rfmLayer = (place: RfmClass): LayerCode => (place === 'never' ? 'never' : `rfm${place}`);
/** The layers of RFM in the order of its classes. */
export const rfmLayers: readonly LayerCode[] = rfmClasses.map(rfmLayer);

export interface LayerWords {
  label: string;
  /** who they are, in a few words */
  who: string;
  /** what to do for them, until she writes her own */
  plan: string;
}

const firstOrderPlan = '把第一次体验做好：发货、签收各说一声，第 7 天问用得怎么样。';
const firstWordPlan = '先打招呼，让他知道你是谁、懂什么，不急着卖。';
const lostPlan = '换个号或电话问一声，问清为什么走；问不到就算了，把原因记下来，少再犯。';

/** What each layer is called and what it asks for; the label and the plan are hers to change. */
export const firstLayerWords: Record<LayerCode, LayerWords> = {
  rfm111: {
    label: '重要价值',
    who: '最近买过，买得勤，花得多',
    plan: '最该花时间的人：新品先给他们看，过节单独问候，记得上次聊的事。少发广告，多说人话。',
  },
  rfm011: {
    label: '重要保持',
    who: '买得勤，花得多，最近没来',
    plan: '老主顾快走远了：这周就私聊一句，问上次的用得怎么样，有什么不满意。先关心，不卖货。',
  },
  rfm101: {
    label: '重要发展',
    who: '最近买过，花得多，次数少',
    plan: '舍得花，还没养成习惯：收货后第 2 天问体验，第 7 天教怎么用，用完前提醒补货。',
  },
  rfm001: {
    label: '重要挽留',
    who: '花得多，但少来，也好久没来',
    plan: '买过大单又走了：打个电话或发语音问问原因，有问题先补上，再给一份专门的回头礼。',
  },
  rfm110: {
    label: '一般价值',
    who: '最近买过，买得勤，花得不多',
    plan: '信得过你，每次买得小：推荐搭着用的、家庭装，满额送一样，请他说说好在哪。',
  },
  rfm010: {
    label: '一般保持',
    who: '买得勤，花得不多，最近没来',
    plan: '习惯断了：到了该补货的日子提醒一句，拼单或接龙叫上他。',
  },
  rfm100: {
    label: '一般发展',
    who: '最近才买过，次数少，花得不多',
    plan: '多半是新客：把第一次体验做好，发货、签收各说一声，第二单给个小理由。',
  },
  rfm000: {
    label: '一般挽留',
    who: '好久没来，次数少，花得不多',
    plan: '不用一个个追：朋友圈让他看得见你，换季、上新时群发一次，回了再聊。',
  },
  never: {
    label: '还没买过',
    who: '一单也没付过',
    plan: '先别推销：让他知道你是谁、懂什么。问过价的先回，给一个小份试试。',
  },
  A: { label: '认识', who: '加上了，还没有自己的动静', plan: '打个招呼，说清你是谁、能帮什么，别一上来发广告。' },
  I: { label: '有兴趣', who: '说过话、在群里、下过没付的单，还没买', plan: '接着他的话聊，问过的先答，给一个小份或试用。' },
  P: { label: '买过一次', who: '付过一单', plan: '跟到收货、用上、用好，再等他来第二单。' },
  L: {
    label: '回头客',
    who: '付过两单以上，或者替你说过话：带来新好友、有「好评」「晒单」标签、你标成铁粉',
    plan: '记住他的喜好，先谢再请：请他说句好话，带一个朋友来。',
  },
  top: { label: '前 20%', who: '这段时间花钱最多的五分之一', plan: '生意是他们撑着的：每人每月至少私聊一次，不群发。' },
  super: {
    label: '超级用户',
    who: '花钱在前 20%，又常和你聊',
    plan: '最像铁粉的人：请他们先试新品、提意见、带朋友，回礼要走心。',
  },
  talkBuy: { label: '聊得多，买得多', who: '聊得来，也舍得花', plan: '保持住：有来有往，少群发。' },
  buyOnly: { label: '买得多，聊得少', who: '花得不少，没怎么说过话', plan: '别让他们只是订单号：收货后问一句，记住一件他的事。' },
  talkOnly: { label: '聊得多，买得少', who: '聊得来，没怎么花钱', plan: '信任有了，差一个合适的：问清楚需要什么，推一样就好，别一直推。' },
  quiet: { label: '聊得少，买得少', who: '有点动静，都不多', plan: '朋友圈里让他看得见你，等他先开口。' },
  leadOnly: { label: '只买引流品', who: '买过两单以上，单单都是引流品、试用', plan: '别再送：给一个正价的小份，看他买不买。' },
  refunder: { label: '买了常退', who: '全退过两单以上，一半以上都退了', plan: '先问清为什么退，说明规矩再卖。' },
  askedOnly: { label: '只问不买', who: '问过三次以上价钱，一单没买', plan: '把价钱和好处一次说清，问他差在哪，不再降价。' },
  tieStrong: { label: '强关系', who: '你标了强关系，或者有来有往够多', plan: '当朋友处：有事直说，求推荐先找他们。' },
  tieWeak: { label: '弱关系', who: '你标了弱关系，或者说过话，不多', plan: '常让他看得见，新消息往往从他们那里来。' },
  noneMoved: { label: '新买家', who: '开头还没买过，这段时间买了', plan: firstOrderPlan },
  noneStayed: { label: '一直没买', who: '开头就在，到现在没买过', plan: firstWordPlan },
  noneLost: { label: '没买就走了', who: '没买过，删了你、拉黑了你或流失了', plan: lostPlan },
  onceMoved: { label: '新回头客', who: '开头买过一次，这段时间又买了', plan: '谢谢他又来：记下喜好，到日子提醒补货。' },
  onceStayed: { label: '停在第一单', who: '开头买过一次，没有再来', plan: '问一句上次的怎么样，给第二单一个小理由。' },
  onceLost: { label: '买过一次，走了', who: '买过一次，删了你、拉黑了你或流失了', plan: lostPlan },
  backStayed: { label: '老回头客', who: '开头就买过两次以上，还在', plan: '老主顾，别冷落：每月问候一次。' },
  backLost: { label: '回头客走了', who: '买过两次以上，删了你、拉黑了你或流失了', plan: lostPlan },
  newMoved: { label: '新来就买', who: '这段时间新加的，已经买了', plan: firstOrderPlan },
  newStayed: { label: '新来的，还没买', who: '这段时间新加的，还没买', plan: firstWordPlan },
  newLost: { label: '新来又走了', who: '这段时间新加，又删了你、拉黑了你或流失了', plan: lostPlan },
};

/** From so many buyers on a class says something; below that it is a list of names. */
export const fewestForLayers = 5;
