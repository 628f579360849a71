import type { MessageKind } from '../../../../../../shared/domain/messages.ts';
import type { ChatReader } from '../chat-reader.ts';
import { earliestAt } from '../chat-source.ts';
import { type FlatLiteral, readLiteral } from '../js-literal.ts';
import type { TextGrammar, TextHeader } from '../text-blocks.ts';
import { stemOf, survey } from '../text-survey.ts';
import type { TextTime } from '../text-time.ts';
import { linkWords } from '../words.ts';
import { membersOf, textSource } from './text-source.ts';

const [format, tool] = ['memotrace2Html', '留痕（MemoTrace）'];
const record = /^\s*\{\s*type\s*:\s*\d+\s*,/;

function textOf(value: FlatLiteral[string] | undefined): string {
  return String(value ?? '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&');
}

function kindOf(row: FlatLiteral): MessageKind {
  const cards: Record<number, MessageKind> = { 3: 'music', 5: 'link', 6: 'file', 57: 'quote' };
  const kinds: Record<number, MessageKind> = {
    0: 'system',
    1: 'text',
    34: 'voice',
    43: 'video',
    49: cards[Number(row.sub_type)] ?? 'link',
  };
  // pictures and stickers share a type; their folders differ
  if (row.type === 3) return /emoji/i.test(textOf(row.text)) ? 'emoji' : 'picture';
  return kinds[Number(row.type)] ?? 'other';
}

function wordsOf(kind: MessageKind, row: FlatLiteral): string {
  const text = textOf(row.text);
  if (kind === 'voice') return textOf(row.voice_to_text);
  if (kind === 'quote' && row.refer_text) return `${text}\n引用:${textOf(row.refer_text)}`;
  if (kind === 'link') return linkWords(textOf(row.title) || text, textOf(row.url));
  if (kind === 'file') return textOf(row.file_name) || textOf(row.title) || text;
  return kind === 'emoji' ? '' : text;
}

function timeOf(value: FlatLiteral[string] | undefined): TextTime {
  if (value === undefined || value === null || value === '') return { problem: 'noTime' };
  const at = Number(value) * (Number(value) > 1e11 ? 1 : 1000);
  if (!Number.isSafeInteger(at)) return { problem: 'badTime' };
  return at < earliestAt ? { problem: 'timeOutOfRange' } : { at, precision: 'second' };
}

function headerOf(row: FlatLiteral | null, conversation: string): TextHeader {
  const none = { conversation, senderId: null, senderName: '', direction: null, body: null };
  if (!row) return { ...none, time: { problem: 'unknownShape' } };
  const kind = kindOf(row);
  const system = kind === 'system';
  const avatar = /([^/\\]+)\.(?:png|jpe?g|gif|webp)$/i.exec(String(row.avatar_path ?? ''))?.[1] ?? null;
  return {
    ...none,
    time: timeOf(row.timestamp),
    senderId: system ? null : avatar,
    senderName: system ? '' : textOf(row.displayname),
    direction: system ? 'system' : row.is_send === 1 || row.is_send === true ? 'out' : 'in',
    kind,
    words: wordsOf(kind, row),
  };
}

/** One record a line, as a script writes it; the rest of the page is left alone. */
function grammar(conversation: string): TextGrammar {
  return {
    read(line) {
      if (!record.test(line)) return 'skip';
      const row = readLiteral(line);
      // the page shows times as messages of their own
      if (row?.type === 0 && /^[\d\s:：\-/年月日]*$/.test(textOf(row.text))) return 'skip';
      return headerOf(row, conversation);
    },
  };
}

/** Pages of MemoTrace 2: messages are literals of a script, which is read but never run. */
export const memotraceHtml: ChatReader = {
  format,
  tool,
  recognise: ({ text }) => /^\s*</.test(text ?? '') && /\{\s*type\s*:\s*\d+\s*,[^\n]*\bis_send\s*:\s*[01]/.test(text ?? ''),
  async open(file, { text }) {
    const name = stemOf(file.path);
    const found = await survey(file, grammar(name));
    const own = found.headers.find(({ direction }) => direction === 'out')?.senderId ?? null;
    const members = membersOf(found, name).filter(({ externalId }) => externalId === null || externalId !== own);
    const group = /\bis_chatroom\s*:\s*1/.test(text ?? '');
    const peer = !group && members.length === 1 ? members[0]! : null;
    return textSource(format, tool, {
      file,
      grammar: () => grammar(name),
      conversations: [{ key: name, externalId: peer?.externalId ?? null, name: peer?.name ?? name, group, members }],
      ownerId: own,
      knowsMe: true,
    });
  },
};
