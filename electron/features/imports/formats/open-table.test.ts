import { appendFile, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inlineRows, writeOle, writeWorkbook } from '../../../../tests/fixtures/contacts/zip-writer.ts';
import { contactReader, type ImportedContact } from './contact-row.ts';
import { type OpenTableOptions, openTable, type TableSource, tableFromBytes } from './open-table.ts';
import { tableFromNames, tableFromPasted } from './pasted-names.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../../tests/fixtures/contacts/${name}`, import.meta.url));
const open = (name: string, options?: OpenTableOptions) => openTable(fixture(name), options);

/** line → the filled fields of a person, or the problem */
function read(table: TableSource): Record<number, Partial<ImportedContact> | string> {
  const reader = contactReader(table.columns, table.origin);
  return Object.fromEntries(
    table.rows.map((row) => {
      const result = reader(row);
      if (!result.contact) return [row.line, result.problem];
      const { phoneUsable, kind, ...rest } = result.contact;
      const filled = Object.entries(rest).filter(
        ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
      );
      return [row.line, Object.fromEntries(filled)];
    }),
  );
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    (error: { kind: string; details: { what?: string } }) => `${error.kind} ${error.details.what ?? ''}`.trim(),
  );

const lijie = { wxid: 'wxid_demo0001lj', alias: 'weifeng_demo', remark: '李姐-3号楼', nickname: '微风' };

describe('files of known programs', () => {
  it.each<[string, string, string, number, object]>([
    [
      'memotrace-v2.csv',
      'MemoTrace',
      'utf-8-bom',
      1,
      {
        2: {
          ...lijie,
          phone: '13800000001',
          tags: ['老客户', '3号楼'],
          gender: 'female',
          region: '浙江 杭州',
          signature: '慢慢来, 不着急',
        },
        4: 'notAFriend',
        5: { wxid: 'wxid_demo0002lz', nickname: '老周', gender: 'male', region: '浙江 Hangzhou' },
      },
    ],
    [
      'memotrace-v3.csv',
      'MemoTrace',
      'utf-8-bom',
      1,
      {
        2: { ...lijie, tags: ['老客户', '3号楼'], gender: 'female', region: '浙江 杭州', signature: '慢慢来' },
        3: 'notAFriend',
        4: 'notAFriend',
        5: { wxid: 'wxid_demo0004dd', nickname: '豆豆妈', gender: 'female', region: '上海 浦东新区' },
      },
    ],
    [
      'chatlog.csv',
      'chatlog',
      'utf-8',
      1,
      {
        2: lijie,
        3: { wxid: 'wxid_demo0005yy', nickname: 'A,甜甜圈"小铺' },
        4: 'tooManyCells',
        5: { wxid: 'wxid_demo0007cc', alias: 'cc_demo_01', remark: '两行 的备注', nickname: '阿成' },
      },
    ],
    [
      'weflow.csv',
      'WeFlow',
      'utf-8-bom',
      1,
      {
        2: { ...lijie, tags: ['老客户', '3号楼/东'], region: '浙江 杭州', signature: '慢慢来', description: '不吃辣\n要无糖' },
        4: 'notAFriend',
        5: 'notAFriend',
        6: { wxid: 'wxid_demo0008hm', remark: '老赖', nickname: '赖' },
        7: { wxid: 'wxid_demo0009zz', remark: '只有显示名' },
      },
    ],
    [
      'ciphertalk.csv',
      'CipherTalk',
      'utf-8-bom',
      1,
      {
        2: { wxid: 'wxid_demo0001lj', remark: '李姐-3号楼', nickname: '微风', phone: '13800000001' },
        3: { wxid: 'wxid_demo0002lz', nickname: '老周' },
        4: 'notAFriend',
      },
    ],
    [
      'wechatdataanalysis.csv',
      'WeChatDataAnalysis',
      'utf-8-bom',
      1,
      {
        2: { ...lijie, remark: '李姐', region: '四川 资阳', source: '通过扫一扫添加' },
        3: { wxid: 'wxid_demo0002lz', nickname: '老周', source: '微信号' },
        4: 'notAFriend',
      },
    ],
    [
      'wechatexporter.csv',
      'WechatExporter',
      'utf-8',
      0,
      {
        1: { alias: 'weifeng_demo', remark: '李姐-3号楼', tags: ['老客户', '3号楼'] },
        2: { wxid: 'wxid_demo0002lz', remark: '老周' },
        3: { wxid: 'wxid_demo0003dd', remark: '豆豆妈', tags: ['宝妈'] },
      },
    ],
    [
      'wechat-contact.csv',
      'WeChat-Contact',
      'utf-8-bom',
      1,
      {
        2: {
          alias: 'weifeng_demo',
          remark: '李姐',
          nickname: '微风',
          tags: ['老客户'],
          region: '浙江 杭州',
          signature: '慢慢来,不着急,真的',
        },
        3: { alias: 'laozhou_demo', remark: '周,老板', nickname: '老周' },
        4: { alias: 'acheng_demo', remark: '两行 备注', nickname: '阿成', region: '上海 浦东新区', signature: '+1' },
        6: 'tooManyCells',
      },
    ],
    [
      'wecom.csv',
      '企业微信',
      'utf-8-bom',
      3,
      {
        4: {
          nickname: '微风',
          phone: '13800000001',
          address: '杭州市示例路1号',
          description: '不吃辣',
          source: '扫描二维码',
          addedAt: 1718091000000,
          tagsByGroup: [
            { group: '客户等级标签', tag: '老客户' },
            { group: '客户等级标签', tag: '铁杆' },
            { group: '购买意向', tag: '高' },
            { group: '购买意向', tag: '复购' },
          ],
        },
        6: { nickname: '老周', phone: '13800000002', source: '名片分享', addedAt: 1735779600000 },
      },
    ],
    [
      'scrm.csv',
      '企业微信 SCRM',
      'utf-8',
      1,
      {
        2: {
          remark: '李姐',
          nickname: '微风',
          phone: '13800000001',
          tags: ['老客户', '3号楼', '宝妈'],
          description: '系统里的备注\n不吃辣',
          addedAt: 1728013320000,
        },
      },
    ],
    [
      'youzan.csv',
      '有赞',
      'utf-8-bom',
      1,
      {
        2: {
          remark: '李姐',
          nickname: '微风',
          phone: '186******05',
          tags: ['老客户', '宝妈'],
          gender: 'female',
          region: '浙江 杭州',
          source: '小程序',
          addedAt: 1718091000000,
          birthday: { calendar: 'solar', year: 1990, month: 5, day: 12, leap: false },
        },
        3: { nickname: '老周', phone: '13800000002' },
      },
    ],
  ])('%s', async (name, origin, encoding, headerLine, people) => {
    const table = await open(name);
    expect(table).toMatchObject({ origin, encoding, headerLine, format: 'csv', sheets: [], sheet: null });
    expect(read(table)).toEqual(people);
  });
});

