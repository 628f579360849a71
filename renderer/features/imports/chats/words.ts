import type { ChatPerson, ChatQueueScan, FriendCandidate, ScanConversation } from '../../../../shared/contracts/import-queue.ts';
import { chatProblemWords } from '../../../../shared/domain/chat-problems.ts';
import { count, dateText, dayText } from '../../../lib/format.ts';
import type { Standing } from './takes.ts';

export const standingWords: Record<Standing, string> = {
  doubtful: '要你定',
  friend: '对上的好友',
  newFriend: '会建新好友',
  unlinked: '只存聊天',
  group: '群聊',
  leftOut: '不导入',
};
/** the order of the tabs: what needs eyes first */
export const standingOrder: readonly Standing[] = ['doubtful', 'friend', 'newFriend', 'unlinked', 'group', 'leftOut'];

export const candidateWords: Record<FriendCandidate['by'], string> = {
  wxid: '微信 ID 相同',
  alias: '微信号相同',
  conversation: '以前就是和 TA 聊的',
  remark: '备注名一样',
  nickname: '昵称一样',
};

/** Why a line was not read. */
export const problemText = (problem: string): string => chatProblemWords[problem] ?? '看不懂的一行';

/** Why some messages are compared by their words: Excel has rounded their ids. */
export const damagedIdsText = (messages: number): string =>
  `有 ${count(messages)} 条消息的编号被 Excel 改坏了（变成 7.42E+18 这样），编号不拿来对比，按时间和内容对比，消息照样导入。`;

/** 「这个文件 11月22日 已经导入过，1,024 条都在，没有新的」 */
export function againText({ again, read }: Pick<ChatQueueScan, 'again' | 'read'>, files: number): string {
  const which = files === 1 ? '这个文件' : `这 ${count(files)} 个文件`;
  return `${which} ${again ? dateText(again.at) : ''} ${files === 1 ? '' : '都'}已经导入过，${count(read)} 条都在，没有新的`;
}

/** 「2025-03-08 – 05-02」; one day alone once, the year again only when it is another. */
export function periodText(firstAt: number | null, lastAt: number | null): string {
  if (firstAt === null || lastAt === null) return '没有时间';
  const [from, to] = [dayText(firstAt), dayText(lastAt)];
  if (from === to) return from;
  return `${from} – ${to.slice(0, 4) === from.slice(0, 4) ? to.slice(5) : to}`;
}

/** Names of people in a sentence: 「李姐、王姐等 12 人」 */
export function namesText(people: readonly { name: string }[], most = 3): string {
  const names = people.slice(0, most).map((person) => person.name);
  return people.length > most ? `${names.join('、')}等 ${count(people.length)} 人` : names.join('、');
}

/** What tells one who wrote from another. */
export const personKey = (person: Pick<ChatPerson, 'senderId' | 'name'>): string => person.senderId ?? `name:${person.name}`;

/** For each who wrote, the chats she wrote in: what a name alone does not say. */
export function chatsOf(scan: ChatQueueScan): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const conversation of scan.conversations) {
    for (const talker of conversation.talkers) {
      const key = personKey(talker);
      const names = found.get(key) ?? [];
      names.push(conversation.name);
      found.set(key, names);
    }
  }
  return found;
}

/** Who wrote in a conversation, for the hover. */
export function talkersText(conversation: ScanConversation): string {
  return conversation.talkers
    .slice(0, 8)
    .map((talker) => `${talker.name} ${count(talker.messages)} 条`)
    .join('\n');
}

/** What runs just now while chats come in. */
export const phaseWords: Record<string, string> = {
  read: '正在读聊天',
  index: '正在整理，好让你搜得到',
  finish: '正在收尾',
};
