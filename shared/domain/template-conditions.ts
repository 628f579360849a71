import { isVariable, type TemplateValues, type VariableName } from './template-words.ts';
import { trustLevels } from './trust-ladder.ts';

/** 等级 and 购买次数 are compared, both ends included; any variable may be asked for as 有X and 没有X. */
export type Condition =
  | { kind: 'range'; of: '等级' | '购买次数'; from: number; to: number; isInverted: boolean }
  | { kind: 'filled'; of: VariableName; isInverted: boolean };

const mostOrders = 9999;
const lowest = { 等级: 1, 购买次数: 0 } as const;
const highest = { 等级: trustLevels.length, 购买次数: mostOrders } as const;
const comparison = /^(等级|购买次数)\s*(≥|>=|＞=|＞＝|≤|<=|＜=|＜＝|≠|!=|！=|！＝|>|＞|<|＜|=|＝)?\s*(.+)$/;
const span = /^([\d０-９]{1,4})\s*(?:-|–|—|~|～|到|至)\s*([\d０-９]{1,4})$/;

/**
 * Reads `等级≥4` `等级=铁粉客户` `等级2-3` `等级≠1` `购买次数>2` `有上次购买` `没有生日`; null when it is no condition, or one that asks for
 * a level that does not exist.
 */
export function parseCondition(written: string): Condition | null {
  const asked = /^(有|没有)(.+)$/.exec(written);
  if (asked) {
    const of = asked[2]!.trim();
    return isVariable(of) ? { kind: 'filled', of, isInverted: asked[1] === '没有' } : null;
  }
  const match = comparison.exec(written);
  if (!match) return null;
  const of = match[1] as '等级' | '购买次数';
  const sign = (match[2] ?? '').replaceAll('＝', '=').replaceAll('＞', '>').replaceAll('＜', '<').replaceAll('！', '!');
  const among = sign === '' || sign === '=' || sign === '≠' || sign === '!=' ? span.exec(match[3]!) : null;
  const [from, to] = among ? [number(among[1]!, of), number(among[2]!, of)] : bounds(sign, number(match[3]!, of), of);
  if (from === null || to === null || from > to || (sign === '' && !among)) return null;
  return { kind: 'range', of, from, to, isInverted: sign === '≠' || sign === '!=' };
}

function bounds(sign: string, value: number | null, of: '等级' | '购买次数'): [number | null, number | null] {
  if (value === null) return [null, null];
  switch (sign) {
    case '≥':
    case '>=':
      return [value, highest[of]];
    case '≤':
    case '<=':
      return [lowest[of], value];
    case '>':
      return [value + 1, highest[of]];
    case '<':
      return [lowest[of], value - 1];
    default:
      return [value, value];
  }
}

/** A number or, of the ladder, the name of a level; null = neither, or none that exists. */
function number(written: string, of: '等级' | '购买次数'): number | null {
  if (of === '等级') {
    const named = trustLevels.find(({ name }) => name === written);
    if (named) return named.level;
  }
  const digits = written.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  if (!/^\d{1,4}$/.test(digits)) return null;
  const value = Number(digits);
  return value >= lowest[of] && value <= highest[of] ? value : null;
}

/** The condition in its plainest form; reads back as the same. */
export function printCondition(condition: Condition): string {
  if (condition.kind === 'filled') return `${condition.isInverted ? '没有' : '有'}${condition.of}`;
  const { of, from, to, isInverted } = condition;
  if (isInverted) return from === to ? `${of}≠${from}` : `${of}≠${from}-${to}`;
  if (from === to) return `${of}=${from}`;
  if (to === highest[of]) return `${of}≥${from}`;
  if (from === lowest[of]) return `${of}≤${to}`;
  return `${of}${from}-${to}`;
}

export function conditionHolds(condition: Condition, values: TemplateValues): boolean {
  if (condition.kind === 'filled') return Boolean(values.words[condition.of]) !== condition.isInverted;
  const value = condition.of === '等级' ? values.level : values.orders;
  // more orders than can be written are the most that can be
  const counted = Math.min(value, highest[condition.of]);
  return (counted >= condition.from && counted <= condition.to) !== condition.isInverted;
}
