import type { MessageDirection } from '../../../../../../shared/domain/messages.ts';
import { kindOfPlaceholder, kindOfType, unpackLocalType } from '../kinds.ts';
import { weflowName } from './pywxdump-tables.ts';
import {
  cellOf,
  conversation,
  hasColumns,
  isGroupId,
  isId,
  labelKinds,
  placeParts,
  type TableFormat,
  type TableMapping,
  type TableStart,
} from './tables.ts';

const weflowColumns = '序号,时间,发送者身份,消息类型,内容';

/** WeFlow's Excel, compact and full, private and group. */
export const weflowSheet: TableFormat = {
  format: 'weflowXlsx',
  tool: 'WeFlow',
  matches: (columns, above) => hasColumns(columns, weflowColumns) && (!columns.has('发送者微信id') || isToldBy(above, 'WeFlow')),
  begin: beginWeflow,
};

/** The same columns without the row that names the program. */
export const echotraceSheet: TableFormat = {
  format: 'echotraceXlsx',
  tool: 'echotrace',
  matches: (columns, above) => hasColumns(columns, `${weflowColumns},发送者微信id`) && !isToldBy(above, 'WeFlow'),
  begin: beginWeflow,
};

function isToldBy(above: readonly (readonly string[])[], tool: string): boolean {
  return above.some((cells) => cells.some((cell, place) => cell.trim() === '导出工具' && cells[place + 1]?.trim() === tool));
}

/** The value to the right of a label in the rows above the header; merged cells leave empty ones between. */
function labelled(rows: readonly (readonly string[])[], label: string, others: readonly string[]): string {
  for (const cells of rows) {
    const place = cells.findIndex((cell) => cell.trim() === label);
    if (place === -1) continue;
    const value =
      cells
        .slice(place + 1)
        .find((cell) => cell.trim() !== '')
        ?.trim() ?? '';
    return others.includes(value) ? '' : value;
  }
  return '';
}

function beginWeflow({ columns, above, sample, file }: TableStart): TableMapping {
  const kindOf = labelKinds();
  const at = (name: string) => cellOf(columns, name);
  const [time, identity, type, words] = [at('时间'), at('发送者身份'), at('消息类型'), at('内容')];
  const [nickname, sender, remark, groupName] = [at('发送者昵称'), at('发送者微信id'), at('发送者备注'), at('群昵称')];
  const labels = ['微信ID', '昵称', '备注'];
  const told = weflowName(placeParts(file.path).stem);
  const id = labelled(above, '微信ID', labels) || null;
  const name = labelled(above, '备注', labels) || labelled(above, '昵称', labels) || told.name;
  const group = id ? isGroupId(id) : columns.has('群昵称') ? true : told.group;
  const marked = group !== true || sample.some((cells) => identity(cells) === '我');
  const mine = sample.find((cells) => identity(cells) === '我' && sender(cells) !== '');
  const chat = conversation(id, name, group);
  return {
    ownerId: mine ? sender(mine) : null,
    knowsMe: marked,
    conversations: [chat],
    row(cells) {
      const kind = kindOf(type(cells));
      const who = identity(cells);
      const direction: MessageDirection | null = kind?.direction ?? (who === '我' ? 'out' : marked ? 'in' : null);
      return {
        time: time(cells),
        conversation: chat.key,
        kind: kind?.kind ?? kindOfPlaceholder(words(cells)),
        raw: words(cells),
        senderId: sender(cells) || (direction === 'in' && group === false ? id : null),
        senderName: groupName(cells) || remark(cells) || nickname(cells) || who,
        direction,
        serverId: '',
      };
    },
  };
}

/** CipherTalk's sheet, named after the session. */
export const ciphertalkSheet: TableFormat = {
  format: 'ciphertalkXlsx',
  tool: 'CipherTalk（密语）',
  matches: (columns) => hasColumns(columns, '序号,时间,发送者,消息类型,消息内容,时间戳'),
  begin: beginCiphertalk,
};

