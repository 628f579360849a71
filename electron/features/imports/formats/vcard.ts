import iconv from 'iconv-lite';
import { type ContactRecord, emptyRecord, put, type RecordKey, RecordTable } from './contact-records.ts';
import type { DecodedText } from './decode.ts';
import { readCardNote } from './vcard-note.ts';

/** One property of a card: `item1.TEL;TYPE=CELL:138…` → name TEL, parameters TYPE → CELL, the value still escaped. */
interface Property {
  name: string;
  params: Map<string, string>;
  value: string;
}

interface OpenCard {
  line: number;
  version: string;
  properties: Property[];
  bad: boolean;
}

const textless = /^(PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE)$/;
const propertyLine = /^(?:[\w-]+\.)?([A-Za-z][A-Za-z0-9-]*)((?:;(?:"[^"]*"|[^":])*)?):([\s\S]*)$/;

/**
 * Reads vCard 2.1, 3.0 and 4.0 (also several cards of different versions in one file): a row a card, at the line of its BEGIN.
 * Folded and quoted-printable lines are put together, character sets of single values are decoded. A card without its end is
 * reported as `brokenRecord`. Never throws for content; throws AppError `tooManyRows`.
 */
export function readVcards({ text, badLines }: DecodedText): { origin: string; table: RecordTable } {
  const table = new RecordTable();
  const tools = new Set<string>();
  const lines = text.split(/\r\n|\n|\r/);
  let card: OpenCard | null = null;
  // the card of an assistant within a card of version 2.1
  let nested = false;
  const close = (whole: boolean) => {
    if (!card) return;
    const { record, tool } = toRecord(card);
    if (tool) tools.add(tool);
    if (whole) table.add(card.line, record, card.bad ? 'badCharacters' : null);
    else table.addBroken(card.line, card.properties.map(({ value }) => value).join(' '));
    card = null;
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const sign = line.trim().toUpperCase();
    if (sign === 'BEGIN:VCARD') {
      const last: Property | undefined = (card as OpenCard | null)?.properties.at(-1);
      if (!nested && last?.name === 'AGENT' && last.value.trim() === '') nested = true;
      else {
        close(false);
        card = { line: i + 1, version: '', properties: [], bad: false };
        nested = false;
      }
    } else if (sign === 'END:VCARD') {
      if (nested) nested = false;
      else close(true);
    } else if (card && !nested) {
      if (badLines.has(i + 1)) card.bad = true;
      i = takeLine(card, lines, i);
    }
  }
  close(false);
  return { origin: tools.size === 1 ? [...tools][0]! : '手机通讯录', table };
}

/** Takes the property that begins at a line, or adds the line to the one before; gives the last line that belongs to it. */
function takeLine(card: OpenCard, lines: readonly string[], at: number): number {
  const line = lines[at]!;
  const before = card.properties.at(-1);
  if (/^[ \t]/.test(line) && before) {
    // version 2.1 folds before a blank that is part of the text
    if (!textless.test(before.name)) before.value += card.version === '2.1' ? line : line.slice(1);
    return at;
  }
  const parts = propertyLine.exec(line.trimStart());
  const name = parts?.[1]?.toUpperCase() ?? '';
  // A note whose own line ends were written as they are goes on until something that is a property.
  const ends = parts !== null && (parts[1] === name || /^x-/.test(parts[1]!));
  if (before?.name === 'NOTE' && !ends) {
    before.value += `\n${line}`;
    return at;
  }
  if (!parts) return at;
  const property: Property = { name, params: readParams(parts[2]!), value: textless.test(name) ? '' : parts[3]! };
  if (name === 'VERSION') card.version = property.value.trim();
  card.properties.push(property);
  let end = at;
  if (property.params.get('ENCODING') !== 'QUOTED-PRINTABLE') return end;
  const pieces = [property.value];
  while (pieces.at(-1)!.endsWith('=') && end + 1 < lines.length && lines[end + 1]!.trim().toUpperCase() !== 'END:VCARD') {
    pieces[pieces.length - 1] = pieces.at(-1)!.slice(0, -1);
    pieces.push(lines[++end]!.replace(/^[ \t]/, ''));
  }
  property.value = pieces.join('');
  return end;
}

