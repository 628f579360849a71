import type { Birthday, Gender } from '../../../../shared/contracts/friends.ts';
import type { ContactField, RowProblem } from '../../../../shared/contracts/imports.ts';
import {
  cleanCell,
  cleanValue,
  isDamagedId,
  oneLine,
  readBirthday,
  readGender,
  readLevel,
  readMoment,
  readPhone,
  readSource,
  readTags,
  type TagJoin,
} from './contact-values.ts';
import { readRegion } from './regions.ts';
import type { TableRow } from './table-row.ts';

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
  kind: 'friend' | 'blocked' | 'wecom';
}

/** A row is a person (with a `notice` when one value of it could not be read and is left empty) or a problem. */
export type ContactResult = { contact: ImportedContact; notice: RowProblem | null } | { contact: null; problem: RowProblem };

/** What the reader needs to know about a column: its field, and its header, which names the tag group or the calendar. */
export interface MappedColumn {
  field: ContactField;
  header: string;
}

const joinsOf: Record<string, TagJoin> = { WeFlow: 'pipe', MemoTrace: 'comma', WechatExporter: 'blank' };
const services =
  /^(weixin|filehelper|fmessage|medianote|notifymessage|newsapp|floatbottle|qqmail|qmessage|tmessage|qqsync|masssendapp|feedsapp|voip|blogapp|helper_entry|mphelper|exmail_tool|weibo|brandsessionholder|brandservicesessionholder|notification_messages|officialaccounts)$/;
/** Kinds that name no person in any file, and the further ones of known programs. */
const neverFriends = /^(群|群聊|微信群|公众号|服务号|订阅号|企业号|小程序|chatroom|group|official)$/i;
const notFriends =
  /群|公众号|服务号|订阅号|企业号|小程序|陌生人|其他|系统|^(officialaccount|service|subscription|enterprise|stranger|other|system|former_friend)$/i;

/**
 * Makes the reader of a file's rows: `columns` by index, `origin` the program that wrote it (null = not known; it decides how tags are
 * joined). The reader never throws; problems: the row's own, noName, damagedId, notAFriend, cellTooLong; notices: badBirthday, badDate.
 */
export function contactReader(columns: readonly MappedColumn[], origin: string | null): (row: TableRow) => ContactResult {
  const places = new Map<ContactField, number[]>();
  columns.forEach(({ field }, index) => {
    if (field !== 'ignore') places.set(field, [...(places.get(field) ?? []), index]);
  });
  const lunar = /农历|阴历/.test(columns[places.get('birthday')?.[0] ?? -1]?.header ?? '');
  const join = joinsOf[origin ?? ''] ?? 'any';
  return (row) => {
    if (row.problem) return { contact: null, problem: row.problem };
    const cells = (field: ContactField) => (places.get(field) ?? []).map((index) => row.cells[index] ?? '');
    const value = (field: ContactField) =>
      cells(field)
        .map(cleanValue)
        .find((text) => text !== '') ?? '';
    const name = (field: ContactField) =>
      cells(field)
        .map((cell) => oneLine(cleanCell(cell)))
        .find((text) => text !== '') ?? '';
    const ids = readIds(value('wxid'), value('alias'), origin);
    const kind = readKind(value('kind'), ids.wxid, origin);
    if (!kind) return { contact: null, problem: 'notAFriend' };
    const rawPhones = cells('phone').map(cleanValue);
    if ([ids.wxid, ids.alias, ...rawPhones].some(isDamagedId)) return { contact: null, problem: 'damagedId' };
    const phones = rawPhones.map(readPhone).filter((phone) => phone !== null);
    const phone = phones.find((one) => one.usable) ?? phones[0];
    const names = readNames(name('remark'), name('nickname'), name('displayName'), ids);
    if (!names.remark && !names.nickname) return { contact: null, problem: 'noName' };
    const birthdayText = value('birthday');
    const birthday = birthdayText && !isZeroDate(birthdayText) ? readBirthday(birthdayText, lunar) : null;
    const addedText = value('addedAt');
    const addedAt = addedText && !isZeroDate(addedText) ? readMoment(addedText) : null;
    const contact: ImportedContact = {
      ...ids,
      ...names,
      phone: phone?.text ?? '',
      phoneUsable: phone?.usable ?? false,
      tags: [...new Set(cells('tags').flatMap((cell) => readTags(cell, join)))],
      tagsByGroup: (places.get('tagGroup') ?? []).flatMap((index) =>
        readTags(row.cells[index] ?? '', 'any').map((tag) => ({ group: columns[index]!.header.slice(0, tagChars), tag })),
      ),
      gender: readGender(value('gender')),
      region: readRegion(value('region')) || readRegion(value('country'), value('province'), value('city')),
      address: value('address'),
      birthday,
      signature: value('signature'),
      description: [
        ...new Set(
          cells('description')
            .map(cleanCell)
            .filter((text) => text !== ''),
        ),
      ].join('\n'),
      source: readSource(value('source')),
      addedAt,
      level: readLevel(value('level')),
      kind,
    };
    if (isTooLong(contact)) return { contact: null, problem: 'cellTooLong' };
    const badBirthday = birthdayText !== '' && !isZeroDate(birthdayText) && !birthday;
    const badDate = addedText !== '' && !isZeroDate(addedText) && addedAt === null;
    return { contact, notice: badBirthday ? 'badBirthday' : badDate ? 'badDate' : null };
  };
}

