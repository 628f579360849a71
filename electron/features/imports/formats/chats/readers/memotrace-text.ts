import { AppError } from '../../../../../../shared/errors.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatFile } from '../chat-source.ts';
import type { TextGrammar, TextHeader } from '../text-blocks.ts';
import { survey } from '../text-survey.ts';
import { conversationOf, firstLine, isBlank, membersOf, stampTime, textSource } from './text-source.ts';

const stamp = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?: (.*))?$/s;
const tool = '留痕（MemoTrace）';

/** Version 2 escapes names for HTML and scripts. */
function plainName(name: string): string {
  return name
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\\(['"])/g, '$1')
    .trim();
}

/**
 * `time name`, the words, a blank line. A notice is one line `time words` in version 2, and `time` alone above its words in version 3.
 * Version 2 leaves out transfers, red packets and mini programs.
 */
function grammar(version: 2 | 3, conversation: string): TextGrammar {
  return {
    read(line, before) {
      const match = isBlank(before) ? stamp.exec(line) : null;
      if (!match) return null;
      const title = (match[7] ?? '').trim();
      const time = stampTime(match.slice(1, 7));
      const header: TextHeader = { time, conversation, senderId: null, senderName: plainName(title), direction: null, body: null };
      return title === '' ? { ...header, direction: 'system', kind: 'system' } : header;
    },
    finish(header, body) {
      // a message without words has its own empty line above the one that parts messages
      if (version === 3 || header.direction === 'system' || body.length > 1 || !isBlank(body[0] ?? '')) return null;
      return { ...header, direction: 'system', kind: 'system', words: header.senderName };
    },
  };
}

function isMemotrace(head: ChatHead, version: 2 | 3): boolean {
  const text = head.text ?? '';
  const first = stamp.exec(firstLine(text));
  if (!first || /^['"“].*['"”]$/.test(first[7] ?? '')) return false;
  const three =
    /(?:^|\n)\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[ \t]*\r?\n|\n【(?:图片|视频|语音|表情包|文件|分享链接|发起转账|已收款|红包|音视频通话|位置分享)】|\n引用：/.test(
      text,
    );
  return three === (version === 3);
}

function reader(version: 2 | 3): ChatReader {
  const format = version === 2 ? 'memotrace2Txt' : 'memotrace3Txt';
  return {
    format,
    tool,
    recognise: (head) => isMemotrace(head, version),
    async open(file: ChatFile) {
      const conversation = conversationOf(file.path);
      const rules = () => grammar(version, conversation.key);
      const found = await survey(file, rules());
      return textSource(format, tool, {
        file,
        grammar: rules,
        conversations: [{ ...conversation, members: membersOf(found, conversation.key) }],
      });
    },
  };
}

/** Version 2's text for language models: days, but no times. */
const aiText: ChatReader = {
  format: 'memotrace2AiTxt',
  tool,
  recognise: (head) => /^\*{20}\d{4}-\d{2}-\d{2}\*{20}\r?$/m.test((head.text ?? '').slice(0, 20_000)),
  async open() {
    throw new AppError('fileNotUnderstood', { what: 'chatWithoutTimes' });
  },
};

export const memotraceTextReaders: ChatReader[] = [aiText, reader(2), reader(3)];
