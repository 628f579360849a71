import type { ChatQueueScan, ChatTake, ScanConversation } from '../../../../shared/contracts/import-queue.ts';

/** By key of the conversation: what she decided; what is not in it follows the rule for all. */
export type Choices = Readonly<Record<string, ChatTake>>;

/** What is done with people nobody decided on. */
export interface Rules {
  unknownPeers: 'newFriend' | 'keepUnlinked';
  /** same name, not decided yet */
  doubtful: 'candidate' | 'keepUnlinked';
}

/** How a conversation stands in the table. */
export type Standing = 'friend' | 'doubtful' | 'newFriend' | 'unlinked' | 'group' | 'leftOut';

/** Whether a conversation is a group, her own word before the file's guess. */
export function isGroup(conversation: ScanConversation, choices: Choices): boolean {
  const said = choices[conversation.key]?.kind;
  return said === undefined ? conversation.group : said === 'group';
}

/** Whether it may be a group of the book, and she has not said yet. */
export const isAskedGroup = ({ key, groups }: ScanConversation, choices: Choices): boolean => groups.length > 0 && !choices[key];

/** What will be done with a conversation. */
export function takeOf(conversation: ScanConversation, choices: Choices, rules: Rules): ChatTake {
  const chosen = choices[conversation.key];
  if (chosen) return chosen;
  if (conversation.group) return { take: 'keepUnlinked' };
  if (conversation.friend) return { take: 'friend', friendId: conversation.friend.id };
  const first = conversation.candidates[0];
  if (first && rules.doubtful === 'candidate') return { take: 'friend', friendId: first.id };
  return { take: first ? 'keepUnlinked' : rules.unknownPeers };
}

/** Where a conversation stands, for filters and colours. */
export function standingOf(conversation: ScanConversation, choices: Choices, rules: Rules): Standing {
  const { take } = takeOf(conversation, choices, rules);
  if (take === 'leaveOut') return 'leftOut';
  if (isGroup(conversation, choices)) return isAskedGroup(conversation, choices) ? 'doubtful' : 'group';
  if (!choices[conversation.key] && !conversation.friend && conversation.candidates.length > 0 && rules.doubtful === 'keepUnlinked')
    return 'doubtful';
  if (take === 'friend') return 'friend';
  return take === 'newFriend' ? 'newFriend' : 'unlinked';
}

/** The sum that stands on the screen: read = fresh + known + leftOut + problems. */
export interface ScanSum {
  read: number;
  fresh: number;
  known: number;
  leftOut: number;
  problems: number;
  conversations: number;
  newFriends: number;
  /** `fresh` may be less: what a group of the book has already is counted when it comes in */
  atMost: boolean;
}

/** Adds up what the import will do. Numbers of messages that are not known yet count as fresh. */
export function sumOf(scan: ChatQueueScan, choices: Choices, rules: Rules): ScanSum {
  const sum = {
    read: scan.read,
    fresh: 0,
    known: 0,
    leftOut: 0,
    problems: scan.problems.total,
    conversations: 0,
    newFriends: 0,
    atMost: false,
  };
  for (const conversation of scan.conversations) {
    const { take, conversationId } = takeOf(conversation, choices, rules);
    if (conversationId !== undefined) sum.atMost = true;
    if (take === 'leaveOut') {
      sum.leftOut += conversation.messages;
      continue;
    }
    sum.conversations += 1;
    sum.known += conversation.known ?? 0;
    sum.fresh += conversation.messages - (conversation.known ?? 0);
    if (take === 'newFriend') sum.newFriends += 1;
  }
  return sum;
}

/** The choices as commit wants them: what she decided, and the answer for same names that nobody decided. */
export function commitChoices(scan: ChatQueueScan, choices: Choices, rules: Rules): Record<string, ChatTake> {
  const all: Record<string, ChatTake> = { ...choices };
  for (const conversation of scan.conversations) {
    if (all[conversation.key] || conversation.friend || conversation.candidates.length === 0) continue;
    all[conversation.key] = takeOf(conversation, choices, rules);
  }
  return all;
}

/** Conversations of one standing whose name has these letters; null = all. */
export function shownOf(
  scan: ChatQueueScan,
  choices: Choices,
  rules: Rules,
  standing: Standing | null,
  search: string,
): ScanConversation[] {
  const wanted = search.trim().toLowerCase();
  return scan.conversations.filter(
    (conversation) =>
      (standing === null || standingOf(conversation, choices, rules) === standing) &&
      (wanted === '' || conversation.name.toLowerCase().includes(wanted)),
  );
}

/** How many conversations stand where. */
export function standingCounts(scan: ChatQueueScan, choices: Choices, rules: Rules): Record<Standing, number> {
  const counts: Record<Standing, number> = { friend: 0, doubtful: 0, newFriend: 0, unlinked: 0, group: 0, leftOut: 0 };
  for (const conversation of scan.conversations) counts[standingOf(conversation, choices, rules)] += 1;
  return counts;
}