const sureWxid = /^(wxid_|gh_)\w+$|@(chatroom|openim|stranger)$/;

/** A wxid in the place of the alias (nobody set one) is the wxid; phone backups have one column for both. */
function readIds(wxid: string, alias: string, origin: string | null): { wxid: string; alias: string } {
  if (!wxid && sureWxid.test(alias)) return { wxid: alias, alias: '' };
  if (origin === 'WechatExporter' && !alias && !sureWxid.test(wxid)) return { wxid: '', alias: wxid };
  return { wxid, alias: alias === wxid ? '' : alias };
}

function readNames(remark: string, nickname: string, shown: string, ids: { wxid: string; alias: string }) {
  if (remark || nickname || shown === ids.wxid || shown === ids.alias) return { remark, nickname };
  return { remark: shown, nickname: '' };
}

/** What kind of contact a row is; null = no person whom she has added. Numbers are MemoTrace's bits: 4 group, 8 friend, 16 stranger, 64 official. */
function readKind(kind: string, wxid: string, origin: string | null): ImportedContact['kind'] | null {
  if (/@(im\.)?chatroom$|@stranger$|^gh_/.test(wxid) || services.test(wxid)) return null;
  if (neverFriends.test(kind) || (origin && notFriends.test(kind))) return null;
  if (origin === 'MemoTrace' && /^\d+$/.test(kind)) {
    const bits = Number(kind);
    if (bits & (4 | 64) || (bits & 16 && !(bits & 8))) return null;
  }
  if (/^(黑名单|拉黑|已拉黑|blocked|blacklist)$/i.test(kind)) return 'blocked';
  return wxid.endsWith('@openim') ? 'wecom' : 'friend';
}

function isZeroDate(text: string): boolean {
  return /^[0\s:/.-]+$/.test(text) || /^(未知|无|未填写|未设置|未填)$/.test(text);
}

/** Lengths that the book takes (contracts: friendInput, tagInput). */
const lengths: Partial<Record<keyof ImportedContact, number>> = {
  wxid: 120,
  alias: 120,
  nickname: 200,
  remark: 200,
  phone: 60,
  region: 120,
  address: 400,
  signature: 500,
  description: 2000,
  source: 120,
};

const tagChars = 30;

function isTooLong(contact: ImportedContact): boolean {
  if ([...contact.tags, ...contact.tagsByGroup.map(({ tag }) => tag)].some((tag) => tag.length > tagChars)) return true;
  return Object.entries(lengths).some(([key, limit]) => (contact[key as keyof ImportedContact] as string).length > limit);
}