describe('our own export', () => {
  it('comes back as it went', async () => {
    const header =
      '微信ID,微信号,昵称,备注,账号,渠道,信任等级,标签,状态,手机,性别,地区,地址,生日,年龄段,收入,兴趣,关系,来源,个性签名,描述,添加时间,最近联系,笔记';
    const row =
      "custom_id,weifeng_demo,'=1+1,李姐,大号,门店,铁粉客户,老客户、3号楼/东,拉黑,13800000001,女,浙江 杭州,,农历08-15,,,,强,扫一扫,,不吃辣,2024-06-11 15:30:00,,";
    const table = await tableFromBytes(Buffer.from(`\uFEFF${header}\r\n${row}\r\n`));
    expect(table.origin).toBe('铁粉簿');
    expect(contactReader(table.columns, table.origin)(table.rows[0]!)).toMatchObject({
      contact: {
        wxid: 'custom_id',
        alias: 'weifeng_demo',
        nickname: '=1+1',
        remark: '李姐',
        level: 6,
        tags: ['老客户', '3号楼/东'],
        kind: 'blocked',
        phone: '13800000001',
        gender: 'female',
        region: '浙江 杭州',
        birthday: { calendar: 'lunar', month: 8, day: 15 },
        source: '扫一扫',
        description: '不吃辣',
        addedAt: 1718091000000,
      },
    });
  });
});

