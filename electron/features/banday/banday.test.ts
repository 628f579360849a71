import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/contracts/accounts.ts';
import type { BanDayAccount, BanDayFriend, OpenedKit, ReAddCard, ReAddQueue } from '../../../shared/contracts/ban-day.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ExportFile, FriendDetail, TimelineItem } from '../../../shared/contracts/friends.ts';
import { type OrderStatus, orderStatuses } from '../../../shared/domain/order-record.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
const ids: Record<string, number> = {};
const dayMs = 86_400_000;

async function friend(name: string, level: number, more: Record<string, unknown> = {}): Promise<void> {
  const { id } = await app.call<Saved>('friends.create', friendNamed(name, more));
  ids[name] = id;
  if (level > 1) await app.call('trust.setLevel', { selection: { by: 'ids', ids: [id] }, level, reason: '' });
}

let orders = 0;
/** A paid order, unless `status` says otherwise. */
function order(name: string, fen: number, more: { refund?: number; status?: OrderStatus; phone?: string; at?: number } = {}): void {
  orders += 1;
  const phone = more.phone ?? '';
  app.ctx.db.raw
    .prepare(
      `INSERT INTO orders (account_id, friend_id, source, identity, occurrence, buyer_name, buyer_key, receiver, phone, phone_key, address, at,
        precision, status, status_text, amount_fen, paid_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
       VALUES (1, ?, 'otherOrders', ?, 0, '', '', '', ?, ?, '示例路 1 号', ?, 0, ?, '', ?, ?, ?, '', '', '{}', 1, 1)`,
    )
    .run(
      ids[name],
      `o${orders}`,
      phone,
      phone || null,
      more.at ?? app.clock.at - dayMs,
      orderStatuses.indexOf(more.status ?? 'paid'),
      fen,
      fen,
      more.refund ?? 0,
    );
  app.ctx.announce({ topics: ['orders'] });
}

const account = (name: string, more: object = {}) => ({
  name,
  wxid: null,
  role: null,
  category: null,
  capacity: 5000,
  standing: 'normal',
  note: null,
  ...more,
});
const overview = () => app.call<BanDayAccount[]>('banday.overview');
const mine = async () => (await overview())[0]!;
const queue = (via: number | null = ids.new!) => app.call<ReAddQueue>('banday.queue', { accountId: 1, viaAccountId: via });
const mark = (name: string, state: string | null, more: object = {}) =>
  app.call<{ undoId: number; moved: boolean }>('banday.mark', {
    accountId: 1,
    friendId: ids[name],
    state,
    viaAccountId: ids.new,
    move: false,
    ...more,
  });
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

beforeAll(async () => {
  app = await openTestApp({ secretCost: 14 });
  await friend('阿珍', 5, { phone: '13800000001', wxid: 'wxid_azhen' });
  await friend('老周', 6);
  await friend('小美', 2, { alias: 'xiaomei66' });
  await friend('大刘', 1, { wxid: 'wxid_daliu', phone: '138****0002' });
  await friend('王姐', 4);
  await friend('删我的', 6);
  await app.call('friends.setStatus', { selection: { by: 'ids', ids: [ids.删我的] }, status: 'deletedMe' });
});
afterAll(() => app.close());

