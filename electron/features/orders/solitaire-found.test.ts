import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ImportBatch } from '../../../shared/contracts/imports.ts';
import type { OrderPage } from '../../../shared/contracts/orders.ts';
import type { FoundSolitaires, SolitaireReading, SolitaireSaved } from '../../../shared/contracts/orders-solitaire.ts';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { undoChatBatch } from '../chats/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const minute = 60_000;
const day = 86_400_000;
const group = 'mothers@chatroom';
const list = (...lines: string[]) => ['#接龙', '周五到货 赣南脐橙 58/箱', '', ...lines.map((line, i) => `${i + 1}. ${line}`)].join('\n');
const post = (at: number, text: string, senderId = 'wxid_li', senderName = '李姐') =>
  record({ conversation: group, senderId, senderName, at, kind: 'solitaire', text });
const chats = (...records: ReturnType<typeof record>[]) =>
  bringIn(app.ctx, {
    records,
    conversations: [
      { key: group, externalId: group, name: '妈妈团购一群', group: true },
      { key: 'wxid_li', externalId: 'wxid_li', name: '李姐', group: false },
    ],
  });
const found = (before: number | null = null) => app.call<FoundSolitaires>('solitaire.found', { accountId: null, before });
const orders = async () => (await app.call<OrderPage>('orders.list', { filter: {}, offset: 0, limit: 100 })).rows;
const take = (messageId: number, answers: object = {}) =>
  app.call<SolitaireSaved>('solitaire.saveFound', {
    messageId,
    index: 0,
    on: null,
    prices: [{ product: '周五到货 赣南脐橙', unit: '箱', priceFen: 5800 }],
    answers,
  });

