import { describe, expect, it } from 'vitest';
import { chatFile, openTableChat, read } from '../../../../../../tests/fixtures/chats/tables/files.ts';
import { inlineRows, writeWorkbook, writeZip } from '../../../../../../tests/fixtures/contacts/zip-writer.ts';

const book = (sheets: Record<string, string[][]>) =>
  writeWorkbook({ sheets: Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, inlineRows(rows)])) });
const split = (text: string) => text.split(',');

const memotrace = [
  split('消息ID,类型,发送人,时间,内容,备注,昵称,更多信息'),
  split('7420000000000000123,文本,李姐-3号楼,2025-03-02 09:12:05,早,李姐-3号楼,微风,more'),
  split('7420000000000000124,语音,橙子铺,2025-03-02 09:13:40,【语音】晚点来拿,橙子铺,橙子铺,more'),
];
const members = [
  split('wxid,微信号,类型,群昵称,昵称,头像地址,头像原图,标签,性别,电话'),
  split('wxid_demo0001lj,weifeng,1,,微风,,,,女'),
  split('wxid_demo0000me,chengzi,1,,橙子铺,,,,女'),
];

describe('workbooks of chats', () => {
  it('reads MemoTrace 3 with its list of members', async () => {
    expect(await read('李姐-3号楼1740877925.xlsx', book({ Sheet: [], 聊天记录: memotrace, 成员信息: members }))).toEqual({
      format: 'memotrace3Xlsx',
      ownerId: null,
      knowsMe: true,
      conversations: ['李姐-3号楼 |  | 李姐-3号楼 | false | 微风<wxid_demo0001lj>, 橙子铺<wxid_demo0000me>'],
      lines: [
        '2 | 李姐-3号楼 | 2025-03-02 09:12:05 | 李姐-3号楼 | in | text | 早 | 7420000000000000123',
        '3 | 李姐-3号楼 | 2025-03-02 09:13:40 | 橙子铺<wxid_demo0000me> | out | voice | 晚点来拿 | 7420000000000000124',
      ],
    });
    const placed = await read('聊天记录/李姐-3号楼(wxid_demo0001lj)/李姐-3号楼.xlsx', book({ 聊天记录: memotrace, 成员信息: members }));
    expect(placed!.lines[0]).toBe(
      '2 | wxid_demo0001lj | 2025-03-02 09:12:05 | 李姐-3号楼<wxid_demo0001lj> | in | text | 早 | 7420000000000000123',
    );
  });

  it.each([
    ['微信收款助手', '类型,日期,时间,金额,详细信息,汇总,备注,更多信息'],
    ['微信支付', '类型,收款单位,日期,时间,金额,付款方式,收单机构,更多信息'],
    ['公众号', '日期,时间,标题,描述,链接,更多信息'],
  ])('does not take %s for a chat', async (_, header) => {
    const bytes = book({ 聊天记录: [split(header), split('收款到账,2025-03-02,09:12:05,116,x,y,more')] });
    await expect(read('a.xlsx', bytes)).rejects.toMatchObject({ kind: 'headerMissing' });
  });

  it('reads WeFlow, private and compact, full and of a group', async () => {
    const above = (id: string, remark: string) => [
      ['会话信息'],
      ['微信ID', id, '', '昵称', '微风', '备注', remark, remark],
      split('导出工具,WeFlow,导出版本,0.0.2,平台,wechat,导出时间,2026-03-10 10:00:00'),
    ];
    const compact = [
      ...above('wxid_demo0001lj', '李姐'),
      split('序号,时间,发送者身份,消息类型,内容'),
      split('1,2026-03-09 07:51:40,李姐,文本消息,橙子到了吗'),
      ['2', '2026-03-09 07:53:10', '我', '链接消息', '[链接]#接龙\n周五到货\n1. 青柠 2箱'],
    ];
    expect(await read('私聊_李姐.xlsx', book({ 聊天记录: compact }))).toEqual({
      format: 'weflowXlsx',
      ownerId: null,
      knowsMe: true,
      conversations: ['wxid_demo0001lj | wxid_demo0001lj | 李姐 | false | '],
      lines: [
        '5 | wxid_demo0001lj | 2026-03-09 07:51:40 | 李姐<wxid_demo0001lj> | in | text | 橙子到了吗 | ',
        '6 | wxid_demo0001lj | 2026-03-09 07:53:10 | 我 | out | solitaire | #接龙\n周五到货\n1. 青柠 2箱 | ',
      ],
    });
    const full = [
      ...above('wxid_demo0001lj', '李姐'),
      split('序号,时间,发送者昵称,发送者微信ID,发送者备注,发送者身份,消息类型,内容'),
      split('1,2026-03-09 07:51:40,微风,wxid_demo0001lj,李姐,李姐,转账消息,[转账]￥116.00 两箱'),
      split('2,2026-03-09 07:53:10,橙子铺,wxid_demo0000me,,我,图片消息,[图片]'),
    ];
    const fullLines = [
      '5 | wxid_demo0001lj | 2026-03-09 07:51:40 | 李姐<wxid_demo0001lj> | in | transfer | ￥116.00 两箱 | ',
      '6 | wxid_demo0001lj | 2026-03-09 07:53:10 | 橙子铺<wxid_demo0000me> | out | picture |  | ',
    ];
    expect(await read('李姐.xlsx', book({ 聊天记录: full }))).toMatchObject({
      format: 'weflowXlsx',
      ownerId: 'wxid_demo0000me',
      lines: fullLines,
    });
    const echotrace = full.filter((cells) => cells[0] !== '导出工具');
    expect(await read('李姐.xlsx', book({ 聊天记录: echotrace, 头像索引: [] }))).toMatchObject({
      format: 'echotraceXlsx',
      lines: fullLines.map((line) => line.replace(/^\d/, (digit) => String(Number(digit) - 1))),
    });
    const group = [
      ...above('4400000001@chatroom', ''),
      split('序号,时间,发送者昵称,发送者微信ID,发送者备注,群昵称,发送者身份,消息类型,内容'),
      split('1,2026-03-09 07:51:40,微风,wxid_demo0001lj,李姐,李姐 3-502,李姐,文本消息,橙子到了吗'),
      split('2,2026-03-09 07:52:40,,,,,,系统消息,李姐邀请青柠加入了群聊'),
    ];
    expect(await read('群聊_团购.xlsx', book({ 聊天记录: group }))).toMatchObject({
      knowsMe: false,
      conversations: ['4400000001@chatroom | 4400000001@chatroom | 微风 | true | '],
      lines: [
        '5 | 4400000001@chatroom | 2026-03-09 07:51:40 | 李姐 3-502<wxid_demo0001lj> | ? | text | 橙子到了吗 | ',
        '6 | 4400000001@chatroom | 2026-03-09 07:52:40 |  | system | system | 李姐邀请青柠加入了群聊 | ',
      ],
    });
  });

  it('reads CipherTalk by its seconds', async () => {
    const rows = [
      split('序号,时间,日期,时刻,星期,发送者,微信ID,消息类型,消息内容,原始类型代码,时间戳'),
      split('1,2026/04/30 14:05:09,2026/04/30,14:05:09,星期四,李姐,wxid_demo0001lj,文本消息,早,1,1777529109'),
      split('2,2026/04/30 14:05:10,2026/04/30,14:05:10,星期四,橙子铺,wxid_demo0000me,转账消息,[转账] ￥9.90,8589934592049,1777529110'),
    ];
    expect(await read('李姐.xlsx', book({ 李姐: rows }))).toEqual({
      format: 'ciphertalkXlsx',
      ownerId: 'wxid_demo0000me',
      knowsMe: true,
      conversations: ['wxid_demo0001lj | wxid_demo0001lj | 李姐 | false | '],
      lines: [
        '2 | wxid_demo0001lj | 2026-04-30 14:05:09 | 李姐<wxid_demo0001lj> | in | text | 早 | ',
        '3 | wxid_demo0001lj | 2026-04-30 14:05:10 | 橙子铺<wxid_demo0000me> | out | transfer | ￥9.90 | ',
      ],
    });
  });

  it('reads WeChatDataAnalysis with the facts of its second sheet', async () => {
    const rows = [
      split('序号,时间,发送者,消息类型,内容,本地 ID,服务 ID'),
      split('1,2026-03-09 07:51:40,李姐(wxid_demo0001lj),text,橙子到了吗,12,7420000000000000201'),
      split('2,2026-03-09 07:53:10,我,image,[图片],13,7420000000000000202'),
    ];
    const facts = [split('会话,李姐'), split('用户名,wxid_demo0001lj'), split('账号,wxid_demo0000me')];
    expect(await read('conversations/李姐_wxid/messages.xlsx', book({ 消息: rows, 会话信息: facts }))).toEqual({
      format: 'wechatDataXlsx',
      ownerId: 'wxid_demo0000me',
      knowsMe: true,
      conversations: ['wxid_demo0001lj | wxid_demo0001lj | 李姐 | false | '],
      lines: [
        '2 | wxid_demo0001lj | 2026-03-09 07:51:40 | 李姐<wxid_demo0001lj> | in | text | 橙子到了吗 | 7420000000000000201',
        '3 | wxid_demo0001lj | 2026-03-09 07:53:10 | 我 | out | picture |  | 7420000000000000202',
      ],
    });
  });

  it('reads tables saved as a workbook by hand, with dates and ids that Excel has changed', async () => {
    const sheet = `${inlineRows([split('id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime')])}<row r="2"><c r="B2"><v>7430000000000000123</v></c><c r="C2" t="inlineStr"><is><t>文本</t></is></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="s"><v>1</v></c><c r="F2" t="s"><v>0</v></c><c r="G2" t="s"><v>2</v></c><c r="I2" s="1"><v>45569.4878472222</v></c></row>`;
    const bytes = writeWorkbook({
      sheets: { 表: sheet },
      shared: ['<t>4400000001@chatroom</t>', '<t>我</t>', '<t>好</t>'],
      styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>',
    });
    expect((await read('表.xlsx', bytes))!.lines).toEqual(['2 | 4400000001@chatroom | 2024-10-04 11:42:30 | 我 | out | text | 好 | ']);
  });

  it('streams a long sheet in steps and again from the start', async () => {
    const rows = [
      memotrace[0]!,
      ...Array.from({ length: 20_000 }, (_, i) => [`74200000000000${String(i + 10_001)}`, ...memotrace[1]!.slice(1)]),
    ];
    const source = (await openTableChat(chatFile('李姐-3号楼.xlsx', book({ 聊天记录: rows }))))!;
    for (let round = 0; round < 2; round++) {
      let [count, steps, bytesRead] = [0, 0, 0];
      for await (const batch of source.records()) {
        count += batch.records.length;
        steps++;
        expect(batch.bytesRead).toBeGreaterThanOrEqual(bytesRead);
        bytesRead = batch.bytesRead;
      }
      expect(count).toBe(20_000);
      expect(steps).toBeGreaterThan(5);
    }
  });

  it('refuses a DOCTYPE, a bomb and a zip that is no workbook', async () => {
    const doctype = writeWorkbook({
      sheets: { 聊天记录: inlineRows(memotrace) },
      doctype: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    });
    await expect(read('a.xlsx', doctype)).rejects.toMatchObject({ kind: 'fileSuspicious' });
    const bomb = writeWorkbook({ sheets: { 聊天记录: `<row>${' '.repeat(30_000_000)}</row>` } });
    await expect(read('a.xlsx', bomb)).rejects.toMatchObject({ kind: 'fileSuspicious' });
    await expect(read('a.xlsx', writeZip([{ name: 'xl/a.txt', data: 'x' }]))).rejects.toMatchObject({ kind: 'fileNotUnderstood' });
    expect(await read('a.zip', writeZip([{ name: 'a.csv', data: 'x' }]))).toBe(null);
  });
});
