import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ExportFile, FriendPage, FriendRow } from '../../../shared/contracts/friends.ts';
import type { ContactCommitReport, ImportBatch, ImportReport, Inspection, Preview, PreviewRow } from '../../../shared/contracts/imports.ts';
import type { TagBook } from '../../../shared/contracts/tags.ts';
import type { UndoReport } from '../../../shared/contracts/undo.ts';
import { AppError } from '../../../shared/errors.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let book: TestApp;
beforeAll(async () => {
  book = await openTestApp();
});
afterAll(() => book.close());

/** Empties the book instead of opening another one: each would start a worker of its own. */
afterEach(() => {
  for (const table of ['import_batches', 'friends', 'tags', 'tag_groups', 'column_mappings', 'undo_actions'])
    book.ctx.db.raw.exec(`DELETE FROM ${table}`);
  book.ctx.announce({ topics: ['friends', 'tags'] });
});

async function stage(text: string | Buffer, name = '好友.csv'): Promise<string> {
  const { fileId } = await book.app.files.stageStream(name, Readable.from([Buffer.from(text)]));
  return fileId;
}

async function previewOf(text: string | Buffer): Promise<{ inspection: Inspection; preview: Preview }> {
  const inspection = await book.call<Inspection>('imports.inspect', { fileId: await stage(text) });
  const preview = await book.call<Preview>('imports.preview', {
    sessionId: inspection.sessionId,
    fields: inspection.columns.map(({ field }) => field),
    accountId: 1,
    channelId: null,
  });
  return { inspection, preview };
}

async function importAll(text: string | Buffer, decisions: Record<string, unknown> = {}): Promise<ImportReport> {
  const { inspection } = await previewOf(text);
  return book.call<ImportReport>('imports.commit', {
    sessionId: inspection.sessionId,
    policy: 'fillEmpty',
    doubtful: 'skip',
    answers: {},
    ...decisions,
  });
}

async function allFriends(): Promise<FriendRow[]> {
  const page = await book.call<FriendPage>('friends.list', {
    filter: {},
    sort: { key: 'createdAt', direction: 'asc' },
    offset: 0,
    limit: 200,
  });
  return page.rows;
}

const linesOf = ({ fileId }: ExportFile) => readFileSync(book.app.files.exportPath(fileId)!.path, 'utf8').slice(1).trimEnd().split('\r\n');

const sum = (report: ImportReport) =>
  report.added + report.updated + report.same + report.repeated + report.leftOut + report.skipped + report.unreadable;

const weflow = `\uFEFF用户名,显示名称,备注,昵称,微信号,标签,描述,个性签名,地区,类型
"wxid_demo0001lj","李姐-3号楼","李姐-3号楼","微风","weifeng_demo","老客户 | 3号楼","不吃辣","慢慢来","中国大陆 浙江 杭州","好友"
"wxid_demo0002zs","张三","","张三","","新客","","","","好友"
"12345@chatroom","团购一群","","团购一群","","","","","","群聊"
`;

