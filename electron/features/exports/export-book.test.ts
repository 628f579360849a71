import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import { type ExportFile, exportBookFormats } from '../../../shared/contracts/exports.ts';
import { messageDirections, messageKinds } from '../../../shared/domain/messages.ts';
import { friendTables } from '../../../tests/helpers/friend-tables.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { importChat } from '../chats/index.ts';
import type { ChatFile } from '../imports/formats/chats/chat-source.ts';
import { openChat } from '../imports/formats/chats/open-chat.ts';
import { readDelimited } from '../imports/formats/csv.ts';
import { openTable } from '../imports/formats/open-table.ts';
import { openArchive } from '../imports/queue/archive.ts';
import { exportTables } from './book-tables.ts';
import { personTables } from './person-export.ts';
import { personEvents } from './person-tables.ts';
import { fileNameOf } from './zip-file.ts';

let app: TestApp;
let lijie = 0;
const nasty = '<script>alert(1)</script>"\'&\n=SUM(1)\u0001';

beforeAll(async () => {
  app = await openTestApp();
  lijie = (
    await app.call<Saved>('friends.create', friendNamed('李姐/<b>', { wxid: 'wxid_li', phone: '13800000001', interests: ['猫', '茶'] }))
  ).id;
  await app.call<Saved>('friends.create', friendNamed('=CMD()', { wxid: 'wxid_two' }));
  const tag = await app.call<Saved>('tags.create', { name: '老客户', groupId: null, color: null });
  await app.call('tags.assign', { selection: { by: 'ids', ids: [lijie] }, tagIds: [tag.id] });
  await app.call('friends.addNote', { friendId: lijie, body: `${nasty}喜欢绿茶` });
  await app.call('trust.setLevel', { selection: { by: 'ids', ids: [lijie] }, level: 4, reason: '=1+1' });
  await app.call('touches.log', { selection: { by: 'ids', ids: [lijie] }, touchpoint: 'phone', direction: 'out', at: noon, note: '' });
  await app.call('points.add', { selection: { by: 'ids', ids: [lijie] }, delta: 120, reason: '老客户活动' });
  const kinds = messageKinds.flatMap((kind, i) =>
    (['in', 'out', 'system'] as const).map((direction, n) =>
      record({ kind, direction, text: `${kind} 第 ${i} 条\n[图片] #接龙`, at: noon + i * 60_000 + n * 1000 }),
    ),
  );
  await bringIn(app.ctx, { records: [...kinds, record({ text: nasty }), record({ text: '' }), record(), record(), record()] });
  await bringIn(app.ctx, {
    conversations: [
      { key: '4400000001@chatroom', externalId: '4400000001@chatroom', name: '橙子团购1群', group: true },
      { key: '老周', externalId: null, name: '老周', group: false },
      { key: '无号群', externalId: null, name: '无号群', group: true },
    ],
    records: [
      record({ conversation: '4400000001@chatroom', senderId: 'wxid_li', senderName: '李姐 3-502', text: '两箱' }),
      record({ conversation: '4400000001@chatroom', senderName: '没有号的人', text: '一箱' }),
      record({ conversation: '4400000001@chatroom', direction: 'out', text: '好的' }),
      record({ conversation: '4400000001@chatroom', direction: 'system', kind: 'system', text: '加入了群聊' }),
      record({ conversation: '老周', text: '在吗', precision: 'minute' }),
      record({ conversation: '老周', text: '前天', precision: 'day', at: noon - 12 * 3_600_000 }),
      record({ conversation: '老周', text: '在', direction: 'out', precision: 'minute' }),
      record({ conversation: '无号群', senderName: '甲', text: '一' }),
      record({ conversation: '无号群', senderName: '乙', text: '一' }),
    ],
  });
  const order = app.ctx.db.raw
    .prepare(
      `INSERT INTO orders (account_id, friend_id, source, identity, occurrence, order_no, buyer_name, buyer_key, receiver, phone, address, at, precision,
        status, status_text, amount_fen, paid_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
       VALUES (1, ?, '快团团', 'a', 0, '7420000000000000123', '微风', '微风', '李姐', '13800000001', '示例路', ?, 0, 1, '已付', 11650, 11650, 0, ?, '', '{}', 1, 1)`,
    )
    .run(lijie, noon, nasty);
  app.ctx.db.raw
    .prepare(
      `INSERT INTO order_lines (order_id, position, product, spec, quantity_milli, unit, price_fen, amount_fen) VALUES (?, 0, '橙子', '', 2500, '箱', 4660, 11650)`,
    )
    .run(order.lastInsertRowid);
});
afterAll(() => app.close());

