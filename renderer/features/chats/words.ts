import type { Conversation } from '../../../shared/contracts/chats.ts';
import type { MessageDirection, MessageKind } from '../../../shared/domain/messages.ts';
import { readParts } from './message-parts.ts';

/** What a message is, in one word. */
export const kindWords: Record<MessageKind, string> = {
  text: '文字',
  picture: '图片',
  voice: '语音',
  video: '视频',
  emoji: '表情',
  file: '文件',
  link: '链接',
  miniProgram: '小程序',
  transfer: '转账',
  redPacket: '红包',
  quote: '引用',
  recall: '撤回',
  system: '系统消息',
  location: '位置',
  card: '名片',
  call: '通话',
  music: '音乐',
  forward: '聊天记录',
  announcement: '群公告',
  solitaire: '接龙',
  pat: '拍一拍',
  channel: '视频号',
  note: '笔记',
  gift: '礼物',
  other: '其他消息',
};
export const directionWords: Record<MessageDirection, string> = { in: '对方说的', out: '我说的', system: '系统消息' };

/** Kinds whose words say everything: no word for the kind stands before them. */
const spoken = new Set<MessageKind>(['text', 'quote', 'system', 'recall', 'pat']);

/** A message on one line, for lists: '[图片]', '[转账] ¥116.00', the words of a text. */
export function previewText(kind: MessageKind, text: string): string {
  const parts = readParts(kind, text);
  const flat = parts.brief.replace(/\s+/g, ' ').trim();
  if (spoken.has(kind)) return flat === '' ? `[${kindWords[kind]}]` : flat;
  return flat === '' ? `[${kindWords[kind]}]` : `[${kindWords[kind]}] ${flat}`;
}

/** The newest message of a conversation on one line, with who said it where that is not plain. */
export function lastText({ last, kind }: Pick<Conversation, 'last' | 'kind'>): string {
  if (!last) return '';
  const words = previewText(last.kind, last.text);
  if (last.direction === 'out') return `我：${words}`;
  return kind === 'group' && last.direction === 'in' && last.talkerName ? `${last.talkerName}：${words}` : words;
}

/** What a conversation is called on the screen: by the friend's name, else by its own. */
export function conversationName({ friendName, name, kind }: Pick<Conversation, 'friendName' | 'name' | 'kind'>): string {
  return friendName || name || (kind === 'group' ? '没有名字的群' : '没有名字的聊天');
}
