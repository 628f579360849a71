import type { ChatConversation, ChatFile, ChatSource } from '../chat-source.ts';
import { readBlocks, type TextGrammar } from '../text-blocks.ts';
import { stemOf, type TextSurvey } from '../text-survey.ts';
import { momentOf, type TextTime } from '../text-time.ts';

/** What a text reader knows when its file is open. */
export interface TextPlan {
  file: ChatFile;
  grammar: () => TextGrammar;
  conversations: ChatConversation[];
  ownerId?: string | null;
  knowsMe?: boolean;
  needsDate?: boolean;
}

/** A chat source that runs the grammar anew with every call of `records`. */
export function textSource(format: string, tool: string, plan: TextPlan): ChatSource {
  return {
    format,
    tool,
    ownerId: plan.ownerId ?? null,
    knowsMe: plan.knowsMe ?? false,
    ...(plan.needsDate ? { needs: 'date' as const } : {}),
    conversations: plan.conversations,
    records: () => readBlocks(plan.file, plan.grammar()),
  };
}

/** The one conversation of a file that is named by its place: `李姐(wxid_x)/李姐.txt`. */
export function conversationOf(path: string): ChatConversation {
  const name = stemOf(path);
  const folder = path.split('/').at(-2) ?? '';
  const id = /\(([^()\s]+)\)$/.exec(folder)?.[1] ?? null;
  return { key: id ?? name, externalId: id, name, group: id === null ? null : id.endsWith('@chatroom'), members: [] };
}

/** Who talks in a conversation, most messages first. */
export function membersOf(found: TextSurvey, conversation: string): ChatConversation['members'] {
  const people = [...(found.talkers.get(conversation)?.values() ?? [])];
  return people.sort((a, b) => b.count - a.count).map(({ talker }) => talker);
}

/** Five or six numbers as text, year to minute or second → a moment. */
export function stampTime(parts: readonly (string | undefined)[]): TextTime {
  const [year, month, date, hour, minute] = parts.map(Number);
  const second = parts[5] === undefined ? null : Number(parts[5]);
  return momentOf({ day: { year: year!, month: month!, day: date! }, hour: hour!, minute: minute!, second });
}

export function isBlank(line: string | null): boolean {
  return line === null || line.trim() === '';
}

/** The first line with words; '' = there is none. */
export function firstLine(text: string): string {
  return /\S[^\r\n]*/.exec(text)?.[0] ?? '';
}
