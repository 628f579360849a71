import type { ChatReader } from '../chat-reader.ts';
import type { ChatConversation, ChatFile } from '../chat-source.ts';
import type { TextGrammar } from '../text-blocks.ts';
import { stemOf, survey, type TextSurvey } from '../text-survey.ts';
import { type CalendarDay, momentOf, readDay } from '../text-time.ts';
import { firstLine, isBlank, membersOf, textSource } from './text-source.ts';

const header =
  /^(?:(系统消息)(?:\([^()]*\))?|(.*)\(([^()\s]+)\))(?: \[(.*)\(([^()\s]+)\)\])? (?:(?:(\d{4})-)?(\d{2})-(\d{2}) )?(\d{2}):(\d{2}):(\d{2})$/s;
/** Characters of a header's line at most. */
const longest = 400;
const [format, tool] = ['chatlogTxt', 'chatlog'];

/** `name(wxid) [group(id)] time`, the words, a blank line. The time leaves out the year, or the whole date, when the query had just one. */
function grammar(conversation: string, hint: CalendarDay | null): TextGrammar {
  return {
    read(line, before) {
      const match = line.length <= longest && isBlank(before) ? header.exec(line) : null;
      if (!match) return null;
      const [, system, name = '', id = null, , group, year, month, date] = match;
      const known = year === undefined ? hint?.year : Number(year);
      const day = month === undefined ? hint : known === undefined ? null : { year: known, month: Number(month), day: Number(date) };
      const mine = id === '我';
      return {
        time: momentOf({ day, hour: Number(match[9]), minute: Number(match[10]), second: Number(match[11]) }),
        conversation: group ?? conversation,
        senderId: mine ? null : id,
        senderName: name.trim(),
        direction: system ? 'system' : mine ? 'out' : 'in',
        body: null,
        ...(system ? { kind: 'system' as const } : {}),
      };
    },
  };
}

function lacksDate(match: RegExpExecArray | null): boolean {
  return match !== null && match[6] === undefined;
}

/** Conversations of the survey; the one without a bracket is named by the file and has an id when just one person talks to the seller. */
function conversations(found: TextSurvey, names: ReadonlyMap<string, string>, path: string): ChatConversation[] {
  return [...found.talkers.keys()].map((key) => {
    const members = membersOf(found, key).filter((one) => one.externalId !== null);
    const bracket = names.get(key);
    if (bracket !== undefined) return { key, externalId: key, name: bracket, group: key.endsWith('@chatroom'), members };
    const mine = found.headers.some((one) => one.conversation === key && one.direction === 'out');
    const peer = members.length === 1 && mine ? members[0]! : null;
    return {
      key,
      externalId: peer?.externalId ?? null,
      name: peer?.name ?? stemOf(path),
      group: peer ? false : members.length > 1 || null,
      members,
    };
  });
}

/** Names in brackets, and whether any time lacks a part, as far as the survey goes. */
function watch(inner: TextGrammar, names: Map<string, string>, seen: { lacking: boolean }): TextGrammar {
  return {
    read(line, before, next) {
      const read = inner.read(line, before, next);
      if (read === null) return null;
      const match = header.exec(line);
      if (match?.[5] !== undefined) names.set(match[5], match[4] ?? '');
      seen.lacking ||= lacksDate(match);
      return read;
    },
  };
}

export const chatlogText: ChatReader = {
  format,
  tool,
  recognise: (head) => header.test(firstLine(head.text ?? '').slice(0, longest)),
  async open(file: ChatFile, _head, hints) {
    const key = stemOf(file.path);
    const names = new Map<string, string>();
    const seen = { lacking: false };
    const found = await survey(file, watch(grammar(key, null), names, seen));
    return textSource(format, tool, {
      file,
      grammar: () => grammar(key, readDay(hints?.date)),
      conversations: conversations(found, names, file.path),
      knowsMe: true,
      needsDate: seen.lacking,
    });
  },
};
