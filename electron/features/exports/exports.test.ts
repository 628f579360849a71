import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { contactReader, type ImportedContact } from '../imports/formats/contact-row.ts';
import { openTable, type TableSource } from '../imports/formats/open-table.ts';
import { csvCell } from './friends-export.ts';

const longId = '17700000000000012345';
const people = [
  friendNamed('李姐-3号楼', {
    nickname: '微风',
    wxid: 'wxid_demo0001lj',
    alias: 'weifeng_demo',
    phone: '13800000001',
    gender: 'female',
    region: '浙江 杭州',
    birthday: { calendar: 'lunar', year: 1990, month: 8, day: 15, leap: false },
    addedAt: 1_700_000_000_000,
    signature: '慢慢来，"别急"',
    description: '第一行\n第二行',
    interests: ['猫', '茶'],
    sourceText: '扫一扫',
  }),
  friendNamed('=SUM(A1:A9)', { nickname: '+86', alias: '@here', wxid: longId, phone: '+86 138-0000-0002' }),
  friendNamed('-小雨-', { nickname: '，逗,号', description: '\ttab', region: '浙江 宁波' }),
  friendNamed('＝全角', { nickname: '"引号"', signature: '＠at' }),
  friendNamed('🌸小雨👨‍👩‍👧', { nickname: "it's", wxid: '000123' }),
  friendNamed("'撇号开头", { phone: '138****0003' }),
];
const added = new Date(1_700_000_000_000);
/** Files are read as China time and written in the machine's: the same moment wherever the two are one. */
const addedChina =
  Date.UTC(added.getFullYear(), added.getMonth(), added.getDate(), added.getHours(), added.getMinutes(), added.getSeconds()) -
  8 * 3_600_000;
const formula = /^[\s\uFEFF]*[=+\-@＝＋－＠]/;
const everybody = { by: 'filter', filter: { archived: 'any' }, except: [] };
const sort = { key: 'createdAt', direction: 'asc' };

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
  const ids = [];
  for (const person of people) {
    app.clock.tick(1000);
    ids.push((await app.call<Saved>('friends.create', person)).id);
  }
  for (const name of ['老客户', '=CMD()']) {
    const tag = await app.call<Saved>('tags.create', { name, groupId: null, color: null });
    await app.call('tags.assign', { selection: { by: 'ids', ids: ids.slice(0, 2) }, tagIds: [tag.id] });
  }
  await app.call('trust.setLevel', { selection: { by: 'ids', ids: [ids[0]] }, level: 4, reason: '' });
  await app.call('friends.addNote', { friendId: ids[0], body: '喜欢 "绿茶", 不要糖' });
});
afterAll(() => app.close());

async function exported(format: 'csv' | 'xlsx', selection: unknown = everybody): Promise<{ path: string; file: ExportFile }> {
  const file = await app.call<ExportFile>('exports.friends', { selection, sort, format });
  return { file, path: app.app.files.exportPath(file.fileId)!.path };
}

const contacts = (table: TableSource) => {
  const read = contactReader(table.columns, table.origin);
  return table.rows.map((row) => read(row));
};