describe('hand-made files', () => {
  it('reads a GB18030 sheet with damage', async () => {
    const table = await open('handmade-gb18030.csv');
    expect(table).toMatchObject({ origin: null, encoding: 'gb18030', headerLine: 1 });
    expect(read(table)).toMatchObject({
      2: {
        remark: '李姐',
        alias: 'weifeng_demo',
        tags: ['老客户', '宝妈'],
        description: '不吃辣，要无糖',
        level: 6,
        addedAt: 1728013320000,
      },
      3: { remark: '㐀老周', phone: '186****05', level: 2 },
      4: 'damagedId',
      6: { remark: '王五' },
    });
  });

  it.each([
    ['handmade-utf16le.tsv', 'tsv', 'utf-16le', 1, 2],
    ['utf16be-no-bom.csv', 'csv', 'utf-16be', 1, 2],
    ['names-only.csv', 'csv', 'utf-8', 0, 3],
    ['no-header.csv', 'csv', 'utf-8', 0, 3],
    ['semicolons.csv', 'csv', 'utf-8', 2, 2],
  ])('%s', async (name, format, encoding, headerLine, count) => {
    const table = await open(name);
    expect(table).toMatchObject({ format, encoding, headerLine });
    const people = Object.values(read(table));
    expect(people).toHaveLength(count);
    expect(people[0]).toMatchObject({ remark: '李姐' });
  });

  it('loses nothing around broken quotes, mixed encodings and shifted cells', async () => {
    const broken = read(await open('broken-quotes.csv'));
    expect(Object.values(broken).map((one) => (typeof one === 'string' ? one : one.remark))).toEqual([
      '李姐',
      'brokenQuotes',
      '豆豆妈',
      'brokenQuotes',
      'brokenQuotes',
    ]);
    const mixed = read(await open('mixed-encodings.csv'));
    expect(mixed).toMatchObject({ 2: { remark: '李姐' }, 3: 'badCharacters', 4: { remark: '豆豆妈' } });
    const rows = Array.from({ length: 30 }, (_, i) => `好友${i},1380000${1000 + i},老客户`);
    const shifted = await tableFromBytes(Buffer.from(['姓名,电话,标签', ...rows, '李,姐,13800000001,老客户', '半行'].join('\n')));
    expect(shifted.rows.filter((row) => row.problem).map((row) => [row.line, row.problem])).toEqual([
      [32, 'tooManyCells'],
      [33, 'tooFewCells'],
    ]);
    expect(shifted.columns).toHaveLength(3);
  });

  it('reads the same file again with another encoding or header line', async () => {
    const asGb = await open('names-only.csv', { encoding: 'gb18030' });
    expect(asGb.encoding).toBe('gb18030');
    expect(asGb.rows[0]!.cells).not.toEqual(['李姐']);
    expect(await open('names-only.csv', { headerLine: 1 })).toMatchObject({ headerLine: 1, rows: [{ line: 2 }, { line: 3 }] });
    expect(await open('semicolons.csv', { headerLine: 0 })).toMatchObject({ headerLine: 0, rows: [{ line: 2 }, { line: 3 }, { line: 4 }] });
    expect(await refusal(open('names-only.csv', { headerLine: 9 }))).toBe('headerMissing');
  });

  it('names columns without a header, repeated ones and ones nobody filled', async () => {
    const table = await tableFromBytes(Buffer.from('姓名,电话,,分销员,分销员\n李姐,13800000001,甲,乙,丙\n'));
    expect(table.columns.map((column) => column.header)).toEqual(['姓名', '电话', '列 3', '分销员', '分销员#2']);
    expect(table.columns.map((column) => column.by)).toEqual(['header', 'header', 'none', 'header', 'header']);
  });
});

describe('wrong files', () => {
  it.each([
    ['empty.csv', 'fileEmpty empty'],
    ['header-only.csv', 'fileEmpty headerOnly'],
    ['training.json', 'fileNotUnderstood trainingJson'],
    ['training-instruction.jsonl', 'fileNotUnderstood trainingJson'],
    ['chat-messages.csv', 'fileNotUnderstood chatTable'],
    ['mailed-chat.txt', 'fileNotUnderstood chatText'],
    ['page.html', 'fileNotUnderstood html'],
    ['no-such-file.csv', 'fileGone'],
    ['.', 'fileNotUnderstood folder'],
  ])('%s → %s', async (name, expected) => {
    expect(await refusal(open(name))).toBe(expected);
  });

  it('names old and protected workbooks', async () => {
    expect(await refusal(tableFromBytes(writeOle(['Workbook'])))).toBe('fileOldWorkbook xls');
    expect(await refusal(tableFromBytes(writeOle(['EncryptedPackage'])))).toBe('filePasswordProtected encryptedXlsx');
  });

  it('reads a workbook with 200 columns', async () => {
    const header = ['姓名', ...Array.from({ length: 199 }, (_, i) => `问题${i + 1}`)];
    const table = await tableFromBytes(writeWorkbook({ sheets: { 一: inlineRows([header, header.map((_, i) => `李${i}`)]) } }));
    expect(table.columns).toHaveLength(200);
  });
});

