import type { Birthday, Gender } from '../../../../shared/contracts/friends.ts';
import { type ContactField, contactFields, type RowProblem } from '../../../../shared/contracts/imports.ts';
import { readPoints } from '../../../../shared/domain/points.ts';
import {
  cleanCell,
  cleanValue,
  isDamagedId,
  oneLine,
  type Phone,
  readBirthday,
  readGender,
  readLevel,
  readMoment,
  readPhone,
  readSource,
  readTags,
  saysNothing,
  type TagJoin,
} from './contact-values.ts';
import { readRegion } from './regions.ts';
import { headerAgain, isSheetNote } from './sheet-notes.ts';
import type { TableRow } from './table-row.ts';
import { tagReader } from './tag-cells.ts';

/** One person of a contact file. '' = the file says nothing, except where null stands. */
export interface ImportedContact {
  wxid: string;
  alias: string;
  nickname: string;
  remark: string;
  /** digits when phoneUsable, else as in the file (masked, virtual, several) */
  phone: string;
  /** false: keep the phone, but never match by it */
  phoneUsable: boolean;
  tags: string[];
  tagsByGroup: { group: string; tag: string }[];
  gender: Gender | null;
  /** '浙江 杭州' */
  region: string;
  address: string;
  birthday: Birthday | null;
  signature: string;
  description: string;
  source: string;
  /** integer ms UTC */
  addedAt: number | null;
  /** trust level 1–6 */
  level: number | null;
  /** what the person has at the moment of the file */
  points: number | null;
  kind: 'friend' | 'blocked' | 'wecom';
  /** the file says no name: `nickname` is the 微信号, else the phone */
  nameless?: true;
}

/** A row is a person (with a `notice` when one value of it could not be read and is left empty) or a problem. */
export type ContactResult = { contact: ImportedContact; notice: RowProblem | null } | { contact: null; problem: RowProblem };

/** What the reader needs to know about a column: its field, and its header, which names the tag group or the calendar. */
export interface MappedColumn {
  field: ContactField;
  header: string;
}

const joinsOf: Record<string, TagJoin> = {
  WeFlow: 'pipe',
  MemoTrace: 'comma',
  WechatExporter: 'blank',
  铁粉簿: 'dot',
  PyWxDump: 'line',
  企业微信接口: 'line',
  手机通讯录: 'line',
};
const services =
  /^(weixin|filehelper|fmessage|medianote|notifymessage|newsapp|floatbottle|qqmail|qmessage|tmessage|qqsync|masssendapp|feedsapp|voip|blogapp|helper_entry|mphelper|exmail_tool|weibo|brandsessionholder|brandservicesessionholder|notification_messages|officialaccounts)$/;
/** Kinds that name no person in any file, and the further ones of known programs. */
const neverFriends = /^(群|群聊|微信群|公众号|服务号|订阅号|企业号|小程序|chatroom|group|official)$/i;
const notFriends =
  /群|公众号|服务号|订阅号|企业号|小程序|陌生人|其他|系统|^(officialaccount|service|subscription|enterprise|stranger|other|system|former_friend)$/i;

/** Cells longer than this fit no field and are not looked into. */
const longestCell = 10_000;
const tagChars = 30;
const keptTexts = 10_000;

/**
 * Makes the reader of a file's rows: `columns` by index, `origin` the program that wrote it (null = not known; it decides how tags are
 * joined). The reader never throws; problems: the row's own, noName, damagedId (an id), notAFriend, sheetNote, cellTooLong; notices: damagedId (the
 * phone only), badBirthday, badDate, badPoints, noName (something else stands in for it).
 */