it('is found in imported groups, becomes orders by her click only, and is offered again when it has grown', async () => {
  expect(await found()).toEqual({ rows: [], older: null });
  const sister = (await app.call<Saved>('friends.create', friendNamed('楼下李姐', { wxid: 'wxid_li' }))).id;
  const lime = (await app.call<Saved>('friends.create', friendNamed('青柠'))).id;
  await chats(
    post(noon, list('青柠 2箱 3号楼'), 'wxid_lime', '青柠'),
    post(noon + minute, list('青柠 2箱 3号楼', '小李子 1箱')),
    post(noon + 2 * minute, list('青柠 2箱 3号楼', '小李子 1箱', '老周 3箱'), 'wxid_zhou', '老周'),
    // the same words in a private chat, and talk about it, are no list of a group
    record({ kind: 'solitaire', text: list('青柠 2箱') }),
    record({ conversation: group, senderId: 'wxid_li', senderName: '李姐', at: noon + 3 * minute, text: '接龙还差两箱' }),
  );
  expect(await orders()).toEqual([]);
  const { rows, older } = await found();
  expect(older).toBeNull();
  expect(rows).toMatchObject([
    {
      group: '妈妈团购一群',
      accountId: 1,
      title: '周五到货 赣南脐橙 58/箱',
      firstAt: noon,
      lastAt: noon + 2 * minute,
      versions: 3,
      lines: 3,
      state: 'new',
      groupBuyId: null,
    },
  ]);
  const [reading] = (await app.call<SolitaireReading>('solitaire.readFound', { messageId: rows[0]!.messageId })).lists;
  expect(reading!.count).toMatchObject({ numbered: 3, standing: 3, agrees: true });
  // who posted the version that brought one line is proposed for it, and never taken without asking
  expect(reading!.lines.map(({ name, match, candidates, joinedAt }) => [name, match, candidates[0]?.by ?? null, joinedAt])).toEqual([
    ['青柠', 'certain', 'remark', noon],
    ['小李子', 'doubtful', 'sender', noon + minute],
    ['老周', 'none', null, noon + 2 * minute],
  ]);
  expect(reading!.lines[1]!.candidates[0]).toMatchObject({ friendId: sister, reason: 'sender' });
  expect(await orders()).toEqual([]);

  const saved = await take(rows[0]!.messageId, { [reading!.lines[1]!.key]: { friendId: sister } });
  expect(saved).toMatchObject({ added: 3, changed: 0, withdrawn: 0, unpriced: 0 });
  expect((await orders()).map(({ buyerName, friendId, at, amountFen }) => [buyerName, friendId, at, amountFen]).sort()).toEqual([
    ['小李子', sister, noon + minute, 5800],
    ['老周', null, noon + 2 * minute, 17_400],
    ['青柠', lime, noon, 11_600],
  ]);
  expect((await found()).rows).toMatchObject([{ state: 'taken', groupBuyId: saved.groupBuyId }]);

  // a later import holds a newer version: one joined, one withdrew
  await chats(post(noon + 5 * minute, list('青柠 2箱 3号楼', '小李子 1箱', '豆豆妈 1箱'), 'wxid_dou', '豆豆妈'));
  const [grown] = (await found()).rows;
  expect(grown).toMatchObject({ state: 'grown', versions: 4, lines: 3, groupBuyId: saved.groupBuyId });
  expect(await take(grown!.messageId)).toMatchObject({ groupBuyId: saved.groupBuyId, added: 1, changed: 0, same: 2, withdrawn: 1 });
  expect((await found()).rows).toMatchObject([{ state: 'taken' }]);
  // each of them stands in the history, counted, and is taken back from there
  const batches = await app.call<ImportBatch[]>('imports.batches');
  const mine = batches.filter(({ kind }) => kind === 'solitaire');
  expect(mine.map(({ fileName, report }) => [fileName, report.rows, report.added, report.updated])).toEqual([
    ['接龙：周五到货 赣南脐橙 58/箱', 4, 1, 1],
    ['接龙：周五到货 赣南脐橙 58/箱', 3, 3, 0],
  ]);
  const look = async (batchId: number) => (await app.call<{ orders: unknown }>('imports.batchUndoPreview', { batchId })).orders;
  expect(await look(mine[0]!.id)).toEqual({ removed: 1, amountFen: 5800, kept: 0, restored: 1, workedOn: 0 });
  expect(await app.call('imports.undo', { batchId: mine[0]!.id })).toMatchObject({ kept: 0, orders: { removed: 1, restored: 1 } });
  expect(await orders()).toHaveLength(3);
  expect(await look(mine[1]!.id)).toMatchObject({ removed: 3, amountFen: 34_800 });
  await app.call('imports.undo', { batchId: mine[1]!.id });
  expect(await orders()).toEqual([]);
  expect((await found()).rows).toMatchObject([{ state: 'new' }]);
});

it('keeps lists apart that begin anew under the same words, shows a month at a time, and goes with the chats', async () => {
  const weeks = [10, 17, 80].map((days) => noon + days * day);
  const { batchId } = await chats(
    ...weeks.flatMap((at) => [post(at, list('王姐 1箱')), post(at + minute, list('王姐 1箱', '小吴 1箱', '青柠 1箱', '老周 2箱'))]),
    post(weeks[1]! + 2 * minute, list('青柠 1箱').replace('赣南脐橙', '砂糖橘')),
  );
  const first = await found();
  expect(first.rows.map(({ lastAt, versions, lines }) => [lastAt, versions, lines])).toEqual([[weeks[2]! + minute, 2, 4]]);
  const second = await found(first.older);
  expect(second.rows.map(({ lastAt, versions, lines }) => [lastAt, versions, lines])).toEqual([
    [weeks[1]! + 2 * minute, 1, 1],
    [weeks[1]! + minute, 2, 4],
    [weeks[0]! + minute, 2, 4],
    [noon + 5 * minute, 4, 3],
  ]);
  expect(second.older).toBeNull();
  undoChatBatch(app.ctx, batchId, idle);
  expect((await found()).rows).toHaveLength(1);
  await expect(app.call('solitaire.readFound', { messageId: first.rows[0]!.messageId })).rejects.toMatchObject({ kind: 'notFound' });
});
