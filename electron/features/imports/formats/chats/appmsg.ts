import type { MessageKind } from '../../../../../shared/domain/messages.ts';
import { type Fields, fields, firstOf, isFields, str } from './json-values.ts';
import { kindOfType } from './kinds.ts';
import { linkWords, quoteWords, readableText, transferState, transferWords } from './words.ts';

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

/** Text of XML: CDATA as it is, the five entities and character numbers resolved; nothing is ever looked up. */
function unescaped(text: string): string {
  const cdata = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(text);
  if (cdata) return cdata[1]!;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,5}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return entities[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex!, 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });
}

/** Inner text of the first element of that name; null = none. */
function element(xml: string, name: string): string | null {
  const open = new RegExp(`<${name}(?:\\s[^<>]*)?>`).exec(xml);
  if (!open) return null;
  const from = open.index + open[0].length;
  const end = xml.indexOf(`</${name}>`, from);
  return end === -1 ? null : xml.slice(from, end);
}

/** The `<appmsg>` of a card message as nested fields, the names that the app reads only; null = no such XML. */
export function appmsgFields(xml: string): Fields | null {
  const at = xml.indexOf('<appmsg');
  if (at === -1) return null;
  const end = xml.indexOf('</appmsg>', at);
  let body = xml.slice(at, end === -1 ? undefined : end);
  const parts: Fields = {};
  for (const name of ['refermsg', 'wcpayinfo']) {
    const inner = element(body, name);
    if (inner === null) continue;
    const found: Fields = {};
    for (const leaf of ['displayname', 'content', 'type', 'paysubtype', 'feedesc', 'pay_memo']) {
      const text = element(inner, leaf);
      if (text !== null) found[leaf] = unescaped(text);
    }
    parts[name] = found;
    body = body.replace(inner, '');
  }
  for (const leaf of ['title', 'des', 'url', 'type']) {
    const text = element(body, leaf);
    if (text !== null) parts[leaf] = unescaped(text);
  }
  return parts;
}

/** An object that some program made of such XML, wherever in it the `appmsg` stands; null = none. */
export function appmsgWithin(value: unknown, depth = 0): Fields | null {
  if (!isFields(value) || depth > 4) return null;
  if (isFields(value['appmsg'])) return value['appmsg'];
  for (const inner of Object.values(value)) {
    const found = appmsgWithin(inner, depth + 1);
    if (found) return found;
  }
  return null;
}

/** Kind and readable words of an `appmsg`. */
export function appmsgWords(appmsg: Fields): { kind: MessageKind; text: string } {
  const kind = kindOfType(49, Number(str(appmsg['type']) || 0));
  const title = str(appmsg['title']);
  if (kind === 'transfer') {
    const pay = fields(appmsg['wcpayinfo']);
    return { kind, text: transferWords(transferState(Number(str(pay['paysubtype']))), str(pay['feedesc']), str(pay['pay_memo'])) };
  }
  if (kind === 'quote') return { kind, text: quoteWords(title, quotedOf(fields(appmsg['refermsg']))) };
  if (kind === 'link') return { kind, text: linkWords(title, str(appmsg['url'])) };
  if (kind === 'forward') return { kind, text: readableText(kind, [title, str(appmsg['des'])].join('\n')) };
  return { kind, text: readableText(kind, firstOf(title, appmsg['des'])) };
}

const quotedMarks: Partial<Record<MessageKind, string>> = {
  picture: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  emoji: '[动画表情]',
  location: '[位置]',
  card: '[名片]',
  call: '[通话]',
};

/** What stands for a quoted message: its words, or a mark for what has none. */
export function quotedText(kind: MessageKind, words: string): string {
  return quotedMarks[kind] ?? words;
}

function quotedOf(refer: Fields): { name: string; text: string } {
  const kind = kindOfType(Number(str(refer['type']) || 1), 0);
  const content = str(refer['content']);
  const inner = appmsgFields(content);
  return { name: str(refer['displayname']), text: quotedText(kind, inner ? str(inner['title']) : content) };
}