const all = async (format: string, jobId = 'export-1') => {
  const file = await app.call<ExportFile>('exports.everything', { format, jobId });
  return { file, path: app.app.files.exportPath(file.fileId)!.path };
};
async function entriesOf(path: string): Promise<Map<string, Buffer>> {
  const archive = await openArchive(path, readFileSync(path).length);
  const found = new Map<string, Buffer>();
  for (const entry of archive.entries) {
    const pieces: Buffer[] = [];
    for await (const piece of entry.stream()) pieces.push(piece);
    found.set(entry.name, Buffer.concat(pieces));
  }
  archive.close();
  return found;
}
const fileOf = (path: string, bytes: Buffer): ChatFile => ({
  path,
  size: bytes.length,
  async *stream() {
    yield bytes;
  },
  sibling: () => null,
});
const rows = (table: string) => app.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;

describe('exporting everything', () => {
  it('names every table of the book that is hers', () => {
    const tables = app.ctx.db.pluck("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as string[];
    const exported = exportTables.map(({ from }) => from.split(' ')[0]!);
    // what is left is how the program remembers things: undo, claims of imports, settings, pictures, what can be reckoned again
    const rest = tables.filter((name) => !exported.includes(name) && !/undo|claims|batch|migration|mapping|template/.test(name));
    expect(rest.sort()).toEqual(
      [
        'assets',
        'ban_kits',
        'buyer_aliases',
        'chat_erasures',
        'chat_owners',
        'content_assets',
        'content_versions',
        'conversation_members',
        'demo_rows',
        'erased_people',
        'friend_chat_stats',
        'friend_events',
        'import_unread',
        'message_holes',
        'post_assets',
        'post_audiences',
        'resting_indexes',
        'send_queue_assets',
        'settings',
        'solitaire_versions',
        'suggestion_autos',
        'tag_rule_runs',
      ].filter((name) => tables.includes(name)),
    );
  });

  it('writes JSON as it is documented', async () => {
    const { path, file } = await all('json');
    const book = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>[]>;
    expect(book['tiefen']).toEqual({ format: 'book', version: 1, exportedAt: app.clock.now() });
    const documented = readFileSync(new URL('../../../docs/export-format.md', import.meta.url), 'utf8');
    for (const { key, columns } of exportTables) {
      expect(book[key], key).toHaveLength(rows(exportTables.find((one) => one.key === key)!.from.split(' ')[0]!));
      expect(documented).toContain(`\`${key}\``);
      for (const column of columns) expect(documented, `${key}.${column.key}`).toContain(column.key);
    }
    expect(file.count).toBe(exportTables.reduce((sum, { key }) => sum + book[key]!.length, 0));
    expect(book['friends']![0]).toMatchObject({
      id: lijie,
      remark: '李姐/<b>',
      interests: ['猫', '茶'],
      trustLevel: 4,
      birthdayLeap: false,
    });
    expect(book['orders']![0]).toMatchObject({ status: 'paid', amountFen: 11650, orderNo: '7420000000000000123' });
    expect(book['messages']!.find(({ text }) => text === nasty)).toMatchObject({
      at: noon,
      direction: 'in',
      kind: 'text',
      precision: 'second',
    });
    expect(new Set(book['messages']!.map(({ kind }) => kind)).size).toBe(messageKinds.length);
  });

  it('writes CSV files that no spreadsheet runs, and whose friends come back as the same', async () => {
    const files = await entriesOf((await all('csv')).path);
    expect([...files.keys()]).toEqual(exportTables.map(({ sheet }) => `${sheet}.csv`));
    for (const [name, bytes] of files) {
      const text = bytes.toString('utf8');
      expect(text.startsWith('\uFEFF'), name).toBe(true);
      for (const { cells } of readDelimited(text, { delimiter: ',' })) for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+@-]/);
    }
    expect(files.get('订单明细.csv')!.toString()).toContain('橙子,,2.5,箱,46.60,116.50');
    const staged = await app.app.files.stageStream(
      '好友.csv',
      (async function* () {
        yield files.get('好友.csv')!;
      })(),
    );
    const inspection = await app.call<{ sessionId: string; columns: { field: string }[]; origin: string }>('imports.inspect', {
      fileId: staged.fileId,
    });
    expect(inspection.origin).toBe('铁粉簿');
    const preview = await app.call<{ counts: Record<string, number> }>('imports.preview', {
      sessionId: inspection.sessionId,
      fields: inspection.columns.map(({ field }) => field),
      accountId: 1,
      channelId: null,
    });
    expect(preview.counts).toMatchObject({ new: 0, changed: 0, same: 2, unreadable: 0 });
  });

  it('writes a workbook with a sheet a table', async () => {
    const { path } = await all('xlsx');
    const friends = await openTable(path, { sheet: '好友' });
    expect(friends.sheets).toEqual(exportTables.map(({ sheet }) => sheet));
    expect(friends.rows).toHaveLength(2);
    const messages = await openTable(path, { sheet: '消息', headerLine: 1 });
    expect(messages.rows).toHaveLength(rows('messages'));
    const payments = await openTable(path, { sheet: '订单', headerLine: 1 });
    expect(payments.rows[0]!.cells).toContain('7420000000000000123');
  });

  it('gives chats that come back as nothing new, each message, kind and direction the same', async () => {
    const files = await entriesOf((await all('chatlab')).path);
    expect(files.size).toBe(4);
    const before = app.ctx.db.sql('SELECT * FROM messages ORDER BY id').all();
    for (const [name, bytes] of files) {
      const source = (await openChat(fileOf(name, bytes)))!;
      expect(source).toMatchObject({ format: 'chatlabJson', knowsMe: true });
      const report = await importChat(
        app.ctx,
        {
          files: [{ source, bytes: bytes.length }],
          accountId: 1,
          openBatch: () =>
            Number(
              app.ctx.db.sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES ('x', 1, '{}', 1)").run()
                .lastInsertRowid,
            ),
          owner: null,
          people: { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' },
        },
        idle,
      );
      expect(report, name).toMatchObject({ added: 0, problem: 0, leftOut: 0 });
      expect(report.duplicate).toBe(report.read);
    }
    expect(app.ctx.db.sql('SELECT * FROM messages ORDER BY id').all()).toEqual(before);
    expect(rows('conversations')).toBe(4);
  });

  it('gives chats that bring the whole of an empty book back', async () => {
    const files = await entriesOf((await all('chatlab')).path);
    const other = await openTestApp();
    for (const [name, bytes] of files) {
      const source = (await openChat(fileOf(name, bytes)))!;
      const batch = { files: [{ source, bytes: bytes.length }], accountId: 1, owner: null };
      const openBatch = () =>
        Number(
          other.ctx.db.sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES ('x', 1, '{}', 1)").run()
            .lastInsertRowid,
        );
      await importChat(
        other.ctx,
        { ...batch, openBatch, people: { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' } },
        idle,
      );
    }
    const told = (one: TestApp) =>
      one.ctx.db
        .sql(
          `SELECT conversations.name AS name, messages.id / 2097152 AS second, direction, messages.kind AS kind, precision, content
           FROM messages JOIN conversations ON conversations.id = conversation_id ORDER BY 1, 2, 6, 3, 4`,
        )
        .all();
    expect(told(other)).toEqual(told(app));
    await other.close();
  });

  it('tells its progress, and leaves nothing when it is stopped', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => record({ conversation: 'wxid_long', text: `第 ${i} 条`, at: noon + i * 1000 }));
    await bringIn(app.ctx, { records: many, conversations: [{ key: 'wxid_long', externalId: 'wxid_long', name: '长', group: false }] });
    const before = readdirSync(app.ctx.folder.staging);
    for (const format of exportBookFormats) {
      const running = app.call('exports.everything', { format, jobId: 'export-stop' });
      const stop = app.call('exports.cancel', { jobId: 'export-stop' });
      await expect(running).rejects.toMatchObject({ kind: 'cancelled' });
      await stop;
    }
    expect(readdirSync(app.ctx.folder.staging)).toEqual(before);
    await all('json', 'export-told');
    expect(app.events.some((event) => event.type === 'job' && event.job.jobId === 'export-told')).toBe(true);
  });
});

