import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { contactReader, type ImportedContact } from './contact-row.ts';
import { type TableSource, tableFromBytes } from './open-table.ts';
import { tableFromPasted } from './pasted-names.ts';

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

describe('names with their phones beside them', () => {
  const expected = [{ remark: '张三', phone: '13800000001' }, { remark: '李姐3号楼', phone: '13800000002' }, { remark: '王五' }];
  const lines = ['张三 13800000001', '李姐3号楼：138-0000-0002', '王五'];

  it('are two columns, in a text file and when pasted', async () => {
    expect(read(await tableFromBytes(Buffer.from(`${lines.join('\r\n')}\r\n`)))).toEqual(expected);
    expect(read(tableFromPasted(lines.map((line, at) => `${at + 1}. ${line}`).join('\n')))).toEqual(expected);
    const turned = tableFromPasted('13800000001 张三\n13800000002，李四');
    expect(read(turned)).toMatchObject([{ remark: '张三' }, { remark: '李四', phone: '13800000002' }]);
  });

  it('stay names where none has one, and where a column of names is told', async () => {
    expect(tableFromPasted('张三\n李四\n王五 1380000').columns).toHaveLength(1);
    expect((await tableFromBytes(Buffer.from('姓名\n张三 13800000001\n'))).columns).toHaveLength(1);
  });
});

describe('a header of two rows', () => {
  const people = [{ remark: '张三', phone: '13800000001', alias: 'zhangsan_1', tags: ['老客户'] }];
  const data = ['张三', '13800000001', 'zhangsan_1', '老客户'];

  it.each([
    [
      'under what it belongs to',
      [
        ['姓名', '联系方式', '', '标签'],
        ['', '手机', '微信', ''],
      ],
      2,
    ],
    [
      'with a title above, and words that mean nothing over them',
      [['客户登记表'], ['姓名', '怎么找', '', '其他'], ['', '手机', '微信号', '标签']],
      3,
    ],
    [
      'in which the upper row says more',
      [
        ['姓名', '电话', '', '标签'],
        ['', '', '微信号', ''],
      ],
      2,
    ],
  ])('%s', async (_, header, line) => {
    const table = await tableFromBytes(Buffer.from([...header, data].map((row) => row.join()).join('\n')));
    expect(table.headerLine).toBe(line);
    expect(read(table)).toEqual(people);
    const told = await tableFromBytes(Buffer.from([...header, data].map((row) => row.join()).join('\n')), { headerLine: line });
    expect(read(told)).toEqual(people);
  });

  it('is not made of a header and a person, nor of a header that stands twice', async () => {
    const one = await tableFromBytes(Buffer.from('姓名,标签\n李四,客户\n'));
    expect(one).toMatchObject({ headerLine: 1, rows: [{ line: 2 }] });
    const twice = await tableFromBytes(Buffer.from('姓名,手机\n姓名,手机\n李四,13800000001\n'));
    expect(read(twice)).toEqual(expect.arrayContaining([{ remark: '李四', phone: '13800000001' }]));
  });
});
