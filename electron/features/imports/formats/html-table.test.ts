import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { withoutHang } from '../../../../tests/helpers/fuzz.ts';
import { readHtmlTable } from './html-table.ts';

const cells = (page: string) => readHtmlTable(page).map((row) => row.cells);
const table = (...rows: string[]) => `<table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`;

describe('readHtmlTable', () => {
  it('reads the cells of a page without running it', () => {
    const page = `<!DOCTYPE html><html><head><style>td::before{content:"<td>"}</style></head>
      <!-- <table><tr><td>没有</td></tr></table> --><SCRIPT>document.write('<tr><td>坏</td></tr>')</SCRIPT>
      <table border=1><TR><TH>备注<th>电话</TR>
      <tr><td class="x" x:fmla="=A1>B1"><b>张三</b> &amp;\n李四<br>三号楼&nbsp;&#128522;&#55296;</td><td x:str>13800001111</td></tr></table>`;
    expect(cells(page)).toEqual([
      ['备注', '电话'],
      ['张三 & 李四\n三号楼 😊', '13800001111'],
    ]);
  });

  it('keeps what stands under merged cells in its column, and counts rows as a spreadsheet would', () => {
    const page = table(
      '<td colspan="3">客户导出</td>',
      '',
      '<td>姓名</td><td>电话</td><td>地址</td>',
      '<td rowspan=2>张三</td><td>1</td><td rowspan="2">杭州</td>',
      '<td>2</td>',
      '<td>李四</td><td>3</td><td>上海</td>',
    );
    expect(readHtmlTable(page)).toEqual([
      { line: 1, cells: ['客户导出'] },
      { line: 3, cells: ['姓名', '电话', '地址'] },
      { line: 4, cells: ['张三', '1', '杭州'] },
      { line: 5, cells: ['', '2'] },
      { line: 6, cells: ['李四', '3', '上海'] },
    ]);
  });

  it('goes on where tags are left open, and takes signs of less for what they are', () => {
    expect(cells('<table><tr><td>a < b<td>3<5 & 4>2<tr><td title="x>y">c<td')).toEqual([['a < b', '3<5 & 4>2'], ['c']]);
    expect(cells('<tr><td>1<table><tr><td>2</td></tr></table></td></tr>')).toEqual([['1'], ['2']]);
    expect(cells('<p>你好</p>')).toEqual([]);
  });

  const size = 2_000_000;
  const filled = (piece: string) => piece.repeat(Math.ceil(size / piece.length));
  it.each([
    ['tables within tables', `${'<table><tr><td>'.repeat(200_000)}x${'</td></tr></table>'.repeat(200_000)}`],
    ['comments that do not end', `<tr><td>${filled('<!--')}`],
    ['comments without number', `<tr><td>${filled('<!-- -->')}`],
    ['scripts that do not end', `<tr><td>${filled('<script>')}`],
    ['signs of less', `<tr><td>${filled('<')}`],
    ['tags that do not end', `<tr><td>${filled('<td a=')}`],
    ['quotes that do not end', `<tr><td>${filled('<b a="')}`],
    ['quotes of both kinds', `<tr><td>${filled(`<b a="'><b a='>`)}`],
    ['equal signs and blanks', `<tr><td ${filled('= ')}`],
    ['blanks', `<tr><td>${filled(' ')}`],
    ['signs of entities', `<tr><td>${filled('&#')}`],
    ['one long cell', `<tr><td>${filled('字')}`],
    ['cells in one row', `<tr>${filled('<td>')}`],
    ['wide cells in one row', `<tr>${filled('<td colspan=100>')}`],
    ['wide and high cells', filled('<tr><td colspan=100 rowspan=10000>x')],
    ['a wide cell a row', filled('<tr><td colspan=100><td>x')],
  ])('takes no longer than a page is long: %s', async (_, page) => {
    await withoutHang(() => {
      try {
        expect(readHtmlTable(page).length).toBeLessThan(1_000_000);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    });
  });
});