function sameAsBook(table: TableSource): void {
  const found = contacts(table).map((result) => result.contact as ImportedContact);
  expect(found).toHaveLength(people.length);
  for (const [i, person] of people.entries()) {
    const { remark, nickname, wxid, alias, region } = person as Record<string, string | null>;
    const bare = (text: string) => text.replace(/^'/, '');
    expect({ ...found[i] }).toMatchObject({
      remark: bare(remark!),
      nickname: nickname!,
      wxid: wxid ?? '',
      alias: alias ?? '',
      region: region ?? '',
    });
  }
  expect(found.map(({ tags }) => tags.length)).toEqual([2, 2, 0, 0, 0, 0]);
  expect(found[0]).toMatchObject({
    tags: ['老客户', '=CMD()'],
    level: 4,
    gender: 'female',
    addedAt: addedChina,
    signature: '慢慢来，"别急"',
  });
  expect(found[0]!.birthday).toMatchObject({ calendar: 'lunar', month: 8, day: 15 });
  expect(found.slice(1).map(({ level }) => level)).toEqual([1, 1, 1, 1, 1]);
  expect(found[0]!.phone).toBe('13800000001');
  expect(found[1]!.phoneUsable).toBe(true);
}

it('hands out a picture that the page drew, under a name with the day, and nothing else than a picture', async () => {
  const stage = async (bytes: Buffer) => (await app.app.files.stageStream('x.png', Readable.from([bytes]))).fileId;
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const fileId = await stage(png);
  const file = await app.call<ExportFile>('exports.picture', { name: '漏斗/一', fileId });
  expect(file.name).toMatch(/^铁粉簿漏斗.一-2026-11-22\.png$/);
  const { path } = app.app.files.exportPath(file.fileId)!;
  expect([readFileSync(path).equals(png), statSync(path).mode & 0o077]).toEqual([true, 0]);
  // what was staged for it is gone
  await expect(app.call('exports.picture', { name: '漏斗', fileId })).rejects.toMatchObject({ kind: 'fileGone' });
  for (const bytes of [Buffer.from('<svg onload="x"/>'), Buffer.from([0x89])])
    await expect(app.call('exports.picture', { name: '漏斗', fileId: await stage(bytes) })).rejects.toMatchObject({
      kind: 'fileNotUnderstood',
    });
});

describe('the CSV export', () => {
  it('has a byte order mark, CRLF ends, quotes where they are needed, and no cell that a spreadsheet would run', async () => {
    const { path, file } = await exported('csv');
    expect(file).toMatchObject({ count: 6, name: expect.stringMatching(/^铁粉簿好友-2026-11-22-6位\.csv$/) });
    const text = readFileSync(path, 'utf8');
    expect(text.startsWith('\uFEFF微信ID,微信号,昵称,备注,')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text).toContain('"慢慢来，""别急"""');
    const table = await openTable(path, { headerLine: 0 });
    for (const { cells } of table.rows) for (const cell of cells) expect(cell).not.toMatch(formula);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('comes back through the import with the same names, tags, levels and ids', async () => {
    const table = await openTable((await exported('csv')).path);
    expect(table).toMatchObject({ format: 'csv', encoding: 'utf-8-bom', headerLine: 1 });
    expect(table.columns.filter(({ field }) => field === 'ignore').map(({ header }) => header)).not.toContain('备注');
    sameAsBook(table);
  });

  it.each([
    ['=1+1', '"\'=1+1"'],
    ['+86', '"\'+86"'],
    ['-小雨-', '"\'-小雨-"'],
    ['@a', '"\'@a"'],
    ['\t=1', '"\'\t=1"'],
    ['  =1', '"\'  =1"'],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1', '"\'＝1"'],
    ['＋1', '"\'＋1"'],
    ['\uFEFF=1', '"\'\uFEFF=1"'],
    ['\u00a0=1', '"\'\u00a0=1"'],
    ['\u0000=1', '"\'\u0000=1"'],
    ['\u200b=1', '"\'\u200b=1"'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['a=b', 'a=b'],
    ['', ''],
  ])('writes %j as %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

describe('the XLSX export', () => {
  it('opens again with the same cells: long ids keep their digits, nothing is a formula', async () => {
    const csv = await openTable((await exported('csv')).path);
    const table = await openTable((await exported('xlsx')).path);
    expect(table).toMatchObject({ format: 'xlsx', sheet: '好友', headerLine: 1 });
    expect(table.columns.map(({ header }) => header)).toEqual(csv.columns.map(({ header }) => header));
    expect(table.rows.every((row) => row.problem === undefined)).toBe(true);
    expect(table.rows[1]!.cells.slice(0, 4)).toEqual([longId, '@here', '+86', '=SUM(A1:A9)']);
    expect(table.rows[4]!.cells[0]).toBe('000123');
    sameAsBook(table);
  });

  it('stays readable with characters that XML forbids and with more notes than a cell holds', async () => {
    const { id } = await app.call<Saved>('friends.create', friendNamed('控制\u0001字\u000b符\ufffe', { nickname: 'half\ud83c' }));
    for (let i = 0; i < 4; i++) await app.call('friends.addNote', { friendId: id, body: `${i}`.repeat(9000) });
    const table = await openTable((await exported('xlsx', { by: 'ids', ids: [id] })).path);
    const { cells } = table.rows[0]!;
    expect(cells[3]).toContain('控制');
    const { Workbook } = (await import('exceljs')).default;
    const book = new Workbook();
    await book.xlsx.readFile((await exported('xlsx', { by: 'ids', ids: [id] })).path);
    const lengths = (book.worksheets[0]!.getRow(2).values as string[]).map((text) => String(text ?? '').length);
    // Excel offers to "repair" a file with a longer cell
    expect(Math.max(...lengths.filter(Number.isFinite))).toBeLessThanOrEqual(32_767);
    const csv = readFileSync((await exported('csv', { by: 'ids', ids: [id] })).path, 'utf8');
    expect(csv).toContain('3'.repeat(9000));
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [id] }, archived: true });
  });
});

describe('both exports', () => {
  it('follow the order of the list and leave out who is not chosen', async () => {
    const selection = { by: 'filter', filter: { text: '小雨' }, except: [] };
    const input = { selection, sort: { key: 'createdAt', direction: 'desc' }, format: 'csv' };
    const file = await app.call<ExportFile>('exports.friends', input);
    const table = await openTable(app.app.files.exportPath(file.fileId)!.path);
    expect(contacts(table).map(({ contact }) => contact!.remark)).toEqual(['🌸小雨👨‍👩‍👧', '-小雨-']);
    await expect(app.call('exports.friends', { ...input, selection: { by: 'ids', ids: [] } })).rejects.toMatchObject({
      kind: 'nothingSelected',
    });
    await expect(app.call('exports.friends', { ...input, selection: { by: 'ids', ids: [99_999] } })).rejects.toMatchObject({
      kind: 'nothingSelected',
    });
  });

  it('lie under our own names in the staging folder only', async () => {
    const { path } = await exported('xlsx');
    expect(path.startsWith(join(app.dataDir, 'staging'))).toBe(true);
    expect(readdirSync(join(app.dataDir, 'staging')).every((name) => /^export_[\w-]+$/.test(name))).toBe(true);
  });
});

it('writes a small table of the screen as CSV, and refuses one that is none', async () => {
  const table = {
    name: '渠道/账',
    header: ['渠道', '花费'],
    rows: [
      ['=抖音', '1,000'],
      ['门店', ''],
    ],
  };
  const file = await app.call<ExportFile>('exports.table', table);
  expect(file).toMatchObject({ count: 2, name: expect.stringMatching(/^铁粉簿渠道.?账-\d{4}-\d\d-\d\d\.csv$/) });
  expect(readFileSync(app.app.files.exportPath(file.fileId)!.path, 'utf8')).toBe('\uFEFF渠道,花费\r\n"\'=抖音","1,000"\r\n门店,\r\n');
  await expect(app.call('exports.table', { ...table, header: [] })).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(app.call('exports.table', { ...table, rows: [['x'.repeat(501)]] })).rejects.toMatchObject({ kind: 'invalidInput' });
});
