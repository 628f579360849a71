import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import type { OrderPage, UnpaidList } from '../../../shared/contracts/orders.ts';
import type { GroupBuyPage, PickupSheet, SolitaireReading, SolitaireSaved } from '../../../shared/contracts/orders-solitaire.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const paste = (title: string, ...lines: string[]) =>
  ['#接龙', title, '赣南脐橙 58/箱', '砂糖橘 35.10/箱', '', ...lines.map((line, i) => `${i + 1}. ${line}`)].join('\n');
const prices = [
  { product: '赣南脐橙', unit: '箱', priceFen: 5800 },
  { product: '砂糖橘', unit: '箱', priceFen: 3510 },
];
const read = (text: string) => app.call<SolitaireReading>('solitaire.read', { accountId: 1, text, at: null, conversationId: null });
const save = (text: string, answers: object = {}) =>
  app.call<SolitaireSaved>('solitaire.save', {
    accountId: 1,
    text,
    at: null,
    conversationId: null,
    index: 0,
    on: '2026-11-27',
    prices,
    answers,
  });
const sheet = (groupBuyId: number) => app.call<PickupSheet>('solitaire.sheet', { groupBuyId });
const orders = async (filter: object = {}) => (await app.call<OrderPage>('orders.list', { filter, offset: 0, limit: 100 })).rows;

const first = paste('周五到货', '青柠 脐橙2箱 3号楼', '老周 砂糖橘1箱');
const second = paste('周五到货', '青柠 脐橙2箱 3号楼', '老周 砂糖橘1箱', '豆豆妈 脐橙1箱 砂糖橘3箱 3号楼', '小赵 脐橙1箱');
const third = paste('周五到货', '青柠 脐橙3箱 3号楼', '豆豆妈 脐橙1箱 砂糖橘3箱 3号楼', '小赵 取消');

it('a growing 接龙 becomes orders, is brought up to date, and its totals are those of the list', async () => {
  const lime = (await app.call<Saved>('friends.create', friendNamed('青柠'))).id;
  const empty = await read('大家好');
  expect(empty.lists).toEqual([]);
  const [list] = (await read(first)).lists;
  expect(list).toMatchObject({
    title: '周五到货',
    groupBuy: null,
    products: [
      { product: '赣南脐橙', unit: '箱', priceFen: 5800 },
      { product: '砂糖橘', priceFen: 3510 },
    ],
    count: { numbered: 2, standing: 2, withdrawn: 0, unreadable: 0, agrees: true },
  });
  expect(list!.lines[0]).toMatchObject({ match: 'certain', candidates: [{ friendId: lime }], pickup: '3号楼', orderId: null });
  const saved = await save(first);
  expect(saved).toMatchObject({ added: 2, changed: 0, withdrawn: 0, unpriced: 0 });
  const rows = await orders();
  expect(rows.map(({ buyerName, amountFen, status, friendId }) => [buyerName, amountFen, status, friendId]).sort()).toEqual([
    ['老周', 3510, 'unpaid', null],
    ['青柠', 11_600, 'unpaid', lime],
  ]);
  // the same text again changes nothing
  expect(await save(first)).toMatchObject({ groupBuyId: saved.groupBuyId, added: 0, changed: 0, same: 2, undoId: null });

  app.clock.tick(60_000);
  const [grown] = (await read(second)).lists;
  expect(grown!.groupBuy).toMatchObject({ id: saved.groupBuyId, versions: 1 });
  expect(await save(second)).toMatchObject({ groupBuyId: saved.groupBuyId, added: 2, changed: 0, same: 2 });
  await app.call('orders.setPaid', { ids: [(await orders()).find(({ buyerName }) => buyerName === '豆豆妈')!.id], paid: true });

  app.clock.tick(60_000);
  const before = app.ctx.db.sql('SELECT * FROM orders ORDER BY id').all();
  const [last] = (await read(third)).lists;
  expect(last!.count).toEqual({ numbered: 3, standing: 2, withdrawn: 1, unreadable: 0, agrees: true });
  expect(last!.lines.map(({ name, withdrawnAt, changes }) => [name, withdrawnAt !== null, changes.at(-1)!.change])).toEqual([
    ['青柠', false, 'changed'],
    ['豆豆妈', false, 'joined'],
    ['小赵', true, 'said'],
    ['老周', true, 'gone'],
  ]);
  const done = await save(third);
  expect(done).toMatchObject({ added: 0, changed: 2, same: 0, withdrawn: 2, withdrawnPaid: 0 });
  const made = await sheet(saved.groupBuyId);
  const wanted = Object.fromEntries(last!.totals.map(({ product, quantity }) => [product, quantity]));
  expect(Object.fromEntries(made.totals.map(({ product, quantity }) => [product, quantity]))).toEqual(wanted);
  expect(wanted).toEqual({ 赣南脐橙: 4, 砂糖橘: 3 });
  expect(made.sections.map(({ place, rows: people }) => [place, people.map(({ name, paid }) => [name, paid])])).toEqual([
    [
      '3号楼',
      [
        ['青柠', false],
        ['豆豆妈', true],
      ],
    ],
  ]);
  expect(made.sums).toMatchObject({
    amountFen: 3 * 5800 + 5800 + 3 * 3510,
    unpaidOrders: 1,
    unpaidFen: 3 * 5800,
    paidFen: 5800 + 3 * 3510,
  });
  expect(made.text).toContain('合计：赣南脐橙 ×4箱、砂糖橘 ×3箱');
  const unpaid = await app.call<UnpaidList>('orders.unpaid', { accountId: null, groupBuyId: saved.groupBuyId });
  expect(unpaid.people).toMatchObject([{ friendId: lime, name: '青柠', amountFen: 17_400 }]);
  expect((await app.call<GroupBuyPage>('groupBuys.list', { accountId: null, search: '', offset: 0, limit: 10 })).rows).toMatchObject([
    { versions: 3, orders: 2, on: '2026-11-27' },
  ]);
  // paid, and then more of it: the difference is what she still gets
  const grows = paste('周五到货', '青柠 脐橙3箱 3号楼', '豆豆妈 脐橙2箱 砂糖橘3箱 3号楼', '小赵 取消');
  app.clock.tick(60_000);
  const more = await save(grows);
  const owed = (await sheet(saved.groupBuyId)).sums;
  expect(owed).toMatchObject({ unpaidOrders: 2, unpaidFen: 3 * 5800 + 5800, paidFen: 5800 + 3 * 3510 });
  await app.call('undo.undo', { id: more.undoId });
  await app.call('undo.undo', { id: done.undoId });
  expect(app.ctx.db.sql('SELECT * FROM orders ORDER BY id').all()).toEqual(before);
  expect((await read(third)).lists[0]!.groupBuy).toMatchObject({ versions: 2 });
});

