import { AppError } from '../../../../../../shared/errors.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatConversation, ChatFile, ChatHints, ChatSource } from '../chat-source.ts';
import { stemOf, survey, talker } from '../text-survey.ts';
import { readDay } from '../text-time.ts';
import { isBlank, membersOf, textSource } from './text-source.ts';
import { isLoose, looseNames, mailKey, readMailTitle, type WechatLayout, type WechatRules, wechatGrammar } from './wechat-grammars.ts';

/** How a text is laid out: the pattern that matches the most of its lines. */
export interface WechatShape {
  layout: WechatLayout;
  /** lines that begin a message, as far as the head goes */
  headers: number;
  /** true = the first line with words begins a message, or names the chat */
  fromStart: boolean;
  names: ReadonlySet<string>;
  trusting: boolean;
  /** a part of some date is missing */
  loose: boolean;
}

const layouts: WechatLayout[] = ['threeLines', 'nameFirst', 'timeFirst', 'inline'];

function count(layout: WechatLayout, lines: readonly string[], rules: WechatRules): { headers: number; first: number; loose: boolean } {
  const grammar = wechatGrammar(layout, rules);
  let headers = 0;
  let first = -1;
  let loose = false;
  let used = 0;
  lines.forEach((line, index) => {
    const read = used > 0 ? null : grammar.read(line, lines[index - 1] ?? null, lines[index + 1] ?? null);
    used = Math.max(0, used - 1);
    if (read === null || read === 'skip' || Array.isArray(read)) return;
    used = (read.rows ?? 1) - 1;
    headers++;
    if (first === -1) first = index;
    if (layout === 'threeLines' || layout === 'nameFirst') loose ||= isLoose(line, lines[index + 1] ?? '');
  });
  return { headers, first, loose };
}

/** Lines of a mailed chat: its own blank lines and double blanks, unless a mail program took them away. */
function mailedShape(lines: readonly string[], rules: WechatRules): WechatShape {
  const sizes = (['mailed', 'mailedTight', 'mailedCollapsed'] as const).map((layout) => ({
    layout,
    headers: count(layout, lines, rules).headers,
  }));
  const [spaced, tight, collapsed] = sizes as [(typeof sizes)[0], (typeof sizes)[0], (typeof sizes)[0]];
  // a line like a header within somebody's words has no blank lines around it
  const kept = spaced.headers * 2 > tight.headers ? spaced : tight;
  const best = kept.headers > 0 ? kept : collapsed;
  return { layout: best.layout, headers: best.headers, fromStart: true, names: rules.names, trusting: false, loose: false };
}

/** The layout of a text; null = no line begins a message. */
export function wechatShape(text: string): WechatShape | null {
  const lines = text.split(/\r\n|\n|\r/);
  const loose = looseNames(lines);
  const names = new Set([...loose].filter(([, { count: times, long }]) => long || times > 1).map(([name]) => name));
  const tally = [...loose.values()];
  const trusting = tally.filter(({ long }) => long).length * 2 <= tally.length;
  const rules: WechatRules = { conversation: '', copied: null, names, trusting };
  const separated = lines.some((line) => /^[\s\u00A0]*—{3,}[\s\u00A0]+\d{4}[-年]\d{1,2}[-月]\d{1,2}日?[\s\u00A0]+—{3,}/.test(line));
  if (separated || lines.some((line) => readMailTitle(line) !== null)) return mailedShape(lines, rules);
  const start = lines.findIndex((line) => !isBlank(line));
  let best: WechatShape | null = null;
  for (const layout of layouts) {
    const found = count(layout, lines, rules);
    if (found.headers > (best?.headers ?? 0))
      best = { layout, headers: found.headers, fromStart: found.first === start, names, trusting, loose: found.loose };
  }
  return best;
}

async function open(format: string, tool: string, file: ChatFile, head: ChatHead, hints: ChatHints | undefined): Promise<ChatSource> {
  const text = head.text ?? '';
  const shape = wechatShape(text) ?? {
    layout: 'nameFirst',
    headers: 0,
    fromStart: false,
    names: new Set<string>(),
    trusting: false,
    loose: false,
  };
  const titles = text.split(/\r\n|\n|\r/).flatMap((line) => readMailTitle(line) ?? []);
  const key = titles[0] ? mailKey(titles[0]) : stemOf(file.path);
  const rules: WechatRules = { conversation: key, copied: readDay(hints?.date), names: shape.names, trusting: shape.trusting };
  const grammar = () => wechatGrammar(shape.layout, rules);
  const found = await survey(file, grammar());
  const lacking =
    shape.layout.startsWith('mailed') && (await survey(file, wechatGrammar(shape.layout, { ...rules, copied: null }))).headers;
  const conversations = new Map<string, ChatConversation>([
    [key, { key, externalId: null, name: key, group: null, members: membersOf(found, key) }],
  ]);
  for (const title of titles) {
    const name = mailKey(title);
    const members = membersOf(found, name);
    const others = title.people.filter((person) => !members.some((member) => member.name === person)).map((person) => talker(person));
    conversations.set(name, { key: name, externalId: null, name, group: title.group !== null, members: [...members, ...others] });
  }
  return textSource(format, tool, {
    file,
    grammar,
    conversations: [...conversations.values()],
    needsDate: shape.loose || (lacking !== false && lacking.some(({ time }) => 'problem' in time && time.problem === 'noTime')),
  });
}

/** Records that WeChat mails: several messages chosen on the phone, sent to an address. */
export const wechatMailedText: ChatReader = {
  format: 'wechatMailedText',
  tool: '微信（邮件发送的聊天记录）',
  recognise: (head) => (head.json === null && wechatShape(head.text ?? '')?.layout.startsWith('mailed')) || false,
  open: (file, head, hints) => open('wechatMailedText', '微信（邮件发送的聊天记录）', file, head, hints),
};

/** Messages copied in WeChat on a computer or a phone, kept as text. */
export const wechatCopiedText: ChatReader = {
  format: 'wechatCopiedText',
  tool: '微信（复制的聊天记录）',
  recognise: (head) => {
    const shape = head.json === null ? wechatShape(head.text ?? '') : null;
    return shape?.fromStart === true && !shape.layout.startsWith('mailed');
  },
  open: (file, head, hints) => open('wechatCopiedText', '微信（复制的聊天记录）', file, head, hints),
};

/** Words dragged over in old WeChat for computers: `name:`, the words, a blank line, and no times at all. */
export const wechatTimelessText: ChatReader = {
  format: 'wechatTimelessText',
  tool: '微信（复制的聊天记录）',
  recognise: (head) => {
    const blocks = (head.text ?? '')
      .split(/(?:\r?\n){2,}/)
      .filter((block) => block.trim() !== '')
      .map((block) => /^\s*([^\r\n]{1,32})[:：]\r?\n\S/.exec(block)?.[1]);
    const named = blocks.filter((name) => name !== undefined);
    return blocks[0] !== undefined && named.length > 2 && named.length * 2 > blocks.length && new Set(named).size < named.length;
  },
  async open() {
    throw new AppError('fileNotUnderstood', { what: 'chatWithoutTimes' });
  },
};
