import type { ContactField, SourceColumn } from '../contracts/imports.ts';
import { asking, headerWords, type KnownTool, knownTools, otherTables } from './contact-headers.ts';

const traditional = '備註號暱稱電話機碼標籤簽組類來說聯絡戶會員積級區國間時帳動';
const simplified = '备注号昵称电话机码标签签组类来说联络户会员积级区国间时账动';
const written = new Map(Array.from(traditional, (sign, at) => [sign, Array.from(simplified)[at]!]));
const traditionalSigns = new RegExp(`[${traditional}]`, 'g');

/** A header as it is compared: without blanks, invisible signs, `_` and `-`, full-width signs made half-width, lower case, simplified. */
export function normalizeHeader(header: string): string {
  return header
    .slice(0, 200)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200B-\u200F\u2060\uFEFF_\-*'"`]+/g, '')
    .replace(/[::]+$/, '')
    .replace(traditionalSigns, (sign) => written.get(sign)!);
}

/**
 * The field that a header names by itself; null = not known. A note in parentheses, as in 手机号(必填), does not matter, nor does how a
 * questionnaire asks (2、请填写您的手机号), whose it is (收货人手机), a number behind it (地址1), or a second word (微信号/手机号).
 */
export function fieldOfHeader(header: string): ContactField | null {
  const whole = normalizeHeader(header);
  const bare = whole.replace(/\([^)]*\)/g, '');
  return headerWords.get(whole) ?? headerWords.get(bare) ?? (bare.length <= 20 ? askedField(bare) : null);
}

function askedField(header: string): ContactField | null {
  const asked = header.replace(asking, '').replace(/[是为]?[?。.!:]*$/, '');
  for (const word of [asked, asked.replace(/\d+$/, ''), ...asked.split(/[/、+&或]/, 1)]) {
    const field = word === header ? undefined : headerWords.get(word);
    if (field) return field;
  }
  return null;
}

/** Where the header stands among the rows (0-based), and the program that wrote the file when its headers are known. */
export interface FoundHeader {
  index: number;
  origin: string | null;
  /** what the table is when it is not a list of people: chatTable, groupTable, billTable */
  otherTable: string | null;
}

/**
 * Looks for the header among the first 40 rows: the row with the most known header words that has no data in it.
 * Null when no row qualifies; the file then has no header.
 */
export function findHeader(rows: readonly (readonly string[])[]): FoundHeader | null {
  let best: { index: number; score: number } | null = null;
  for (let index = 0; index < Math.min(rows.length, 40); index++) {
    const cells = rows[index]!;
    const filled = cells.filter((cell) => normalizeHeader(cell) !== '');
    if (filled.length === 0) continue;
    if (filled.some(looksLikeData)) {
      // people stand here already: a better header below them is that of another list
      if (best && best.score > 3 && filled.length > 1) break;
      continue;
    }
    if (otherTableOf(cells)) return { index, origin: null, otherTable: otherTableOf(cells) };
    const known = filled.map(fieldOfHeader).filter((field) => field !== null);
    const useful = known.filter((field) => field !== 'ignore');
    if (useful.length === 0) continue;
    // a sheet of 200 columns knows few of them: two different header words in a row without data are a header all the same
    const few = known.length === 1 || (known.length * 5 < filled.length && new Set(useful).size < 2);
    if ((few || filled.every(isWeak)) && !isHeaderByPlace(rows, index)) continue;
    const score = useful.length * 2 + known.length;
    if (!best || score > best.score) best = { index, score };
  }
  return best && { index: best.index, origin: toolOf(rows[best.index]!)?.origin ?? null, otherTable: null };
}

/**
 * The header at `index` of a sheet whose header takes two rows (联系方式 over 手机 and 微信, 姓名 beside them over nothing): where the lower
 * one stands, and its cells with what the upper one says where it says nothing.
 */
export function joinedHeader(rows: readonly (readonly string[])[], index: number): { index: number; cells: readonly string[] } {
  const below = rows[index + 1] ?? [];
  const filled = below.filter((cell) => cell.trim() !== '');
  const header = rows[index]!;
  const isHeader = filled.every((cell) => fieldOfHeader(cell) !== null) && (filled.length > 1 || filled.some((cell) => !isWeak(cell)));
  const isSecond = isHeader && !below.some((cell, at) => cell === header[at] && cell !== '');
  const lower = isSecond ? index + 1 : index;
  const above = rows[lower - 1] ?? [];
  const cells = Array.from({ length: Math.max(rows[lower]!.length, isSecond ? header.length : 0) }, (_, at) => {
    const own = rows[lower]![at] ?? '';
    const upper = above[at] ?? '';
    return own.trim() === '' && (isSecond || fieldOfHeader(upper) !== null) ? upper : own;
  });
  return { index: lower, cells };
}

