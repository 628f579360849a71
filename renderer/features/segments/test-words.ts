import type { Found, SegmentTest, TestOf, WhenTest } from '../../../shared/contracts/segments.ts';
import { firstLayerWords, type LayerCode } from '../../../shared/domain/layers.ts';
import { categoryWords, touchKindWords } from '../../../shared/domain/words.ts';
import { count, money, spokenDay } from '../../lib/format.ts';
import { layerName } from '../../lib/layer-words.ts';
import { ageWords, genderWords, incomeWords, levelText, statusWords, tieWords } from '../../lib/words.ts';
import { fieldLabel } from './fields.ts';

/** Names for what tests name by id; null = it is gone. */
export type NameOf = (what: 'tag' | 'segment' | 'product' | 'channel' | 'account' | 'batch', id: number) => string | null;

const layerText = (code: LayerCode): string => layerName(firstLayerWords[code], code);

const codeWords: Partial<Record<SegmentTest['field'], Record<string, string>>> = {
  gender: genderWords,
  ageBand: ageWords,
  incomeBand: incomeWords,
  tie: tieWords,
  status: statusWords,
};
export const codeText = (field: SegmentTest['field'], code: string | null): string =>
  code === null ? '没填' : (codeWords[field]?.[code] ?? code);

const several = (names: readonly string[], joint = '或'): string =>
  names.length > 3 ? `${names.slice(0, 3).join('、')}等 ${names.length} 个` : names.join(joint);

/** 「最近 30 天内」 */
export function whenText(when: WhenTest): string {
  switch (when.kind) {
    case 'within':
      return when.days === 1 ? '就在今天' : `在最近 ${when.days} 天内`;
    case 'before':
      return `是 ${when.days} 天以前${when.orNever ? '，或从没有过' : ''}`;
    case 'between':
      if (when.fromOn === null) return `在 ${when.toOn} 或以前`;
      return when.toOn === null ? `在 ${when.fromOn} 或以后` : `在 ${when.fromOn} 到 ${when.toOn}`;
    case 'ever':
      return '有过';
    case 'never':
      return '从没有过';
  }
}

/** 「至少 2 次」; `show` writes a number with its unit */
export function boundsText({ min, max }: { min: number | null; max: number | null }, show: (value: number) => string): string {
  if (max === 0) return '没有';
  if (min === null) return max === null ? '不限' : `最多 ${show(max)}`;
  if (max === null) return `至少 ${show(min)}`;
  return min === max ? `正好 ${show(min)}` : `${show(min)} 到 ${show(max)}`;
}

const units: Partial<Record<SegmentTest['field'], string>> = {
  inCount: '条',
  outCount: '条',
  twoWayDays: '天',
  askedCount: '次',
  points: '分',
  orderCount: '单',
  boughtCount: '次',
  unpaidCount: '单',
  touchCount: '次',
  seenCount: '条',
};
export const unitOf = (field: SegmentTest['field']): string => units[field] ?? '';
const withUnit = (field: SegmentTest['field']) => (value: number) =>
  field === 'paidFen' ? money(value).replace(/\.00$/, '') : `${count(value)} ${unitOf(field)}`;
const lately = (withinDays: number | null): string => (withinDays === null ? '' : withinDays === 1 ? '今天' : `最近 ${withinDays} 天`);

function birthdayTest(when: TestOf<'birthday'>['when']): string {
  switch (when.kind) {
    case 'month':
      return `在 ${when.month} 月`;
    case 'thisMonth':
      return '在本月';
    case 'nextMonth':
      return '在下个月';
    case 'coming':
      return when.days === 1 ? '就在今天' : `在今天起 ${when.days} 天内`;
    case 'unknown':
      return '没填';
  }
}

/** A test as a short sentence: 「最近下单 是 60 天以前」. */
export function testText(test: SegmentTest, nameOf: NameOf): string {
  const label = fieldLabel(test.field);
  const names = (what: Parameters<NameOf>[0], ids: readonly (number | null)[]) =>
    ids.map((id) => (id === null ? '没有渠道' : (nameOf(what, id) ?? '已删除的')));
  switch (test.field) {
    case 'gender':
    case 'ageBand':
    case 'incomeBand':
    case 'tie':
    case 'status':
      return `${label}是${several(test.values.map((code) => codeText(test.field, code)))}`;
    case 'region':
    case 'source':
      return `${label}有「${test.text}」`;
    case 'text':
      return `${label}：${test.text}`;
    case 'interest':
      return `${label}有${several(test.values)}`;
    case 'birthday':
      return `${label}${birthdayTest(test.when)}`;
    case 'tags': {
      const told = names('tag', test.tagIds);
      return test.mode === 'any'
        ? `有标签${several(told)}`
        : test.mode === 'all'
          ? `有标签${several(told, '和')}`
          : `没有标签${several(told, '和')}`;
    }
    case 'level':
      return `${label}是 ${several(test.values.map(levelText))}`;
    case 'account':
      return `${label}是${several(names('account', test.values))}`;
    case 'channel':
      return `${label}是${several(names('channel', test.values))}`;
    case 'importBatch':
      return `${label}：${nameOf('batch', test.batchId) ?? '已撤回的导入'}`;
    case 'segment':
      return `在人群「${several(names('segment', test.segmentIds))}」里`;
    case 'layer':
      return `${label}是${several(test.values.map(layerText))}`;
    case 'product':
      return `${lately(test.withinDays)}买过${several(names('product', test.productIds))}`;
    case 'touchCount': {
      const kinds = test.kinds.length === 0 ? '' : `（${several(test.kinds.map((kind) => touchKindWords[kind]))}）`;
      return `${lately(test.withinDays)}${label}${kinds}${boundsText(test, withUnit(test.field))}`;
    }
    case 'seenCount': {
      const kinds = test.categories.length === 0 ? '朋友圈' : several(test.categories.map((category) => categoryWords[category]));
      return `${lately(test.withinDays)}看到的${kinds}${boundsText(test, withUnit(test.field))}`;
    }
    default:
      if ('when' in test) return `${label}${whenText(test.when)}`;
      return `${'withinDays' in test ? lately(test.withinDays) : ''}${label}${boundsText(test, withUnit(test.field))}`;
  }
}

/** What was found of her where a test looked: 「10月2日」, 「3 次」, 「没有记录」. */
export function foundText(test: SegmentTest, found: Found): string {
  switch (found.kind) {
    case 'none':
      return test.field === 'tags' || test.field === 'segment' || test.field === 'product' || test.field === 'text' ? '' : '没有记录';
    case 'when':
      return spokenDay(found.at);
    case 'number':
      return test.field === 'level' ? levelText(found.number) : withUnit(test.field)(found.number);
    case 'money':
      return money(found.fen);
    case 'text':
      return found.text;
    case 'list':
      return found.items.map((item) => (test.field === 'layer' ? layerText(item as LayerCode) : codeText(test.field, item))).join('、');
    case 'day':
      return `${found.lunar ? '农历 ' : ''}${found.month} 月 ${found.day} 日`;
  }
}