export function contactReader(columns: readonly MappedColumn[], origin: string | null): (row: TableRow) => ContactResult {
  const { begin, used, lunar, isHeader, value, name, remarkOf, phonesOf, tagsOf, groupTagsOf, regionOf, kindOf, descriptionOf } =
    cellReaders(columns, origin);
  return (row) => {
    const { problem } = row;
    const cells = begin(row);
    if (problem) return { contact: null, problem };
    for (const index of used) if ((cells[index]?.length ?? 0) > longestCell) return { contact: null, problem: 'cellTooLong' };
    if (isHeader(cells)) return { contact: null, problem: 'sheetNote' };
    const { wxid, alias } = readIds(value('wxid'), value('alias'), origin);
    const kind = kindOf(value('kind'));
    if (!kind || isNoPerson(wxid) || services.test(alias)) return { contact: null, problem: 'notAFriend' };
    // a broken id would make two people of one; a broken phone only leaves its place empty
    if (isDamagedId(wxid) || isDamagedId(alias)) return { contact: null, problem: 'damagedId' };
    const { phone, words, damaged } = phonesOf(cells);
    if (!wxid && !alias && !phone && isSheetNote(cells)) return { contact: null, problem: 'sheetNote' };
    const { remark, nickname } = readNames(remarkOf(), name('nickname'), name('displayName'), wxid, alias);
    const stand = remark || nickname ? '' : standIn(wxid, alias, phone);
    if (!remark && !nickname && !stand) return { contact: null, problem: 'noName' };
    const birthdayText = readable(value('birthday'));
    const addedText = readable(value('addedAt'));
    const pointsText = value('points');
    const contact: ImportedContact = {
      wxid,
      alias,
      nickname: nickname || stand,
      remark,
      phone: phone?.text ?? '',
      phoneUsable: phone?.usable ?? false,
      tags: tagsOf(cells),
      tagsByGroup: groupTagsOf(cells),
      gender: readGender(value('gender')),
      region: regionOf(),
      address: value('address'),
      birthday: birthdayText ? readBirthday(birthdayText, lunar) : null,
      signature: value('signature'),
      description: descriptionOf(cells, words),
      source: readSource(value('source')),
      addedAt: addedText ? readMoment(addedText) : null,
      level: readLevel(value('level')),
      points: pointsText === '' ? null : readPoints(pointsText),
      kind: kind === 'friend' && wxid.endsWith('@openim') ? 'wecom' : kind,
    };
    if (isTooLong(contact)) return { contact: null, problem: 'cellTooLong' };
    if (stand) contact.nameless = true;
    return { contact, notice: damaged && !phone ? 'damagedId' : noticeOf(contact, birthdayText, addedText, pointsText) };
  };
}

type Cells = readonly string[];

/** What each part of a person is read by: what the columns and the program decide is settled once, not for each row. */
function cellReaders(columns: readonly MappedColumn[], origin: string | null) {
  const at = (field: ContactField) => columns.flatMap((column, index) => (column.field === field ? [index] : []));
  const fields = Object.fromEntries(contactFields.map((field) => [field, at(field)])) as Record<ContactField, number[]>;
  const join = joinsOf[origin ?? ''] ?? 'any';
  let own: Cells = [];
  let tidy = false;
  const value = (field: ContactField) => firstFilled(own, fields[field], tidy ? tidyValue : cleanValue);
  const name = (field: ContactField) =>
    tidy ? firstFilled(own, fields[field], asItIs) : oneLine(firstFilled(own, fields[field], cleanCell));
  const inTwo = fields.familyName.length + fields.givenName.length > 0;
  // The same few places stand in thousands of rows.
  const groupTagsIn = remembered((cell) => readTags(cell, join === 'line' ? 'line' : 'any'));
  const regionIn = remembered((text) => readRegion(text));
  const groupTagsAt = (cells: Cells, index: number) =>
    groupTagsIn(cells[index] ?? '').map((tag) => ({ group: columns[index]!.header.slice(0, tagChars), tag }));
  return {
    /** the row that is read from here on; its cells */
    begin(row: TableRow): Cells {
      own = row.cells;
      tidy = row.isTidy ?? false;
      return own;
    },
    used: columns.flatMap((column, index) => (column.field === 'ignore' ? [] : [index])),
    lunar: /农历|阴历/.test(columns[fields.birthday[0] ?? -1]?.header ?? ''),
    isHeader: headerAgain(columns),
    value,
    name,
    remarkOf: inTwo ? () => name('remark') || fullName(name('familyName'), name('givenName')) : () => name('remark'),
    phonesOf: (cells: Cells) => readPhones(cells, fields.phone),
    tagsOf: listReader(fields, tagReader(join)),
    groupTagsOf: (cells: Cells) => (fields.tagGroup.length === 0 ? [] : fields.tagGroup.flatMap((index) => groupTagsAt(cells, index))),
    regionOf: () => regionIn(value('region')) || regionIn(`${value('country')} ${value('province')} ${value('city')}`),
    kindOf: remembered((text) => readKind(text, origin)),
    descriptionOf: (cells: Cells, words: readonly string[]) => readDescription(cells, fields.description, words),
  };
}

