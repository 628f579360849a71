/** What goes wrong with files of sellers, and of people who mean harm, through the router: what she is told, and that the book stays whole. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { damagedIdsText } from '../../renderer/features/imports/chats/words.ts';
import { errorText } from '../../renderer/lib/error-text.ts';
import type { ChatCommitReport, ChatQueueScan, ImportQueue } from '../../shared/contracts/import-queue.ts';
import type { ImportReport, Inspection, Preview, PreviewRow } from '../../shared/contracts/imports.ts';
import type { ImportRowPage, OrderImportReport, OrderScan } from '../../shared/contracts/orders-import.ts';
import { chatProblemWords } from '../../shared/domain/chat-problems.ts';
import { contactProblemText } from '../../shared/domain/contact-problems.ts';
import { AppError } from '../../shared/errors.ts';
import { inlineRows, writeWorkbook, writeZip } from '../fixtures/contacts/zip-writer.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';
import { zipOf } from '../helpers/zips.ts';

let book: TestApp;
beforeAll(async () => {
  book = await openTestApp();
});
afterAll(() => book.close());

const tables = [
  'messages',
  'chat_batches',
  'chat_talkers',
  'conversations',
  'orders',
  'payments',
  'import_batches',
  'friends',
  'undo_actions',
];
/** Empties the book instead of opening another one: each would start a worker of its own. */
afterEach(() => {
  for (const table of tables) book.ctx.db.raw.exec(`DELETE FROM ${table}`);
  book.ctx.announce({ topics: ['friends', 'chats', 'orders'] });
});

const isEmpty = () => tables.every((table) => book.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() === 0);

async function opened(name: string, content: string | Buffer): Promise<ImportQueue> {
  const { fileId } = await book.app.files.stageStream(name, Readable.from([Buffer.from(content as Buffer)]));
  return book.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
}

/** What the screen says of a file that was refused. */
async function told(name: string, content: Buffer | string): Promise<string[]> {
  const { items } = await opened(name, content);
  return items.map(({ refusal, kind }) => {
    if (!refusal) return kind;
    const { title, hint } = errorText(new AppError(refusal.kind as 'fileDamaged', refusal.details));
    return `${title}。${hint}`;
  });
}

/** A zip with one entry whose name is replaced by another of the same length. */
async function slip(name: string): Promise<Buffer> {
  const plain = `${'x'.repeat(name.length - 4)}.csv`;
  const zip = await zipOf({ [plain]: 'a,b\n1,2\n' });
  return Buffer.from(zip.toString('latin1').replaceAll(plain, name), 'latin1');
}

const lol = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i === 0 ? '' : i};`.repeat(10)}">`).join('')}]>`;
const xxe = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
const contactRows = inlineRows([
  ['微信ID', '备注'],
  ['wxid_a', '&lol9;&a;'],
]);
const chatRows = inlineRows([
  '消息ID,类型,发送人,时间,内容,备注,昵称,更多信息'.split(','),
  '7420000000000000123,文本,李姐,2025-03-02 09:12:05,早,李姐,微风,more'.split(','),
]);
const orderRows = inlineRows(['跟团号,下单人,商品,订单金额,收货人,联系电话'.split(','), '1,青柠,脐橙+1,58,青柠,13811110001'.split(',')]);

describe('files that were made to do harm', () => {
  it('zip bombs', async () => {
    const bomb = await zipOf({ '李姐.txt': Buffer.alloc(30 * 1024 * 1024, 0x20) });
    expect(await told('聊天.zip', bomb)).toEqual([
      '「聊天.zip」解开后大得不正常，为安全起见没有打开。没有导入任何内容。请从导出它的工具里重新导出一次；别人发来的，先问清楚是什么。',
    ]);
    const sheet = writeWorkbook({ sheets: { 聊天记录: `<!--${' '.repeat(40_000_000)}-->${chatRows}` } });
    expect(await told('聊天.xlsx', sheet)).toEqual([
      '「聊天.xlsx」解开后大得不正常，为安全起见没有打开。没有导入任何内容。请从导出它的工具里重新导出一次；别人发来的，先问清楚是什么。',
    ]);
    // an entry that says it is smaller than it is
    const lie = writeZip([{ name: '李姐.csv', data: 'a'.repeat(1000), toldSize: 10 }]);
    expect(await told('假.zip', lie)).toEqual([expect.stringMatching(/^「李姐\.csv」损坏了，读不下去。没有导入任何内容。/)]);
  });

  it.each(['../李姐.csv', '..\\李姐.csv', 'a/../../x.csv', '/etc/cron.csv', 'C:\\Users\\x.csv', 'c:x.csv', '\\\\nas\\x.csv', 'a\0/b.csv'])(
    'zip slip: %j',
    async (name) => {
      expect(await told('导出.zip', await slip(name))).toEqual([
        expect.stringMatching(/^「导出\.zip」里面有想写到别处去的文件名，为安全起见没有打开。没有导入任何内容。/),
      ]);
    },
  );

  it('zips in zips, which hide what they hold', async () => {
    const inner = await zipOf({ '李姐.csv': 'a,b\n1,2\n' });
    expect(await told('外.zip', await zipOf({ 'inner.zip': inner }))).toEqual([
      '「inner.zip」是压缩包里的压缩包。没有导入任何内容。请先解压外面那一个，再选里面的压缩包。',
    ]);
  });

  it.each([
    ['contacts', contactRows],
    ['chats', chatRows],
    ['orders', orderRows],
  ])('workbooks of %s with outer entities and a billion laughs', async (_, rows) => {
    for (const doctype of [xxe, lol]) {
      const bytes = writeWorkbook({ sheets: { 聊天记录: rows }, doctype });
      expect(await told('表.xlsx', bytes)).toEqual([
        '「表.xlsx」里面夹带了表格不该有的定义，为安全起见没有打开。没有导入任何内容。请从导出它的工具里重新导出一次；别人发来的，先问清楚是什么。',
      ]);
    }
    expect(isEmpty()).toBe(true);
  });

  it('HTML and scripts in names and messages stay the words that they are', async () => {
    const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>=1+1';
    const row = (words: string) => `1,3,1,0,0,1718091000,3,${words},2024-06-11 15:30:00,${hostile},${hostile},wxid_bad`;
    const queue = await opened('李姐.csv', `${chatHead}\n${row(hostile)}\n`);
    const { report, scan } = await chats(queue);
    expect(scan.conversations[0]!.talkers[0]!.name).toBe(hostile);
    expect(report).toMatchObject({ read: 1, added: 1 });
    expect(book.ctx.db.pluck('SELECT content FROM messages').all()).toEqual([hostile]);
    await contacts(
      '好友.csv',
      `微信ID,备注
