import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatFile, ChatSource, ChatTalker } from '../chat-source.ts';
import {
  conversation,
  headItems,
  jsonSource,
  kindFrom,
  nameOfFile,
  outerValues,
  recordOf,
  shownName,
  talker,
  visitList,
} from '../json-chat.ts';
import { accountId, type Fields, fields, firstOf, flag, isAccount, isGroupId, num, str } from '../json-values.ts';
import { isSolitaire } from '../kinds.ts';
import { linkWords, quoteWords, splitQuote } from '../words.ts';

const list = '.messages[]';
const rules = { enter: (path: string) => path === '.messages' };

interface Session {
  id: string;
  name: string;
  group: boolean | null;
  owner: string | null;
  /** Arkme: people by their number */
  senders: Map<number, Fields>;
}

/** WeFlow, Arkme, echotrace and CipherTalk write one shape: a session and its messages. */
async function open(file: ChatFile, head: ChatHead, format: string, tool: string): Promise<ChatSource> {
  const wanted = format === 'arkmeJson' ? ['session', 'senders', 'groupMembers'] : ['session'];
  const values = await outerValues(file, head, wanted);
  const about = fields(values['session']);
  const id = firstOf(about['wxid'], about['username']).trim();
  const session: Session = {
    id,
    name: shownName(about['displayName'], about['remark'], about['nickname'], id ? '' : nameOfFile(file.path)),
    group: groupOf(about, id),
    owner: accountId(about['ownerId']) ?? ownSender(head, values['senders']),
    senders: new Map(objectsOf(values['senders']).map((sender) => [num(sender['senderID']) ?? -1, sender])),
  };
  const chat = conversation(session.id, session.name, session.group, membersOf(values, about, session));
  const visitor = visitList(list, (item, line) => recordOf(line, { conversation: chat.key, ...told(item, session) }));
  return jsonSource({ file, rules, list, visitor, format, tool, ownerId: session.owner, knowsMe: true, conversations: [chat] });
}

function objectsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function groupOf(about: Fields, id: string): boolean | null {
  if (isGroupId(id) || about['isGroup'] === true || /群聊|group/.test(str(about['type']))) return true;
  return id === '' && str(about['type']) === '' ? null : false;
}

/** The exporter's own wxid: who wrote what is marked as sent, when that stands within the head. */
function ownSender(head: ChatHead, senders: unknown): string | null {
  const people = new Map(objectsOf(senders).map((sender) => [num(sender['senderID']), str(sender['wxid'])]));
  for (const item of headItems(head, list)) {
    if (flag(item['isSend']) !== true) continue;
    const id = accountId(item['senderUsername'] ?? people.get(num(item['senderID'])));
    if (id && !isGroupId(id)) return id;
  }
  return null;
}

function membersOf(values: Fields, about: Fields, session: Session): ChatTalker[] {
  const members = objectsOf(values['groupMembers']);
  const people = members.length > 0 ? members : [...session.senders.values()];
  if (people.length > 0) {
    return people.map((one) =>
      talker(one['wxid'], shownName(one['displayName'], one['remark'], one['nickname'], one['wxid']), {
        nickname: str(one['nickname']),
        remark: str(one['remark']),
        groupName: str(one['groupNickname']),
        alias: str(one['alias']),
      }),
    );
  }
  if (session.group !== false || session.id === '') return [];
  return [talker(session.id, session.name, { nickname: str(about['nickname']), remark: str(about['remark']) })];
}

function told(item: Fields, session: Session) {
  const sender = session.senders.get(num(item['senderID']) ?? -1);
  const sent = flag(item['isSend']);
  const writer = firstOf(item['senderUsername'], sender?.['wxid']).trim();
  const mine = sent ?? (writer === '' ? null : isAccount(writer, session.owner));
  const peer = session.group === false && mine === false ? session.id : null;
  return {
    time: item['createTime'] ?? item['timestamp'] ?? item['formattedTime'],
    ...wordsOf(item),
    mine,
    senderId: writer || (mine ? session.owner : peer),
    senderName: shownName(item['senderDisplayName'], sender?.['displayName'], sender?.['nickname'], peer ? session.name : ''),
    serverId: item['platformMessageId'] ?? item['serverId'],
  };
}

function wordsOf(item: Fields) {
  const content = str(item['content']);
  const appKind = str(item['appMsgKind']);
  const label = firstOf(item['type'], appKind === 'card' ? 'link' : appKind);
  let kind = kindFrom(item['localType'], item['appMsgType'], label);
  if (kind === 'other' && appKind) kind = kindFrom(null, null, appKind === 'card' ? 'link' : appKind);
  const title = str(item['linkTitle']);
  // Only the first line of a sign-up list is in the words; some versions keep the whole list as the title.
  if ((kind === 'solitaire' || isSolitaire(content)) && isSolitaire(title)) return { kind: 'solitaire' as const, raw: title };
  if (kind === 'link' && title && !isSolitaire(content)) return { kind, raw: content, text: linkWords(title, str(item['linkUrl'])) };
  if (kind === 'quote' && item['quotedContent'] && !splitQuote(content)) {
    return { kind, raw: content, text: quoteWords(content, { name: str(item['quotedSender']), text: str(item['quotedContent']) }) };
  }
  if (kind === 'emoji' && item['emojiCaption']) return { kind, raw: content, text: str(item['emojiCaption']) };
  return { kind, raw: content };
}

function isObject(head: ChatHead): boolean {
  return head.json?.root === 'object' && head.json.keys.includes('messages');
}

const arkme: ChatReader = {
  format: 'arkmeJson',
  tool: 'WeFlow（Arkme）',
  recognise: (head) => isObject(head) && fields(head.json!.values['weflow'])['format'] === 'arkme-json',
  open: (file, head) => open(file, head, 'arkmeJson', 'WeFlow（Arkme）'),
};

const weflow: ChatReader = {
  format: 'weflowJson',
  tool: 'WeFlow',
  recognise: (head) => isObject(head) && 'weflow' in head.json!.values,
  open: (file, head) => open(file, head, 'weflowJson', 'WeFlow'),
};

const cipherTalk: ChatReader = {
  format: 'ciphertalkJson',
  tool: '密语（CipherTalk）',
  recognise: (head) => isObject(head) && fields(head.json!.values['exportInfo'])['generator'] === 'CipherTalk',
  open: (file, head) => open(file, head, 'ciphertalkJson', '密语（CipherTalk）'),
};

const echotrace: ChatReader = {
  format: 'echotraceJson',
  tool: 'EchoTrace 或早期 WeFlow',
  recognise: (head) =>
    isObject(head) &&
    (str(fields(head.json!.values['session'])['wxid']) !== '' || !('session' in head.json!.values)) &&
    looksLike(head.json!.first),
  open: (file, head) => open(file, head, 'echotraceJson', 'EchoTrace 或早期 WeFlow'),
};

function looksLike(first: Fields | null): boolean {
  return first !== null && 'localType' in first && 'createTime' in first && 'senderDisplayName' in first;
}

export const weflowJsonReaders: ChatReader[] = [arkme, weflow, cipherTalk, echotrace];