describe('a file that moves while it is read', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const changes: [string, (path: string) => Promise<void>, string][] = [
    ['grows', (path) => appendFile(path, '王五\n'), 'fileChanged'],
    ['is cut', (path) => writeFile(path, '李姐\n'), 'fileChanged'],
    ['is rewritten with the same size', (path) => writeFile(path, '王五\n老周\n').then(() => utimes(path, 1, 1)), 'fileChanged'],
    ['is replaced', (path) => writeFile(`${path}.new`, '李姐\n老周\n').then(() => rename(`${path}.new`, path)), 'fileChanged'],
    ['vanishes', (path) => rm(path), 'fileGone'],
  ];
  it.each(changes)('%s', async (name, change, kind) => {
    const path = join(folder, `${name}.csv`);
    await writeFile(path, '李姐\n老周\n');
    let done = false;
    const whileReading = async () => {
      if (!done) await change(path);
      done = true;
    };
    expect(await refusal(openTable(path, { whileReading }))).toBe(kind);
  });
});

describe('tableFromNames', () => {
  it('takes one name a line, without numbers, bullets and blanks', () => {
    const table = tableFromNames('1. 李姐\r\n2、老周\n\n（3） 豆豆妈\n- 阿成\n• 小美\n3号楼王五\n1.5升装\n4) 陈青\n  \n');
    expect(table.rows.map((row) => row.cells[0])).toEqual(['李姐', '老周', '豆豆妈', '阿成', '小美', '3号楼王五', '1.5升装', '陈青']);
    expect(table.rows[3]!.line).toBe(5);
    expect(read(table)[1]).toEqual({ remark: '李姐' });
    expect(() => tableFromNames(' \n1. \n')).toThrow(expect.objectContaining({ kind: 'fileEmpty' }));
  });

  const names = (text: string) => tableFromPasted(text).rows.map((row) => row.cells[0]);

  it('takes one line for a list when every part can be a name', () => {
    for (const text of ['张三、李四、王五', '张三，李四,王五', ' 张三 李四　王五 ', '@张三\u2005@李四 @王五'])
      expect(names(text)).toEqual(['张三', '李四', '王五']);
    for (const one of ['李姐 3号楼', '张三、', '张三、住在三号楼最里面那一间，喜欢吃橙子的那位']) expect(names(one)).toEqual([one]);
    expect(names('张三、老客\n李四、新客')).toEqual(['张三、老客', '李四、新客']);
    expect(names('姓名\n张三\n李四')).toEqual(['张三', '李四']);
    expect(names('好友：\n- 张三\n- 李四')).toEqual(['张三', '李四']);
  });

  it('reads what was copied out of a spreadsheet as a table', () => {
    const bare = tableFromPasted('张三\t13800001111\r\n李四\t13900001111\r\n');
    expect(bare).toMatchObject({ format: 'tsv', encoding: null, headerLine: 0 });
    expect(bare.columns.map((column) => column.field)).toEqual(['remark', 'phone']);
    expect(read(bare)[2]).toEqual({ remark: '李四', phone: '13900001111' });
    const headed = tableFromPasted('姓名\t小区\t电话\n赵六\t金桂苑\t13811110000\n');
    expect(headed).toMatchObject({ headerLine: 1, rows: [{ line: 2 }] });
    expect(tableFromPasted('姓名\t小区\n赵六\t金桂苑\n', 0)).toMatchObject({ headerLine: 0, rows: [{ line: 1 }, { line: 2 }] });
    expect(tableFromPasted('姓名,电话\n赵六,13811110000\n')).toMatchObject({ format: 'csv', headerLine: 1 });
    expect(() => tableFromPasted('姓名\t电话\n')).toThrow(expect.objectContaining({ kind: 'fileEmpty' }));
  });
});
