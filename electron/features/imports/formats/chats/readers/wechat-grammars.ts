import type { LineReading, TextGrammar } from '../text-blocks.ts';
import { type CalendarDay, dayStart, momentOf, partsOf, timePatterns } from '../text-time.ts';
import { isBlank } from './text-source.ts';

/** What the survey of a text found out and the grammars go by. */
export interface WechatRules {
  conversation: string;
  /** the day that relative words count from; null = unknown */
  copied: CalendarDay | null;
  /** names that a time without a full date is believed beside */
  names: ReadonlySet<string>;
  /** true = most dates of the text are not full, so that somebody who speaks just once is believed too */
  trusting: boolean;
}

export type WechatLayout = 'mailed' | 'mailedTight' | 'mailedCollapsed' | 'threeLines' | 'nameFirst' | 'timeFirst' | 'inline';

/** Characters of a header's line at most. */
const longest = 200;
const blank = '[\\s\\u00A0]';
const mailTitle = /^(?:(.+) 和 (.+) 在微信上的聊天记录如下|微信群[“"「'](.+)[”"」']的聊天记录如下)/s;
const daySeparator =
  /^[\s\u00A0]*[—―─-]{3,}[\s\u00A0]*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?[\s\u00A0]*[—―─-]{3,}[\s\u00A0]*$/;
const spacedClock = new RegExp(`^(?<name>.*\\S)${blank}{2,}${timePatterns.clock}${blank}*$`, 'is');
const tightClock = new RegExp(`^(?<name>.*?\\S)${blank}+${timePatterns.clock}${blank}*$`, 'is');
const onlyTime = new RegExp(`^${blank}*${timePatterns.any}${blank}*$`, 'is');
const onlyLongTime = new RegExp(`^${blank}*${timePatterns.long}${blank}*$`, 'is');
const nameLong = new RegExp(`^(?<name>.{0,63}?\\S)${blank}+${timePatterns.long}${blank}*[:：]?$`, 'is');
const nameAny = new RegExp(`^(?<name>.{0,63}?\\S)${blank}+${timePatterns.any}${blank}*[:：]?$`, 'is');
const timeName = new RegExp(`^\\[?${timePatterns.long}\\]?${blank}+(?<name>\\S.{0,63}?)${blank}*$`, 'is');
const timeInline = new RegExp(`^\\[?${timePatterns.long}\\]?${blank}+(?<name>[^:：]{1,64}?)[:：](?<body>.*)$`, 'is');
const nameInline = new RegExp(`^(?<name>.{1,64}?)${blank}*[(（\\[]${timePatterns.long}[)）\\]]${blank}*[:：](?<body>.*)$`, 'is');

// what people write before a time of day themselves
const ahead =
  /^(?:明天|后天|大后天|今天|今晚|今早|明早|明晚|下周.*|下?(?:周|星期)[一二三四五六日天]|早上|上午|中午|下午|晚上|大概|大约|约|等|截止.*|时间.*|.*(?:到货|发货|提货|自提|开始|结束|之?前|之?后))$/;

/** Who and what a mailed chat's first line names; null = it is no such line. */
export function readMailTitle(line: string): { people: string[]; group: string | null } | null {
  const match = line.length <= longest ? mailTitle.exec(line.replace(/\u00A0/g, ' ').trim()) : null;
  if (!match) return null;
  return match[3] === undefined ? { people: [match[1]!, match[2]!], group: null } : { people: [], group: match[3] };
}

/** Conversation key of a mailed chat: the group, or the first of the two people. */
export function mailKey(title: { people: string[]; group: string | null }): string {
  return title.group ?? title.people[0] ?? '';
}

/** A pattern on a line that is no longer than a header can be: long lines of blanks would take their time. */
function find(pattern: RegExp, line: string): RegExpExecArray | null {
  return line.length <= longest ? pattern.exec(line) : null;
}

function header(match: RegExpExecArray, rules: WechatRules, conversation: string, body: string | null, rows = 1): LineReading {
  const groups = match.groups ?? {};
  return {
    time: momentOf(partsOf(groups, rules.copied)),
    conversation,
    senderId: null,
    senderName: (groups.name ?? '').replace(/\u00A0/g, ' ').trim(),
    direction: null,
    body,
    rows,
  };
}

/** `——— day ———`, then `name  HH:MM`, a blank line, the words, a blank line. `tight` = blank lines got lost, `collapsed` = double blanks did. */
function mailed(rules: WechatRules, layout: 'mailed' | 'mailedTight' | 'mailedCollapsed'): TextGrammar {
  let day = rules.copied;
  let conversation = rules.conversation;
  const pattern = layout === 'mailedCollapsed' ? tightClock : spacedClock;
  return {
    read(line, before, next) {
      const separator = find(daySeparator, line);
      if (separator) {
        const found = { year: Number(separator[1]), month: Number(separator[2]), day: Number(separator[3]) };
        if (dayStart(found) !== null) {
          day = found;
          return 'skip';
        }
      }
      const title = readMailTitle(line);
      if (title) {
        conversation = mailKey(title);
        return 'skip';
      }
      const apart = layout === 'mailedTight' || ((isBlank(before) || find(daySeparator, before ?? '') !== null) && isBlank(next));
      const match = apart ? find(pattern, line) : null;
      return match && header(match, { ...rules, copied: day }, conversation, null);
    },
  };
}

/** A name, a time and the words, each on lines of their own. */
function threeLines(rules: WechatRules): TextGrammar {
  return {
    read(line, _before, next) {
      if (next === null || isBlank(line) || line.length > 64 || find(onlyTime, line)) return null;
      const name = line.trim();
      const match = find(onlyLongTime, next) ?? (rules.names.has(name) ? find(onlyTime, next) : null);
      if (!match) return null;
      const read = header(match, rules, rules.conversation, null, 2);
      return read && read !== 'skip' && !Array.isArray(read) ? { ...read, senderName: name } : read;
    },
  };
}

/** `name time`, the words. A time without its full date is believed beside a known name only: '明天 15:00' is no header. */
function nameFirst(rules: WechatRules): TextGrammar {
  return {
    read(line, before, next) {
      const long = find(nameLong, line);
      const match = long ?? find(nameAny, line);
      if (!match) return null;
      const { name = '', word = '' } = match.groups ?? {};
      const apart = /^(?:昨天|前天)$/.test(word) || (isBlank(before) && !isBlank(next));
      const believed = long || rules.names.has(name.trim()) || (rules.trusting && apart && !ahead.test(name));
      return believed ? header(match, rules, rules.conversation, null) : null;
    },
  };
}

function timeFirst(rules: WechatRules): TextGrammar {
  return {
    read(line) {
      const match = find(timeName, line);
      return match && header(match, rules, rules.conversation, null);
    },
  };
}

function inline(rules: WechatRules): TextGrammar {
  return {
    read(line) {
      const start = line.slice(0, longest);
      const match = timeInline.exec(start) ?? nameInline.exec(start);
      return match && header(match, rules, rules.conversation, `${match.groups!.body!.replace(/^\s/, '')}${line.slice(longest)}`);
    },
  };
}

/** The grammar of a layout. */
export function wechatGrammar(layout: WechatLayout, rules: WechatRules): TextGrammar {
  if (layout === 'threeLines') return threeLines(rules);
  if (layout === 'nameFirst') return nameFirst(rules);
  if (layout === 'timeFirst') return timeFirst(rules);
  return layout === 'inline' ? inline(rules) : mailed(rules, layout);
}

/** Names that stand beside a time without its full date, with how often they do, in layouts that need to know them. */
export function looseNames(lines: readonly string[]): Map<string, { count: number; long: boolean }> {
  const found = new Map<string, { count: number; long: boolean }>();
  lines.forEach((line, index) => {
    const long = find(nameLong, line);
    const match = long ?? find(nameAny, line);
    const next = lines[index + 1] ?? '';
    const own = match?.groups?.name ?? (find(onlyTime, next) && line.trim().length <= 64 && find(onlyTime, line) === null ? line : '');
    const name = own.trim();
    if (name === '') return;
    const before = found.get(name);
    const full = long !== null || (match === null && find(onlyLongTime, next) !== null);
    found.set(name, { count: (before?.count ?? 0) + 1, long: (before?.long ?? false) || full });
  });
  return found;
}

/** Whether a header's line leaves out a part of its date. */
export function isLoose(line: string, next: string): boolean {
  const match = find(nameAny, line);
  return match ? find(nameLong, line) === null : find(onlyTime, next) !== null && find(onlyLongTime, next) === null;
}