const naming: ReadonlySet<ContactField> = new Set([
  'remark',
  'familyName',
  'givenName',
  'nickname',
  'displayName',
  'wxid',
  'alias',
  'phone',
]);
/** Header words that also stand in rows of people: as a tag, as where somebody came from, as a nickname. */
const alsoValues = new Set(
  '客户 好友 联系人 收货人 微信 wx vx v信 wechat weixin alias 手机 电话 phone tel telephone mobile name nick remark 备注 网名 业主 住户 团员 家长 学员 顾客'.split(
    ' ',
  ),
);

/** Whether a cell is no header word, or one that people write in rows too. */
const isWeak = (cell: string): boolean => fieldOfHeader(cell) === null || alsoValues.has(normalizeHeader(cell));

/**
 * Whether a row with hardly a known word is a header all the same: the first row of the table, every cell said once and none of its
 * known words again further down. A word that nobody has for a value is enough then (姓名, 微信号); any other has to stand first, as
 * names do, or over a column that holds numbers or dates where this row has a word.
 */
function isHeaderByPlace(rows: readonly (readonly string[])[], index: number): boolean {
  const cells = rows[index]!.map(normalizeHeader);
  const filled = cells.filter((cell) => cell !== '');
  const widthOf = (row: readonly string[]) => row.filter((cell) => normalizeHeader(cell) !== '').length;
  const isFirst = index === 0 || (filled.length > 1 && rows.slice(0, index).every((row) => widthOf(row) < 2));
  if (!isFirst || new Set(filled).size < filled.length) return false;
  const below = rows.slice(index + 1, 40);
  const again = (cell: string, at: number) => below.some((row) => normalizeHeader(row[at] ?? '') === cell);
  if (cells.some((cell, at) => cell !== '' && fieldOfHeader(cell) !== null && again(cell, at))) return false;
  const names = filled.filter((cell) => naming.has(fieldOfHeader(cell) ?? 'ignore'));
  if (names.some((cell) => !isWeak(cell)) || (names.length > 0 && names[0] === filled[0])) return true;
  return cells.some((cell, at) => cell !== '' && !saysNothing.test(cell) && isDataColumn(below.map((row) => row[at] ?? '')));
}

const saysNothing = /^(无|没有|暂无|未知|不详|未填|未填写|未设置|[-/—]+)$/;

function isDataColumn(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.length > 0 && filled.filter(looksLikeData).length >= filled.length * 0.6;
}

function otherTableOf(headers: readonly string[]): string | null {
  const there = new Set(headers.map(normalizeHeader));
  return otherTables.find((table) => table.has.every((word) => there.has(word)))?.what ?? null;
}

/** The known program behind a header row, or null. */
export function toolOf(headers: readonly string[]): KnownTool | null {
  const list = headers.map(normalizeHeader);
  while (list.at(-1) === '') list.pop();
  const there = new Set(list);
  const fits = (tool: KnownTool) =>
    tool.has.every((word) => there.has(word)) &&
    (!tool.any || tool.any.some((word) => there.has(word))) &&
    (!tool.columns || tool.columns === list.length);
  return knownTools.find(fits) ?? null;
}

const dataLike =
  /^(wxid_\w+|gh_\w+|\w+@(chatroom|openim)|https?:\/\/.*|\+?[\d\s()-]{7,}|\d+(\.\d+)?|\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?([ T].*)?|男|女)$/i;

function looksLikeData(cell: string): boolean {
  const text = cell.trim().replace(/^="(.*)"$/, '$1');
  return dataLike.test(text) || text.length > 40;
}

/** What the mapping of a file is remembered under: its headers in order, normalised. Same headers, same signature. */
export function headerSignature(headers: readonly string[]): string {
  const list = headers.map(normalizeHeader);
  while (list.at(-1) === '') list.pop();
  return list.join('\u001F');
}

const several: ReadonlySet<ContactField> = new Set(['tags', 'tagWords', 'tagGroup', 'phone', 'description', 'source', 'ignore']);

/**
 * The columns of a table with the field of each: by header, by what stands in them, or none (`ignore`). `headers` is null for a
 * table without a header. `rows` are the data rows (some hundred are enough). A field that can stand only once goes to its
 * first column; phones, tags, descriptions and sources may stand in several.
 */