describe('what is left of an account', () => {
  it('is weighed by levels while nobody has bought anything: 1, 2, 4, 8, 16, 32', async () => {
    // 阿珍 16 · 老周 32 · 小美 2 · 大刘 1 · 王姐 8 = 59; only 阿珍 has a phone, and no other account could look for 小美
    expect((await mine()).reach).toMatchObject({ people: 5, withWay: 1, by: 'level', value: 59, valueWithWay: 16 });
  });

  it('is weighed by what was paid, minus refunds and what was cancelled', async () => {
    order('阿珍', 30_000);
    order('老周', 20_000, { refund: 5000 });
    order('王姐', 10_000, { phone: '13900000005' });
    order('小美', 99_900, { status: 'cancelled' });
    order('删我的', 77_700);
    const { reach, share } = await mine();
    expect(reach).toMatchObject({ people: 5, withWay: 2, by: 'orders', value: 55_000, valueWithWay: 40_000 });
    expect(reach.ways).toEqual({ phone: 1, orderPhone: 1, otherAccount: 0, wechatId: 0, email: 0, group: 0 });
    expect(share).toBe(1);
  });

  it('counts an id that can be searched once another account works, and not while that one is banned too', async () => {
    ids.new = (await app.call<Saved>('accounts.create', account('新号', { wxid: 'xinhao2026' }))).id;
    expect((await mine()).reach).toMatchObject({ withWay: 3, ways: { wechatId: 1 }, onlyWay: { wechatId: 1 } });
    const { undoId } = await app.call<Saved>('accounts.update', { id: ids.new, values: account('新号', { standing: 'banned' }) });
    expect((await mine()).reach).toMatchObject({ withWay: 2, ways: { wechatId: 0 } });
    await app.call('undo.undo', { id: undoId });
  });

  it('counts the same person in another account: by link, and by the same wxid', async () => {
    const linked = await app.call<Saved>('friends.create', friendNamed('周总', { accountId: ids.new }));
    await app.call('friends.link', { ids: [ids.老周, linked.id] });
    const same = await app.call<Saved>('friends.create', friendNamed('刘', { accountId: ids.new, wxid: 'wxid_daliu' }));
    const { reach } = await mine();
    expect(reach).toMatchObject({ withWay: 5, valueWithWay: 55_000, ways: { otherAccount: 2 } });
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [linked.id, same.id] }, archived: true });
    expect((await mine()).reach).toMatchObject({ withWay: 3, valueWithWay: 40_000, ways: { otherAccount: 0 } });
  });

  it('counts an e-mail address in the description, and a group that another account is in too', async () => {
    const detail = await app.call<FriendDetail>('friends.get', { id: ids.大刘 });
    const values = friendNamed('大刘', { wxid: 'wxid_daliu', phone: '138****0002', description: '邮箱 daliu@mail.example.cn，爱喝茶' });
    const { undoId } = await app.call<Saved>('friends.update', { id: ids.大刘, values });
    expect(detail.name).toBe('大刘');
    expect((await mine()).reach).toMatchObject({ withWay: 4, ways: { email: 1 } });
    await app.call('undo.undo', { id: undoId });
    const { raw } = app.ctx.db;
    const group = raw.prepare(
      "INSERT INTO conversations (id, account_id, kind, external_id, name, import_batch_id, created_at) VALUES (?, ?, 'group', ?, '团购1群', 1, 1)",
    );
    group.run(901, 1, '1@chatroom');
    raw.prepare("INSERT INTO chat_talkers (id, account_id, name, friend_id, import_batch_id) VALUES (901, 1, '刘', ?, 1)").run(ids.大刘);
    raw.prepare("INSERT INTO conversation_members (conversation_id, talker_id, group_name) VALUES (901, 901, '刘')").run();
    app.ctx.announce({ topics: ['chats'] });
    expect((await mine()).reach.ways.group).toBe(0);
    group.run(902, ids.new, '1@chatroom');
    app.ctx.announce({ topics: ['chats'] });
    expect((await mine()).reach).toMatchObject({ withWay: 4, ways: { group: 1 } });
    raw.exec('DELETE FROM conversations WHERE id IN (901, 902)');
    app.ctx.announce({ topics: ['chats'] });
  });

  it('names those who could not be reached, most valuable first', async () => {
    const list = await app.call<BanDayFriend[]>('banday.unreachable', { accountId: 1, limit: 10 });
    expect(list).toEqual([
      { friendId: ids.老周, name: '老周', trustLevel: 6, paidFen: 15_000, ways: [] },
      { friendId: ids.大刘, name: '大刘', trustLevel: 1, paidFen: 0, ways: [] },
    ]);
    expect(await app.call('banday.unreachable', { accountId: 1, limit: 1 })).toHaveLength(1);
  });
});

