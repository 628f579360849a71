import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import officeCrypto from 'officecrypto-tool';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChatCommitReport, ChatQueueScan, ImportQueue } from '../../../../shared/contracts/import-queue.ts';
import type { ImportBatch, Inspection, UndoBatchReport } from '../../../../shared/contracts/imports.ts';
import { memotraceCsv } from '../../../../tests/helpers/chat-files.ts';
import { friendNamed, openTestApp, projectRoot, type TestApp } from '../../../../tests/helpers/test-app.ts';
import { zipOf } from '../../../../tests/helpers/zips.ts';

let book: TestApp;
beforeAll(async () => {
  book = await openTestApp();
});
afterAll(() => book.close());

const emptied = ['messages', 'message_holes', 'chat_batches', 'conversation_members', 'chat_talkers', 'conversations', 'chat_owners'];
/** Empties the book instead of opening another one: each would start a worker of its own. */
afterEach(() => {
  for (const table of [...emptied, 'import_batches', 'friends', 'undo_actions']) book.ctx.db.raw.exec(`DELETE FROM ${table}`);
  book.ctx.announce({ topics: ['friends', 'chats'] });
});

const fixture = (name: string) => readFileSync(`${projectRoot}/tests/fixtures/chats/${name}`);

async function stage(content: string | Buffer, name: string, place?: string): Promise<string> {
  const { fileId } = await book.app.files.stageStream(name, Readable.from([Buffer.from(content as Buffer)]), undefined, place);
  return fileId;
}

/** A folder with these files, as a host hands it over. */
async function folder(files: Record<string, string | Buffer>, ignored?: ImportQueue['ignored']): Promise<ImportQueue> {
  const fileIds: string[] = [];
  for (const [place, content] of Object.entries(files)) fileIds.push(await stage(content, place.split('/').at(-1)!, place));
  return book.call<ImportQueue>('importQueue.open', { fileIds, ignored });
}
const single = async (content: string | Buffer, name: string) =>
  book.call<ImportQueue>('importQueue.open', { fileIds: [await stage(content, name)] });

