import type { ChatReader } from '../chat-reader.ts';
import type { TextGrammar, TextHeader } from '../text-blocks.ts';
import { survey } from '../text-survey.ts';
import { hourOf, momentOf, type TextTime } from '../text-time.ts';
import { firstLine, membersOf, textSource } from './text-source.ts';

const [format, tool] = ['wechatExporterTxt', 'WechatExporter'];
const title = /^(.*) - (?:微信聊天记录|WeChat Chat History)\s*$/s;
const time = String.raw`\((\d{4})-(\d{2})-(\d{2}) (\d{1,2}):(\d{2}):(\d{2})(?: ?([AP]M|上午|下午))?\):`;
const header = new RegExp(`^(.*?) ?${time}(.*)$`, 'is');
const notice = /^(?:系统消息|System Message): ?(.*)$/is;
// a transfer ends without a line end: the next message begins on the same line
const transfer = /^(?:微信转账|\[转账\]|\[Transfer\]|转账|向.{1,40}转账|来自.{1,40}的转账|WeChat Transfer)/i;
const state = '(?:转账|已收款|已接收|已退还|已被接收|已被退还|已过期)';
const transferEnd = new RegExp(
  `^(?:微信转账\\s*${state}|向.{1,40}?转账|来自.{1,40}?的转账(?:\\s*-\\s*${state})?|\\[转账\\]|\\[Transfer\\]|转账)(?:\\s*[¥￥]\\s*[\\d,]+\\.\\d{2})?`,
  'is',
);

/** `name (time):words`; notices carry no time of their own and are known to the day of the message above them. */
function grammar(conversation: string, names: ReadonlySet<string>): TextGrammar {
  let last: TextTime = { problem: 'noTime' };
  let begun = false;
  return {
    read(line) {
      if (!begun && (title.test(line) || line.trim() === '')) return 'skip';
      const told = notice.exec(line);
      if (told) {
        begun = true;
        return { time: dayOf(last), conversation, senderId: null, senderName: '', direction: 'system', kind: 'system', body: told[1]! };
      }
      const headers = headersOf(line, conversation, names);
      if (headers.length === 0) return null;
      begun = true;
      for (const one of headers) if ('at' in one.time) last = one.time;
      return headers;
    },
  };
}

function dayOf(last: TextTime): TextTime {
  if ('problem' in last) return last;
  const china = 8 * 3_600_000;
  return { at: Math.floor((last.at + china) / 86_400_000) * 86_400_000 - china, precision: 'day' };
}

function headersOf(line: string, conversation: string, names: ReadonlySet<string>): TextHeader[] {
  const headers: TextHeader[] = [];
  let rest: string | null = line;
  while (rest !== null) {
    const match = header.exec(rest);
    if (!match) break;
    const name = match[1]!;
    const words = match[9]!;
    const cut: number | null = names.size > 0 && transfer.test(words) ? nextStart(words, names) : null;
    const said = cut === null ? words : words.slice(0, cut);
    const hour = hourOf(Number(match[5]), match[8] ?? '');
    headers.push({
      time: momentOf({
        day: { year: Number(match[2]), month: Number(match[3]), day: Number(match[4]) },
        hour,
        minute: Number(match[6]),
        second: Number(match[7]),
      }),
      conversation,
      senderId: null,
      senderName: name.trim(),
      direction: null,
      body: said.replace(/^微信转账\s*转账/, '[转账]'),
      ...(transfer.test(words) ? { kind: 'transfer' as const } : {}),
    });
    rest = cut === null ? null : words.slice(cut);
  }
  return headers;
}

/** Where behind a transfer's words the name of the next message begins; null = nothing follows on this line. */
function nextStart(words: string, names: ReadonlySet<string>): number | null {
  const next = header.exec(words);
  if (!next) return null;
  const before = next[1]!;
  const known = [...names]
    .filter((name) => name !== '' && before.endsWith(name) && before.length > name.length)
    .sort((a, b) => b.length - a.length)[0];
  if (known !== undefined) return before.length - known.length;
  const end = transferEnd.exec(before)?.[0].length ?? 0;
  return end > 0 && end < before.length ? end : null;
}

export const wechatExporterText: ChatReader = {
  format,
  tool,
  recognise: (head) => title.test(firstLine(head.text ?? '')),
  async open(file, head) {
    const name = title.exec(firstLine(head.text ?? ''))?.[1]?.trim() ?? '';
    const none = await survey(file, grammar(name, new Set()));
    const names = new Set(membersOf(none, name).map((member) => member.name));
    const found = await survey(file, grammar(name, names));
    return textSource(format, tool, {
      file,
      grammar: () => grammar(name, names),
      conversations: [{ key: name, externalId: null, name, group: null, members: membersOf(found, name) }],
    });
  },
};