/** The first of what the file says and could not be read. */
function noticeOf(
  { birthday, addedAt, points, nameless }: ImportedContact,
  birthdayText: string,
  addedText: string,
  pointsText: string,
): RowProblem | null {
  if (birthdayText && !birthday) return 'badBirthday';
  if (addedText && addedAt === null) return 'badDate';
  if (pointsText !== '' && points === null) return 'badPoints';
  return nameless ? 'noName' : null;
}

/** Reads the tags of a row: how they stand in it is settled once, not for each row. */
function listReader(
  { tags, tagWords }: Record<'tags' | 'tagWords', number[]>,
  tagsOf: (cell: string) => string[],
): (cells: readonly string[]) => string[] {
  if (tagWords.length === 0) return (cells) => merged(cells, tags, tagsOf);
  const wordsOf = (cell: string) => readTags(cell.replace(/[ \t\u3000\u00A0]+/g, '、'), 'any');
  return (cells) => [...new Set([...merged(cells, tags, tagsOf), ...merged(cells, tagWords, wordsOf)])];
}

/** 张 + 三, Zhang San. */
function fullName(family: string, given: string): string {
  const between = /\p{Script=Han}/u.test(family + given) ? '' : ' ';
  return between === '' ? family + given : `${given} ${family}`.trim();
}

/** What she can find somebody by who has no name in the file; '' = nothing that anybody chose or keeps. */
const standIn = (wxid: string, alias: string, phone: Phone | null): string =>
  alias || (phone?.usable ? phone.text : '') || (/^wxid_|@/.test(wxid) ? '' : wxid);

/** As cleanCell and cleanValue, in a row that needs no cleaning. */
const asItIs = (cell: string): string => cell;
const tidyValue = (cell: string): string => (saysNothing(cell) ? '' : cell);

function firstFilled(cells: readonly string[], places: readonly number[], clean: (cell: string) => string): string {
  for (const index of places) {
    const text = clean(cells[index] ?? '');
    if (text !== '') return text;
  }
  return '';
}

function readDescription(cells: readonly string[], places: readonly number[], words: readonly string[]): string {
  if (places.length === 0 && words.length === 0) return '';
  return [...merged(cells, places, (cell) => [cleanCell(cell)].filter(Boolean)), ...words].join('\n');
}

/** The lists of several cells as one, without repeats. */
function merged(cells: readonly string[], places: readonly number[], read: (cell: string) => string[]): string[] {
  if (places.length === 0) return [];
  if (places.length === 1) return read(cells[places[0]!] ?? '');
  return [...new Set(places.flatMap((index) => read(cells[index] ?? '')))];
}

/** A number, also a masked one (186****05), has at least this many digits or stars. */
const phoneSigns = 5;
const noPhone = /^(0+|无|没有|暂无|未知|不详|未填|未填写|未设置)$/;

/**
 * The first phone that can be used, else the first. `words`: lines for the description of what stands there instead of a number (见备注),
 * and of further numbers; `damaged`: a spreadsheet has broken one of the numbers.
 */
