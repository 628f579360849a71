import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { chatFile, crlf, openTableChat, read, samples } from '../../../../../../tests/fixtures/chats/tables/files.ts';
import { TableTime } from './table-time.ts';
import { internStrings } from './tables.ts';

const expected = JSON.parse(readFileSync(new URL('../../../../../../tests/fixtures/chats/tables/expected.json', import.meta.url), 'utf8'));
const names = Object.keys(samples);
const lines = async (path: string, content: string | Buffer, beside?: Record<string, string>) => (await read(path, content, beside))!.lines;

describe('tables of chats', () => {
  it.each(names)('reads %s as its program wrote it', async (name) => {
    const { path, content } = samples[name]!;
    expect(await read(path, content)).toEqual(expected[name]);
  });

  it.each(names)('reads %s resaved as GB18030 or UTF-16, and again from the start', async (name) => {
    const { path, content } = samples[name]!;
    const text = content.replace(/^\uFEFF/, '');
    expect(await read(path, iconv.encode(text, 'gb18030'))).toEqual(expected[name]);
    expect(await read(path, iconv.encode(`\uFEFF${text}`, 'utf16-le'))).toEqual(expected[name]);
    const source = await openTableChat(chatFile(path, content));
    for (let round = 0; round < 2; round++) {
      let count = 0;
      for await (const { records, problems } of source!.records()) count += records.length + problems.length;
      expect(count).toBe(expected[name].lines.length);
    }
  });

  it('is not what other tables are', async () => {
    const others = [
      'a,b,c,d\n1,2,3,4\n',
      '',
      'UserName,Alias,Remark,NickName\nwxid_a,,,微风\n',
      '交易时间,公众账号ID,微信订单号\n',
      '{"a":1}',
      '老板，在吗',
    ];
    for (const text of others) expect(await read('a.csv', text)).toBe(null);
  });
});

describe('MemoTrace', () => {
  const head = 'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n';

  it('tells the chats of a whole account apart', async () => {
    const rows = `1,3,1,0,1,1718091000,3,早,x,橙子铺,橙子铺,wxid_demo0000me
2,3,1,0,0,1718091001,3,好,x,李姐,微风,wxid_demo0001lj
3,4,1,0,0,1718091002,3,群里,x,青柠,青柠,wxid_demo0002qn
4,4,1,0,0,1718091003,3,也在,x,老周,老周,wxid_demo0003lz
5,5,1,0,1,1718091004,3,没人回,x,橙子铺,橙子铺,wxid_demo0000me
`;
    expect(await read('messages.csv', head + rows)).toMatchObject({
      ownerId: 'wxid_demo0000me',
      conversations: ['wxid_demo0001lj | wxid_demo0001lj | 李姐 | false | ', '会话 4 |  | 会话 4 | true | ', '会话 5 |  | 会话 5 |  | '],
      lines: [
        '2 | wxid_demo0001lj | 2024-06-11 15:30:00 | 橙子铺<wxid_demo0000me> | out | text | 早 | ',
        '3 | wxid_demo0001lj | 2024-06-11 15:30:01 | 李姐<wxid_demo0001lj> | in | text | 好 | ',
        '4 | 会话 4 | 2024-06-11 15:30:02 | 青柠<wxid_demo0002qn> | in | text | 群里 | ',
        '5 | 会话 4 | 2024-06-11 15:30:03 | 老周<wxid_demo0003lz> | in | text | 也在 | ',
        '6 | 会话 5 | 2024-06-11 15:30:04 | 橙子铺<wxid_demo0000me> | out | text | 没人回 | ',
      ],
    });
    // in several files, each of which may hold one chat
    const part = await read('messages_2024.csv', head + rows.split('\n').slice(0, 2).join('\n'));
    expect(part!.conversations).toEqual(['wxid_demo0001lj | wxid_demo0001lj | 李姐 | false | ']);
    const group = await read('橙子团购1群/橙子团购1群_utf8.csv', head + rows);
    expect(group!.conversations).toEqual(['橙子团购1群 |  | 橙子团购1群 | true | ']);
  });

  it('reads what Excel made of version 2', async () => {
    const rows =
      '12,3,1,0,0,1.72E+09,3,在吗,2024/6/11 15:30,李姐,微风,wxid_demo0001lj\n13,3,x,0,0,,3,在吗,,李姐,微风,wxid_demo0001lj\n14,3,1,0,0,,3,早,,李姐,微风,wxid_demo0001lj\n';
    expect(await lines('李姐.csv', head + rows)).toEqual([
      '2 | wxid_demo0001lj | 2024-06-11 15:30 | 李姐<wxid_demo0001lj> | in | text | 在吗 | ',
      '3 ! unknownShape',
      '4 ! noTime',
    ]);
  });

  it('finds her in version 3 only where the file lets one', async () => {
    const { content } = samples.memotrace3Csv!;
    const loose = await read('李姐-3号楼.csv', content);
    expect(loose).toMatchObject({ knowsMe: true, conversations: ['李姐-3号楼 |  | 李姐-3号楼 | false | '] });
    expect(loose!.lines.map((line) => line.split(' | ')[4])).toEqual(['in', 'out', 'in', 'out', 'out', 'system', 'in']);
    const renamed = await read('备份.csv', content);
    expect(renamed).toMatchObject({ knowsMe: false, conversations: ['备份 |  | 备份 |  | '] });
    expect(renamed!.lines.map((line) => line.split(' | ')[4])).toEqual(['?', '?', '?', '?', '?', 'system', '?']);
    const group = await read('聊天记录/团购群(4400000001@chatroom)/团购群.csv', content);
    expect(group).toMatchObject({ knowsMe: false, conversations: ['4400000001@chatroom | 4400000001@chatroom | 团购群 | true | '] });
    // the program replaces what a folder must not be called
    const odd = content.replaceAll('李姐-3号楼', '李姐 3.号/楼');
    const replaced = await read('聊天记录/李姐_3_号_楼(wxid_demo0001lj)/李姐_3_号_楼.csv', odd);
    expect(replaced!.lines.map((line) => line.split(' | ')[4])).toEqual(['in', 'out', 'in', 'out', 'out', 'system', 'in']);
  });
});

