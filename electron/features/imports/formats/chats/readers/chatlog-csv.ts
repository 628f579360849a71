import type { ChatConversation } from '../chat-source.ts';
import { kindOfWords } from '../text-blocks.ts';
import { cellOf, conversation, hasColumns, isGroupId, type TableFormat, type TableMapping, type TableStart } from './tables.ts';

/** sjzar/chatlog `format=csv`: no flag for her, but in a private chat whoever is not the peer is she. */
export const chatlogTable: TableFormat = {
  format: 'chatlogCsv',
  tool: 'chatlog',
  matches: (columns) => hasColumns(columns, 'time,sendername,sender,talkername,talker,content'),
  begin,
};

function begin({ columns, sample }: TableStart): TableMapping {
  const at = (name: string) => cellOf(columns, name);
  const [time, senderName, sender] = [at('time'), at('sendername'), at('sender')];
  const [talkerName, talker, words] = [at('talkername'), at('talker'), at('content')];
  const chats = new Map<string, ChatConversation>();
  let ownerId: string | null = null;
  for (const cells of sample) {
    const key = talker(cells);
    if (key === '') continue;
    const group = isGroupId(key);
    if (!chats.has(key)) chats.set(key, conversation(key, talkerName(cells) || key, group));
    if (!group && !isSystem(sender(cells), senderName(cells)) && sender(cells) !== key && sender(cells) !== '我') ownerId ??= sender(cells);
  }
  return {
    ownerId,
    knowsMe: ownerId !== null || [...chats.values()].every((chat) => !chat.group),
    conversations: [...chats.values()],
    row(cells) {
      const key = talker(cells);
      const id = sender(cells);
      const name = senderName(cells);
      const direction = isSystem(id, name)
        ? 'system'
        : id === '我' || (ownerId !== null && id === ownerId)
          ? 'out'
          : isGroupId(key)
            ? ownerId === null
              ? null
              : 'in'
            : id === key
              ? 'in'
              : 'out';
      const raw = words(cells);
      return {
        time: time(cells),
        conversation: key,
        kind: direction === 'system' ? 'system' : kindOfWords(raw),
        raw,
        senderId: id === '我' ? ownerId : id || null,
        senderName: name,
        direction,
        serverId: '',
      };
    },
  };
}

function isSystem(id: string, name: string): boolean {
  return id === '系统消息' || (id === '' && name === '系统消息');
}
