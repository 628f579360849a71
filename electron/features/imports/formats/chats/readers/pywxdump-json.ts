import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatConversation, ChatFile, ChatProblemKind, ChatRecord, ChatSource } from '../chat-source.ts';
import { conversation, jsonPieces, jsonSource, kindFrom, nameOfFile, recordOf, shownName, talker, visitList } from '../json-chat.ts';
import { parsePiece } from '../json-piece.ts';
import { accountId, type Fields, fields, flag, isAccount, isGroupId, str } from '../json-values.ts';

const tool = 'PyWxDump';

/** Names of people by wxid, from `users.json` or the list within `data.js`. */
type People = Map<string, { nickname: string; remark: string }>;

function learn(people: People, id: string, value: unknown): void {
  const one = fields(value);
  people.set(id, { nickname: str(one['nickname']).trim(), remark: str(one['remark']).trim() });
}

function nameOf(people: People, id: string): string {
  const one = people.get(id);
  return shownName(one?.remark, one?.nickname);
}

/** `users.json` lies beside the chat, in some versions a folder above. */
async function peopleBeside(file: ChatFile): Promise<People> {
  const people: People = new Map();
  const parts = file.path.split('/');
  for (let up = 1; up <= 3 && up <= parts.length; up++) {
    const users = file.sibling([...parts.slice(0, -up), 'users.json'].join('/'));
    if (!users) continue;
    for await (const { pieces } of jsonPieces(users, { enter: () => false })) {
      for (const piece of pieces) if (piece.type === 'value') learn(people, piece.path.slice(1), parsePiece(piece));
    }
    break;
  }
  return people;
}

/** `export/<own wxid>/json/<peer>/…`: the account is two folders above the chat's. */
function accountOfFolder(path: string): string | null {
  const parts = path.split('/');
  if (!/^(csv|json|html)$/i.test(parts.at(-3) ?? '')) return null;
  return accountId(parts.at(-4));
}

function chatOf(people: People, id: string): ChatConversation {
  const name = shownName(nameOf(people, id), id);
  const group = isGroupId(id);
  const one = people.get(id);
  return conversation(id, name, group, group || !one ? [] : [talker(id, name, one)]);
}

function messageOf(item: Fields, line: number, people: People, ownerId: string | null, fallback: string): ChatRecord | ChatProblemKind {
  if (!('CreateTime' in item) && !('msg' in item)) return 'unknownShape';
  const mine = flag(item['is_sender']);
  const writer = str(item['talker']).trim();
  const nobody = writer === '系统' || writer === '未知' || writer === '';
  const senderId = mine && (writer === '我' || nobody) ? ownerId : nobody ? null : writer;
  return recordOf(line, {
    conversation: str(item['room_name']).trim() || fallback,
    time: item['CreateTime'],
    kind: kindFrom(null, null, item['type_name']),
    raw: str(item['msg']),
    mine: mine ?? (writer === '我' ? true : isAccount(writer, ownerId) ? true : null),
    senderId,
    senderName: senderId ? nameOf(people, senderId) : '',
    serverId: item['MsgSvrID'],
  });
}

async function openJson(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const people = await peopleBeside(file);
  const ownerId = accountOfFolder(file.path);
  const id = str(head.json?.first?.['room_name']).trim() || nameOfFile(file.path).replace(/_\d+_\d+$/, '');
  const visitor = visitList('[]', (item, line) => messageOf(item, line, people, ownerId, id));
  return jsonSource({
    file,
    rules: { enter: () => false },
    list: '[]',
    visitor,
    format: 'pywxdumpJson',
    tool,
    ownerId,
    knowsMe: true,
    conversations: [chatOf(people, id)],
  });
}

/** The page that PyWxDump shows carries its data as statements of a script. Read as text; nothing is run. */
async function openScript(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const people: People = new Map();
  let ownerId = accountOfFolder(file.path);
  const rules = { root: 'script' as const, enter: (path: string) => path === '.local_msg_list' };
  for await (const { pieces } of jsonPieces(file, { ...rules, enter: () => false, skip: (path) => path === '.local_msg_list' })) {
    for (const piece of pieces) {
      if (piece.path === '.local_mywxid') ownerId = accountId(parsePiece(piece)) ?? ownerId;
      if (piece.path === '.local_user_list') for (const [id, one] of Object.entries(fields(parsePiece(piece)))) learn(people, id, one);
    }
  }
  const id = str(head.json?.first?.['room_name']).trim() || file.path.split('/').at(-2) || nameOfFile(file.path);
  const visitor = visitList('.local_msg_list[]', (item, line) => messageOf(item, line, people, ownerId, id));
  return jsonSource({
    file,
    rules,
    list: '.local_msg_list[]',
    visitor,
    format: 'pywxdumpScript',
    tool,
    ownerId,
    knowsMe: true,
    conversations: [chatOf(people, id)],
  });
}

export const pywxdumpReaders: ChatReader[] = [
  {
    format: 'pywxdumpJson',
    tool,
    recognise: ({ json }) => json?.root === 'array' && ['MsgSvrID', 'type_name', 'is_sender'].every((key) => json.keys.includes(key)),
    open: openJson,
  },
  {
    format: 'pywxdumpScript',
    tool,
    recognise: ({ json }) => json?.root === 'script' && json.keys.some((key) => key.startsWith('local_msg_')),
    open: openScript,
  },
];
