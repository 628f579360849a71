import { isSolitaire, kindOfType } from '../kinds.ts';
import { messageXml } from './message-xml.ts';
import { plainColumns } from './plain-voices.ts';
import type { RowScanner } from './row-scanner.ts';
import {
  cellOf,
  conversation,
  hasColumns,
  internStrings,
  isGroupId,
  isTrue,
  labelKinds,
  placeParts,
  type TableFormat,
  type TableMapping,
  type TableStart,
} from './tables.ts';

const tool = '留痕（MemoTrace）';
const oldColumns = 'localid,talkerid,type,subtype,issender,createtime,strcontent';

/** ≤ 2023: no sender at all, so of a group only what she wrote herself is known for certain. */
export const memotrace1: TableFormat = {
  format: 'memotrace1Csv',
  tool,
  matches: (columns) => hasColumns(columns, oldColumns) && !columns.has('sender'),
  begin: beginOld,
};

/** 2024 to March 2025 */
export const memotrace2: TableFormat = {
  format: 'memotrace2Csv',
  tool,
  matches: (columns) => hasColumns(columns, `${oldColumns},sender`),
  begin: beginOld,
};

interface OldChat {
  key: string;
  /** ids of those who are not her, with their names */
  peers: Map<string, string>;
}

async function beginOld(start: TableStart): Promise<TableMapping> {
  const { columns, file } = start;
  const at = (name: string) => cellOf(columns, name);
  const [talkerId, type, subType, isSender] = [at('talkerid'), at('type'), at('subtype'), at('issender')];
  const [seconds, words, text] = [at('createtime'), at('strcontent'), at('strtime')];
  const [remark, nickname, sender] = [at('remark'), at('nickname'), at('sender')];
  const { folders, stem } = placeParts(file.path);
  const name = stem.replace(/ ?\(\d+\)$/, '').replace(/_utf8$/, '');
  // All chats of the account in one file: only the number of the talker tells them apart.
  const whole = /^messages?(?:[_-].*)?$/i.test(name) && !/^聊天记录$/.test(folders.at(-2) ?? '');
  const { chats, ownerId } = await surveyOld(start, whole ? talkerId : null, { isSender, type, sender, remark, nickname });
  const known = new Map<string, ReturnType<typeof conversation>>();
  for (const [number, { peers }] of chats) {
    const [only] = peers;
    const group = peers.size === 0 ? null : peers.size > 1;
    const peerName = peers.size === 1 ? only![1] || only![0] : `会话 ${number}`;
    known.set(number, conversation(peers.size === 1 ? only![0] : null, whole ? peerName : name, group));
  }
  const single = conversation(null, name, null);
  return {
    ownerId,
    knowsMe: true,
    conversations: [...new Map([...known.values()].map((one) => [one.key, one])).values()],
    row(cells) {
      const mine = isTrue(isSender(cells));
      const [typeCell, subCell] = [type(cells), subType(cells)];
      if (!/^\d+$/.test(typeCell.trim())) return 'unknownShape';
      const kind = kindOfType(Number(typeCell), Number(subCell) || 0);
      const time = /^\d{9,10}$/.test(seconds(cells)) ? seconds(cells) : text(cells) || seconds(cells);
      const number = whole ? talkerId(cells) : '';
      const chat = known.get(number) ?? (whole ? conversation(null, `会话 ${number}`, null) : single);
      return {
        time,
        conversation: chat.key,
        kind,
        raw: messageXml(kind, words(cells)),
        senderId: sender(cells) || (mine ? ownerId : chat.externalId),
        senderName: remark(cells) || nickname(cells) || (mine ? '' : chat.name),
        direction: typeCell === '10000' ? 'system' : mine ? 'out' : 'in',
        serverId: '',
      };
    },
  };
}

type Cell = (cells: readonly string[]) => string;

/** Who talks in which chat: from the beginning of a file of one chat, from all rows when the file holds the whole account. */
async function surveyOld(
  { scan, sample, line }: TableStart,
  /** null = the file holds one chat */
  number: Cell | null,
  { isSender, type, sender, remark, nickname }: Record<'isSender' | 'type' | 'sender' | 'remark' | 'nickname', Cell>,
) {
  const chats = new Map<string, OldChat>();
  const intern = internStrings();
  let ownerId: string | null = null;
  const look = (cells: readonly string[]) => {
    const key = number ? intern(number(cells)) : '';
    let chat = chats.get(key);
    if (!chat) chats.set(key, (chat = { key, peers: new Map() }));
    const id = sender(cells);
    if (id === '' || type(cells) === '10000') return;
    if (isTrue(isSender(cells))) ownerId ??= intern(id);
    else if (chat.peers.size < 3 && !chat.peers.has(id)) chat.peers.set(intern(id), intern(remark(cells) || nickname(cells)));
  };
  if (!number) for (const cells of sample) look(cells);
  else {
    const lookAll = (scanner: RowScanner) => {
      while (scanner.next()) if (scanner.line > line && !scanner.problem) look(scanner.cells);
    };
    for await (const { scanner } of scan()) lookAll(scanner);
  }
  return { chats, ownerId };
}