const chatsOf = (queue: ImportQueue) => ({
  queueId: queue.queueId,
  itemIds: queue.items.filter(({ kind }) => kind === 'chat').map(({ itemId }) => itemId),
  accountId: 1,
  me: null,
});
const scan = (queue: ImportQueue, more: object = {}) => book.call<ChatQueueScan>('chatImport.scan', { ...chatsOf(queue), ...more });
const defaults = { mojibakeAccepted: false, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' };
const commit = (queue: ImportQueue, more: object = {}) =>
  book.call<ChatCommitReport>('chatImport.commit', { ...chatsOf(queue), ...defaults, ...more });
const lawful = ({ read, added, duplicate, problem, leftOut }: ChatCommitReport) => read === added + duplicate + problem + leftOut;
const count = (table: string) => book.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;
const kinds = (queue: ImportQueue) => queue.items.map(({ path, kind }) => [path, kind]);

/** A chat of MemoTrace 2 with `wxid`, one message a minute from `from` on. */
function memotrace(wxid: string, name: string, from: number, to: number): string {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  const said = numbers.map((n) => ({ at: 1_718_091_000 + n * 60, mine: n % 3 === 0, text: `第 ${n} 句` }));
  return memotraceCsv(name, wxid, said).toString();
}

describe('what is handed over', () => {
  it('is told by content: a folder with chats, contacts, pictures and what lies beside them', async () => {
    const queue = await folder(
      {
        '导出/李姐/李姐.csv': memotrace('wxid_li', '李姐', 0, 30),
        '导出/周姐/周姐.csv': memotrace('wxid_zhou', '周姐', 0, 5),
        '导出/李姐/weflow.json': fixture('json/weflow-private.json'),
        '导出/通讯录.csv': '微信ID,备注,标签\nwxid_a,青柠,老客\n',
        '导出/说明.txt': '这里是说明，\n随便写写',
        '导出/index.html': '<!doctype html><html></html>',
        '导出/订单.xls':
          '<table><tr><td>订单号<td>商品名称<td>订单金额<td>收货人<td>手机<tr><td>1<td>橙<td>58<td>青柠<td>13800000001</table>',
        '导出/头像': Buffer.from('ffd8ffe000104a464946', 'hex'),
        '导出/空.txt': '',
      },
      { pictures: 3, others: 1 },
    );
    expect(kinds(queue)).toEqual([
      ['导出/李姐/李姐.csv', 'chat'],
      ['导出/周姐/周姐.csv', 'chat'],
      ['导出/李姐/weflow.json', 'chat'],
      ['导出/通讯录.csv', 'contacts'],
    ]);
    expect(queue.ignored).toEqual({ pictures: 4, others: 5 });
    expect(queue.groups.map(({ kind, format, itemIds }) => [kind, format, itemIds.length])).toEqual([
      ['chat', 'memotrace2Csv', 2],
      ['chat', 'weflowJson', 1],
      ['contacts', 'csv', 1],
    ]);
  });

  it('may be a zip: its entries are listed, what lies beside a chat is found in it', async () => {
    const queue = await single(
      await zipOf({
        'manifest.json': fixture('json/wda-manifest/manifest.json'),
        'conversations/lj/messages.json': fixture('json/wda-manifest/conversations/lj/messages.json'),
        'conversations/lj/media/1.jpg': 'x',
      }),
      'wechat_chat_export.zip',
    );
    expect(kinds(queue)).toEqual([['wechat_chat_export.zip/conversations/lj/messages.json', 'chat']]);
    expect(queue.ignored).toEqual({ pictures: 1, others: 1 });
    const report = await commit(queue);
    expect(lawful(report)).toBe(true);
    expect(report.added).toBeGreaterThan(0);
  });

  it('is refused with a reason where it leads out, swells, hides another zip or teaches a machine', async () => {
    const slip = await zipOf({ 'aa/x.csv': 'a' });
    const lead = Buffer.from(slip.toString('latin1').replaceAll('aa/x.csv', '../x.csv'), 'latin1');
    expect((await single(lead, 'slip.zip')).items).toMatchObject([
      { kind: 'refused', refusal: { kind: 'fileSuspicious', details: { name: 'slip.zip', reason: 'path' } } },
    ]);
    const bomb = await zipOf({ '李姐.txt': Buffer.alloc(30 * 1024 * 1024, 0x20) });
    expect((await single(bomb, 'bomb.zip')).items).toMatchObject([
      { kind: 'refused', refusal: { kind: 'fileSuspicious', details: { reason: 'ratio' } } },
    ]);
    const nested = await zipOf({ 'inner.zip': slip, '李姐.csv': memotrace('wxid_li', '李姐', 0, 3) });
    expect((await single(nested, 'nested.zip')).items).toMatchObject([
      { kind: 'refused', refusal: { kind: 'fileNotUnderstood', details: { what: 'zipInZip' } } },
      { kind: 'chat' },
    ]);
    expect((await single(slip.subarray(0, -30), 'cut.zip')).items).toMatchObject([{ refusal: { kind: 'fileDamaged' } }]);
    expect((await single(fixture('json/training-messages.json'), 'a.json')).items).toMatchObject([
      { kind: 'refused', refusal: { kind: 'fileNotUnderstood', details: { what: 'trainingJson' } } },
    ]);
  });

  it('opens with its password, whichever way it is locked; a wrong one changes nothing', async () => {
    for (const old of [false, true]) {
      const locked = await zipOf({ '李姐.csv': memotrace('wxid_li', '李姐', 0, 3) }, { password: '123456', old });
      const queue = await single(locked, '聊天.zip');
      const [item] = queue.items;
      expect(item).toMatchObject({ needsPassword: true, refusal: { kind: 'filePasswordProtected' } });
      const unlock = (password: string) =>
        book.call<ImportQueue>('importQueue.unlock', { queueId: queue.queueId, itemId: item!.itemId, password });
      for (const wrong of ['123457', 'x', '12345']) await expect(unlock(wrong)).rejects.toMatchObject({ kind: 'wrongPassword' });
      const open = await unlock('123456');
      expect(kinds(open)).toEqual([['聊天.zip/李姐.csv', 'chat']]);
      expect(await commit(open)).toMatchObject({ read: 3 });
    }
  });

  it('may be a locked workbook', async () => {
    const cells = (row: number, ...texts: string[]) =>
      `<row r="${row}">${texts.map((text, i) => `<c r="${'ABC'[i]}${row}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
    const plain = await zipOf({
      '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
      'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="好友" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${cells(1, '微信ID', '备注')}${cells(2, 'wxid_a', '青柠')}</sheetData></worksheet>`,
    });
    const queue = await single(officeCrypto.encrypt(plain, { password: '8888' }), '订单.xlsx');
    const [item] = queue.items;
    expect(item).toMatchObject({ needsPassword: true });
    const at = { queueId: queue.queueId, itemId: item!.itemId };
    await expect(book.call('importQueue.unlock', { ...at, password: '1' })).rejects.toMatchObject({ kind: 'wrongPassword' });
    const open = await book.call<ImportQueue>('importQueue.unlock', { ...at, password: '8888' });
    expect(open.items).toMatchObject([{ kind: 'contacts', format: 'xlsx' }]);
    const contacts = { queueId: open.queueId, itemId: open.items[0]!.itemId };
    expect(await book.call<Inspection>('importQueue.openContacts', contacts)).toMatchObject({ rowCount: 1 });
  });

  it('has names in GBK, as Windows packs them', async () => {
    const zip = await zipOf({ 'aaaa/a.csv': memotrace('wxid_li', '李姐', 0, 3) });
    const gbk = Buffer.from(zip.toString('latin1').replaceAll('aaaa/', `${iconv.encode('李姐', 'gbk').toString('latin1')}/`), 'latin1');
    expect((await single(gbk, 'x.zip')).items).toMatchObject([{ path: 'x.zip/李姐/a.csv', kind: 'chat' }]);
  });

  it('hands contacts to their wizard, from a zip too, as often as it reads them', async () => {
    const queue = await single(await zipOf({ '通讯录.csv': '微信ID,备注\nwxid_a,青柠\nwxid_b,老周\n' }), '名单.zip');
    const inspection = await book.call<Inspection>('importQueue.openContacts', { queueId: queue.queueId, itemId: queue.items[0]!.itemId });
    expect(inspection).toMatchObject({ fileName: '通讯录.csv', rowCount: 2 });
    const again = { sessionId: inspection.sessionId, encoding: null, sheet: null, headerLine: 0 };
    expect(await book.call<Inspection>('imports.reinspect', again)).toMatchObject({ rowCount: 3 });
  });

  it('is gone once it is discarded, and so are its files', async () => {
    const fileId = await stage(memotrace('wxid_li', '李姐', 0, 3), '李姐.csv');
    const queue = await book.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
    await book.call('importQueue.discard', { queueId: queue.queueId });
    expect(() => book.ctx.staging.find(fileId)).toThrow();
    await expect(scan(queue)).rejects.toMatchObject({ kind: 'sessionGone' });
    await expect(commit(queue)).rejects.toMatchObject({ kind: 'sessionGone' });
    await expect(book.call('importQueue.open', { fileIds: [fileId] })).rejects.toMatchObject({ kind: 'fileGone' });
  });

  it('expires when twelve newer ones came', async () => {
    const first = await single(memotrace('wxid_li', '李姐', 0, 3), '李姐.csv');
    for (let i = 0; i < 12; i++) await book.call('importQueue.paste', { text: '甲\n乙' });
    await expect(scan(first)).rejects.toMatchObject({ kind: 'sessionGone' });
  });
});

describe('pasted text', () => {
  it('is a chat, a 接龙, names or a table', async () => {
    const paste = (text: string) => book.call<ImportQueue>('importQueue.paste', { text });
    const chat = await paste(fixture('texts/mailed.txt').toString());
    expect(chat.items).toMatchObject([{ kind: 'chat', knowsMe: false }]);
    const list = await paste('#接龙\n周五到货 脐橙\n\n1. 青柠 2箱\n2. 老周 1箱');
    expect(list.items).toMatchObject([{ kind: 'solitaire' }]);
    const item = { queueId: list.queueId, itemId: list.items[0]!.itemId };
    expect(await book.call('importQueue.text', item)).toEqual({ text: '#接龙\n周五到货 脐橙\n\n1. 青柠 2箱\n2. 老周 1箱' });
    const names = await paste('青柠\n老周\n3号楼李姐');
    expect(names.items).toMatchObject([{ kind: 'contacts', format: 'names' }]);
    const inspection = await book.call<Inspection>('importQueue.openContacts', { queueId: names.queueId, itemId: names.items[0]!.itemId });
    expect(inspection.rowCount).toBe(3);
    const rows = await paste('姓名\t电话\n1号楼赵六\t13811110000\n钱七\t13911110000');
    expect(rows.items).toMatchObject([{ kind: 'contacts', format: 'tsv' }]);
    const { sessionId, ...table } = await book.call<Inspection>('importQueue.openContacts', {
      queueId: rows.queueId,
      itemId: rows.items[0]!.itemId,
    });
    expect(table).toMatchObject({ fileName: '粘贴的表格', format: 'tsv', headerLine: 1, rowCount: 2 });
    const again = await book.call<Inspection>('imports.reinspect', { sessionId, encoding: null, sheet: null, headerLine: 0 });
    expect(again).toMatchObject({ fileName: '粘贴的表格', headerLine: 0, rowCount: 3 });
  });

  it('asks once who she is, and remembers it for the account', async () => {
    const text = fixture('texts/mailed.txt').toString();
    const queue = await book.call<ImportQueue>('importQueue.paste', { text });
    await expect(commit(queue)).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['owner'] } });
    expect(count('messages') + count('import_batches')).toBe(0);
    const look = await scan(queue);
    expect(look.knowsMe).toBe(false);
    expect(look.people.map(({ name }) => name)).toContain('橙子铺');
    const report = await commit(queue, { me: [{ senderId: null, name: '橙子铺' }] });
    expect(lawful(report)).toBe(true);
    expect(book.ctx.db.pluck('SELECT count(*) FROM messages WHERE direction = 1').get()).toBe(1);
    const again = await book.call<ImportQueue>('importQueue.paste', { text });
    const second = await scan(again);
    expect(second.knowsMe).toBe(true);
    expect(second.conversations.every(({ fresh }) => fresh === 0)).toBe(true);
    expect(await commit(again)).toMatchObject({ added: 0, duplicate: report.added });
  });
});