it('her corrections and answers stay over later versions; other lists stay apart', async () => {
  const text = paste('周六到货', '阿梅 老样子', '=cmd 脐橙1箱');
  const [list] = (await read(text)).lists;
  expect(list!.lines[0]).toMatchObject({ sure: false });
  const mei = (await app.call<Saved>('friends.create', friendNamed('梅姐'))).id;
  const answers = { [list!.lines[0]!.key]: { friendId: mei, items: [{ product: '砂糖橘', quantity: 2.5, unit: '箱' }], pickup: '南门' } };
  const saved = await save(text, answers);
  const groupBuyId = saved.groupBuyId;
  const mine = async () => (await orders({ groupBuyId })).find(({ buyerName }) => buyerName === '阿梅');
  expect(await mine()).toMatchObject({ friendId: mei, amountFen: 8775, goods: '砂糖橘 ×2.5箱', pickup: '南门' });
  app.clock.tick(60_000);
  expect(await save(paste('周六到货', '阿梅 老样子', '=cmd 脐橙1箱', '新人 脐橙1箱'))).toMatchObject({ groupBuyId, added: 1, changed: 0 });
  expect(await mine()).toMatchObject({ friendId: mei, goods: '砂糖橘 ×2.5箱', pickup: '南门' });
  // as it is shown, and can be put right once more without the text
  const shown = (await read(text)).lists[0]!;
  expect(shown.lines[0]).toMatchObject({ items: [{ product: '砂糖橘', quantity: 2.5, unit: '箱' }], sure: true });
  expect(shown.totals).toContainEqual(expect.objectContaining({ product: '砂糖橘', quantity: 2.5 }));
  const [kept] = (await app.call<SolitaireReading>('solitaire.readSaved', { groupBuyId })).lists;
  expect(kept).toMatchObject({ groupBuy: { id: groupBuyId, versions: 2 }, count: { standing: 3, agrees: true } });
  expect(kept!.lines[0]!.items).toEqual(shown.lines[0]!.items);
  const right = { groupBuyId, index: 0, on: null, prices };
  const again = await app.call<SolitaireSaved>('solitaire.saveSaved', {
    ...right,
    answers: { [kept!.lines[2]!.key]: { items: [{ product: '赣南脐橙', quantity: 4, unit: '箱' }] } },
  });
  expect(again).toMatchObject({ groupBuyId, added: 0, changed: 1, same: 2 });
  expect((await sheet(groupBuyId)).totals).toContainEqual(expect.objectContaining({ product: '赣南脐橙', quantity: 5 }));
  expect(await app.call<SolitaireSaved>('solitaire.saveSaved', { ...right, answers: {} })).toMatchObject({
    changed: 0,
    same: 3,
    undoId: null,
  });
  await app.call('undo.undo', { id: again.undoId });
  await expect(app.call('solitaire.readSaved', { groupBuyId: 9999 })).rejects.toMatchObject({ kind: 'notFound' });
  const other = (await read(paste('周日到货', '阿梅 脐橙1箱'))).lists[0]!;
  expect(other.groupBuy).toBeNull();
  expect(other.lines[0]).toMatchObject({ match: 'certain', candidates: [{ friendId: mei, by: 'remembered' }] });
  for (const format of ['csv', 'xlsx'] as const) {
    const file = await app.call<ExportFile>('solitaire.export', { groupBuyId, format });
    const { path } = app.app.files.exportPath(file.fileId)!;
    expect(file).toMatchObject({ count: 3, name: `提货单-周六到货-2026-11-22.${format}` });
    if (format === 'csv') expect(readFileSync(path, 'utf8')).toContain('"\'=cmd"');
  }
});