/** 2025, CSV and XLSX: neither a flag for her nor ids of senders; the peer's id stands in the name of the folder. */
export const memotrace3: TableFormat = {
  format: 'memotrace3Csv',
  tool,
  matches: (columns) => hasColumns(columns, '消息id,类型,发送人,时间,内容,备注,昵称'),
  begin: beginNew,
};

/** The same table in a workbook. */
export const memotrace3Sheet: TableFormat = { ...memotrace3, format: 'memotrace3Xlsx' };

/** What the program does to a remark that becomes the name of a folder. */
function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\s.]/g, '_');
}

function beginNew(start: TableStart): TableMapping {
  const { columns, file, sample } = start;
  const kindOf = labelKinds();
  const at = (name: string) => cellOf(columns, name);
  const [id, type, senderName, time] = [at('消息id'), at('类型'), at('发送人'), at('时间')];
  const [words, remark, nickname] = [at('内容'), at('备注'), at('昵称')];
  const { folders, stem } = placeParts(file.path);
  const folder = /^(.*)\(([^()]+)\)$/.exec(folders.at(-1) ?? '');
  const name = folder?.[1] || stem.replace(/ ?\(\d+\)$/, '').replace(/(?<=\D)\d{10}$/, '');
  const contact = fileName(name);
  const isPeer = (cells: readonly string[]) =>
    [remark(cells), nickname(cells), senderName(cells)].some((one) => one !== '' && fileName(one) === contact);
  const people = new Map<string, boolean>();
  for (const cells of sample) {
    if (type(cells) !== '系统消息' && type(cells) !== '拍一拍') people.set(`${remark(cells)}\n${nickname(cells)}`, isPeer(cells));
  }
  const members = membersOf(start);
  const externalId =
    folder?.[2] ?? members.find((one) => [one.remark, one.name].some((word) => fileName(word) === contact))?.externalId ?? null;
  const told = externalId === null ? null : isGroupId(externalId);
  const group = told ?? (people.size > 2 ? true : [...people.values()].includes(true) ? false : null);
  const ids = new Map(members.map((one) => [one.name, one.externalId]));
  const chat = { ...conversation(externalId, name, group), members };
  return {
    ownerId: null,
    knowsMe: group === false,
    conversations: [chat],
    plain: plainColumns(columns, { alike: '类型,发送人,备注,昵称', time: '时间', words: '内容', id: '消息id' }),
    row(cells) {
      const found = kindOf(type(cells));
      const list = found === null || found.kind === 'other' ? listWithin(words(cells)) : null;
      const peer = group === false && isPeer(cells);
      return {
        time: time(cells),
        conversation: chat.key,
        kind: list === null ? (found?.kind ?? 'other') : 'solitaire',
        raw: list ?? words(cells),
        senderId: peer ? externalId : (ids.get(nickname(cells)) ?? null),
        senderName: senderName(cells) || remark(cells) || nickname(cells),
        direction: found?.direction ?? (group === false ? (peer ? 'in' : 'out') : null),
        serverId: id(cells),
      };
    },
  };
}

/** What version 3 has no word for it prints as the Python dict of its XML: of a 接龙 the title there is the whole list. */
function listWithin(raw: string): string | null {
  const found = /['"]title['"]:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/.exec(raw.slice(0, 20_000));
  const title = (found?.[1] ?? found?.[2] ?? '').replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
  return isSolitaire(title) ? title : null;
}

/** Sheet 成员信息. In private chats its cells behind 性别 are shifted by one; nothing behind it is read. */
function membersOf({ otherSheets }: TableStart) {
  const rows = otherSheets.get('成员信息') ?? [];
  const columns = new Map((rows[0] ?? []).map((cell, place) => [cell.trim(), place]));
  const cell = (cells: readonly string[], name: string) => cells[columns.get(name) ?? -1] ?? '';
  return rows.slice(1).flatMap((cells) => {
    const externalId = cell(cells, 'wxid');
    if (externalId === '') return [];
    const nickname = cell(cells, '昵称');
    return [{ externalId, name: nickname, nickname, remark: '', groupName: cell(cells, '群昵称'), alias: cell(cells, '微信号') }];
  });
}