describe('exporting one person', () => {
  it('gives a JSON file and a page without scripts, with what belongs to her and nobody else', async () => {
    const only = { by: 'ids', ids: [lijie] };
    const post = { accountId: 1, category: 'life', scheduledAt: app.clock.now(), state: 'planned', assetIds: [] };
    await app.call('posts.create', { ...post, text: '给大家看的<b>丑橘</b>' });
    await app.call('posts.settle', { id: app.ctx.db.pluck('SELECT max(id) FROM posts').get(), state: 'posted', at: app.clock.now() });
    await app.call('friends.setStatus', { selection: only, status: 'lost' });
    const day = '2030-01-01';
    await app.call('followUps.promise', { friendId: lijie, text: '补发一箱', dueOn: day });
    await app.call('followUps.add', { friendId: lijie, title: '问孩子的事', words: '', dueOn: day });
    const brought = (await app.call<Saved>('friends.create', friendNamed('小兰'))).id;
    await app.call('referrals.set', { friendId: brought, byId: lijie });
    const file = await app.call<ExportFile>('exports.person', { friendId: lijie });
    expect(file.name).toBe('铁粉簿-李姐_b_-2026-11-22.zip');
    const files = await entriesOf(app.app.files.exportPath(file.fileId)!.path);
    expect([...files.keys()]).toEqual(['李姐_b_.json', '李姐_b_.html']);
    const person = JSON.parse(files.get('李姐_b_.json')!.toString()) as Record<string, Record<string, unknown>[]>;
    expect(person['friends']).toHaveLength(1);
    expect(person['tags']!.map(({ name }) => name)).toEqual(['老客户']);
    expect(person['orders']).toHaveLength(1);
    expect(person['levelChanges']!.length).toBe(2);
    expect(person['pointEntries']).toMatchObject([{ friendId: lijie, delta: 120, reason: '老客户活动', kind: 'manual' }]);
    expect(person['messages']!.length).toBeGreaterThan(messageKinds.length * messageDirections.length);
    expect(person['messages']!.some(({ text }) => text === '在吗')).toBe(false);
    expect(person['promises']).toMatchObject([{ text: '补发一箱', dueOn: day }]);
    expect(person['followUps']).toMatchObject([{ title: '问孩子的事' }]);
    expect(person['referrals']).toMatchObject([{ friendId: brought, byFriendId: lijie }]);
    expect(person['events']).toContainEqual({ at: app.clock.now(), kind: 'status', what: 'lost' });
    expect(person['postsReceived']).toMatchObject([{ text: '给大家看的<b>丑橘</b>', channel: 'moments', category: 'life' }]);
    const page = files.get('李姐_b_.html')!.toString();
    expect(page).not.toMatch(/<script|<img|javascript:|\son\w+=/i);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('喜欢绿茶');
    expect(page).toContain('老客户活动');
    expect(page).toContain('补发一箱');
    expect(page).toContain('问孩子的事');
    // another person's name is not hers to carry away
    expect(page).not.toContain('小兰');
    expect(page).toContain('状态改为</dd><dt>内容</dt><dd>已流失');
    expect(page).toContain('给大家看的&lt;b&gt;丑橘');
    await expect(app.call('exports.person', { friendId: 9999 })).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('knows of every table about friends whether it belongs to a person, and why not', () => {
    const parts = new Set([...personTables, personEvents].map(({ from }) => from.split(' ')[0]!));
    const without: Record<string, string> = {
      buyer_aliases: 'names that stand in her orders',
      friend_chat_stats: 'counted from the messages',
    };
    const left = [...friendTables(app.ctx.db).keys()].filter((table) => !parts.has(table));
    expect(left).toEqual(Object.keys(without));
  });

  it('brings the same person whole, from all her contacts', async () => {
    const { id: other } = await app.call<Saved>('accounts.create', {
      ...{ name: '小号', wxid: null, role: null, category: null, capacity: 5000, standing: 'normal', note: null },
    });
    const byWxid = (await app.call<Saved>('friends.create', friendNamed('李姐小号', { accountId: other, wxid: 'wxid_li' }))).id;
    const linked = (await app.call<Saved>('friends.create', friendNamed('李姐老号', { wxid: 'wxid_li_old', phone: '13800000002' }))).id;
    await app.call('friends.link', { ids: [lijie, linked] });
    await app.call('friends.addNote', { friendId: byWxid, body: '小号上说要退团' });
    await app.call('touches.log', {
      selection: { by: 'ids', ids: [linked] },
      touchpoint: 'visit',
      direction: 'in',
      at: noon,
      note: '来拿过货',
    });
    await bringIn(app.ctx, {
      conversations: [{ key: 'wxid_li_old', externalId: 'wxid_li_old', name: '李姐老号', group: false }],
      records: [record({ conversation: 'wxid_li_old', text: '老号里说的话' })],
    });
    const file = await app.call<ExportFile>('exports.person', { friendId: linked });
    expect([file.name, file.count]).toEqual(['铁粉簿-李姐老号-2026-11-22.zip', 3]);
    const files = await entriesOf(app.app.files.exportPath(file.fileId)!.path);
    const person = JSON.parse(files.get('李姐老号.json')!.toString()) as Record<string, Record<string, unknown>[]>;
    expect(person['friends']!.map(({ remark }) => remark)).toEqual(['李姐/<b>', '李姐小号', '李姐老号']);
    expect(person['accounts']).toHaveLength(2);
    expect(person['notes']!.map(({ body }) => body)).toContain('小号上说要退团');
    expect(person['orders']).toHaveLength(1);
    const page = files.get('李姐老号.html')!.toString();
    expect(page.indexOf('<h1>李姐老号</h1>')).toBeGreaterThan(0);
    for (const text of [
      '同一个人，另外的微信号里',
      '小号',
      '13800000001',
      '喜欢绿茶',
      '小号上说要退团',
      '来拿过货',
      '老号里说的话',
      '橙子 ×2.5箱',
    ])
      expect(page, text).toContain(text);
    expect(page).not.toContain('=CMD()');
  });

  it('makes names of files that every system takes', () => {
    expect(['a/b\\c:d', '..', '', ' x. ', 'a\u202eb', '👨‍👩‍👧'.repeat(20)].map(fileNameOf)).toEqual([
      'a_b_c_d',
      '未命名',
      '未命名',
      'x',
      'a_b',
      expect.stringMatching(/^👨/),
    ]);
  });
});
