import { pastedChatName } from '../../../../../../shared/domain/pasted-chat.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatFile, ChatSource } from '../chat-source.ts';
import { chinaDay } from '../text-time.ts';
import { dataAnalysisText, wxCliText } from './bracket-text.ts';
import { chatlogText } from './chatlog-text.ts';
import { markdownReaders } from './markdown-text.ts';
import { memotraceHtml } from './memotrace-html.ts';
import { memotraceTextReaders } from './memotrace-text.ts';
import { wechatExporterText } from './wechat-exporter-text.ts';
import { wechatCopiedText, wechatMailedText, wechatShape, wechatTimelessText } from './wechat-text.ts';
import { weflowText } from './weflow-text.ts';

/** Readers of chats that are plain text, in the order to ask them: programs with a mark of their own first, copied text last. */
export const textReaders: ChatReader[] = [
  wechatExporterText,
  dataAnalysisText,
  wxCliText,
  memotraceHtml,
  ...markdownReaders,
  weflowText,
  chatlogText,
  wechatMailedText,
  ...memotraceTextReaders,
  wechatCopiedText,
  wechatTimelessText,
];

const headBytes = 256 * 1024;

/** The key of conversations without a name. */
const pastedKey = '粘贴的聊天';

function pastedFile(text: string): ChatFile {
  const bytes = Buffer.from(text, 'utf8');
  return {
    path: pastedKey,
    size: bytes.length,
    sibling: () => null,
    async *stream() {
      yield bytes;
    },
  };
}

/**
 * Text pasted into a box → its chats; null = no line of it begins a message. `now` = ms UTC: the text is taken to be copied that day
 * unless `date` ('YYYY-MM-DD') says another; `needs` says whether that matters. A chat that says no name is called by who wrote, `me`
 * left out. Throws AppError `fileNotUnderstood`
 * ({ what: 'chatWithoutTimes' }) for a chat that keeps no times.
 */
export async function openPastedChat(
  text: string,
  now: number,
  date?: string | null,
  me: readonly string[] = [],
): Promise<ChatSource | null> {
  const plain = text.replace(/^\uFEFF/, '').toWellFormed();
  const file = pastedFile(plain);
  const head: ChatHead = {
    path: file.path,
    bytes: Buffer.from(plain.slice(0, headBytes)).subarray(0, headBytes),
    text: plain.slice(0, headBytes),
    json: null,
  };
  const { year, month, day } = chinaDay(now);
  const today = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const hints = { date: date ?? today };
  const reader = textReaders.find((one) => one.recognise(head)) ?? (wechatShape(head.text ?? '') ? wechatCopiedText : null);
  const source = (await reader?.open(file, head, hints)) ?? null;
  for (const conversation of source?.conversations ?? []) {
    const people = conversation.members.map(({ name }) => name);
    if (conversation.key === pastedKey && people.length > 0) conversation.name = pastedChatName(people, me);
  }
  return source;
}