describe('chats on their way in', () => {
  it('become one batch of many files, with the choice made for each', async () => {
    const li = (await book.call<{ id: number }>('friends.create', friendNamed('李姐', { wxid: 'wxid_li' }))).id;
    const old = (await book.call<{ id: number }>('friends.create', friendNamed('周姐'))).id;
    const queue = await folder({
      '聊天/李姐/李姐.csv': memotrace('wxid_li', '李姐', 0, 40),
      '聊天/周姐/周姐.csv': memotrace('wxid_zhou', '周姐', 0, 20),
      '聊天/广告/广告.csv': memotrace('wxid_ad', '广告', 0, 10),
      '聊天/新客/新客.csv': memotrace('wxid_new', '新客', 0, 5),
    });
    const look = await scan(queue);
    expect(look).toMatchObject({ read: 75, knowsMe: true, mojibakeShare: 0 });
    const by = Object.fromEntries(look.conversations.map((one) => [one.name, one]));
    expect(by.李姐).toMatchObject({ friend: { id: li, by: 'wxid' }, messages: 40, known: 0, fresh: 40, candidates: [] });
    expect(by.周姐).toMatchObject({ friend: null, candidates: [{ id: old, by: 'remark' }] });
    const report = await commit(queue, {
      choices: { [by.周姐!.key]: { take: 'friend', friendId: old }, [by.广告!.key]: { take: 'leaveOut' } },
    });
    expect(report).toMatchObject({
      read: 75,
      added: 65,
      leftOut: 10,
      duplicate: 0,
      problem: 0,
      friendsCreated: 1,
      fileName: '聊天（4 个文件）',
    });
    expect(report.conversations.map(({ name, friendId }) => [name, friendId])).toEqual(
      expect.arrayContaining([
        ['李姐', li],
        ['周姐', old],
      ]),
    );
    const [batch] = await book.call<ImportBatch[]>('imports.batches');
    expect(batch).toMatchObject({
      id: report.batchId,
      kind: 'chats',
      undoneAt: null,
      redoable: false,
      chats: { added: 65 },
      report: { rows: 75 },
    });
  });

  it('that overlap add only what is new; the first of two is taken back alone', async () => {
    const first = await commit(await single(memotrace('wxid_li', '李姐', 0, 60), '李姐.csv'));
    const queue = await single(memotrace('wxid_li', '李姐', 40, 100), '李姐 (1).csv');
    const look = await scan(queue);
    expect(look.conversations).toMatchObject([{ messages: 60, known: 20, fresh: 40, friend: { by: 'wxid' } }]);
    const second = await commit(queue);
    expect(second).toMatchObject({ added: 40, duplicate: 20, friendsCreated: 0 });
    expect(await book.call('imports.batchUndoPreview', { batchId: first.batchId })).toMatchObject({
      messagesRemoved: 40,
      messagesKept: 20,
      friendsRemoved: 0,
      workedOn: 1,
    });
    const undone = await book.call<UndoBatchReport>('imports.undo', { batchId: first.batchId });
    expect(undone).toMatchObject({ action: null, chats: { removed: 40, handedOver: 20 } });
    expect(count('messages')).toBe(60);
    await expect(book.call('imports.undo', { batchId: first.batchId })).rejects.toMatchObject({ kind: 'alreadyUndone' });
    const batches = await book.call<ImportBatch[]>('imports.batches');
    expect(batches.map(({ undoneAt }) => undoneAt === null)).toEqual([true, false]);
    const last = await book.call('imports.batchUndoPreview', { batchId: second.batchId });
    expect(last).toMatchObject({ messagesRemoved: 60, messagesKept: 0, friendsRestored: 0 });
    await book.call('imports.undo', { batchId: second.batchId });
    expect(count('messages') + count('conversations')).toBe(0);
  });

  it('two of them may be called by one name and stay two people', async () => {
    const text = (words: string) => `2026-03-09 07:51:40 '小李'\n${words}\n\n2026-03-09 07:52:40 '我'\n好\n\n`;
    const queue = await folder({ '一/小李.txt': text('一楼的'), '二/小李.txt': text('二楼的') });
    const [a, b] = [
      (await book.call<{ id: number }>('friends.create', friendNamed('小李一'))).id,
      (await book.call<{ id: number }>('friends.create', friendNamed('小李二'))).id,
    ];
    const look = await scan(queue);
    expect(look.conversations.length).toBe(2);
    const [first, second] = look.conversations.map(({ key }) => key);
    const report = await commit(queue, {
      choices: { [first!]: { take: 'friend', friendId: a }, [second!]: { take: 'friend', friendId: b } },
    });
    expect(report.conversations.map(({ friendId }) => friendId).sort()).toEqual([a, b]);
  });

  it('tell what could not be read, by line, and hand it out as a table', async () => {
    const rows = memotrace('wxid_li', '=李姐', 0, 3).replace('1718091060', 'bad').replace('2024-06-11 15:31:00', '昨天');
    const queue = await single(rows, '李姐.csv');
    const look = await scan(queue);
    expect(look.problems).toMatchObject({ total: 1, rows: [{ file: '李姐.csv', line: 3 }] });
    expect(await book.call('chatImport.problems', { queueId: queue.queueId, offset: 0, limit: 10 })).toMatchObject({ total: 1 });
    const { fileId, count: listed } = await book.call<{ fileId: string; count: number }>('chatImport.problemsFile', {
      queueId: queue.queueId,
    });
    expect(listed).toBe(1);
    const csv = readFileSync(book.app.files.exportPath(fileId)!.path, 'utf8');
    expect(csv.split('\r\n')[1]).toMatch(/^李姐\.csv,3,时间看不懂,/);
    const report = await commit(queue);
    expect(report).toMatchObject({ read: 3, added: 2, problem: 1, problemsFile: { count: 1 } });
    expect(readFileSync(book.app.files.exportPath(report.problemsFile!.fileId)!.path, 'utf8')).toBe(csv);
    const later = () => book.call<{ fileId: string; count: number }>('imports.problemsFile', { batchId: report.batchId });
    const kept = await later();
    expect(kept.count).toBe(1);
    expect(readFileSync(book.app.files.exportPath(kept.fileId)!.path, 'utf8')).toBe(csv);
    // who asks to be forgotten stands in no list either
    await book.call('chats.erase', { conversationId: report.conversations[0]!.conversationId, messageId: null });
    expect((await book.call<ImportBatch[]>('imports.batches'))[0]).toMatchObject({ id: report.batchId, unread: 0 });
    await expect(later()).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('of which only the time of day is known take the day she says', async () => {
    const queue = await single(fixture('texts/chatlog-day.txt'), '李姐.txt');
    expect(queue.items).toMatchObject([{ kind: 'chat', needsDate: true }]);
    const without = await scan(queue);
    expect(without.problems.counts).toEqual({ noTime: without.read });
    const day = await scan(queue, { missingDate: '2026-03-09' });
    expect(day.problems.total).toBe(0);
    expect(day.conversations[0]!.firstAt).toBeGreaterThanOrEqual(Date.UTC(2026, 2, 8, 16));
    expect(await commit(queue, { missingDate: '2026-03-09' })).toMatchObject({ added: day.read, problem: 0 });
  });

  it('with lost letters come in only when she says so', async () => {
    const queue = await single(memotrace('wxid_li', '李姐', 0, 20).replaceAll('句', '\uFFFD'), '李姐.csv');
    const look = await scan(queue);
    expect(look.mojibakeShare).toBeGreaterThan(0.001);
    expect(look.mojibakeFile).toBe('李姐.csv');
    await expect(commit(queue)).rejects.toMatchObject({ kind: 'mojibakeFound', details: { name: '李姐.csv' } });
    expect(count('messages') + count('import_batches') + count('friends') + count('conversations')).toBe(0);
    expect(await commit(queue, { mojibakeAccepted: true })).toMatchObject({ added: 20 });
  });

  it('can be stopped: the book is as it was', async () => {
    const queue = await single(memotrace('wxid_li', '李姐', 0, 60_000), '李姐.csv');
    const running = commit(queue);
    const stop = setInterval(() => void book.call('importQueue.cancel', { queueId: queue.queueId }), 20);
    await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    clearInterval(stop);
    expect(count('messages') + count('import_batches') + count('friends') + count('conversations')).toBe(0);
    expect(await commit(queue)).toMatchObject({ added: 60_000 });
    const progress = book.events.filter((event) => event.type === 'job' && event.job.jobId === queue.queueId);
    expect(progress.length).toBeGreaterThan(2);
  });

  it('refuse what is wrong: another kind of item, nobody of the book, an account that is gone', async () => {
    const queue = await single('微信ID,备注\nwxid_a,青柠\n', '好友.csv');
    const wrong = { queueId: queue.queueId, itemIds: [queue.items[0]!.itemId], accountId: 1, me: null };
    await expect(book.call('chatImport.scan', wrong)).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(book.call('chatImport.scan', { ...wrong, itemIds: ['i99'] })).rejects.toMatchObject({ kind: 'notFound' });
    const chats = await single(memotrace('wxid_li', '李姐', 0, 3), '李姐.csv');
    await expect(scan(chats, { accountId: 99 })).rejects.toMatchObject({ kind: 'notFound' });
    const key = (await scan(chats)).conversations[0]!.key;
    await expect(commit(chats, { choices: { [key]: { take: 'friend', friendId: 999 } } })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(commit(chats, { choices: { 'id:nobody': { take: 'leaveOut' } } })).rejects.toMatchObject({
      kind: 'invalidInput',
      details: { fields: ['choices'] },
    });
    await expect(commit(chats, { choices: { [key]: { take: 'friend' } } })).rejects.toMatchObject({ kind: 'invalidInput' });
    expect(count('messages') + count('import_batches')).toBe(0);
  });
});
