import type { ChatReader } from '../chat-reader.ts';
import type { ChatConversation } from '../chat-source.ts';
import type { TextGrammar } from '../text-blocks.ts';
import { stemOf, survey } from '../text-survey.ts';
import { firstLine, isBlank, membersOf, stampTime, textSource } from './text-source.ts';

// the name ends with the line's last quote: names may hold quotes themselves
const header = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) (?:'(.*)'|"(.*)"|“(.*)”)\s*$/s;
const [format, tool] = ['weflowTxt', 'WeFlow'];

/** `time 'name'`, the words, a blank line; in private chats the seller is '我'. */
function grammar(conversation: string, knowsMe: boolean): TextGrammar {
  return {
    read(line, before) {
      const match = isBlank(before) ? header.exec(line) : null;
      if (!match) return null;
      const name = (match[7] ?? match[8] ?? match[9] ?? '').trim();
      const system = /^(?:系统|系统消息|system)$/i.test(name);
      return {
        time: stampTime(match.slice(1, 7)),
        conversation,
        senderId: null,
        senderName: name,
        direction: system ? 'system' : !knowsMe ? null : name === '我' ? 'out' : 'in',
        body: null,
        ...(system ? { kind: 'system' as const } : {}),
      };
    },
  };
}

/** WeFlow names its files '私聊_李姐_20260301-20260309.txt'. */
function conversationOf(path: string): ChatConversation {
  const [, type, rest = ''] = /^(?:(群聊|私聊|公众号|曾经的好友)_)?([\s\S]*)$/.exec(stemOf(path)) ?? [];
  const name = rest.replace(/(?:_(?:\d{8}-\d{8}|全部时间))?(?:_\d{1,2})?$/, '') || rest;
  return { key: name, externalId: null, name, group: type === undefined ? null : type === '群聊', members: [] };
}

export const weflowText: ChatReader = {
  format,
  tool,
  recognise: (head) => header.test(firstLine(head.text ?? '')),
  async open(file) {
    const conversation = conversationOf(file.path);
    const found = await survey(file, grammar(conversation.key, false));
    const members = membersOf(found, conversation.key);
    const mine = members.some(({ name }) => name === '我');
    const group = conversation.group ?? (mine ? false : members.length > 2 ? true : null);
    const knowsMe = group === false;
    return textSource(format, tool, {
      file,
      grammar: () => grammar(conversation.key, knowsMe),
      conversations: [{ ...conversation, group, members: members.filter(({ name }) => !(knowsMe && name === '我')) }],
      knowsMe,
    });
  },
};
