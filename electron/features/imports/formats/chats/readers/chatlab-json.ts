import {
  type MessageDirection,
  type MessageKind,
  messageDirections,
  messageKinds,
  type TimePrecision,
  timePrecisions,
} from '../../../../../../shared/domain/messages.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatBatch, ChatConversation, ChatFile, ChatProblemKind, ChatRecord, ChatSource, ChatTalker } from '../chat-source.ts';
import { conversation, jsonSource, nameOfFile, outerValues, problemAt, recordOf, shownName, talker, visitList } from '../json-chat.ts';
import { jsonLines } from '../json-lines.ts';
import { accountId, type Fields, fields, firstOf, isAccount, num, str } from '../json-values.ts';

/** ChatLab's own numbers, which are not WeChat's. */
const kinds = new Map<number, MessageKind>([
  [0, 'text'],
  [1, 'picture'],
  [2, 'voice'],
  [3, 'video'],
  [4, 'file'],
  [5, 'emoji'],
  [7, 'link'],
  [8, 'location'],
  [20, 'redPacket'],
  [21, 'transfer'],
  [22, 'pat'],
  [23, 'call'],
  [24, 'link'],
  [25, 'quote'],
  [26, 'forward'],
  [27, 'card'],
  [80, 'system'],
  [81, 'recall'],
]);
const tool = 'ChatLab 格式';
const source = { tool, format: 'chatlabJson' };

interface Chat {
  about: ChatConversation;
  ownerId: string | null;
}

function chatOf(file: ChatFile, meta: Fields, members: unknown): Chat {
  const group = str(meta['type']) === 'group' ? true : str(meta['type']) === 'private' ? false : null;
  const id = group ? str(meta['groupId']).replace(/^wechat_/, '') : '';
  const people = (Array.isArray(members) ? members : []).map((one) => member(fields(one)));
  const ownerId = accountId(meta['ownerId']);
  // A private chat tells no id of its own; with two members and a known owner the other one is the peer.
  const peers = people.filter((one) => one.externalId && !isAccount(one.externalId, ownerId));
  const peer = group === false && ownerId && peers.length === 1 ? peers[0]!.externalId! : '';
  return { about: conversation(id || peer, shownName(meta['name'], nameOfFile(file.path)), group, people), ownerId };
}

/** Ids that our own export made up for people of whom only the name is known. */
const realId = (id: unknown): string => (/^tiefen-/.test(str(id)) ? '' : str(id));

function member(one: Fields): ChatTalker {
  return talker(realId(one['platformId']), shownName(one['groupNickname'], one['accountName'], one['platformId']), {
    nickname: str(one['accountName']),
    groupName: str(one['groupNickname']),
  });
}

function messageOf(item: Fields, line: number, chat: Chat): ChatRecord | ChatProblemKind {
  const raw = str(item['content']);
  const sender = str(item['sender']).trim();
  const number = num(item['type']);
  if (number === null && !('content' in item)) return 'unknownShape';
  const told = recordOf(line, {
    conversation: chat.about.key,
    time: item['timestamp'],
    kind: kindOf(number, raw),
    raw,
    mine: chat.ownerId && sender ? isAccount(sender, chat.ownerId) : null,
    senderId: realId(sender) || null,
    senderName: firstOf(item['groupNickname'], item['accountName']),
    serverId: item['platformMessageId'],
  });
  return typeof told === 'string' ? told : asExported(told, fields(item['tiefen']), raw);
}

/** Our own export says beside ChatLab's words what exactly it was; the words are as they were stored. */
function asExported(record: ChatRecord, own: Fields, text: string): ChatRecord {
  const kind = messageKinds.find((one) => one === own['kind']);
  const direction = messageDirections.find((one): one is MessageDirection => one === own['direction']);
  const precision = timePrecisions.find((one): one is TimePrecision => one === own['precision']);
  if (!kind || !direction || !precision) return record;
  const nobody = direction === 'system' ? { senderId: null, senderName: '' } : {};
  return { ...record, ...nobody, kind, direction, precision, text };
}

/** WeFlow writes transfers as 99 and every other card as 7; its placeholder tells them apart. */
function kindOf(number: number | null, raw: string): MessageKind {
  const kind = kinds.get(number ?? 99) ?? 'other';
  if (kind !== 'other' && kind !== 'link') return kind;
  const word = /^[[【](转账|转账收款|红包|小程序|音乐|位置|文件|群公告|语音通话|视频通话|名片|转发的聊天记录|聊天记录)[\]】]/.exec(
    raw,
  )?.[1];
  return word ? placeholderKinds[word]! : kind;
}
const placeholderKinds: Record<string, MessageKind> = {
  转账: 'transfer',
  转账收款: 'transfer',
  红包: 'redPacket',
  小程序: 'miniProgram',
  音乐: 'music',
  位置: 'location',
  文件: 'file',
  群公告: 'announcement',
  语音通话: 'call',
  视频通话: 'call',
  名片: 'card',
  转发的聊天记录: 'forward',
  聊天记录: 'forward',
};

async function openJson(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const values = await outerValues(file, head, ['meta', 'members']);
  const chat = chatOf(file, fields(values['meta']), values['members']);
  const visitor = visitList('.messages[]', (item, line) => messageOf(item, line, chat));
  const rules = { enter: (path: string) => path === '.messages' };
  return jsonSource({
    file,
    rules,
    list: '.messages[]',
    visitor,
    ...source,
    ownerId: chat.ownerId,
    knowsMe: chat.ownerId !== null,
    conversations: [chat.about],
  });
}

/** JSONL: the header comes first, members before their messages; comments and blank lines are no lines of data. */
async function openLines(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const members: Fields[] = [];
  let meta: Fields = {};
  for (const text of (head.text ?? '').split('\n')) {
    const line = lineOf(text);
    if (line?.['_type'] === 'header') meta = fields(line['meta']);
    if (line?.['_type'] === 'member') members.push(line);
  }
  const chat = chatOf(file, meta, members);
  return {
    ...source,
    format: 'chatlabJsonl',
    ownerId: chat.ownerId,
    knowsMe: chat.ownerId !== null,
    conversations: [chat.about],
    async *records(): AsyncGenerator<ChatBatch> {
      for await (const { lines, bytesRead } of jsonLines(file)) {
        const batch: ChatBatch = { records: [], problems: [], bytesRead };
        for (const line of lines) {
          const result = line.problem ?? lineRecord(fields(line.value), line.line, chat);
          if (typeof result === 'string') batch.problems.push(problemAt(line.line, result, line.text));
          else if (result) batch.records.push(result);
        }
        yield batch;
      }
    },
  };
}

function lineOf(text: string): Fields | null {
  if (!/"_type"\s*:\s*"(header|member)"/.test(text)) return null;
  try {
    return fields(JSON.parse(text));
  } catch {
    return null;
  }
}

function lineRecord(item: Fields, line: number, chat: Chat): ChatRecord | ChatProblemKind | null {
  const type = item['_type'];
  if (type === 'header' || type === 'member') return null;
  return type === 'message' || 'timestamp' in item ? messageOf(item, line, chat) : 'unknownShape';
}

export const chatlabReaders: ChatReader[] = [
  {
    format: 'chatlabJson',
    tool,
    recognise: ({ json }) => json?.root === 'object' && 'chatlab' in json.values && json.keys.includes('messages'),
    open: openJson,
  },
  {
    format: 'chatlabJsonl',
    tool,
    recognise: ({ json }) => json?.root === 'lines' && json.first?.['_type'] === 'header',
    open: openLines,
  },
];