wxid_worse,${hostile}
`,
    );
    expect(book.ctx.db.pluck("SELECT remark FROM friends WHERE wxid = 'wxid_worse'").all()).toEqual([hostile]);
  });
});

const chatHead = 'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender';

async function chats(queue: ImportQueue, more: object = {}): Promise<{ scan: ChatQueueScan; report: ChatCommitReport }> {
  const chosen = { queueId: queue.queueId, itemIds: queue.items.map(({ itemId }) => itemId), accountId: 1, me: null };
  const scan = await book.call<ChatQueueScan>('chatImport.scan', chosen);
  const answers = { mojibakeAccepted: false, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member', ...more };
  const report = await book.call<ChatCommitReport>('chatImport.commit', { ...chosen, ...answers });
  expect(report.read).toBe(report.added + report.duplicate + report.problem + report.leftOut);
  return { scan, report };
}

const pywxdump = (...rows: string[]) => ['id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime', ...rows, ''].join('\n');

async function contacts(name: string, content: string | Buffer) {
  const queue = await opened(name, content);
  const place = { queueId: queue.queueId, itemId: queue.items[0]!.itemId };
  const { sessionId, columns } = await book.call<Inspection>('importQueue.openContacts', place);
  const fields = columns.map(({ field }) => field);
  const preview = await book.call<Preview>('imports.preview', { sessionId, fields, accountId: 1, channelId: null });
  const { rows } = await book.call<{ rows: PreviewRow[] }>('imports.previewRows', {
    sessionId,
    verdict: 'unreadable',
    offset: 0,
    limit: 50,
  });
  const decisions = { sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {} };
  const report = await book.call<ImportReport>('imports.commit', decisions);
  return { preview, rows, report };
}

describe('files that were damaged on their way', () => {
  it('mojibake is asked about, and nothing comes in before she says so', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},3,1,0,0,${1_718_091_000 + i},3,脐\uFFFD橙,x,李姐,微风,wxid_li`);
    const queue = await opened('李姐.csv', [chatHead, ...rows, ''].join('\n'));
    const refusal = await chats(queue).then(
      () => null,
      (error: AppError) => errorText(error),
    );
    expect(refusal?.title).toContain('「李姐.csv」');
    expect(`${refusal?.title}${refusal?.hint}`).toMatch(/乱码|读不出/);
    expect(isEmpty()).toBe(true);
    expect((await chats(queue, { mojibakeAccepted: true })).report).toMatchObject({ added: 20 });
  });

  it('times before WeChat and in the future are told line by line; seconds, milliseconds, serial numbers and UTC are understood', async () => {
    const row = (i: number, time: string) => `${i},${7_420_000_000_000_000_100n + BigInt(i)},文本,0,wxid_li,wxid_li,第 ${i} 句,,${time}`;
    const times = [
      '2010-12-31 10:00:00',
      '2099-01-01 10:00:00',
      '1718091000',
      '1718091000123',
      '45454.646527777775',
      '2024-06-11T07:30:03Z',
      '2024-06-11T15:30:04+08:00',
      '2024/6/11 15:31',
      '2024-02-30 10:00:00',
    ];
    const { scan, report } = await chats(await opened('wxid_li_0_5000.csv', pywxdump(...times.map((time, i) => row(i, time)))));
    expect(scan.problems.rows.map(({ line, problem }) => `${line} ${chatProblemWords[problem]}`)).toEqual([
      '2 时间不对（早于微信上线，或在未来）',
      '3 时间不对（早于微信上线，或在未来）',
      '10 时间看不懂',
    ]);
    expect(report).toMatchObject({ read: 9, added: 6, problem: 3 });
    const seconds = book.ctx.db.pluck('SELECT id / 2097152 FROM messages ORDER BY content').all();
    // the minute stands at its first second
    expect(seconds).toEqual([1718091000, 1718091000, 1718091060, 1718091003, 1718091004, 1718091060]);
  });

  it('ids beyond 2^53 keep every digit: the same message of another program meets its own', async () => {
    const message = (serverId: string) =>
      `{"id":"m:1","localId":1,"serverId":${serverId},"createTime":1718091000,"type":1,"renderType":"text","isSent":false,"senderUsername":"wxid_li","content":"早"}`;
    const wda = (...ids: string[]) =>
      `{"schemaVersion":1,"account":"wxid_me","conversation":{"username":"wxid_li","displayName":"李姐"},"messages":[${ids.map(message).join(',')}]}`;
    const first = await chats(await opened('messages.json', wda('7420000000000000123', '7420000000000000124')));
    expect(first.report).toMatchObject({ added: 2, duplicate: 0 });
    const csv = pywxdump(
      '0,7420000000000000124,文本,0,wxid_li,wxid_li,早,,2024-06-11 15:30:00',
      '1,7420000000000000125,文本,0,wxid_li,wxid_li,早,,2024-06-11 15:30:00',
    );
    expect((await chats(await opened('wxid_li_0_5000.csv', csv))).report).toMatchObject({ added: 1, duplicate: 1 });
  });

  it('ids that Excel has rounded match nothing, and she is told why', async () => {
    const found = await contacts('好友.csv', '微信ID,微信号,备注\n7.42E+18,,李姐\n,1.38E+10,老周\nwxid_ok,,豆豆妈\n');
    expect(found.rows.map((row) => contactProblemText(row.problem!, '好友.csv'))).toEqual([
      '微信号或微信 ID 被 Excel 改坏了（比如变成 7.43E+18）',
      '微信号或微信 ID 被 Excel 改坏了（比如变成 7.43E+18）',
    ]);
    expect(found.report).toMatchObject({ rows: 3, added: 1, unreadable: 2 });
    const kept = pywxdump(
      '0,7.42E+18,文本,0,wxid_li,wxid_li,早,,2024-06-11 15:30:00',
      '1,7.42E+18,文本,0,wxid_li,wxid_li,晚,,2024-06-11 15:30:00',
    );
    // the messages are whole but for their ids: they come in, and meet their like by their words
    const { scan, report } = await chats(await opened('wxid_li_0_5000.csv', kept));
    expect(damagedIdsText(scan.damagedIds)).toMatch(/^有 2 条消息的编号被 Excel 改坏了（变成 7\.42E\+18 这样），编号不拿来对比/);
    expect(report).toMatchObject({ added: 2, problem: 0 });
    const whole = kept.replace('7.42E+18', '7420000000000000123').replace('7.42E+18', '7420000000000000124');
    expect((await chats(await opened('wxid_li_0_5000.csv', whole))).report).toMatchObject({ added: 0, duplicate: 2 });
  });

  it('a list that reads as rubbish says so; of a sound one what is no person stays out, counted and explained', async () => {
    const rubbish = await opened('乱码.csv', iconv.decode(Buffer.from('备注,微信号\n张三,zs_demo01\n李小姐,lxj_demo02\n'), 'gb18030'));
    const place = { queueId: rubbish.queueId, itemId: rubbish.items[0]!.itemId };
    expect(await book.call<Inspection>('importQueue.openContacts', place)).toMatchObject({ garbled: true });
    const list = '客户登记表\n姓名,联系方式,\n,手机,微信号\n张三,="13800000001",zs_demo01\n姓名,手机,微信号\n合计：1人,,\n';
    const { preview, report } = await contacts('登记表.csv', list);
    expect(preview.counts).toMatchObject({ new: 1, leftOut: 2, unreadable: 0 });
    expect(report).toMatchObject({ rows: 3, added: 1, leftOut: 2 });
    expect(book.ctx.db.sql('SELECT remark, phone, alias FROM friends').all()).toEqual([
      { remark: '张三', phone: '13800000001', alias: 'zs_demo01' },
    ]);
  });

  it('orders whose numbers Excel has rounded are no key, and warn', async () => {
    const rows =
      '团标题,订单号,下单人,支付时间,商品,订单金额,退款金额,订单状态,收货人,联系电话\n脐橙团,7.43E+18,青柠,2026/3/9 8:02,脐橙+1,58.00,0,已支付,青柠,1.38E+10\n脐橙团,7.43E+18,老周,2026/3/9 8:03,脐橙+1,58.00,0,已支付,老周,13811110002\n';
    const queue = await opened('脐橙团.csv', rows);
    const item = { queueId: queue.queueId, itemId: queue.items[0]!.itemId, accountId: 1 };
    const scan = await book.call<OrderScan>('orderImport.scan', { ...item, mapping: null });
    expect(scan.warnings.damagedId).toBe(2);
    const report = await book.call<OrderImportReport>('orderImport.commit', { ...item, answers: {} });
    expect(report).toMatchObject({ read: 2, added: 2 });
    expect(book.ctx.db.pluck('SELECT count(*) FROM orders WHERE order_no IS NOT NULL OR phone_key = ?').get('13800000000')).toBe(0);
  });

  it('orders and bills whose letters an earlier program lost are told of before they come in, each by its row', async () => {
    const rows =
      '团标题,订单号,下单人,支付时间,商品,订单金额,退款金额,订单状态,收货人,联系电话\n苹果团,A1,青\uFFFD,2026-03-09 08:02,苹果+1,58.00,0,已支付,青柠,13811110001\n苹果团,A2,老周,2026-03-09 08:03,苹果+1,58.00,0,已支付,老周,13811110002\n';
    const queue = await opened('苹果团.csv', rows);
    const item = { queueId: queue.queueId, itemId: queue.items[0]!.itemId };
    const scan = await book.call<OrderScan>('orderImport.scan', { ...item, accountId: 1, mapping: null });
    expect(scan.warnings).toEqual({ lostLetters: 1 });
    const page = await book.call<ImportRowPage>('orderImport.rows', { ...item, fate: 'warned', offset: 0, limit: 10 });
    expect(page).toMatchObject({ total: 1, rows: [{ line: 2, fate: 'added', warnings: ['lostLetters'] }] });
    const bill =
      '交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n2026-03-09 08:03:12,转账,李\uFFFD,两箱,收入,¥116.00,零钱,已存入零钱,1000050001202603090000000000001,/,/\n';
    const bills = await opened('账单.csv', bill);
    const asked = { queueId: bills.queueId, itemId: bills.items[0]!.itemId, accountId: 1, mapping: null };
    expect((await book.call<OrderScan>('orderImport.scan', asked)).warnings).toEqual({ lostLetters: 1 });
  });

  it('the YAML of wx-cli and pages of the web are named for what they are', async () => {
    expect(await told('群.yaml', 'chat: 团购群\nis_group: true\nmessages:\n- time: 2026-03-09 07:51\n  content: 早\n')).toEqual([
      '「群.yaml」是 wx-cli 的 YAML 聊天记录，这里还读不了。没有导入任何内容。请在 wx-cli 里改导出 JSON 或 TXT，再导入。',
    ]);
    expect(await told('李姐.html', '<!DOCTYPE html><html><script>window.WEFLOW_DATA=[{i:1}]</script></html>')).toEqual([
      '「李姐.html」是一个网页文件。没有导入任何内容。如果里面是表格，用 Excel 或 WPS 打开它，另存为 .xlsx 再导入；不然请在导出工具里选 CSV 或 Excel 格式。',
    ]);
  });

  it('what could not be read is handed out as a table that no spreadsheet runs', async () => {
    const queue = await opened(
      '=cmd.csv',
      pywxdump('0,1,文本,0,wxid_li,wxid_li,"=HYPERLINK(""http://x.invalid"")",,昨天', '1,2,文本,0,wxid_li,wxid_li,好,,2024-06-11 15:30:00'),
    );
    await chats(queue);
    const { fileId } = await book.call<{ fileId: string }>('chatImport.problemsFile', { queueId: queue.queueId });
    const csv = readFileSync(book.app.files.exportPath(fileId)!.path, 'utf8');
    const [, row] = parse(csv, { bom: true }) as string[][];
    expect(row![0]).toBe("'=cmd.csv");
    for (const cell of row!) expect(cell).not.toMatch(/^[=+\-@]/);
  });
});