describe('PyWxDump', () => {
  it('reads what Excel made of it, and names people by users.json', async () => {
    const text = `id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime
0,7.43E+18,文本,FALSE,wxid_demo0001lj,wxid_demo0001lj,还有货吗,,2024/10/4 11:42
1,7430000000000000000,文本,TRUE,我,wxid_demo0001lj,有,,2024/10/4 9:05:07
2,7.43E+18,文本,FALSE,wxid_demo0001lj,wxid_demo0001lj,好,,45569.4878472222
`;
    const users = JSON.stringify({
      wxid_demo0001lj: { wxid: 'wxid_demo0001lj', nickname: '微风', remark: '李姐', account: 'weifeng', LabelIDList: [] },
      x: null,
    });
    const path = 'export/wxid_demo0000me/csv/wxid_demo0001lj/wxid_demo0001lj_0_5000.csv';
    expect(await read(path, text, { 'export/wxid_demo0000me/csv/wxid_demo0001lj/users.json': users })).toMatchObject({
      ownerId: 'wxid_demo0000me',
      conversations: ['wxid_demo0001lj | wxid_demo0001lj | 李姐 | false | 李姐<wxid_demo0001lj>'],
      lines: [
        '2 | wxid_demo0001lj | 2024-10-04 11:42 | 李姐<wxid_demo0001lj> | in | text | 还有货吗 | ',
        '3 | wxid_demo0001lj | 2024-10-04 09:05:07 | 我<wxid_demo0000me> | out | text | 有 | ',
        '4 | wxid_demo0001lj | 2024-10-04 11:42:30 | 李姐<wxid_demo0001lj> | in | text | 好 | ',
      ],
    });
    expect((await read(path, text, { 'export/wxid_demo0000me/csv/users.json': '{"a":' }))!.conversations).toHaveLength(1);
  });

  it('explains every row that it leaves out', async () => {
    const text = `导出时间 2024
id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime
0,1,文本,0,a,,没有会话,,2024-06-11 15:30:00
1,1,文本,0,a,b@chatroom,坏时间,,2024-02-30 15:30:00
2,1,文本,0,a,b@chatroom,太早,,2001-01-01 00:00:00
3,1,文本
4,1,文本,0,a,b@chatroom,"没关上,,2024-06-11 15:30:00
id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime
5,1,文本,0,a,b@chatroom,好,,2024-06-11 15:30:00`;
    const found = (await lines('a.csv', crlf(text))).sort();
    expect(found.at(-1)).toBe('9 | b@chatroom | 2024-06-11 15:30:00 | <a> | in | text | 好 | 1');
    expect(found.slice(0, -1)).toEqual(['3 ! noConversation', '4 ! badTime', '5 ! timeOutOfRange', '6 ! tooFewCells', '7 ! brokenQuotes']);
  });
});