export function describeColumns(headers: readonly string[] | null, rows: readonly (readonly string[])[]): SourceColumn[] {
  const width = Math.max(headers?.length ?? 0, headers ? 0 : 1, ...rows.map((row) => row.length));
  const tool = headers ? toolOf(headers) : null;
  const names = columnNames(headers, width);
  const samples = Array.from({ length: width }, (_, index) => samplesOf(rows, index));
  const columns: SourceColumn[] = names.map((header, index) => {
    const field = headers ? headerField(headers[index] ?? '', samples[index]!, tool) : null;
    const column = { index, header, samples: samples[index]!.slice(0, 5) };
    return field ? { ...column, field, by: 'header' as const } : { ...column, field: 'ignore' as const, by: 'none' as const };
  });
  if (!tool) {
    settleRemark(columns, samples);
    settleGivenName(columns);
  }
  if (!headers) guessByContent(columns, samples);
  if (!tool && !isPhoneBackup(columns)) settleTags(columns, samples);
  keepFirst(columns);
  // A comma at the end of every line makes a column that is none.
  while (columns.length > 1 && columns.length > (headers?.length ?? 1) && columns.at(-1)!.samples.length === 0) columns.pop();
  return columns;
}

function columnNames(headers: readonly string[] | null, width: number): string[] {
  const times = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const name = (headers?.[index] ?? '').replace(/[\s\u200B-\u200F\u2060\uFEFF]+/g, ' ').trim() || `列 ${index + 1}`;
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    return count > 1 ? `${name}#${count}` : name;
  });
}

function samplesOf(rows: readonly (readonly string[])[], index: number): string[] {
  const found: string[] = [];
  for (const row of rows) {
    const text = (row[index] ?? '').trim();
    if (text !== '' && !/^[/\-—]+$/.test(text)) found.push(text.length > 80 ? `${text.slice(0, 80)}…` : text);
    if (found.length >= 200) break;
  }
  return found;
}

function headerField(header: string, samples: readonly string[], tool: KnownTool | null): ContactField | null {
  const own = tool?.fields?.[normalizeHeader(header)];
  if (own) return own;
  const name = normalizeHeader(header);
  if (tool?.own && name !== '' && !tool.own.includes(name)) return 'tagGroup';
  const field = fieldOfHeader(header);
  // levels of her own are tags under their name
  if (!tool && field === 'level' && share(samples, isLevel) < 0.3 && samples.length > 0) return 'tagGroup';
  if (tool || field !== 'wxid') return field;
  // Hand-made sheets call the alias 微信ID and the name 用户名.
  if (share(samples, isWxid) >= 0.3 || samples.length === 0) return 'wxid';
  return share(samples, isChinese) > 0.3 ? 'nickname' : 'alias';
}

/** 备注 is the name the seller gave, unless another column has it or what stands there is plainly a description. */
function settleRemark(columns: SourceColumn[], samples: readonly string[][]): void {
  const [doubtful, ...more] = columns.filter((column) => /^备注\d*$/.test(normalizeHeader(column.header).replace(/\([^)]*\)/g, '')));
  if (!doubtful) return;
  for (const column of more) column.field = 'description';
  const others = columns.filter((column) => column !== doubtful);
  const named = others.some((column) => column.field === 'remark');
  const nicknamed = others.some((column) => column.field === 'nickname' || column.field === 'displayName');
  if (named || (nicknamed && isProse(samples[doubtful.index]!))) doubtful.field = 'description';
}

/** 姓 beside 名字: two parts of one name. */
function settleGivenName(columns: SourceColumn[]): void {
  if (!columns.some(({ field }) => field === 'familyName') || columns.some(({ field }) => field === 'givenName')) return;
  const given = columns.find(({ header }) => normalizeHeader(header) === '名字');
  if (given) given.field = 'givenName';
}

/** Tags with blanks between them, where no other sign stands between any: told by words that stand beside ever other words. */
function settleTags(columns: SourceColumn[], samples: readonly string[][]): void {
  for (const column of columns) if (column.field === 'tags' && areWords([...new Set(samples[column.index])])) column.field = 'tagWords';
}

