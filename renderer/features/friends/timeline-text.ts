import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import { touchKindWords } from '../../../shared/domain/words.ts';
import { dateText, money, signed } from '../../lib/format.ts';
import { fieldWords, levelText, statusWords, touchpointWords } from '../../lib/words.ts';

type Details = TimelineItem['details'];

const text = (details: Details, key: string): string => {
  const value = details[key];
  return Array.isArray(value) ? value.join('、') : typeof value === 'string' ? value : '';
};
const yuan = (fen: Details[string] | undefined): string => (typeof fen === 'number' ? money(fen) : '');
const list = (details: Details, key: string): string[] => {
  const value = details[key];
  return Array.isArray(value) ? value : typeof value === 'string' && value !== '' ? [value] : [];
};
const status = (value: string): string => statusWords[value as keyof typeof statusWords] ?? value;
const quoted = (names: readonly string[]): string => (names.length > 0 ? `「${names.join('、')}」` : '');

const tagsIn = (details: Details): string => quoted([...list(details, 'tags'), ...list(details, 'tag')]);

/** What happened, as a short sentence, and the words that belong to it. */
export interface TimelineText {
  title: string;
  body?: string | undefined;
}

const sentences: Record<TimelineItem['kind'], (details: Details) => TimelineText> = {
  created: () => ({ title: '记进了铁粉簿' }),
  imported: (d) => ({ title: `从${quoted(list(d, 'file')) || '文件'}导入` }),
  edited: (d) => {
    if (text(d, 'other') !== '') return { title: `把重复的「${text(d, 'other')}」合并了进来` };
    const names = list(d, 'fields').map((field) => fieldWords[field] ?? '资料');
    return { title: names.length > 0 ? `改了${[...new Set(names)].join('、')}` : '改了资料' };
  },
  status: (d) => ({ title: `状态从「${status(text(d, 'from'))}」改为「${status(text(d, 'to'))}」` }),
  level: (d) => {
    const from = d.fromLevel;
    const to = d.toLevel;
    const author = text(d, 'author');
    const by = author === 'import' ? '（导入时）' : author === 'rule' ? '（按规则）' : '';
    if (typeof to !== 'number') return { title: '等级变了' };
    if (typeof from !== 'number') return { title: `定为「${levelText(to)}」${by}`, body: text(d, 'reason') };
    // what stood between the two was taken back
    if (from === to) return { title: `仍是「${levelText(to)}」${by}`, body: text(d, 'reason') };
    return { title: `${to > from ? '升' : '降'}到「${levelText(to)}」，之前是「${levelText(from)}」${by}`, body: text(d, 'reason') };
  },
  tagAdded: (d) => ({ title: text(d, 'rule') === '' ? `打上标签${tagsIn(d)}` : `规则「${text(d, 'rule')}」加了标签${tagsIn(d)}` }),
  tagRemoved: (d) => ({ title: text(d, 'rule') === '' ? `拿掉标签${tagsIn(d)}` : `规则「${text(d, 'rule')}」拿掉标签${tagsIn(d)}` }),
  note: (d) => ({ title: '写了笔记', body: text(d, 'text') }),
  touch: (d) => {
    const where = touchpointWords[text(d, 'touchpoint') as keyof typeof touchpointWords] ?? '联系';
    const advert = touchKindWords[text(d, 'kind') as keyof typeof touchKindWords];
    const what = text(d, 'direction') === 'in' ? '对方联系我' : advert && text(d, 'kind') !== 'ordinary' ? `我发了${advert}` : '我联系对方';
    const why = text(d, 'overrideReason');
    return { title: `${where}：${what}${why ? `（不宜打扰时仍要发：${why}）` : ''}`, body: text(d, 'note') };
  },
  points: (d) => {
    const by = text(d, 'author') === 'import' ? '（导入时）' : '';
    return {
      title: `积分 ${typeof d.delta === 'number' ? signed(d.delta) : '变了'}${by}${text(d, 'reason') ? `：${text(d, 'reason')}` : ''}`,
    };
  },
  reAdd: (d) => {
    const from = text(d, 'via') ? `用「${text(d, 'via')}」` : '';
    const account = `「${text(d, 'account')}」被封后`;
    const done: Record<string, string> = { asked: '申请重新加好友', passed: '通过了', notFound: '没找到', skipped: '跳过了' };
    return { title: `${account}${from}${done[text(d, 'state')] ?? ''}` };
  },
  putOff: (d) => ({
    title:
      text(d, 'answer') === 'later' ? `今日：放到 ${dateText(Date.parse(`${text(d, 'untilOn')}T00:00:00`))} 再联系` : '今日：这天先不联系',
  }),
  followUp: (d) => ({ title: `${text(d, 'state') === 'set' ? `定了跟进，${text(d, 'dueOn')}` : '跳过跟进'}：${text(d, 'title')}` }),
  promise: (d) => {
    const said: Record<string, string> = { made: `答应了，${text(d, 'dueOn')} 之前`, kept: '答应的做到了', broken: '答应的没做到' };
    return { title: `${said[text(d, 'state')] ?? '答应的事'}：${text(d, 'text')}` };
  },
  archived: () => ({ title: '归档' }),
  unarchived: () => ({ title: '从归档取回' }),
  birthdayWished: (d) => ({ title: '送了生日祝福', body: text(d, 'note') }),
  firstChat: (d) => {
    const [who, other] = d.openedBy === 'in' ? ['对方', '我'] : ['我', '对方'];
    if (typeof d.openedBy !== 'string') return { title: '第一次聊天' };
    return { title: `第一次聊天，${who}先开口${d.answered === true ? '' : `，${other}一直没回`}` };
  },
  orderPlaced: (d) => ({ title: `下单 ${yuan(d.amountFen)}`, body: text(d, 'goods') }),
  orderPaid: (d) => ({ title: `付款 ${yuan(d.amountFen)}`, body: text(d, 'goods') }),
  orderShipped: (d) => ({ title: '发货了', body: text(d, 'goods') }),
  orderSigned: (d) => ({ title: '对方签收了', body: text(d, 'goods') }),
  orderRefunded: (d) => ({ title: `退款 ${yuan(d.amountFen)}`, body: text(d, 'goods') }),
};

/** The words for one thing that happened to a friend. */
export function timelineText(item: TimelineItem): TimelineText {
  return sentences[item.kind](item.details);
}
