import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { MissingFor, TemplatePreview } from '../../../shared/contracts/content.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { templateValues } from './template-values.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const day = 86_400_000;

describe('words for one friend', () => {
  const friend = async (remark: string, more: Record<string, unknown> = {}) =>
    (await book.call<Saved>('friends.create', friendNamed(remark, more))).id;

  test('come out of the book', async () => {
    const id = await friend('A张姐 3号楼', {
      nickname: '小雨',
      region: '广东 深圳',
      birthday: { calendar: 'lunar', year: null, month: 8, day: 15, leap: false },
    });
    await book.call('trust.setLevel', { selection: { by: 'ids', ids: [id] }, level: 5, reason: '' });
    const text = '{称呼}/{昵称}/{备注}/{地区}/{生日}/{等级}/{等级≥4：老|新}/{今天}{星期}/{购买次数}/{上次购买|还没}/{上次购买}';
    expect(await book.call<TemplatePreview>('content.previewFor', { text, friendId: id })).toEqual({
      text: '张姐/小雨/A张姐 3号楼/广东 深圳/农历八月十五/忠诚客户/老/11月22日星期日/0/还没/{上次购买}',
      missing: ['上次购买'],
      name: 'A张姐 3号楼',
    });
    await expect(book.call('content.previewFor', { text, friendId: 99 })).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('the last paid order counts, and what was in it', async () => {
    const id = await friend('张姐');
    const { db } = book.ctx;
    const order = (n: number, at: number, status: number, products: string[]) => {
      const { lastInsertRowid } = db
        .sql(
          `INSERT INTO orders (account_id, friend_id, source, identity, occurrence, buyer_name, buyer_key, receiver, phone, address, at, precision, status,
             status_text, amount_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
           VALUES (1, ?, 'ktt', ?, 1, '', '', '', '', '', ?, 0, ?, '', 100, 0, '', '', '{}', 0, 0)`,
        )
        .run(id, String(n), at, status);
      products.forEach((product, position) => {
        db.sql("INSERT INTO order_lines (order_id, position, product, spec, unit) VALUES (?, ?, ?, '', '')").run(
          lastInsertRowid,
          position,
          product,
        );
      });
    };
    const now = book.clock.now();
    order(1, now - 36 * day, 1, ['土鸡蛋', '土鸡蛋', '鲜牛奶', '面条']);
    order(2, now - 400 * day, 3, ['米']);
    order(3, now - day, 6, ['退掉的']);
    expect(templateValues(book.ctx, [id]).get(id)).toMatchObject({
      orders: 2,
      words: { 上次购买: '土鸡蛋、鲜牛奶等 3 样', 上次购买天数: '36', 上次购买时间: '10月17日', 购买次数: '2' },
    });
  });

  test('points are what the list of them adds up to; who never had any has none to tell', async () => {
    const [rich, spent, none] = [await friend('张姐'), await friend('李姐'), await friend('周姐')];
    const add = (ids: number[], delta: number) => book.call('points.add', { selection: { by: 'ids', ids }, delta, reason: '' });
    await add([rich, spent], 1200);
    await add([spent], -1200);
    const text = '{积分}|{积分|还没有}';
    const told = async (friendId: number) => (await book.call<TemplatePreview>('content.previewFor', { text, friendId })).text;
    expect([await told(rich), await told(spent), await told(none)]).toEqual(['1200|1200', '0|0', '{积分}|还没有']);
    expect(await book.call<MissingFor>('content.missingFor', { text, friendIds: null })).toMatchObject({
      of: 3,
      variables: [{ name: '积分', count: 1 }],
      friends: [{ id: none }],
    });
    // not asked for, not read
    expect(templateValues(book.ctx, [rich], ['称呼']).get(rich)!.words).toEqual({ 称呼: '张姐' });
  });

  test('names everybody for whom something is empty, also among many', async () => {
    const named = await friend('张姐', { region: '深圳' });
    const nameless = await friend('。。。');
    const missing = await book.call<MissingFor>('content.missingFor', { text: '{称呼}，{地区|你}{生日}', friendIds: null });
    expect(missing).toEqual({
      of: 2,
      count: 2,
      variables: [
        { name: '生日', count: 2 },
        { name: '称呼', count: 1 },
      ],
      friends: [
        { id: named, name: '张姐', missing: ['生日'] },
        { id: nameless, name: '。。。', missing: ['称呼', '生日'] },
      ],
    });
  });

  test('can be asked of an audience; one that names what is gone is nobody, never everybody', async () => {
    const [inside, outside] = [await friend('。。。'), await friend('！！！')];
    await book.call('trust.setLevel', { selection: { by: 'ids', ids: [inside] }, level: 5, reason: '' });
    const ask = (audience: object | null) => book.call<MissingFor>('content.missingFor', { text: '{称呼}早', audience });
    expect((await ask(null)).friends.map(({ id }) => id)).toEqual([inside, outside]);
    expect((await ask({ mode: 'all' })).of).toBe(2);
    // as many as the head count beside it says: whoever deleted me cannot be written to
    await book.call('friends.setStatus', { selection: { by: 'ids', ids: [outside] }, status: 'deletedMe' });
    expect((await ask({ mode: 'all' })).friends.map(({ id }) => id)).toEqual([inside]);
    expect((await ask(null)).of).toBe(2);
    await book.call('friends.setStatus', { selection: { by: 'ids', ids: [outside] }, status: 'normal' });
    expect(await ask({ mode: 'only', levels: [5] })).toMatchObject({ of: 1, count: 1, friends: [{ id: inside, name: '。。。' }] });
    expect((await ask({ mode: 'except', levels: [5] })).friends.map(({ id }) => id)).toEqual([outside]);
    expect((await ask({ mode: 'only', levels: [6] })).of).toBe(0);
    const { id: tag } = await book.call<Saved>('tags.create', { name: '水果', color: 'red', groupId: null });
    await book.call('tags.delete', { ids: [tag] });
    await expect(ask({ mode: 'only', tagIds: [tag] })).rejects.toMatchObject({ kind: 'brokenAudience' });
  });
});
