import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { inlineRows, type WorkbookParts, writeWorkbook, writeZip } from '../../../../tests/fixtures/contacts/zip-writer.ts';
import { tableFromBytes } from './open-table.ts';
import { openWorkbook } from './xlsx.ts';
import { numberKind, numberText } from './xlsx-styles.ts';
import { openZip } from './zip.ts';

async function rowsOf(parts: WorkbookParts, sheet = Object.keys(parts.sheets)[0]!) {
  return (await openWorkbook(await openZip(writeWorkbook(parts), 'zip'))).readSheet(sheet);
}
const cellsOf = async (parts: WorkbookParts) => (await rowsOf(parts))[0]!.cells;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    (error: { kind: string; details: object }) => ({ kind: error.kind, ...error.details }),
  );

describe('openWorkbook', () => {
  it('reads every kind of cell', async () => {
    const sheet =
      '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="inlineStr"><is><r><t>富</t></r><r><t xml:space="preserve"> 文</t></r><rPh><t>fu</t></rPh></is></c>' +
      '<c r="E3"><v>13800000001</v></c><c r="F3"><v>1.3800000001E10</v></c><c r="G3"><v>7.4300000000000005E+18</v></c><c r="H3" t="b"><v>1</v></c><c r="I3" t="e"><v>#N/A</v></c>' +
      '<c r="J3" t="str"><f>A1</f><v>结果</v></c><c r="K3"><v>0.30000000000000004</v></c><c r="L3" t="str"><v>a_x000D_b</v></c></row><row r="4"/><row><c t="s"><v>1</v></c></row>';
    const rows = await rowsOf({
      sheets: { 一: sheet },
      shared: ['<t>李姐</t>', '<r><t>微</t></r><r><t>风</t></r><rPh sb="0"><t>wei</t></rPh>'],
    });
    expect(rows).toEqual([
      { line: 3, cells: ['李姐', '', '微风', '富 文', '13800000001', '13800000001', '7.43E+18', 'TRUE', '', '结果', '0.3', 'a\rb'] },
      { line: 5, cells: ['微风'] },
    ]);
  });

  it('gives dates as text, by built-in and custom formats', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot;day&quot;"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="58"/><xf numFmtId="20"/></cellXfs>';
    const sheet = `<row r="1">${[0, 1, 2, 3, 4, 5].map((s) => `<c s="${s}"><v>45454.646527777775</v></c>`).join('')}<c s="1"><v>45454</v></c><c s="6"><v>0.5</v></c></row>`;
    const dated = ['45454.6465277778', '2024-06-11 15:31:00', '2024-06-11 15:31:00', '2024-06-11 15:31:00', '45454.6465277778', '6月11日'];
    expect(await cellsOf({ sheets: { 一: sheet }, styles })).toEqual([...dated, '2024-06-11', '12:00:00']);
    const old = await cellsOf({ sheets: { 一: '<row><c s="1"><v>43992</v></c></row>' }, styles, properties: 'date1904="1"' });
    expect(old).toEqual(['2024-06-11']);
    expect(['General', '0.00', 'yyyy-mm-dd;@', '[h]:mm', 'm/d', '@', '#,##0'].map((code) => numberKind(164, code))).toEqual([
      'number',
      'number',
      'date',
      'time',
      'dayOfYear',
      'number',
      'number',
    ]);
    expect(numberText('nonsense', 'date', false)).toBe('nonsense');
  });

  it('gives each row a line of its own, also where numbers stand twice or go back', async () => {
    const row = (told: number, text: string) => `<row r="${told}"><c t="inlineStr"><is><t>${text}</t></is></c></row>`;
    const rows = await rowsOf({ sheets: { 一: row(1, '姓名') + row(5, '甲') + row(5, '乙') + row(2, '丙') + row(9, '丁') } });
    expect(rows.map(({ line, cells }) => `${line} ${cells[0]}`)).toEqual(['1 姓名', '5 甲', '6 乙', '7 丙', '9 丁']);
  });

  it('reports formulas without a stored result and cells beyond 1 MiB', async () => {
    const long = `<row r="2"><c t="inlineStr"><is><t>${'长'.repeat(1_100_000)}</t></is></c></row>`;
    const rows = await rowsOf({ sheets: { 一: `<row r="1"><c><f>A2&amp;"x"</f></c><c t="str"><f>1</f><v></v></c></row>${long}` } });
    expect(rows.map((row) => row.problem)).toEqual(['formulaCell', 'cellTooLong']);
  });

  it('lists visible sheets and reads the one with a header first', async () => {
    const bytes = writeWorkbook({
      sheets: {
        说明: inlineRows([['导出说明']]),
        藏: inlineRows([['x']]),
        通讯录: inlineRows(
          [
            ['序号', '昵称', '微信ID', '备注', '微信号'],
            ['1', '微风', 'wxid_demo0001lj', '李姐', 'weifeng_demo'],
          ],
          2,
        ),
      },
      states: { 藏: 'hidden' },
    });
    expect(await tableFromBytes(bytes)).toMatchObject({
      format: 'xlsx',
      encoding: null,
      sheets: ['说明', '通讯录'],
      sheet: '通讯录',
      headerLine: 2,
      origin: 'echotrace',
    });
    expect(await tableFromBytes(bytes, { sheet: '说明' })).toMatchObject({
      sheet: '说明',
      headerLine: 0,
      rows: [{ line: 1, cells: ['导出说明'] }],
    });
  });

  it('reads what exceljs writes', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('客户');
    sheet.addRow(['姓名', '电话', '生日', '合计']);
    sheet.addRow(['李姐', 13800000001, new Date(Date.UTC(1990, 4, 12)), { formula: 'B2', result: 5 }]);
    sheet.getCell('C2').numFmt = 'yyyy-mm-dd';
    const bytes = Buffer.from(await book.xlsx.writeBuffer());
    const table = await tableFromBytes(bytes);
    expect(table.rows).toEqual([{ line: 2, cells: ['李姐', '13800000001', '1990-05-12', '5'] }]);
  });

  it('takes prefixed elements and 200 columns, and refuses 513', async () => {
    expect(
      await rowsOf({ sheets: { 一: '<x:row xmlns:x="y" r="1"><x:c r="GR1" t="inlineStr"><x:is><x:t>尾</x:t></x:is></x:c></x:row>' } }),
    ).toHaveLength(1);
    expect(await refusal(rowsOf({ sheets: { 一: '<row r="1"><c r="SS1"><v>1</v></c></row>' } }))).toMatchObject({ kind: 'tooManyColumns' });
  });
});

