import { z } from 'zod';
import type { ChatConversation, ChatFile } from '../chat-source.ts';
import { plainColumns } from './plain-voices.ts';
import {
  cellOf,
  conversation,
  hasColumns,
  isGroupId,
  isId,
  isTrue,
  labelKinds,
  placeParts,
  type TableFormat,
  type TableMapping,
  type TableStart,
  withoutSuffix,
} from './tables.ts';

const columns = 'msgsvrid,type_name,is_sender,talker,msg,createtime';

export const pywxdump: TableFormat = {
  format: 'pywxdumpCsv',
  tool: 'PyWxDump',
  matches: (found) => hasColumns(found, `${columns},room_name`),
  begin: beginPywxdump,
};

/** The same without the conversation, in UTC: one file a chat. */
export const weclone: TableFormat = {
  format: 'wecloneCsv',
  tool: 'WeFlow（WeClone 格式）',
  matches: (found) => hasColumns(found, columns) && !found.has('room_name'),
  begin: beginWeclone,
};

interface Person {
  nickname: string;
  remark: string;
  alias: string;
}

async function beginPywxdump({ columns: found, file, sample }: TableStart): Promise<TableMapping> {
  const kindOf = labelKinds();
  const at = (name: string) => cellOf(found, name);
  const [id, type, isSender, talker] = [at('msgsvrid'), at('type_name'), at('is_sender'), at('talker')];
  const [room, words, time] = [at('room_name'), at('msg'), at('createtime')];
  const { folders } = placeParts(file.path);
  const folder = folders.at(-1) ?? '';
  const outer = folders.at(-3) ?? '';
  const mine = sample.find((cells) => isTrue(isSender(cells)) && isId(talker(cells)));
  const ownerId = mine ? talker(mine) : folders.at(-2) === 'csv' && outer !== '' && isId(outer) ? withoutSuffix(outer) : null;
  const people = await peopleBeside(file);
  const nameOf = (wxid: string) => (people.size === 0 ? '' : nameBeside(wxid));
  const nameBeside = (wxid: string) => people.get(wxid)?.remark || people.get(wxid)?.nickname || '';
  const usual = isId(folder) && folder !== 'csv' ? folder : '';
  const chats = new Map<string, ChatConversation>();
  for (const cells of sample) {
    const key = room(cells) || usual;
    if (key !== '' && !chats.has(key)) chats.set(key, { ...conversation(key, nameOf(key) || key, isGroupId(key)), members: [] });
  }
  for (const chat of chats.values()) {
    const person = people.get(chat.key);
    if (person && !chat.group) chat.members = [{ externalId: chat.key, name: chat.name, groupName: '', ...person }];
  }
  return {
    ownerId,
    knowsMe: true,
    conversations: [...chats.values()],
    plain: plainColumns(found, { alike: 'type_name,is_sender,talker,room_name', time: 'createtime', words: 'msg', id: 'msgsvrid' }),
    row(cells) {
      const label = type(cells);
      const kind = kindOf(label);
      const who = talker(cells);
      const me = isTrue(isSender(cells)) || who === '我';
      const system = kind?.direction === 'system' || who === '系统';
      const senderId = who === '我' ? ownerId : who === '未知' || who === '' ? (me ? ownerId : null) : who;
      const raw = words(cells);
      return {
        time: time(cells),
        conversation: room(cells) || usual,
        kind: kind?.kind ?? 'other',
        // Cards and lists of which nothing is left stand as the name of their type.
        raw: raw === label && kind?.kind !== 'text' ? '' : raw,
        senderId,
        senderName: (senderId === null ? '' : nameOf(senderId)) || (who === '我' ? who : ''),
        direction: system ? 'system' : me ? 'out' : 'in',
        serverId: id(cells),
      };
    },
  };
}

const usersFile = z.record(
  z.string(),
  z.object({ nickname: z.string().nullish(), remark: z.string().nullish(), account: z.string().nullish() }).nullable().catch(null),
);
const usersBytes = 50 * 1024 * 1024;

/** Names from `users.json`, which stands beside the pages of a chat or one folder above. A broken one is as good as none. */
async function peopleBeside(file: ChatFile): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  const { folders } = placeParts(file.path);
  const places = [folders, folders.slice(0, -1), folders.slice(0, -2)].map((parts) => [...parts, 'users.json'].join('/'));
  const found = places.map((place) => file.sibling(place)).find((one) => one !== null && one.size <= usersBytes);
  if (!found) return people;
  const pieces: Buffer[] = [];
  for await (const piece of found.stream()) pieces.push(piece);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return people;
  }
  const read = usersFile.safeParse(json);
  for (const [wxid, user] of Object.entries(read.success ? read.data : {})) {
    if (user) people.set(wxid, { nickname: user.nickname ?? '', remark: user.remark ?? '', alias: user.account ?? '' });
  }
  return people;
}

/** '私聊_李姐_20260301-20260331' → its name, and whether it is a group when that is told. */
export function weflowName(stem: string): { name: string; group: boolean | null } {
  const prefix = /^(群聊|私聊|公众号|曾经的好友)_/.exec(stem);
  const name = stem
    .slice(prefix?.[0].length ?? 0)
    .replace(/ ?\(\d+\)$/, '')
    .replace(/_(?:\d{8}-\d{8}|全部时间)(?:_\d{1,3})?$/, '');
  return { name: name || stem, group: prefix ? prefix[1] === '群聊' : null };
}

function beginWeclone({ columns: found, file, sample }: TableStart): TableMapping {
  const kindOf = labelKinds();
  const at = (name: string) => cellOf(found, name);
  const [id, type, isSender, talker] = [at('msgsvrid'), at('type_name'), at('is_sender'), at('talker')];
  const [words, time] = [at('msg'), at('createtime')];
  const { folders, stem } = placeParts(file.path);
  const { name, group } = weflowName(stem);
  const folder = folders.at(-1) ?? '';
  const externalId = isId(folder) && /^(wxid_|\d+@|gh_)/.test(folder) ? folder : null;
  const others = new Set(sample.filter((cells) => !isTrue(isSender(cells))).map(talker));
  const chat = conversation(externalId, name, group ?? (externalId ? isGroupId(externalId) : others.size > 2 ? true : null));
  return {
    ownerId: null,
    knowsMe: true,
    conversations: [chat],
    row(cells) {
      const kind = kindOf(type(cells));
      const me = isTrue(isSender(cells));
      const who = talker(cells);
      const wxid = /^wxid_\w+$/.test(who) ? who : null;
      return {
        time: time(cells),
        conversation: chat.key,
        kind: kind?.kind ?? 'other',
        raw: words(cells),
        senderId: wxid ?? (!me && chat.group === false ? externalId : null),
        senderName: wxid ? '' : who,
        direction: kind?.direction ?? (me ? 'out' : 'in'),
        serverId: id(cells),
      };
    },
  };
}
