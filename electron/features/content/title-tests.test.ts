import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ContentPiece } from '../../../shared/contracts/content.ts';
import type { TitleTest } from '../../../shared/contracts/title-tests.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let book: TestApp;
let contentId: number;
const titles = ['橙子怎么挑', '三招挑到甜橙子'];
beforeEach(async () => {
  book = await openTestApp();
  const piece = {
    title: '挑橙子',
    text: '看脐、看皮、掂分量',
    category: 'tips',
    form: 'text',
    aim: '',
    tags: [],
    seasons: [],
    productIds: [],
  };
  const rest = {
    variants: [{ channel: 'xiaohongshu', title: '', text: '小红书的写法' }],
    assetIds: [],
    evergreen: false,
    cooldownDays: 60,
    maxUses: null,
  };
  contentId = (await book.call<Saved>('content.create', { ...piece, ...rest })).id;
});
afterEach(() => book.close());

const list = () => book.call<TitleTest[]>('titleTests.list', null);
const begin = () => book.call<Saved>('titleTests.create', { contentId, channel: 'xiaohongshu', titles });

test('names a winner only when it is one, and gives it to the piece in that channel', async () => {
  const { id } = await begin();
  const [open] = await list();
  expect(open).toMatchObject({ id, piece: '挑橙子', channel: 'xiaohongshu', closedAt: null, verdict: { kind: 'open', missing: 50 } });
  const [first, second] = open!.arms;
  await book.call('titleTests.count', { armId: first!.id, shown: 200, responded: 10 });
  await book.call('titleTests.count', { armId: second!.id, shown: 200, responded: 14 });
  expect((await list())[0]!.verdict).toEqual({ kind: 'open', missing: 0 });
  await book.call('titleTests.count', { armId: second!.id, shown: 200, responded: 60 });
  expect((await list())[0]!.verdict).toMatchObject({ kind: 'winner', index: 1 });
  const { undoId } = await book.call<Saved>('titleTests.close', { id, armId: second!.id });
  const variant = async () => (await book.call<ContentPiece>('content.get', { id: contentId })).variants;
  expect(await variant()).toEqual([{ channel: 'xiaohongshu', title: '三招挑到甜橙子', text: '小红书的写法' }]);
  expect((await list())[0]!.closedAt).not.toBeNull();
  await book.call('undo.undo', { id: undoId });
  expect((await list())[0]!.closedAt).toBeNull();
  expect(await variant()).toEqual([{ channel: 'xiaohongshu', title: '', text: '小红书的写法' }]);
});

test('refuses what cannot be: one title twice, more answers than people, a title of another test, a piece that is gone', async () => {
  const twice = { contentId, channel: 'moments', titles: ['一样', '一样'] };
  await expect(book.call('titleTests.create', twice)).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['titles'] } });
  await expect(book.call('titleTests.create', { ...twice, contentId: 99, titles })).rejects.toMatchObject({ kind: 'notFound' });
  const [one, other] = [await begin(), await begin()];
  const arm = (await list()).find(({ id }) => id === other.id)!.arms[0]!;
  await expect(book.call('titleTests.count', { armId: arm.id, shown: 3, responded: 4 })).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(book.call('titleTests.close', { id: one.id, armId: arm.id })).rejects.toMatchObject({ kind: 'invalidInput' });
  expect((await list()).every(({ closedAt }) => closedAt === null)).toBe(true);
});
