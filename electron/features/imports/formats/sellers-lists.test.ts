import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { contactReader, type ImportedContact } from './contact-row.ts';
import { type TableSource, tableFromBytes } from './open-table.ts';

/** The filled fields of each person, or the problem. */
function read(table: TableSource): (Partial<ImportedContact> | string)[] {
  const reader = contactReader(table.columns, table.origin);
  return table.rows.map((row) => {
    const result = reader(row);
    if (!result.contact) return result.problem;
    const { phoneUsable, kind, ...rest } = result.contact;
    return Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0)),
    );
  });
}

describe('what only looks like a list', () => {
  it('is said to be garbled when it reads as rubbish', async () => {
    const text = '备注,微信号\n张三,zs_m1\n李四,ls_m2\n';
    const opened = (content: string | Buffer) => tableFromBytes(Buffer.from(content));
    expect((await opened(iconv.decode(Buffer.from(text), 'gb18030'))).garbled).toBe(true);
    expect((await opened(`备注,微信号\n${'\uFFFD\uFFFD,a_1\n'.repeat(3)}`)).garbled).toBe(true);
    for (const sound of [
      text,
      iconv.encode(text, 'gb18030'),
      '备注\n张\uFFFD三\n🌸小雨🌸\n',
      'remark,wxid\nLily,wxid_1\n',
      '备注\n陳大文\n龘靐齉\n',
    ])
      expect((await opened(sound)).garbled).toBe(false);
  });

  it('is read when it is a web page with a table, as shops save their .xls, without running or fetching anything', async () => {
    const page = `<html><head><meta charset=utf-8><style>td{color:red}</style></head><body><script>document.write('<tr><td>坏</td></tr>')</script>
      <table border=1><tr><th colspan="2">客户&nbsp;导出</th></tr><tr><td>备注<td>微信号<td>电话</tr>
      <TR><TD><b>张三</b> &amp; 李四</TD><td>zs_h</td><td x:str>13800001111</td></TR><!-- <tr><td>没有</td></tr> --></table></body></html>`;
    const table = await tableFromBytes(Buffer.from(page));
    expect(table).toMatchObject({ format: 'html', encoding: 'utf-8', headerLine: 2 });
    expect(read(table)).toEqual([{ remark: '张三 & 李四', alias: 'zs_h', phone: '13800001111' }]);
    for (const other of ['<html><body><p>你好</p></body></html>', '<table><tr><td>你好</td></tr><tr><td>1</td></tr></table>'])
      await expect(tableFromBytes(Buffer.from(other))).rejects.toMatchObject({ kind: 'fileNotUnderstood', details: { what: 'html' } });
  });
});