/** `;TYPE=CELL;CHARSET=UTF-8` and the bare words of version 2.1 (`;CELL;QUOTED-PRINTABLE`). Values are upper case, TYPE holds all types. */
function readParams(text: string): Map<string, string> {
  const params = new Map<string, string>();
  for (const part of text.slice(1).split(';')) {
    const [left, ...right] = part.split('=');
    const value = right.join('=').replaceAll('"', '').trim().toUpperCase();
    const word = left!.trim().toUpperCase();
    if (word === '') continue;
    if (right.length > 0) params.set(word, word === 'TYPE' ? `${params.get('TYPE') ?? ''},${value}` : value);
    else if (/^(QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/.test(word)) params.set('ENCODING', word);
    else params.set('TYPE', `${params.get('TYPE') ?? ''},${word}`);
  }
  return params;
}

/** The value as it was meant: bytes of quoted-printable in the character set that the property names, UTF-8 when none. */
function decoded({ params, value }: Property): string {
  if (params.get('ENCODING') !== 'QUOTED-PRINTABLE') return value;
  const bytes: number[] = [];
  const raw = Buffer.from(value);
  for (let i = 0; i < raw.length; i++) {
    const hex = raw[i] === 0x3d ? raw.toString('latin1', i + 1, i + 3) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else bytes.push(raw[i]!);
  }
  const charset = params.get('CHARSET') ?? 'UTF-8';
  const encoding = /^GB/.test(charset) ? 'gb18030' : charset;
  const buffer = Buffer.from(bytes);
  const text = iconv.encodingExists(encoding) ? iconv.decode(buffer, encoding) : buffer.toString('utf8');
  // old phones write their own character set and say nothing
  return text.includes('\uFFFD') && !params.has('CHARSET') ? iconv.decode(buffer, 'gb18030') : text;
}

function unescaped(text: string): string {
  return text.replace(/\\([nN\\;,:])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign));
}

/** Cuts at a sign that stands without a backslash. */
function cut(text: string, sign: ';' | ','): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) parts[parts.length - 1] += text[i]! + text[++i]!;
    else if (text[i] === sign) parts.push('');
    else parts[parts.length - 1] += text[i]!;
  }
  return parts.map((part) => unescaped(part).trim());
}

const han = /\p{Script=Han}/u;

/** `family;given;middle;prefix;suffix` as a Chinese or a foreign name. */
function structuredName(text: string): string {
  const [family = '', given = '', middle = ''] = cut(text, ';');
  return (han.test(family + given) ? [family, middle, given].join('') : [given, middle, family].filter(Boolean).join(' ')).trim();
}

/** `box;extension;street;city;province;code;country` from large to small; China and the code are left out. */
function structuredAddress(text: string): string {
  const [box = '', extension = '', street = '', city = '', province = '', , country = ''] = cut(text, ';').map((part) =>
    part.replace(/\s*\n\s*/g, ' '),
  );
  const abroad = /^(中国|中国大陆|china|cn|)$/i.test(country) ? '' : country;
  const parts = [abroad, province, city === province ? '' : city, street, extension, box].filter((part) => part !== '');
  return han.test(parts.join('')) ? parts.join('') : parts.reverse().join(', ');
}