it('a line that she wrote down herself is asked about, joined only by her word, and undo gives back both', async () => {
  const friendId = (await app.call<Saved>('friends.create', friendNamed('阿杏'))).id;
  const other = (await app.call<Saved>('friends.create', friendNamed('阿桃'))).id;
  const create = async (whose: number, amountFen: number, orderedOn: string, more: object = {}) =>
    (
      await app.call<Saved>('orders.create', {
        ...{ friendId: whose, accountId: null, buyerName: '', amountFen, orderedOn, paidOn: null, shippedOn: null, signedOn: null },
        ...{ note: '', lines: [{ product: '脐橙', quantity: 2, unit: '箱', priceFen: null }], ...more },
      })
    ).id;
  const paid = await create(friendId, 11_600, '2026-11-20', { note: '放门口', paidOn: '2026-11-21' });
  await create(friendId, 11_600, '2026-10-01');
  await create(other, 5_900, '2026-11-20');
  const text = paste('下周一到货', '阿杏 脐橙2箱 3号楼', '阿桃 脐橙1箱', '阿梨 李子1箱');
  const tables = ['orders', 'order_lines', 'products', 'group_buys', 'solitaire_versions'];
  const book = () => tables.map((table) => app.ctx.db.sql(`SELECT * FROM ${table} ORDER BY id`).all());
  const before = book();
  const [list] = (await read(text)).lists;
  // of about those days
  expect(list!.byHand).toMatchObject([
    { friendId: other, amountFen: 5900 },
    { orderId: paid, friendId, goods: '脐橙 ×2箱', note: '放门口' },
  ]);
  // two lines cannot be one order, and one of another amount or friend is none
  const answers = Object.fromEntries(list!.lines.map(({ key }) => [key, { sameAs: paid }]));
  const saved = await save(text, answers);
  expect(saved).toMatchObject({ added: 2, changed: 0, same: 0, joined: 1 });
  const mine = async () => (await orders({ groupBuyId: saved.groupBuyId })).find(({ id }) => id === paid);
  expect(await mine()).toMatchObject({
    ...{ source: 'solitaire', friendId, amountFen: 11_600, goods: '赣南脐橙 ×2箱', pickup: '3号楼' },
    // what only she knows stays
    ...{ status: 'paid', paidFen: 11_600 },
  });
  expect((await sheet(saved.groupBuyId)).totals).toContainEqual(expect.objectContaining({ product: '赣南脐橙', quantity: 3 }));
  expect(app.ctx.db.pluck('SELECT seller_note FROM orders WHERE id = ?').get(paid)).toBe('放门口');
  // the same list again, and a longer one: it is known
  expect((await read(text)).lists[0]!.byHand.map(({ orderId }) => orderId)).not.toContain(paid);
  expect(await save(text)).toMatchObject({ added: 0, changed: 0, same: 3, joined: 0, undoId: null });
  await app.call('undo.undo', { id: saved.undoId });
  expect(book()).toEqual(before);
  await app.call('undo.redo', { id: saved.undoId });
  expect(await mine()).toMatchObject({ source: 'solitaire', status: 'paid' });
  await app.call('undo.undo', { id: saved.undoId });

  // not answered for, both stay
  const apart = await save(text);
  expect(apart).toMatchObject({ added: 3, joined: 0 });
  await app.call('undo.undo', { id: apart.undoId });
});