describe('hostile workbooks', () => {
  it('refuses a DOCTYPE, paths out of the archive, secrets, lies about sizes and bombs', async () => {
    const doctype = '<!DOCTYPE x [<!ENTITY a "aaaa">]>';
    expect(await refusal(rowsOf({ sheets: { 一: inlineRows([['a']]) }, doctype }))).toMatchObject({
      kind: 'fileSuspicious',
      reason: 'doctype',
    });
    const part = { name: 'xl/workbook.xml', data: '<workbook/>' };
    const open = (...parts: Parameters<typeof writeZip>[0]) => refusal(tableFromBytes(writeZip(parts)));
    expect(await open(part, { name: '../../evil.txt', data: 'x' })).toMatchObject({ kind: 'fileSuspicious', reason: 'path' });
    expect(await open(part, { name: '/etc/evil', data: 'x' })).toMatchObject({ kind: 'fileSuspicious', reason: 'path' });
    expect(await open({ ...part, flags: 1 })).toMatchObject({ kind: 'filePasswordProtected' });
    expect(await open({ ...part, method: 99 })).toMatchObject({ kind: 'filePasswordProtected' });
    expect(await open(part, { name: 'big', data: 'x', toldSize: 0x7fffffff })).toMatchObject({ kind: 'fileSuspicious', reason: 'size' });
    expect(await refusal(rowsOf({ sheets: { 一: `<!--${' '.repeat(40_000_000)}-->` } }))).toMatchObject({
      kind: 'fileSuspicious',
      reason: 'ratio',
    });
    const lie = writeWorkbook({
      sheets: { 一: inlineRows([['a']]) },
      extra: [{ name: 'xl/sharedStrings.xml', data: '<sst></sst>', toldSize: 5 }],
    });
    expect(await refusal(tableFromBytes(lie))).toMatchObject({ kind: 'fileDamaged' });
  });

  it('refuses ten thousand entries and wrong checksums', async () => {
    const many = writeZip(Array.from({ length: 10_001 }, (_, i) => ({ name: `f${i}`, data: '', method: 0 as const })));
    expect(await refusal(tableFromBytes(many))).toMatchObject({ kind: 'fileSuspicious', reason: 'entries' });
    const bytes = writeZip([{ name: 'xl/workbook.xml', data: '<workbook/>', method: 0 }]);
    bytes[bytes.indexOf('<workbook/>') + 1] = 0x57;
    expect(await refusal(tableFromBytes(bytes))).toMatchObject({ kind: 'fileDamaged' });
  });
});