/** 19900512, 1990-05-12T00:00:00Z, --0512 and Apple's year 1604 (none told) → 1990-05-12 or 05-12; other text stays. */
function birthdayText(value: string, params: ReadonlyMap<string, string>): string {
  const parts = /^(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?$/.exec(value.trim());
  if (!parts) return value;
  const [, year, month, day] = parts;
  const told = year !== '--' && year !== params.get('X-APPLE-OMIT-YEAR') && year !== '1604' && year !== '0000';
  return `${told ? `${year}-` : ''}${month}-${day}`;
}

const phoneOf = (value: string): string => (/^tel:/i.test(value) ? value.slice(4).replace(/;.*$/, '') : value);

/** Cards of version 4 say a name in several languages. */
function putFirst(record: ContactRecord, key: RecordKey, text: string): void {
  if (!record.values.has(key)) put(record, key, text);
}

/** What Android has no property for: `vnd.android.cursor.item/nickname;…` or `…/contact_event;1990-05-12;3`, 3 = birthday. */
function readAndroid(record: ContactRecord, raw: string): void {
  const [kind = '', value = '', type = ''] = cut(raw, ';');
  if (kind.endsWith('/nickname')) putFirst(record, 'nickname', value);
  else if (kind.endsWith('/contact_event') && type === '3') putFirst(record, 'birthday', value.replace(/^--/, ''));
}

/** `x-apple:lisi_wx`, `weixin://lisi_wx` of an account that is one of WeChat; '' for other services. */
function wechatIdOf(text: string, params: ReadonlyMap<string, string>): string {
  const service = `${params.get('X-SERVICE-TYPE') ?? ''} ${params.get('TYPE') ?? ''} ${text.split(':')[0]}`;
  return /WECHAT|WEIXIN|微信/i.test(service) ? text.replace(/^[\w+.-]+:(\/\/)?/, '') : '';
}

/** One card as a record, and the program whose habits it shows. */
function toRecord(card: OpenCard): { record: ContactRecord; tool: string | null } {
  const record = emptyRecord();
  const phones: { value: string; mobile: boolean }[] = [];
  const notes: string[] = [];
  let structured = '';
  let wechat = false;
  for (const property of card.properties) {
    const raw = decoded(property);
    const text = unescaped(raw);
    const { name, params } = property;
    if (name === 'FN') putFirst(record, 'remark', text);
    else if (name === 'N') structured = structuredName(raw);
    else if (name === 'NICKNAME' || name === 'X-NICKNAME') putFirst(record, 'nickname', text);
    else if (name === 'X-ANDROID-CUSTOM') readAndroid(record, raw);
    else if (name === 'IMPP' || name === 'X-SOCIALPROFILE') putFirst(record, 'alias', wechatIdOf(text, params));
    else if (name === 'TEL') phones.push({ value: phoneOf(text), mobile: /CELL|MOBILE|IPHONE/.test(params.get('TYPE') ?? '') });
    else if (name === 'BDAY') putFirst(record, 'birthday', birthdayText(text, params));
    else if (name === 'ADR') put(record, 'address', structuredAddress(raw));
    else if (name === 'CATEGORIES') for (const tag of cut(raw, ',')) put(record, 'tags', tag);
    else if (name === 'ORG') put(record, 'company', cut(raw, ';').filter(Boolean).join(' '));
    else if (name === 'TITLE') put(record, 'title', text);
    else if (name === 'EMAIL') put(record, 'email', text);
    else if (name === 'GENDER' || name === 'X-GENDER') put(record, 'gender', cut(raw, ';')[0]!);
    else if (name === 'NOTE') notes.push(text);
    else if (name === 'KIND' || name === 'X-ADDRESSBOOKSERVER-KIND')
      put(record, 'kind', text.trim().toLowerCase() === 'group' ? 'group' : '');
    else if (name === 'X-WECHAT-ID') {
      put(record, 'wxid', text);
      wechat = true;
    } else if (/^X-(WECHAT|WEIXIN)/.test(name)) put(record, 'alias', text);
  }
  for (const { value } of phones.sort((one, other) => Number(other.mobile) - Number(one.mobile))) put(record, 'phone', value);
  if (!record.values.has('remark')) put(record, 'remark', structured);
  // a shop without a person
  if (!record.values.has('remark') && !record.values.has('nickname')) put(record, 'remark', record.values.get('company')?.[0] ?? '');
  return { record, tool: readCardNote(record, notes, wechat, structured !== '') };
}