function readPhones(cells: readonly string[], places: readonly number[]): { phone: Phone | null; words: string[]; damaged: boolean } {
  let phone: Phone | null = null;
  let damaged = false;
  const words: string[] = [];
  const take = (text: string) => {
    const read = readPhone(text);
    if (!read || noPhone.test(text)) return;
    if (isDamagedId(text)) damaged = true;
    else if (!read.usable && text.normalize('NFKC').replace(/[^\d*]/g, '').length < phoneSigns) words.push(`手机号：${text}`);
    else if (!phone || (read.usable && !phone.usable)) phone = read;
    else if (read.usable && read.text !== phone.text) words.push(`另一个电话：${read.text}`);
  };
  for (const index of places) {
    const text = cleanValue(cells[index] ?? '');
    if (text.length >= twoNumbers) numbersOf(text).forEach(take);
    else if (text !== '') take(text);
  }
  return { phone, words, damaged };
}

/** Two mobile numbers and a sign between them have at least so many characters. */
const twoNumbers = 23;
const mobiles = /(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)/g;

/** A cell with several mobile numbers and nothing else gives each of them. */
function numbersOf(text: string): string[] {
  const numbers = text.match(mobiles) ?? [];
  return numbers.length > 1 && /^[\s/\\,，、;；|或和]*$/.test(text.replace(mobiles, '')) ? numbers : [text];
}

/** Keeps what was read of the first texts; once that is full and more often of no use than of any, it is given up. */
function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  let hits = 0;
  return (text) => {
    if (known.size === keptTexts && hits < keptTexts) return read(text);
    let value = known.get(text);
    if (value === undefined) {
      value = read(text);
      if (known.size < keptTexts) known.set(text, value);
    } else hits++;
    return value;
  };
}

const sureWxid = /^(wxid_|gh_)\w+$|@(chatroom|openim|stranger)$/;

/** A wxid in the place of the alias (nobody set one) is the wxid; phone backups have one column for both. */
function readIds(wxid: string, alias: string, origin: string | null): { wxid: string; alias: string } {
  if (!wxid && sureWxid.test(alias)) return { wxid: alias, alias: '' };
  if (origin === 'WechatExporter' && !alias && !sureWxid.test(wxid)) return { wxid: '', alias: wxid };
  return { wxid, alias: alias === wxid ? '' : alias };
}

function readNames(remark: string, nickname: string, shown: string, wxid: string, alias: string) {
  if (remark || nickname || shown === wxid || shown === alias) return { remark, nickname };
  return { remark: shown, nickname: '' };
}

/** Groups, official accounts, strangers and WeChat's own services, by their id. */
function isNoPerson(wxid: string): boolean {
  if (wxid === '' || wxid.startsWith('wxid_')) return /@stranger$/.test(wxid);
  return /@(im\.)?chatroom$|@stranger$|^gh_/.test(wxid) || services.test(wxid);
}

/** What the kind column says; null = no person whom she has added. Numbers are MemoTrace's bits: 4 group, 8 friend, 16 stranger, 64 official. */
function readKind(kind: string, origin: string | null): 'friend' | 'blocked' | null {
  if (neverFriends.test(kind) || (origin && notFriends.test(kind))) return null;
  if (origin === 'MemoTrace' && /^\d+$/.test(kind)) {
    const bits = Number(kind);
    if (bits & (4 | 64) || (bits & 16 && !(bits & 8))) return null;
  }
  return /^(黑名单|拉黑|已拉黑|blocked|blacklist)$/i.test(kind) ? 'blocked' : 'friend';
}

/** '' for dates that say nothing: zeros, 未知, 未填写. */
function readable(text: string): string {
  return text === '' || /^[0\s:/.-]+$/.test(text) || /^(未知|无|未填写|未设置|未填)$/.test(text) ? '' : text;
}

/** Lengths that the book takes (contracts: friendInput, tagInput). */
function isTooLong(contact: ImportedContact): boolean {
  const { tags, tagsByGroup } = contact;
  return (
    contact.wxid.length > 120 ||
    contact.alias.length > 120 ||
    contact.nickname.length > 200 ||
    contact.remark.length > 200 ||
    contact.phone.length > 60 ||
    contact.region.length > 120 ||
    contact.address.length > 400 ||
    contact.signature.length > 500 ||
    contact.description.length > 2000 ||
    contact.source.length > 120 ||
    tags.some((tag) => tag.length > tagChars) ||
    tagsByGroup.some(({ tag }) => tag.length > tagChars)
  );
}
