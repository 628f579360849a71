import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContactImport } from '../../../tests/helpers/contact-import.ts';
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

const open = (text: string) => ContactImport.open(book, text);
const people = () => book.ctx.db.sql('SELECT remark, wxid, alias, phone FROM friends ORDER BY id').all();
const person = (remark: string, more: object = {}) => ({ remark, wxid: null, alias: null, phone: null, ...more });

describe('two people with one phone', () => {
  const phone = '13700000001';

  it('are two when both have a 微信号, in the file and in the book, also where the file is to win', async () => {
    const wife = '孙三老婆,sunwife,13700000001';
    const both = await open(`姓名,微信号,电话\n孙三,sun3,${phone}\n${wife}\n${wife}\n孙三老婆,,${phone}\n`);
    expect(both.preview.counts).toMatchObject({ new: 2, repeated: 2, doubtful: 0 });
    await both.commit();
    expect(people()).toEqual([person('孙三', { alias: 'sun3', phone }), person('孙三老婆', { alias: 'sunwife', phone })]);

    book.ctx.db.raw.exec("DELETE FROM friends WHERE alias = 'sunwife'");
    book.ctx.announce({ topics: ['friends'] });
    const later = await open(`姓名,微信号,电话\n${wife}\n`);
    expect(await later.commit({ policy: 'replace' })).toMatchObject({ added: 1, updated: 0 });
    expect(people()).toEqual([person('孙三', { alias: 'sun3', phone }), person('孙三老婆', { alias: 'sunwife', phone })]);
  });

  it('are asked about when only the names differ, against the book and within the file', async () => {
    await book.call('friends.create', friendNamed('周四', { phone }));
    const known = await open(`姓名,电话\n周四的妈妈,${phone}\n`);
    expect(await known.rows()).toMatchObject([{ verdict: 'doubtful', match: { name: '周四', by: 'phone' }, earlier: null }]);
    expect(await known.commit({ policy: 'replace' })).toMatchObject({ skipped: 1 });
    expect(people()).toEqual([person('周四', { phone })]);

    const fresh = await open('姓名,电话,地址\n吴五,13600000001,\n王六,13600000002,\n吴五妈,13600000001,金桂苑\n吴五妈,13600000001,\n');
    expect(fresh.preview).toMatchObject({ counts: { new: 2, doubtful: 1, repeated: 1 }, withinFile: [2] });
    expect((await fresh.rows('doubtful'))[0]).toMatchObject({ line: 4, match: null, earlier: { line: 2, name: '吴五' } });
    expect(await fresh.commit()).toMatchObject({ added: 2, skipped: 1, repeated: 1 });
  });

  it('become two or one as she says, and what the second row adds goes to the first', async () => {
    const text = '姓名,电话,地址,标签\n吴五,13600000001,,甲\n吴五妈,13600000001,金桂苑,乙\n王六,,,\n';
    const sql = `SELECT remark, address, (SELECT group_concat(name, '') FROM friend_tags JOIN tags ON tags.id = tag_id
      WHERE friend_id = friends.id) AS tags FROM friends ORDER BY id`;
    // of a large file another thread has laid the first rows before
    for (const padding of ['', `${'长'.repeat(10_000)}\n`.repeat(60)]) {
      const two = await (await open(text + padding)).commit({ answers: { 1: 'new' } });
      expect(two).toMatchObject({ added: 3, skipped: 0 });
      expect(book.ctx.db.sql(sql).all()).toEqual([
        { remark: '吴五', address: null, tags: '甲' },
        { remark: '王六', address: null, tags: null },
        { remark: '吴五妈', address: '金桂苑', tags: '乙' },
      ]);
      await book.call('imports.undo', { batchId: two.batchId });
      const one = await (await open(text + padding)).commit({ doubtful: 'same' });
      expect(one).toMatchObject({ added: 2, repeated: 1, skipped: 0 });
      expect(book.ctx.db.sql(sql).all()).toEqual([
        { remark: '吴五', address: '金桂苑', tags: '甲乙' },
        { remark: '王六', address: null, tags: null },
      ]);
      await book.call('imports.undo', { batchId: one.batchId });
    }
  });
});

describe('somebody without a name', () => {
  it("is whoever has the phone or 微信号, takes nobody's name away, and gets one from a later row", async () => {
    await book.call('friends.create', friendNamed('周四', { phone: '13700000001', nickname: '四儿' }));
    const text = '姓名,微信号,电话\n,zhou4,13700000001\n,wang_5,\n,,13700000006\n赵六,,13700000006\n';
    const found = await open(text);
    expect(await found.rows()).toMatchObject([
      { verdict: 'changed', match: { name: '周四', by: 'phone' }, changes: { alias: ['', 'zhou4'] } },
      { verdict: 'new', name: 'wang_5', problem: 'noName' },
      { verdict: 'new', name: '赵六' },
      { verdict: 'repeated' },
    ]);
    expect(await found.commit({ policy: 'replace' })).toMatchObject({ added: 2, updated: 1, repeated: 1 });
    expect(book.ctx.db.sql('SELECT remark, nickname, alias, phone FROM friends ORDER BY id').all()).toEqual([
      { remark: '周四', nickname: '四儿', alias: 'zhou4', phone: '13700000001' },
      { remark: '', nickname: 'wang_5', alias: 'wang_5', phone: null },
      { remark: '赵六', nickname: '', alias: null, phone: '13700000006' },
    ]);
    expect((await open(text)).preview.counts).toMatchObject({ same: 3, repeated: 1, new: 0, changed: 0 });
  });
});

describe('a 微信号 that is the wxid of an old account', () => {
  it('finds the friend of the book, either way round, and one person in the file', async () => {
    await book.call('friends.create', friendNamed('老张', { wxid: 'ZhangSan88' }));
    await book.call('friends.create', friendNamed('老李', { alias: 'lisi_99' }));
    const found = await open('备注,微信号\n老张（3号楼）,zhangsan88\n');
    expect(await found.rows()).toMatchObject([{ verdict: 'changed', match: { name: '老张', by: 'alias' }, changes: {} }]);
    const id = '备注,微信ID\n老李,lisi_99\n赵六,wxid_zhao66\n';
    expect(await (await open(id)).commit()).toMatchObject({ updated: 1, added: 1 });
    const twice = '备注,微信ID,微信号\n老李,lisi_99,\n赵六,wxid_zhao66,\n王五,,wangwu77\n王五,wangwu77,\n';
    expect(await (await open(twice)).commit()).toMatchObject({ same: 2, added: 1, repeated: 1 });
  });
});
