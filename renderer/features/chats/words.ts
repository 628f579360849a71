import type { Conversation } from '../../../shared/contracts/chats.ts';
import type { MessageKind } from '../../../shared/domain/messages.ts';
import { messageKindWords as kindWords } from '../../../shared/domain/words.ts';
import { readParts } from './message-parts.ts';

export { messageDirectionWords as directionWords, messageKindWords as kindWords } from '../../../shared/domain/words.ts';

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