function beginCiphertalk({ columns, sample, sheet, file }: TableStart): TableMapping {
  const kindOf = labelKinds();
  const at = (name: string) => cellOf(columns, name);
  const [time, stamp, senderName, sender] = [at('时间'), at('时间戳'), at('发送者'), at('微信id')];
  const [type, words, code] = [at('消息类型'), at('消息内容'), at('原始类型代码')];
  const { name: stem } = weflowName(placeParts(file.path).stem);
  // The name of a sheet holds 31 characters at most.
  const name = sheet && !stem.startsWith(sheet) ? sheet : stem;
  const people = new Map<string, string>();
  for (const cells of sample) {
    if (kindOf(type(cells))?.direction !== 'system') people.set(sender(cells) || senderName(cells), senderName(cells));
  }
  const peer = [...people].find(([, one]) => one === name);
  const marked = people.has('我') || [...people.values()].includes('我');
  const group = people.size > 2 ? true : peer || marked ? false : null;
  const peerId = group === false ? ([...people].find(([, one]) => (peer ? one === name : one !== '我'))?.[0] ?? null) : null;
  const externalId = peerId !== null && isId(peerId) ? peerId : null;
  const chat = conversation(externalId, name, group);
  const ownerId = externalId === null ? null : ([...people.keys()].find((one) => one !== externalId && isId(one)) ?? null);
  return {
    ownerId,
    knowsMe: group === false || marked,
    conversations: [chat],
    row(cells) {
      const label = kindOf(type(cells));
      const packed = unpackLocalType(Number(code(cells) || 'none'));
      const byCode = kindOfType(packed.type, packed.subType);
      const who = sender(cells) || senderName(cells);
      const mine = senderName(cells) === '我' || (group === false && !marked && who !== peerId);
      return {
        time: /^\d{9,13}$/.test(stamp(cells).trim()) ? stamp(cells).trim() : time(cells),
        conversation: chat.key,
        kind: byCode === 'other' ? (label?.kind ?? 'other') : byCode,
        raw: words(cells),
        senderId: sender(cells) || null,
        senderName: senderName(cells),
        direction: label?.direction ?? (mine ? 'out' : group === false || marked ? 'in' : null),
        serverId: '',
      };
    },
  };
}

/** WeChatDataAnalysis: sheet 消息, and 会话信息 beside it. */
export const wechatDataSheet: TableFormat = {
  format: 'wechatDataXlsx',
  tool: 'WeChatDataAnalysis',
  matches: (columns) => hasColumns(columns, '序号,时间,发送者,消息类型,内容,服务 id'),
  begin: beginWechatData,
};

function beginWechatData({ columns, sample, otherSheets, file }: TableStart): TableMapping {
  const kindOf = labelKinds();
  const at = (name: string) => cellOf(columns, name);
  const [time, sender, type, words, id] = [at('时间'), at('发送者'), at('消息类型'), at('内容'), at('服务 id')];
  const facts = otherSheets.get('会话信息') ?? [];
  const fact = (label: RegExp) => facts.find((cells) => label.test(cells[0]?.trim() ?? ''))?.[1]?.trim() ?? '';
  const folder = placeParts(file.path).folders.at(-1) ?? '';
  const externalId =
    [fact(/会话 ?ID|用户名|username|微信 ?ID/i), ...facts.map((cells) => cells[1] ?? '')].find((cell) =>
      /^(wxid_\w+|gh_\w+|\d+@chatroom|[\w-]+@openim)$/.test(cell),
    ) ?? null;
  const name =
    fact(/^(会话|会话名称|会话名|显示名称?|名称|display ?name)$/i) || /^(.*?)(?:\(|_wxid|$)/.exec(folder)?.[1] || externalId || '';
  const people = new Set(sample.filter((cells) => kindOf(type(cells))?.direction !== 'system').map((cells) => split(sender(cells)).name));
  const group = externalId ? isGroupId(externalId) : people.size > 2 ? true : null;
  const marked = people.has('我');
  const account = fact(/账号|account/i);
  const chat = conversation(externalId, name, group);
  return {
    ownerId: isId(account) ? account : null,
    knowsMe: marked || group === false,
    conversations: [chat],
    row(cells) {
      const kind = kindOf(type(cells));
      const who = split(sender(cells));
      const mine = who.name === '我' || (who.id !== null && who.id === account);
      const other = who.name === name || who.name === '对方' || (who.id !== null && who.id === externalId);
      const direction = mine ? 'out' : marked ? 'in' : group === false ? (other ? 'in' : 'out') : null;
      return {
        time: time(cells),
        conversation: chat.key,
        kind: kind?.kind ?? kindOfPlaceholder(words(cells)),
        raw: words(cells),
        senderId: who.id ?? (direction === 'in' && group === false ? externalId : null),
        senderName: who.name,
        direction: kind?.direction ?? (who.name === '系统' ? 'system' : direction),
        serverId: id(cells),
      };
    },
  };
}

/** '李姐(wxid_demo)' → name and id */
function split(cell: string): { name: string; id: string | null } {
  const found = /^(.*?)\s*\((wxid_\w+|[\w-]+@openim)\)$/.exec(cell.trim());
  if (found) return { name: found[1]!, id: found[2]! };
  return /^wxid_\w+$/.test(cell) ? { name: '', id: cell } : { name: cell.trim(), id: null };
}