describe('chatlog', () => {
  it('does not guess who she is in a group', async () => {
    const text =
      'Time,SenderName,Sender,TalkerName,Talker,Content\n2025-03-02 09:16:00,李姐,wxid_demo0001lj,橙子团购1群,4400000001@chatroom,好\n';
    expect(await read('a.csv', text)).toMatchObject({
      knowsMe: false,
      lines: ['2 | 4400000001@chatroom | 2025-03-02 09:16:00 | 李姐<wxid_demo0001lj> | ? | text | 好 | '],
    });
  });
});

describe('WeFlow SQL', () => {
  it('goes on behind a statement that is cut, and at the end of the file', async () => {
    const { path, content } = samples.weflowSql!;
    const broken = content.replace("'它''s", "'它's");
    expect((await lines(path, broken)).map((line) => line.slice(0, 4))).toEqual(['5 | ', '8 | ', '3 ! ']);
    const cut = await lines(path, content.slice(0, content.indexOf('一条消息')));
    expect(cut.at(-1)).toBe('8 ! cutOff');
    expect(cut).toHaveLength(3);
  });
});

describe('TableTime', () => {
  it('reads every shape of time and invents no seconds', () => {
    const time = new TableTime();
    const told = (cell: string) => time.read(cell) ?? `${new Date(time.at + 8 * 3_600_000).toISOString().slice(0, 19)} ${time.precision}`;
    expect(
      ['2024-02-29 23:59:59', '2023-02-29 00:00:00', '2024/6/1 9:05', '2024年6月1日 9:05', '2024-06-01', '1718091000', '1718091000123'].map(
        told,
      ),
    ).toEqual([
      '2024-02-29T23:59:59 second',
      'badTime',
      '2024-06-01T09:05:00 minute',
      '2024-06-01T09:05:00 minute',
      '2024-06-01T00:00:00 day',
      '2024-06-11T15:30:00 second',
      '2024-06-11T15:30:00 second',
    ]);
    expect(
      [
        '2026-03-09T16:00:30.000Z',
        '2026-03-10T00:00:30+08:00',
        '2026-03-10T00:00:30',
        '45454',
        '45454.646527777775',
        '',
        '昨天',
        '9999-01-01 00:00:00',
        '2024-06-01 24:00:00',
      ].map(told),
    ).toEqual([
      '2026-03-10T00:00:30 second',
      '2026-03-10T00:00:30 second',
      '2026-03-10T00:00:30 second',
      '2024-06-11T00:00:00 day',
      '2024-06-11T15:31:00 second',
      'noTime',
      'badTime',
      'timeOutOfRange',
      'badTime',
    ]);
    for (let at = Date.UTC(2011, 0, 21); at < Date.UTC(2040, 0, 1); at += 86_400_000 * 13 + 3_607_000) {
      expect(told(new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '))).toMatch(/second$/);
      expect(time.at).toBe(at);
    }
  });
});

it('keeps one copy of each text, of more of them than it remembers too', () => {
  const intern = internStrings();
  const texts = Array.from({ length: 60_000 }, (_, n) =>
    n % 3 === 0 ? `${n}@chatroom` : n % 3 === 1 ? `wxid_${n.toString(36)}` : `人${n}`,
  );
  for (const text of ['', ...texts, ...texts.slice(0, 1000), '', 'a'.repeat(5000), `${'a'.repeat(4999)}b`]) expect(intern(text)).toBe(text);
});
