import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatConversation, ChatFile, ChatProblemKind, ChatRecord, ChatSource } from '../chat-source.ts';
import {
  conversation,
  headItems,
  jsonPieces,
  jsonSource,
  kindFrom,
  nameOfFile,
  outerValues,
  recordOf,
  shownName,
  visitList,
} from '../json-chat.ts';
import { type JsonPiece, parsePiece } from '../json-piece.ts';
import { accountId, type Fields, fields, firstOf, flag, isAccount, isFields, isGroupId, num, str } from '../json-values.ts';
import { kindOfPlaceholder } from '../kinds.ts';

/** wx-cli: no ids, no word on who the seller is; in a private chat the sender may be blank. */
async function openWxCli(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const values = await outerValues(file, head, ['chat', 'is_group']);
  const name = shownName(values['chat'], nameOfFile(file.path));
  const chat = { ...conversation('', name, flag(values['is_group'])), key: name };
  const visitor = visitList('.messages[]', (item, line) => {
    const raw = str(item['content']);
    const kind = kindFrom(num(item['type']), null, item['type']);
    return recordOf(line, {
      conversation: chat.key,
      time: item['timestamp'] ?? item['time'],
      kind: kind === 'other' ? kindOfPlaceholder(raw) : kind,
      raw: kind === 'link' && item['url'] && !raw.includes('\n') ? `${raw}\n${str(item['url'])}` : raw,
      mine: null,
      senderId: null,
      senderName: str(item['sender']),
      serverId: null,
    });
  });
  const rules = { enter: (path: string) => path === '.messages' };
  return jsonSource({
    file,
    rules,
    list: '.messages[]',
    visitor,
    format: 'wxcliJson',
    tool: 'wx-cli',
    ownerId: null,
    knowsMe: false,
    conversations: [chat],
  });
}

/** chatlog-keeper: every message carries its conversation and account. */
async function openKeeper(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const ownerId = accountId(head.json?.first?.['account_id']);
  const chats = new Map<string, ChatConversation>();
  for (const item of headItems(head, '[]')) {
    const chat = keeperChat(item);
    if (chat.key && !chats.has(chat.key)) chats.set(chat.key, chat);
  }
  const visitor = visitList('[]', (item, line) => {
    const sender = str(item['sender_wxid']).trim();
    const raw = str(item['content']);
    const kind = kindFrom(item['msg_type'], null, item['msg_type']);
    return recordOf(line, {
      conversation: keeperChat(item).key,
      time: item['ts'],
      kind: kind === 'other' ? kindOfPlaceholder(raw) : kind,
      raw,
      mine: flag(item['is_self']) ?? (sender ? isAccount(sender, ownerId) : null),
      senderId: sender || null,
      senderName: str(item['sender']),
      serverId: item['server_id'],
    });
  });
  const rules = { enter: () => false };
  return jsonSource({
    file,
    rules,
    list: '[]',
    visitor,
    format: 'keeperJson',
    tool: 'chatlog-keeper',
    ownerId,
    knowsMe: true,
    conversations: [...chats.values()],
  });
}

function keeperChat(item: Fields): ChatConversation {
  const id = firstOf(item['conversation_id'], item['thread_id']).trim();
  const name = shownName(item['chat_room'], id);
  return conversation(id, name, id === '' ? null : isGroupId(id));
}

const wetraceRules = {
  enter: (path: string) => path === '.conversations' || path === '.conversations[]' || path === '.conversations[].messages',
};

/** Wetrace-Plus: conversations with their messages inside. */
async function openWetrace(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const values = await outerValues(file, head, ['account']);
  const ownerId = accountId(fields(values['account'])['id']);
  const chats = await wetraceChats(file);
  const visitor = () => {
    let at = 0;
    return (piece: JsonPiece, line: number): ChatRecord | ChatProblemKind | null => {
      if (piece.type === 'open' && piece.path === '.conversations[]') at = piece.place;
      if (piece.type !== 'value' || piece.path !== '.conversations[].messages[]') return null;
      const item = parsePiece(piece);
      if (item === undefined) return 'notJson';
      return isFields(item) ? wetraceMessage(item, line, chats.get(at)?.key ?? '', ownerId) : 'unknownShape';
    };
  };
  const about = { format: 'wetraceJson', tool: 'Wetrace-Plus', ownerId, knowsMe: true, conversations: [...chats.values()] };
  return jsonSource({ file, rules: wetraceRules, list: '.conversations[].messages[]', visitor, ...about });
}

/** Conversations by their place; id and name may stand behind the messages. */
async function wetraceChats(file: ChatFile): Promise<Map<number, ChatConversation>> {
  const chats = new Map<number, ChatConversation>();
  let told: Fields = {};
  const rules = {
    enter: (path: string) => path === '.conversations' || path === '.conversations[]',
    skip: (path: string) => path.endsWith('.messages'),
  };
  for await (const { pieces } of jsonPieces(file, rules)) {
    for (const piece of pieces) {
      if (piece.path === '.conversations[]' && piece.type === 'open') told = {};
      if (piece.type === 'value' && piece.path.startsWith('.conversations[].'))
        told[piece.path.slice('.conversations[].'.length)] = parsePiece(piece);
      if (piece.path !== '.conversations[]' || piece.type !== 'close') continue;
      const id = str(told['id']).trim();
      const name = shownName(told['name'], id);
      const group =
        isGroupId(id) || /group|群/.test(str(told['type'])) ? true : /private|私|contact|single/.test(str(told['type'])) ? false : null;
      chats.set(piece.place, conversation(id, name, group));
    }
  }
  return chats;
}

function wetraceMessage(item: Fields, line: number, key: string, ownerId: string | null): ChatRecord | ChatProblemKind {
  const raw = str(item['content']);
  const sender = str(item['sender_id']).trim();
  const direction = str(item['direction']).toLowerCase();
  const told = /^(out|sent|send|outgoing|self)$/.test(direction)
    ? true
    : /^(in|received|receive|incoming|other)$/.test(direction)
      ? false
      : null;
  const kind = kindFrom(item['type'], item['subtype'], item['type']);
  return recordOf(line, {
    conversation: key,
    time: item['timestamp'] ?? item['time'],
    kind: kind === 'other' ? kindOfPlaceholder(raw) : kind,
    raw,
    mine: told ?? flag(item['is_self']) ?? (sender && ownerId ? isAccount(sender, ownerId) : null),
    senderId: sender || null,
    senderName: str(item['sender_name']),
    serverId: null,
  });
}

export const smallJsonReaders: ChatReader[] = [
  {
    format: 'wetraceJson',
    tool: 'Wetrace-Plus',
    recognise: ({ json }) => json?.root === 'object' && json.values['format'] === 'wetrace-plus',
    open: openWetrace,
  },
  {
    format: 'keeperJson',
    tool: 'chatlog-keeper',
    recognise: ({ json }) => json?.root === 'array' && ['ts', 'is_self', 'content'].every((key) => json.keys.includes(key)),
    open: openKeeper,
  },
  {
    format: 'wxcliJson',
    tool: 'wx-cli',
    recognise: ({ json }) =>
      json?.root === 'object' &&
      ['chat', 'messages'].every((key) => json.keys.includes(key)) &&
      ('is_group' in json.values || 'chat_type' in json.values),
    open: openWxCli,
  },
];