describe('asking people again', () => {
  it('goes by value × trust, and leaves out who cannot be asked', async () => {
    const { waiting, counts, left, cap, askedToday } = await queue();
    // 30000 × 5 · 10000 × 4 · nothing paid, level 2
    expect(names(waiting)).toEqual(['阿珍', '王姐', '小美']);
    expect(counts).toEqual({ waiting: 3, asked: 0, passed: 0, notFound: 0, skipped: 0 });
    expect({ left, cap, askedToday }).toEqual({ left: { elsewhere: 0, noWay: 2 }, cap: 10, askedToday: 0 });
  });

  it('gives what is needed for one, in the words of the account that asks', async () => {
    await app.call('settings.set', { key: 'banDay.words', value: '{称呼|你好}，我是卖橙子的，新号 {我的微信号}' });
    const card = await app.call<ReAddCard>('banday.card', { friendId: ids.王姐, viaAccountId: ids.new });
    expect(card).toMatchObject({ name: '王姐', phones: ['13900000005'], wechatId: null, missing: [] });
    expect(card.text).toBe('王姐，我是卖橙子的，新号 xinhao2026');
    const bare = await app.call<ReAddCard>('banday.card', { friendId: ids.小美, viaAccountId: null });
    expect(bare).toMatchObject({ wechatId: 'xiaomei66', missing: ['我的微信号'] });
  });

  it('is one step each, in the timeline, and can be taken back', async () => {
    const { undoId } = await mark('阿珍', 'asked');
    expect((await queue()).asked).toMatchObject([{ name: '阿珍', state: 'asked', askedAt: app.clock.at, paidFen: 30_000 }]);
    const line = await app.call<TimelineItem[]>('friends.timeline', { friendId: ids.阿珍, limit: 10 });
    expect(line.find(({ kind }) => kind === 'reAdd')?.details).toEqual({ state: 'asked', account: '我的微信', via: '新号' });
    expect((await mark('阿珍', 'asked')).undoId).toBeNull();
    await app.call('undo.undo', { id: undoId });
    expect(names((await queue()).waiting)).toEqual(['阿珍', '王姐', '小美']);
    await app.call('undo.redo', { id: undoId });
    app.clock.tick(1000);
    await mark('小美', 'skipped');
    expect((await queue()).counts).toEqual({ waiting: 1, asked: 1, passed: 0, notFound: 0, skipped: 1 });
    await mark('小美', null);
    expect((await queue()).counts).toMatchObject({ waiting: 2, skipped: 0 });
  });

  it('stops at the limit of the day, per account that asks; the next day it goes on', async () => {
    await app.call('settings.set', { key: 'banDay.cap', value: 1 });
    await expect(mark('王姐', 'asked')).rejects.toMatchObject({ kind: 'reAddCap', details: { cap: 1, name: '新号' } });
    await expect(mark('王姐', 'passed')).rejects.toMatchObject({ kind: 'reAddCap' });
    expect((await queue()).counts).toMatchObject({ waiting: 2, asked: 1 });
    // an answer is no new question, and neither is not finding somebody
    await mark('王姐', 'notFound');
    const answer = await mark('阿珍', 'passed');
    await app.call('undo.undo', { id: answer.undoId });
    app.clock.tick(dayMs);
    expect((await queue()).askedToday).toBe(0);
    await mark('王姐', 'asked');
    expect((await queue()).askedToday).toBe(1);
  });

  it('takes who came over to the account that asked, and back by undo', async () => {
    const accountOf = async () => (await app.call<FriendDetail>('friends.get', { id: ids.阿珍 })).accountId;
    const { undoId, moved } = await mark('阿珍', 'passed', { move: true });
    expect([moved, await accountOf()]).toEqual([true, ids.new]);
    expect((await queue()).counts).toMatchObject({ asked: 1, passed: 1 });
    expect((await app.call<Account[]>('accounts.list')).map(({ friendCount }) => friendCount)).toEqual([5, 1]);
    await app.call('undo.undo', { id: undoId });
    expect(await accountOf()).toBe(1);
    expect((await queue()).counts).toMatchObject({ asked: 2, passed: 0 });
  });

  it('leaves both where the account that asked knows the person already', async () => {
    const double = await app.call<Saved>('friends.create', friendNamed('珍', { accountId: ids.new, wxid: 'wxid_azhen' }));
    expect(await mark('阿珍', 'passed', { move: true })).toMatchObject({ moved: false });
    await mark('阿珍', 'asked');
    await app.call('undo.undo', { id: double.undoId });
  });

  it('refuses to ask from the banned account itself, from none, or from one that does not work', async () => {
    for (const viaAccountId of [null, 1])
      await expect(mark('小美', 'asked', { viaAccountId })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(mark('小美', 'asked', { viaAccountId: 99 })).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('follows two friends who become one', async () => {
    const double = await app.call<Saved>('friends.create', friendNamed('王姐姐'));
    await app.call('friends.merge', { keepId: double.id, otherId: ids.王姐, fields: {} });
    expect((await queue()).asked.map(({ friendId }) => friendId)).toContain(double.id);
    const { undo } = await app.call<{ undo: { id: number } }>('undo.state');
    await app.call('undo.undo', { id: undo.id });
    expect((await queue()).asked.map(({ friendId }) => friendId)).toContain(ids.王姐);
    await app.call('undo.undo', { id: double.undoId });
  });
});

describe('the kit', () => {
  const fileOf = ({ fileId }: ExportFile) => app.app.files.exportPath(fileId)!.path;
  const staged = async (bytes: Buffer) =>
    (
      await app.app.files.stageStream(
        'kit.tfk',
        (async function* () {
          yield bytes;
        })(),
      )
    ).fileId;

  it('is not made before there are keys', async () => {
    await expect(app.call('banday.makeKit', { accountId: 1 })).rejects.toMatchObject({
      kind: 'backupsNotSetUp',
      details: { what: 'vault' },
    });
    expect(await mine()).toMatchObject({ bundle: null, drill: null, drillDue: true });
  });

  it('is sealed, opens with the passphrase, and opening the newest is a drill for 90 days', async () => {
    await app.call('backups.setUp', { mode: 'closed', passphrase: '我家门口的橙子树' });
    const old = readFileSync(fileOf(await app.call<ExportFile>('banday.makeKit', { accountId: 1 })));
    app.clock.tick(1000);
    const file = await app.call<ExportFile>('banday.makeKit', { accountId: 1 });
    expect(file).toMatchObject({ count: 5, name: '封号急救包-我的微信-2026-11-23.tfk' });
    const bytes = readFileSync(fileOf(file));
    for (const word of ['阿珍', '13800000001', '我的微信']) expect(bytes.includes(word)).toBe(false);
    expect(await mine()).toMatchObject({ bundle: { at: app.clock.at, people: 5 }, drill: null });

    const fileId = await staged(bytes);
    await expect(app.call('banday.openKit', { fileId, secret: '别的密码别的密码' })).rejects.toMatchObject({ kind: 'wrongSecret' });
    const secret = '我家门口的橙子树';
    expect(await app.call<OpenedKit>('banday.openKit', { fileId: await staged(old), secret })).toMatchObject({ own: true, drilled: false });
    expect(await app.call<OpenedKit>('banday.openKit', { fileId, secret })).toEqual({
      account: '我的微信',
      madeAt: app.clock.at,
      people: 5,
      withWay: 3,
      own: true,
      drilled: true,
    });
    expect(await mine()).toMatchObject({ drill: { at: app.clock.at, people: 5 }, drillDue: false });
    app.clock.tick(90 * dayMs - 1);
    expect((await mine()).drillDue).toBe(false);
    app.clock.tick(1);
    expect((await mine()).drillDue).toBe(true);
  });

  it('is refused when it is damaged, or something else', async () => {
    const bytes = readFileSync(fileOf(await app.call<ExportFile>('banday.makeKit', { accountId: 1 })));
    const secret = '我家门口的橙子树';
    const broken = Buffer.from(bytes);
    broken[broken.length - 5]! ^= 1;
    const open = async (content: Buffer) => app.call('banday.openKit', { fileId: await staged(content), secret });
    await expect(open(broken)).rejects.toMatchObject({ kind: 'backupDamaged', details: { what: 'kit' } });
    await expect(open(bytes.subarray(0, bytes.length - 20))).rejects.toMatchObject({ kind: 'backupDamaged' });
    await expect(open(Buffer.from('{"hello":1}'))).rejects.toMatchObject({ kind: 'notAKit' });
    await expect(app.call('banday.makeKit', { accountId: ids.new })).rejects.toMatchObject({ kind: 'nothingSelected' });
  });

  it('becomes a list, out of the book and out of a kit alike', async () => {
    await app.call('friends.addNote', { friendId: ids.阿珍, body: '<b>爱吃酸的</b>' });
    const csv = readFileSync(fileOf(await app.call<ExportFile>('banday.list', { accountId: 1, format: 'csv' })), 'utf8').split('\r\n');
    expect(csv[0]).toContain('称呼,等级,成交（元）,电话,微信号');
    expect(csv.slice(1, 6).map((row) => row.split(',').slice(0, 5).join(' '))).toEqual([
      '1 阿珍 忠诚客户 300.00 13800000001',
      '2 老周 铁粉客户 150.00 ',
      '3 王姐 真实客户 100.00 13900000005',
      '4 小美 精准流量 0.00 ',
      '5 大刘 泛流量 0.00 ',
    ]);
    expect(csv[1]).toContain('<b>爱吃酸的</b>');
    const kit = readFileSync(fileOf(await app.call<ExportFile>('banday.makeKit', { accountId: 1 })));
    const out = await app.call<ExportFile>('banday.listOfKit', { fileId: await staged(kit), secret: '我家门口的橙子树', format: 'csv' });
    expect(readFileSync(fileOf(out), 'utf8').split('\r\n')).toEqual(csv);
    const html = readFileSync(fileOf(await app.call<ExportFile>('banday.list', { accountId: 1, format: 'html' })), 'utf8');
    expect(html).toContain('13800000001');
    expect(html).not.toContain('<script');
    const xlsx = await app.call<ExportFile>('banday.list', { accountId: 1, format: 'xlsx' });
    expect(readFileSync(fileOf(xlsx)).subarray(0, 2).toString()).toBe('PK');
    expect(xlsx.count).toBe(5);
  });
});
