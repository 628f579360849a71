import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account, Channel } from '../../../shared/contracts/accounts.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await openTestApp();
});
afterEach(() => app.close());

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
const list = () => app.call<Account[]>('accounts.list');
const names = async () => (await list()).filter((one) => one.archivedAt === null).map((one) => one.name);
const topics = () => app.events.flatMap((event) => (event.type === 'changed' ? [event.topics] : []));

describe('a new book', () => {
  it('has one account and the usual channels, which are no action to undo', async () => {
    expect(await list()).toMatchObject([{ name: '我的微信', capacity: 10_000, standing: 'normal', friendCount: 0 }]);
    const channels = await app.call<Channel[]>('channels.list');
    expect(channels.map((one) => one.name)).toEqual([
      '小红书',
      '抖音',
      '视频号',
      '快手',
      '转介绍',
      '社群',
      '朋友圈',
      '老客户导入',
      '门店',
      '地推',
      '包裹卡',
    ]);
    expect(await app.call('undo.state')).toEqual({ undo: null, redo: null });
  });

  it('is not seeded a second time, nor when everything was archived', async () => {
    await app.call('accounts.archive', { id: 1, archived: true });
    app = await app.reopen();
    expect(await list()).toHaveLength(1);
    expect(await app.call<Channel[]>('channels.list')).toHaveLength(11);
  });
});

describe('accounts', () => {
  it('are added, undone and done again', async () => {
    const { id, undoId } = await app.call<Saved>('accounts.create', account('小号', { role: 'category', category: '护肤' }));
    expect((await list()).find((one) => one.id === id)).toMatchObject({ name: '小号', category: '护肤', createdAt: app.clock.at });
    expect(topics()).toEqual([['accounts', 'undo']]);
    await app.call('undo.undo', { id: undoId });
    expect(await names()).toEqual(['我的微信']);
    await app.call('undo.redo', { id: undoId });
    expect((await list()).find((one) => one.id === id)).toMatchObject({ name: '小号', category: '护肤' });
  });

  it('refuse a name in use, but not that of an archived one', async () => {
    await expect(app.call('accounts.create', account(' 我的微信 '))).rejects.toMatchObject({
      kind: 'nameTaken',
      details: { name: '我的微信' },
    });
    await app.call('accounts.archive', { id: 1, archived: true });
    const { id } = await app.call<Saved>('accounts.create', account('我的微信'));
    await expect(app.call('accounts.archive', { id: 1, archived: false })).rejects.toMatchObject({ kind: 'nameTaken' });
    await app.call('accounts.update', { id, values: account('新微信') });
    await app.call('accounts.archive', { id: 1, archived: false });
    expect(await names()).toEqual(['我的微信', '新微信']);
    await expect(app.call('accounts.update', { id, values: account('我的微信') })).rejects.toMatchObject({ kind: 'nameTaken' });
  });

  it('change nothing and leave no undo when the values are the same', async () => {
    const { id } = await app.call<Saved>('accounts.create', account('小号'));
    app.clock.tick(1000);
    expect(await app.call('accounts.update', { id, values: account('小号') })).toEqual({ id, undoId: null });
    await app.call('accounts.archive', { id, archived: true });
    const count = app.events.length;
    expect(await app.call('accounts.archive', { id, archived: true })).toEqual({ id, undoId: null });
    expect(app.events).toHaveLength(count);
  });

  it('drop the goods when the role is no longer about goods', async () => {
    const { id } = await app.call<Saved>('accounts.create', account('小号', { role: 'category', category: '护肤' }));
    await app.call('accounts.update', { id, values: account('小号', { role: 'A', category: '护肤' }) });
    expect((await list()).find((one) => one.id === id)).toMatchObject({ role: 'A', category: null });
  });

  it('with friends can be archived; the count leaves archived friends out', async () => {
    await app.call('friends.create', friendNamed('王姐'));
    const second = await app.call<Saved>('friends.create', friendNamed('李姐', { channelId: 2 }));
    expect(await list()).toMatchObject([{ friendCount: 2 }]);
    await app.call('friends.setArchived', { selection: { by: 'ids', ids: [second.id] }, archived: true });
    const { undoId } = await app.call<Saved>('accounts.archive', { id: 1, archived: true });
    expect(await list()).toMatchObject([{ friendCount: 1, archivedAt: app.clock.at }]);
    expect((await app.call<Channel[]>('channels.list')).find((one) => one.id === 2)?.friendCount).toBe(0);
    await app.call('undo.undo', { id: undoId });
    expect(await list()).toMatchObject([{ friendCount: 1, archivedAt: null }]);
  });

  it('refuse what does not fit', async () => {
    await expect(app.call('accounts.create', account('  '))).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(app.call('accounts.create', account('大号', { capacity: 0 }))).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(app.call('accounts.update', { id: 99, values: account('谁') })).rejects.toMatchObject({
      kind: 'notFound',
      details: { what: 'account' },
    });
    await expect(app.call('accounts.archive', { id: 99, archived: true })).rejects.toMatchObject({ kind: 'notFound' });
  });
});

describe('channels', () => {
  it('are added, changed, archived and undone; archived ones come last', async () => {
    const { id } = await app.call<Saved>('channels.create', { name: '直播间', domain: 'public', note: '周三' });
    const update = await app.call<Saved>('channels.update', { id, values: { name: '直播', domain: 'public', note: '' } });
    expect(topics()).toEqual([
      ['channels', 'undo'],
      ['channels', 'undo'],
    ]);
    await app.call('undo.undo', { id: update.undoId });
    const read = async () => (await app.call<Channel[]>('channels.list')).find((one) => one.id === id);
    expect(await read()).toMatchObject({ name: '直播间', note: '周三' });
    await app.call('undo.redo', { id: update.undoId });
    expect(await read()).toMatchObject({ name: '直播', note: null });
    await app.call('channels.archive', { id: 1, archived: true });
    expect((await app.call<Channel[]>('channels.list')).at(-1)).toMatchObject({ name: '小红书' });
    await expect(app.call('channels.create', { name: '抖音', domain: 'public', note: null })).rejects.toMatchObject({ kind: 'nameTaken' });
    await expect(app.call('channels.archive', { id: 99, archived: true })).rejects.toMatchObject({
      kind: 'notFound',
      details: { what: 'channel' },
    });
  });
});
