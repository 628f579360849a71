import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Chats as export programs write them, with as many invented messages as a test needs. */

export interface Said {
  /** seconds UTC */
  at: number;
  mine: boolean;
  text: string;
}

const day = 86_400;
/** 2025-03-02 09:00:00 in China */
const from = Date.UTC(2025, 2, 2, 1) / 1000;

/** `many` messages of two people in turn, a minute apart, `perDay` of them a day. */
export function talk(many: number, first = from, perDay = 10): Said[] {
  return Array.from({ length: many }, (_, at) => ({
    at: first + Math.floor(at / perDay) * day + (at % perDay) * 60,
    mine: at % 2 === 1,
    text: at % 2 === 1 ? `有的，第 ${at + 1} 句` : `老板在吗，第 ${at + 1} 句`,
  }));
}

const china = (at: number) => new Date((at + 8 * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** The CSV of PyWxDump: knows which messages are hers, and the id of each. */
export function pywxdumpCsv(peer: string, said: readonly Said[], firstId = 1): Buffer {
  const rows = said.map(({ at, mine, text }, index) => {
    const id = 7_420_000_000_000_000_000n + BigInt(firstId + index);
    return `${index},${id},文本,${mine ? 1 : 0},${mine ? '我' : peer},${peer},${quoted(text)},,${china(at)}`;
  });
  return Buffer.from(['id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime', ...rows, ''].join('\n'));
}

/** The CSV of MemoTrace 2 of one chat. */
export function memotraceCsv(name: string, wxid: string, said: readonly Said[]): Buffer {
  const rows = said.map(({ at, mine, text }, index) => {
    const who = mine ? '橙子铺,橙子铺,wxid_demo0000me' : `${name},${name}的昵称,${wxid}`;
    return `${index + 1},3,1,0,${mine ? 1 : 0},${at},2,${quoted(text)},${china(at)},${who}`;
  });
  const head = 'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender';
  return Buffer.from(`\uFEFF${[head, ...rows, ''].join('\r\n')}`);
}

/** A chat sent by mail from the phone, to the minute, which does not say who she is. */
export function mailedText(peer: string, me: string, said: readonly Said[]): string {
  const days = new Map<string, Said[]>();
  for (const one of said) {
    const key = china(one.at).slice(0, 10);
    days.set(key, [...(days.get(key) ?? []), one]);
  }
  const lines = [...days].flatMap(([date, ones]) => [
    `—————  ${date}  —————`,
    '',
    ...ones.flatMap(({ at, mine, text }) => [`${mine ? me : peer}  ${china(at).slice(11, 16)}`, '', text, '']),
  ]);
  return [`${peer} 和 ${me} 在微信上的聊天记录如下，请查收。`, '', ...lines].join('\n');
}

/** Puts files into a folder, each at its place. */
export function writeFolder(dir: string, files: Record<string, Buffer | string>): void {
  for (const [place, content] of Object.entries(files)) {
    const path = join(dir, place);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** One line of a group: minutes after nine on 2026-03-09 in China, who, what. */
export type GroupLine = readonly [minute: number, name: string, text: string];

/** What somebody copies out of WeChat on a computer: names, no ids. */
export const copiedText = (lines: readonly GroupLine[]): string =>
  lines.map(([minute, name, text]) => `${name} 2026/3/9 9:0${minute}\n${text}\n`).join('\n');

/** A group as chatlog exports it, with ids. @param ids by name. @param me her own name */
export function chatlogGroup(
  group: { id: string; name: string },
  lines: readonly GroupLine[],
  ids: Record<string, string>,
  me: string,
): string {
  return JSON.stringify(
    lines.map(([minute, senderName, content], i) => ({
      seq: 1_773_018_000_000 + minute * 60_000 + i,
      time: `2026-03-09T09:0${minute}:${10 + i}+08:00`,
      talker: group.id,
      talkerName: group.name,
      isChatRoom: true,
      sender: ids[senderName],
      senderName,
      isSelf: senderName === me,
      type: 1,
      subType: 0,
      content,
    })),
  );
}
