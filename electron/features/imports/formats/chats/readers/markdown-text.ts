import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatConversation } from '../chat-source.ts';
import type { LineReading, TextGrammar, TextHeader } from '../text-blocks.ts';
import { stemOf, survey } from '../text-survey.ts';
import { momentOf, readDay, type TextTime } from '../text-time.ts';
import { membersOf, stampTime, textSource } from './text-source.ts';

function plain(markdown: string): string {
  return markdown.replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
}

function said(time: TextTime, conversation: string, name: string, body: string | null): TextHeader {
  const system = /^(?:系统|系统消息)$/s.test(name);
  return {
    time,
    conversation,
    senderId: null,
    senderName: plain(name).trim(),
    direction: system ? 'system' : null,
    body,
    ...(system ? { kind: 'system' as const } : {}),
  };
}

/** The words lose the signs that keep them from being Markdown. */
function unescaped(read: TextGrammar['read']): TextGrammar {
  return { read, finish: (header, body) => ({ ...header, words: plain(body.join('\n')) }) };
}

interface Markdown {
  format: string;
  tool: string;
  /** tells the format by the beginning of a file */
  mark: RegExp;
  grammar(conversation: string): TextGrammar;
  conversation(head: ChatHead): ChatConversation;
}

function titled(name: string, id: string | null, group: boolean | null): ChatConversation {
  return { key: id ?? name, externalId: id, name, group, members: [] };
}

const stamp = String.raw`(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?`;
const weflowHeader = new RegExp(`^## ${stamp} (.*)$`, 's');
const wxCliTime = new RegExp(`^### ${stamp}\\s*$`);
const wxCliSender = /^\*\*(.*?)\*\*[:：] ?(.*)$/s;
const memotraceDay = /^#{1,6}\s+(\d{4}-\d{2}-\d{2})\s*$/s;
const memotraceHeader = /^\*\*(\d{2}):(\d{2}):(\d{2}) (.*?)\*\*[:：] ?(.*)$/s;

/** `## time name`, a blank line, the words; a head that names the conversation ends with `---`. */
function weflow(conversation: string): TextGrammar {
  let inHead = true;
  return unescaped((line) => {
    const match = weflowHeader.exec(line);
    if (!match) return inHead ? 'skip' : null;
    inHead = false;
    return said(stampTime(match.slice(1, 7)), conversation, match[7]!, null);
  });
}

/** `### time`, a blank line, `**name**: words`. */
function wxCli(conversation: string): TextGrammar {
  let inHead = true;
  return unescaped((line): LineReading => {
    const at = wxCliTime.exec(line);
    if (at) {
      inHead = false;
      return said(stampTime(at.slice(1, 7)), conversation, '', null);
    }
    return inHead ? 'skip' : null;
  });
}

/** The sender of wx-cli stands before the words. */
function wxCliWithSender(conversation: string): TextGrammar {
  const inner = wxCli(conversation);
  return {
    read: (line, before, next) => inner.read(line, before, next),
    finish(header, body) {
      const first = body.findIndex((line) => line.trim() !== '');
      const match = first === -1 ? null : wxCliSender.exec(body[first]!);
      if (!match) return { ...header, words: plain(body.join('\n')) };
      const words = plain([match[2]!, ...body.slice(first + 1)].join('\n'));
      return { ...said(header.time, conversation, match[1]!, null), words };
    },
  };
}

/** `**HH:MM:SS name**: words` under headings that are days. */
function memotrace(conversation: string): TextGrammar {
  let day: ReturnType<typeof readDay> = null;
  return unescaped((line) => {
    const heading = memotraceDay.exec(line);
    if (heading) {
      day = readDay(heading[1]!);
      return 'skip';
    }
    const match = memotraceHeader.exec(line);
    if (!match) return day === null ? 'skip' : null;
    const [hour, minute, second] = match.slice(1, 4).map(Number);
    return said(momentOf({ day, hour: hour!, minute: minute!, second: second! }), conversation, match[4]!, match[5]!);
  });
}

const kinds: Markdown[] = [
  {
    format: 'weflowMarkdown',
    tool: 'WeFlow',
    mark: /^\s*# .*\s+- 会话ID: [\s\S]*?- 导出工具: WeFlow/,
    grammar: weflow,
    conversation: ({ text, path }) => {
      const name = /^\s*# (.*)$/m.exec(text ?? '')?.[1]?.trim() ?? stemOf(path);
      const id = /- 会话ID: `([^`]+)`/.exec(text ?? '')?.[1] ?? null;
      return titled(plain(name), id, /- 会话类型: 群聊/.test(text ?? '') || (id === null ? null : id.endsWith('@chatroom')));
    },
  },
  {
    format: 'wxcliMarkdown',
    tool: 'wx-cli',
    mark: /^\s*# .*\s+> 导出 \d+ 条消息\s/,
    grammar: wxCliWithSender,
    conversation: ({ text, path }) => {
      const title = /^\s*# (.*?)(（[^（）]*）)?\s*$/m.exec(text ?? '');
      return titled(plain(title?.[1] ?? stemOf(path)), null, title?.[2]?.includes('群') ?? false);
    },
  },
  {
    format: 'memotrace3Markdown',
    tool: '留痕（MemoTrace）',
    mark: /^\s*(?:# .*\s+)?#{1,6}\s+\d{4}-\d{2}-\d{2}\s+\*\*\d{2}:\d{2}:\d{2} .*\*\*[:：]/,
    grammar: memotrace,
    conversation: ({ path }) => {
      const id = /\(([^()\s]+)\)$/s.exec(path.split('/').at(-2) ?? '')?.[1] ?? null;
      return titled(stemOf(path), id, id === null ? null : id.endsWith('@chatroom'));
    },
  },
];

/** Readers of chats written as Markdown. None says who the seller is. */
export const markdownReaders: ChatReader[] = kinds.map(({ format, tool, mark, grammar, conversation }) => ({
  format,
  tool,
  recognise: (head) => mark.test((head.text ?? '').slice(0, 2000)),
  async open(file, head) {
    const chat = conversation(head);
    const found = await survey(file, grammar(chat.key));
    return textSource(format, tool, {
      file,
      grammar: () => grammar(chat.key),
      conversations: [{ ...chat, members: membersOf(found, chat.key) }],
    });
  },
}));