const tagSigns = /[，,;；、|｜/\n#【]/;

function areWords(cells: readonly string[]): boolean {
  const cut = cells.map((cell) => [...new Set(cell.split(/\s+/))]);
  const several = cut.filter(({ length }) => length > 1);
  if (several.length < 2 || cells.some((cell) => tagSigns.test(cell))) return false;
  const cellsOf = new Map<string, number>();
  for (const word of cut.flat()) cellsOf.set(word, (cellsOf.get(word) ?? 0) + 1);
  const words = several.flat();
  return words.filter((word) => cellsOf.get(word)! > 1).length >= words.length * 0.6;
}

function isProse(samples: readonly string[]): boolean {
  if (samples.length === 0) return false;
  const length = samples.reduce((sum, text) => sum + text.length, 0) / samples.length;
  const distinct = new Set(samples).size / samples.length;
  return (
    length > 12 || share(samples, (text) => /[,。、;!?\n]/.test(text.normalize('NFKC'))) > 0.3 || (samples.length >= 10 && distinct < 0.3)
  );
}

function share(samples: readonly string[], test: (text: string) => boolean): number {
  return samples.length === 0 ? 0 : samples.filter(test).length / samples.length;
}

const isWxid = (text: string) => /^(wxid_\w+|gh_\w+|\d+@chatroom|[\w-]+@openim)$/.test(text);
const isChinese = (text: string) => /\p{Script=Han}/u.test(text);
const isPhone = (text: string) => /^(\+?86)?1[3-9]\d{9}$/.test(text.replace(/[\s-]/g, ''));
const isLink = (text: string) => /^https?:\/\//.test(text);
const isAlias = (text: string) => /^[A-Za-z][\w-]{5,19}$/.test(text);
const isMoment = (text: string) => /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([ T]\d{1,2}:\d{2}.*)?$/.test(text);
/** As readLevel of the import reads them. */
const isLevel = (text: string) => /^(?:L|LV|LEVEL)?\s*[1-6]\s*级?$|泛流量|精准流量|潜在客户|真实客户|忠诚客户|铁粉/i.test(text);
const isGender = (text: string) => /^(男|女|男性|女性|未知)$/.test(text);

/** Tests for tables without a header, the surest first, with the share of cells that must pass. */
const guesses: readonly (readonly [ContactField, number, (text: string) => boolean])[] = [
  ['wxid', 0.3, isWxid],
  ['phone', 0.6, isPhone],
  ['ignore', 0.6, isLink],
  ['gender', 0.8, isGender],
  ['addedAt', 0.8, isMoment],
  ['alias', 0.6, isAlias],
];

function guessByContent(columns: SourceColumn[], samples: readonly string[][]): void {
  const rest: SourceColumn[] = [];
  const taken = new Set<ContactField>();
  for (const column of columns) {
    const guess = guesses.find(([field, floor, test]) => !taken.has(field) && share(samples[column.index]!, test) >= floor);
    if (!guess) {
      if (samples[column.index]!.length > 0 && !samples[column.index]!.every((text) => /^\d+$/.test(text))) rest.push(column);
      continue;
    }
    if (guess[0] !== 'ignore') taken.add(guess[0]);
    Object.assign(column, { field: guess[0], by: 'content' });
  }
  const [name, second] = rest;
  if (name) Object.assign(name, { field: 'remark', by: 'content' });
  if (columns.length === 5 && isPhoneBackup(columns)) {
    if (columns[3]!.field === 'ignore') Object.assign(columns[3]!, { field: 'tags', by: 'content' });
  } else if (isPhoneBackup(columns)) {
    if (columns[3]!.field === 'ignore' && columns[3] !== name) Object.assign(columns[3]!, { field: 'tags', by: 'content' });
  } else if (second && rest.length === 2 && columns.length <= 3 && share(samples[second.index]!, (text) => text.length <= 12) > 0.8) {
    Object.assign(second, { field: 'tags', by: 'content' });
  }
}

/**
 * WechatExporter (phone backups) writes four columns without a header: id, name, picture address, labels. Its debug builds write five:
 * wxid, alias, name, labels, picture address.
 */
function isPhoneBackup(columns: readonly SourceColumn[]): boolean {
  if (columns.length === 5) {
    const [wxid, alias, shown, , address] = columns;
    const ids = wxid!.field === 'wxid' && alias!.field === 'alias';
    return ids && shown!.field === 'remark' && address!.by === 'content' && address!.field === 'ignore';
  }
  const [id, name, picture] = columns;
  const hasId = id?.field === 'wxid' || id?.field === 'alias';
  return columns.length === 4 && hasId && name?.field === 'remark' && picture?.by === 'content' && picture.field === 'ignore';
}

/** The name of the program behind a table without a header, by its columns; null = not known. */
export function originWithoutHeader(columns: readonly SourceColumn[]): string | null {
  return isPhoneBackup(columns) ? 'WechatExporter' : null;
}

function keepFirst(columns: SourceColumn[]): void {
  const taken = new Set<ContactField>();
  for (const column of columns) {
    if (several.has(column.field)) continue;
    if (taken.has(column.field)) Object.assign(column, { field: 'ignore', by: 'none' });
    taken.add(column.field);
  }
}