describe('importing a contact file', () => {
  it('brings friends in with tags, region and first level, and the numbers add up', async () => {
    const { inspection, preview } = await previewOf(weflow);
    expect(inspection).toMatchObject({ format: 'csv', encoding: 'utf-8-bom', origin: 'WeFlow', headerLine: 1, rowCount: 3 });
    expect(preview.counts).toMatchObject({ new: 2, leftOut: 1, changed: 0, unreadable: 0 });
    expect(preview.newTags.sort()).toEqual(['3号楼', '新客', '老客户']);
    const report = await book.call<ImportReport>('imports.commit', {
      sessionId: inspection.sessionId,
      policy: 'fillEmpty',
      doubtful: 'skip',
      answers: {},
    });
    expect(report).toMatchObject({ rows: 3, added: 2, leftOut: 1, tagsCreated: 3 });
    expect(sum(report)).toBe(report.rows);
    const [li, zhang] = await allFriends();
    expect(li).toMatchObject({ name: '李姐-3号楼', wxid: 'wxid_demo0001lj', alias: 'weifeng_demo', region: '浙江 杭州', trustLevel: 1 });
    expect(li!.tagIds).toHaveLength(2);
    expect(zhang).toMatchObject({ name: '张三' });
    const history = await book.call<unknown[]>('trust.history', { friendId: li!.id });
    expect(history).toHaveLength(1);
  });

  it('adds nothing when the same file comes again, and finds what is new in a later one', async () => {
    await importAll(weflow);
    const again = await importAll(weflow);
    expect(again).toMatchObject({ added: 0, updated: 0, same: 2, leftOut: 1 });
    // what changed nothing is taken back too, once
    expect(await book.call('imports.undo', { batchId: again.batchId })).toEqual({
      ...{ action: null, kept: 0, friendsKept: 0, chats: null, orders: null },
    });
    const [newest] = await book.call<ImportBatch[]>('imports.batches');
    expect(newest).toMatchObject({ id: again.batchId, undoneAt: expect.any(Number), redoable: false });
    await expect(book.call('imports.undo', { batchId: again.batchId })).rejects.toMatchObject({ kind: 'alreadyUndone' });
    expect(await allFriends()).toHaveLength(2);
    const later = await importAll(weflow.replace('"新客"', '"新客 | 付过款"').replace('"张三",""', '"张三",""'));
    expect(later).toMatchObject({ added: 0, updated: 1, same: 1, tagsCreated: 1 });
    expect(await allFriends()).toHaveLength(2);
  });

  it('only fills what is empty, or lets the file win when asked to; a known wxid is never replaced', async () => {
    await book.call('friends.create', friendNamed('老李', { wxid: 'wxid_demo0001lj', region: '江苏 南京' }));
    expect(await importAll(weflow)).toMatchObject({ added: 1, updated: 1 });
    expect((await allFriends())[0]).toMatchObject({ remark: '老李', region: '江苏 南京', alias: 'weifeng_demo', nickname: '微风' });
    expect(await importAll(weflow, { policy: 'replace' })).toMatchObject({ added: 0, updated: 1, same: 1 });
    expect((await allFriends())[0]).toMatchObject({ remark: '李姐-3号楼', region: '浙江 杭州' });
  });

  it('matches by alias, then phone; asks when only the name or only the phone is the same', async () => {
    await book.call('friends.create', friendNamed('有微信号', { alias: 'Demo_A' }));
    await book.call('friends.create', friendNamed('有手机', { phone: '138 0000 0001' }));
    await book.call('friends.create', friendNamed('只有名字'));
    const csv = '备注,微信号,手机\n甲,demo_a,\n有手机,,+86-13800000001\n只有名字,,\n丙,,13800000009\n乙,,13800000001\n';
    const { inspection, preview } = await previewOf(csv);
    expect(preview.counts).toMatchObject({ changed: 2, doubtful: 2, new: 1 });
    const { rows } = await book.call<{ rows: PreviewRow[] }>('imports.previewRows', {
      sessionId: inspection.sessionId,
      verdict: null,
      offset: 0,
      limit: 10,
    });
    expect(rows.map((row) => row.match?.by ?? null)).toEqual(['alias', 'phone', 'remark', null, 'phone']);
    expect(rows.map((row) => row.line)).toEqual([2, 3, 4, 5, 6]);
    const report = await book.call<ImportReport>('imports.commit', {
      sessionId: inspection.sessionId,
      policy: 'fillEmpty',
      doubtful: 'skip',
      answers: { 2: 'new' },
    });
    expect(report).toMatchObject({ added: 2, same: 2, skipped: 1 });
    expect(sum(report)).toBe(5);
  });

  it('does not take somebody with another wxid for the same person, whatever else fits', async () => {
    await book.call('friends.create', friendNamed('张姐', { wxid: 'wxid_a', phone: '13800000001' }));
    expect(await importAll('微信ID,备注,手机\nwxid_b,张姐,13800000001\n')).toMatchObject({ added: 1 });
  });

  it('joins a person who stands twice in the file', async () => {
    const report = await importAll('微信ID,备注,标签\nwxid_a,张姐,老客户\nwxid_a,张姐,爱吃橙\n');
    expect(report).toMatchObject({ rows: 2, added: 1, repeated: 1 });
    expect((await allFriends())[0]!.tagIds).toHaveLength(2);
  });

  it('knows by an id too what a repeated row has added to the first, within the file and in the book', async () => {
    const header = '微信ID,微信号,备注,手机,标签,杂项';
    await importAll(`${header}\nwxid_known1,,旧友,,,\n,known_alias,有号,,,\nwxid_known2,,同号,,,\n`);
    const people = [',first_a,李姐,,甲,', 'wxid_one,first_a,李姐,13800001111,乙,', 'wxid_one,,李姐,,丙,', ',,李姐,13800001111,丁,'];
    // the second row of each tells whom of the book the first is
    const friends = [
      ',second_a,周叔,,戊,',
      'wxid_known1,second_a,周叔,,己,',
      ',known_alias,某人,,庚,',
      'wxid_known2,known_alias,某人,,辛,',
    ];
    for (const pads of [0, 50]) {
      // of a large file another thread has laid the first rows before the second ones come
      const padding = '长'.repeat(pads * 200);
      const lines = [...people, ...friends, ...Array.from({ length: pads }, (_, i) => `wxid_pad${i},,垫${i},,,`)];
      const { inspection, preview } = await previewOf([header, ...lines.map((line) => line + padding)].join('\n'));
      expect(preview.counts).toMatchObject({ new: 1 + pads, changed: 2, repeated: 5 });
      const decisions = { policy: 'fillEmpty', doubtful: 'skip', answers: {} };
      const report = await book.call<ImportReport>('imports.commit', { sessionId: inspection.sessionId, ...decisions });
      expect(report).toMatchObject({ added: 1 + pads, updated: 2, repeated: 5 });
      const sql = `SELECT remark, wxid, alias, phone_key AS phone,
          (SELECT group_concat(name, '') FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = friends.id) AS tags
        FROM friends WHERE remark NOT LIKE '垫%' ORDER BY id`;
      expect(book.ctx.db.sql(sql).all()).toEqual([
        { remark: '旧友', wxid: 'wxid_known1', alias: 'second_a', phone: null, tags: '戊己' },
        { remark: '有号', wxid: null, alias: 'known_alias', phone: null, tags: null },
        { remark: '同号', wxid: 'wxid_known2', alias: 'known_alias', phone: null, tags: '庚辛' },
        { remark: '李姐', wxid: 'wxid_one', alias: 'first_a', phone: '13800001111', tags: '甲乙丙丁' },
      ]);
      await book.call<UndoReport>('imports.undo', { batchId: report.batchId });
    }
  });

  it('reports unreadable rows with their line and imports the rest', async () => {
    const report = await importAll('备注,微信号\n张姐,zj_1\n,,\n李姐,7.43E+18\n');
    expect(report.unreadable).toBe(1);
    expect(report.problems).toEqual([{ line: 4, problem: 'damagedId', text: expect.any(String) }]);
    expect(sum(report)).toBe(report.rows);
  });

  it('takes the whole batch back, also after a restart, and leaves earlier friends as they were', async () => {
    await book.call('friends.create', friendNamed('老李', { wxid: 'wxid_demo0001lj' }));
    const before = await allFriends();
    const report = await importAll(weflow);
    book = await book.reopen();
    const preview = await book.call('imports.batchUndoPreview', { batchId: report.batchId });
    expect(preview).toMatchObject({ batchId: report.batchId, friendsRemoved: 1, friendsRestored: 1, workedOn: 0 });
    await book.call<UndoReport>('imports.undo', { batchId: report.batchId });
    expect(await allFriends()).toEqual(before);
    expect((await book.call<TagBook>('tags.book')).tags).toEqual([]);
    const [batch] = await book.call<ImportBatch[]>('imports.batches');
    expect(batch!.undoneAt).toBe(book.clock.now());
    await expect(book.call('imports.undo', { batchId: report.batchId })).rejects.toMatchObject({ kind: 'alreadyUndone' });
  });

  it('keeps what was changed by hand since when an older import is taken back', async () => {
    const { id } = await book.call<{ id: number }>('friends.create', friendNamed('老李', { wxid: 'wxid_demo0001lj' }));
    const { batchId } = await importAll(weflow);
    const friend = (await allFriends()).find((row) => row.id === id)!;
    await book.call('friends.update', {
      id,
      values: friendNamed('老李', { wxid: 'wxid_demo0001lj', nickname: '微风', alias: 'weifeng_demo', region: '上海' }),
    });
    expect(friend.region).toBe('浙江 杭州');
    const undone = await book.call<UndoReport>('imports.undo', { batchId });
    expect(undone.kept).toBeGreaterThan(0);
    expect((await allFriends())[0]).toMatchObject({ nickname: '', alias: null, region: '上海' });
  });

  it('remembers how the columns were mapped for the next file with the same headers', async () => {
    const csv = '客户,备忘\n张姐,住三号楼\n';
    const first = await book.call<Inspection>('imports.inspect', { fileId: await stage(csv) });
    const fields = ['remark', 'description'];
    await book.call('imports.preview', { sessionId: first.sessionId, fields, accountId: 1, channelId: null });
    await book.call('imports.commit', { sessionId: first.sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {} });
    const second = await book.call<Inspection>('imports.inspect', { fileId: await stage(csv.replace('张姐', '李姐')) });
    expect(second.columns.map(({ field }) => field)).toEqual(fields);
  });

  it('makes the plan anew when the book has changed since the preview', async () => {
    const { inspection } = await previewOf(weflow);
    await book.call('friends.create', friendNamed('李姐', { wxid: 'wxid_demo0001lj' }));
    const report = await book.call<ImportReport>('imports.commit', {
      sessionId: inspection.sessionId,
      policy: 'fillEmpty',
      doubtful: 'skip',
      answers: {},
    });
    expect(report).toMatchObject({ added: 1, updated: 1 });
  });

  it('imports pasted names, one a line', async () => {
    const inspection = await book.call<Inspection>('imports.paste', { text: '1. 张姐\n2. 李姐\n\n张姐\n' });
    await book.call('imports.preview', { sessionId: inspection.sessionId, fields: ['remark'], accountId: 1, channelId: null });
    const report = await book.call<ImportReport>('imports.commit', {
      sessionId: inspection.sessionId,
      policy: 'fillEmpty',
      doubtful: 'skip',
      answers: {},
    });
    expect(report).toMatchObject({ rows: 3, added: 2, repeated: 1 });
  });

  it('refuses a file that is no table, names it, and goes on', async () => {
    await expect(previewOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]))).rejects.toMatchObject({
      kind: 'fileNotUnderstood',
      details: { what: 'jpeg', name: '好友.csv' },
    });
    await expect(previewOf('[{"conversations":[]}]')).rejects.toBeInstanceOf(AppError);
    expect(await importAll(weflow)).toMatchObject({ added: 2 });
  });

  it('hands out every row that was not read as a list no spreadsheet runs: before, with the report, and later', async () => {
    const bad = Array.from({ length: 250 }, (_, i) => `,=1+${i}`);
    const { inspection } = await previewOf(`备注,标签\n王姐,老客\n${bad.join('\n')}\n`);
    const { sessionId } = inspection;
    const before = linesOf(await book.call<ExportFile>('imports.problemsFile', { sessionId }));
    expect(before.length).toBe(251);
    expect(before[1]).toBe(`好友.csv,3,没有名字，也没有微信号和手机号,"'=1+0"`);
    const decisions = { policy: 'fillEmpty', doubtful: 'skip', answers: {} };
    const report = await book.call<ContactCommitReport>('imports.commit', { sessionId, ...decisions });
    expect(report).toMatchObject({ added: 1, unreadable: 250, problemsFile: { count: 250, name: '读不了的行.csv' } });
    expect(linesOf(report.problemsFile!)).toEqual(before);
    const later = await book.call<ExportFile>('imports.problemsFile', { batchId: report.batchId });
    expect(linesOf(later)).toEqual(before);
    // taken back, it is still there: with it she mends the file
    await book.call('imports.undo', { batchId: report.batchId });
    const [batch] = await book.call<ImportBatch[]>('imports.batches');
    expect(batch).toMatchObject({ unread: 250, undoneAt: expect.any(Number) });
    expect(linesOf(await book.call<ExportFile>('imports.problemsFile', { batchId: report.batchId }))).toEqual(before);
    // of imports from before lists were kept the first rows are known
    book.ctx.db.sql('DELETE FROM import_unread').run();
    expect((await book.call<ImportBatch[]>('imports.batches'))[0]!.unread).toBe(200);
    expect(linesOf(await book.call<ExportFile>('imports.problemsFile', { batchId: report.batchId }))).toEqual(before.slice(0, 201));
    await expect(book.call('imports.problemsFile', { batchId: 99 })).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('has no list of rows that were not read when all were', async () => {
    expect(await importAll(weflow)).toMatchObject({ unreadable: 0, problemsFile: null });
  });

  it('leaves everything as it was when cancelled', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `wxid_c${i},客户${i},标签${i % 50}`);
    const { inspection } = await previewOf(`微信ID,备注,标签\n${lines.join('\n')}`);
    let asked = false;
    book.app.events.subscribe((event) => {
      if (asked || event.type !== 'job' || event.job.phase !== 'write') return;
      asked = true;
      void book.call('imports.cancel', { sessionId: inspection.sessionId });
    });
    const commit = book.call('imports.commit', { sessionId: inspection.sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {} });
    await expect(commit).rejects.toMatchObject({ kind: 'cancelled' });
    expect(asked).toBe(true);
    expect(await allFriends()).toEqual([]);
    expect(await book.call('imports.batches')).toEqual([]);
  });
});
