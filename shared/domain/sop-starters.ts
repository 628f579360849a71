import { type OwnSop, type Sop, type SopKey, type SopStep, type Sops, sopKeys, type Template } from './follow-up.ts';

type StepParts = [key: string, days: number, title: string, words: string];
const service = ([key, days, title, words]: StepParts, minutes = 1): SopStep => ({ key, days, title, words, kind: 'service', minutes });
const ordinary = ([key, days, title, words]: StepParts, minutes = 2): SopStep => ({ key, days, title, words, kind: 'ordinary', minutes });
const advert = ([key, days, title, words]: StepParts, minutes = 2): SopStep => ({
  key,
  days,
  title,
  words,
  kind: 'privateAdvert',
  minutes,
});
const sop = (isOn: boolean, steps: SopStep[], stops: Sop['stops'] = []): Sop => ({ isOn, stops, steps, tags: [] });

/** The templates of the first day. Off is what would bring very many at once, what 今日 tells already, or what needs a tag first. */
export const firstSops: Readonly<Record<SopKey, Sop>> = {
  unpaid: sop(true, [
    service(['d1', 1, '提醒付款', '{称呼|你好}，{上次购买|昨天那单}给你留着呢，方便的时候付一下就行，有什么不合适也直接跟我说。']),
    service(['d3', 3, '再问一次', '{称呼|你好}，那单还要吗？不要的话我先放给别人，没关系的。']),
  ]),
  signed: sop(true, [
    service(['d0', 0, '确认收到', '{称呼|你好}，看到签收了，东西都好吗？有磕碰、少件直接拍照给我。']),
    service(['d2', 2, '问问体验', '{称呼|你好}，用了两天感觉怎么样？有不会用的、不满意的都跟我说。'], 2),
    service(['d7', 7, '道谢，请说句真话', '{称呼|你好}，谢谢你信我。方便的话跟我说两句真实感受，好的不好的都行，我好改。'], 3),
  ]),
  firstOrder: sop(true, [ordinary(['d0', 0, '谢谢第一单', '{称呼|你好}，谢谢你的第一单！有什么要求提前跟我说，我给你盯着。'])]),
  referral: sop(true, [ordinary(['d0', 0, '谢谢介绍', '{称呼|你好}，谢谢你介绍朋友来，我会好好照顾的，你放心。'], 1)]),
  added: sop(
    true,
    [
      ordinary(['d0', 0, '打个招呼', '{称呼|你好}，{问候}，谢谢加我。我怎么称呼你合适？'], 1),
      ordinary(['d1', 1, '问问需要', '{称呼|你好}，想问下你平时比较关注哪一类？我有合适的再跟你说，不乱打扰。']),
      ordinary(['d3', 3, '给点有用的', '']),
    ],
    ['bought'],
  ),
  birthday: sop(false, [ordinary(['d0', 0, '生日祝福', '{称呼|你好}，生日快乐！愿你新的一岁事事顺心。'], 1)]),
  repurchase: sop(
    true,
    [
      advert(['b7', -7, '快用完了，先问一声', '{称呼|你好}，{上次购买|上次那样}应该快用完了吧？']),
      advert(['b3', -3, '要不要备上', '{称呼|你好}，{上次购买|上次那样}要不要给你备一份？']),
      advert(['d0', 0, '到日子了', '{称呼|你好}，{上次购买|上次那样}该续了，这两天给你寄？']),
      advert(['d7', 7, '晚了一周，问问原因', '{称呼|你好}，上次的还没用完，还是哪里不合适？跟我说说。']),
    ],
    ['bought'],
  ),
  levelUp: sop(false, [ordinary(['d0', 0, '升级了，谢谢一声', ''])]),
  levelDown: sop(false, [ordinary(['d0', 0, '降级了，问候一声', ''])], ['replied']),
  tagged: sop(false, [advert(['d0', 0, '打上标签，接着聊', '']), advert(['d3', 3, '再问一次', ''])], ['bought']),
  silent: sop(false, [ordinary(['d0', 0, '好久没聊，问候一声', '{称呼|你好}，好久没聊了，最近都好吗？'])], ['replied']),
};

/** The templates as they are now: what the seller changed in place of the first ones, her own behind that which counts from the same. */
export const sopsWith = (changed: Partial<Record<SopKey, Sop>>, own: readonly OwnSop[] = []): Sops =>
  sopKeys.flatMap((key): Template[] => [
    { ...(changed[key] ?? firstSops[key]), id: key, name: null, trigger: key },
    ...own.filter(({ trigger }) => trigger === key),
  ]);
