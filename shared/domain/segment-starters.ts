import type { SegmentRule } from '../contracts/segments.ts';
import { allOf } from './segment-rule.ts';

/** Ready-made segments that most sellers want first. */
export const starters: readonly { name: string; note: string; rule: SegmentRule }[] = [
  {
    name: '30 天没联系的真实客户',
    note: '买过的人，一个月没说过话了，先去问一声好。',
    rule: allOf({ field: 'level', values: [4, 5, 6] }, { field: 'lastContact', when: { kind: 'before', days: 30, orNever: true } }),
  },
  {
    name: '问过价没下单',
    note: '问过价格或有没有货，还一单没买。',
    rule: allOf({ field: 'askedCount', min: 1, max: null }, { field: 'orderCount', min: null, max: 0, withinDays: null }),
  },
  {
    name: '买过一次的',
    note: '只成交过一次，用得好不好、要不要再来，值得问问。',
    rule: allOf({ field: 'boughtCount', min: 1, max: 1, withinDays: null }),
  },
  { name: '生日在本月', note: '公历、农历都算，农历按今年折算。', rule: allOf({ field: 'birthday', when: { kind: 'thisMonth' } }) },
  {
    name: '加了没聊过',
    note: '在好友里，却没有聊天、也没记过联系。',
    rule: allOf({ field: 'firstChat', when: { kind: 'never' } }, { field: 'lastContact', when: { kind: 'never' } }),
  },
];
