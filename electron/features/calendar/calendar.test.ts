import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { Asset } from '../../../shared/contracts/content.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { gif, jpeg, png } from '../../../tests/helpers/pictures.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { maxPictureBytes } from '../content/assets.service.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const hour = 3_600_000;
const stage = (name: string, bytes: Uint8Array) =>
  book.app.files.stageStream(
    name,
    (async function* () {
      yield bytes;
    })(),
  );
const addAsset = async (name: string, bytes: Uint8Array) =>
  book.call<Asset>('posts.addAsset', { fileId: (await stage(name, bytes)).fileId });
const values = (more: Record<string, unknown> = {}) => ({
  accountId: 1,
  text: '新一批脐橙明天到\n五斤装',
  category: 'offer',
  scheduledAt: book.clock.at + hour,
  state: 'scheduled',
  assetIds: [],
  ...more,
});
const create = (more: Record<string, unknown> = {}) => book.call<Saved>('posts.create', values(more));
const get = (id: number) => book.call<Post>('posts.get', { id });
const pictures = async (id: number) => (await get(id)).assets.map((asset) => asset.id);
const undo = (id: number | null) => book.call('undo.undo', { id });
const redo = (id: number | null) => book.call('undo.redo', { id });
const orphans = () => book.ctx.db.raw.pragma('foreign_key_check') as unknown[];

describe('posts', () => {
  test('needs a text or a picture, and an account in use', async () => {
    await expect(create({ text: '  \n' })).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['text'] } });
    await expect(create({ accountId: 99 })).rejects.toMatchObject({ kind: 'notFound', details: { what: 'account' } });
    await expect(create({ assetIds: [7] })).rejects.toMatchObject({ kind: 'notFound', details: { what: 'asset' } });
    await expect(create({ text: '长'.repeat(2001) })).rejects.toMatchObject({ kind: 'invalidInput' });
    const { id } = await create();
    await book.call('accounts.archive', { id: 1, archived: true });
    await expect(create()).rejects.toMatchObject({ kind: 'invalidInput', details: { fields: ['accountId'] } });
    // a post that has the account from before can still be corrected
    await book.call('posts.update', { id, values: values({ text: '改一个字' }) });
    expect((await get(id)).text).toBe('改一个字');
    const picture = await addAsset('a.png', png(4, 4));
    await book.call('accounts.archive', { id: 1, archived: false });
    expect((await create({ text: '', assetIds: [picture.id] })).undoId).not.toBeNull();
  });

  test('lists a half-open range by time, of one account or all', async () => {
    const account = await book.call<Saved>('accounts.create', {
      name: '小助手',
      wxid: null,
      role: null,
      category: null,
      capacity: 5000,
      standing: 'normal',
      note: null,
    });
    const late = (await create({ scheduledAt: 2000 })).id;
    const early = (await create({ scheduledAt: 1000, accountId: account.id })).id;
    await create({ scheduledAt: 3000 });
    const list = async (range: object) => (await book.call<Post[]>('posts.list', range)).map((post) => post.id);
    expect(await list({ fromAt: 1000, toAt: 3000, accountId: null })).toEqual([early, late]);
    expect(await list({ fromAt: 1000, toAt: 3000, accountId: account.id })).toEqual([early]);
    expect(await list({ fromAt: 1001, toAt: 2000, accountId: null })).toEqual([]);
  });

  test('only what was scheduled and not settled is overdue', async () => {
    const { id } = await create({ scheduledAt: book.clock.at + hour });
    const plan = await create({ scheduledAt: book.clock.at - hour, state: 'planned' });
    expect(await book.call('posts.overdue')).toEqual([]);
    // a plan whose time is over is not forgotten either
    expect(await book.call('posts.lapsed', { beforeAt: book.clock.at - hour })).toEqual([]);
    expect(await book.call('posts.lapsed', { beforeAt: book.clock.at - hour + 1 })).toMatchObject([{ id: plan.id }]);
    await book.call('posts.settle', { id: plan.id, state: 'skipped', at: book.clock.at });
    expect(await book.call('posts.lapsed', { beforeAt: book.clock.at + 2 * hour })).toEqual([]);
    // the minutes in which she is posting it are no delay
    book.clock.tick(hour + 5 * 60_000);
    expect(await book.call('posts.overdue')).toEqual([]);
    book.clock.tick(1);
    expect(await book.call<Post[]>('posts.overdue')).toMatchObject([{ id }]);
    await book.call('posts.settle', { id, state: 'skipped', at: book.clock.at });
    expect(await book.call('posts.overdue')).toEqual([]);
  });

  test('posted with its time, back on the list, both undone truthfully', async () => {
    const { id } = await create();
    const settled = await book.call<Saved>('posts.settle', { id, state: 'posted', at: 5_000 });
    expect(await get(id)).toMatchObject({ state: 'posted', settledAt: 5_000 });
    expect((await book.call<UndoState>('undo.state')).undo).toMatchObject({
      kind: 'posts.settle',
      details: { title: '新一批脐橙明天到', account: '我的微信', state: 'posted', fromState: 'scheduled', pictures: 0 },
    });
    // correcting a word does not put it back on the list
    await book.call('posts.update', { id, values: values({ text: '更正', state: 'planned' }) });
    expect(await get(id)).toMatchObject({ state: 'posted', settledAt: 5_000, text: '更正' });
    await undo(settled.undoId);
    expect(await get(id)).toMatchObject({ state: 'scheduled', settledAt: null, text: '更正' });
    await redo(settled.undoId);
    await book.call('posts.settle', { id, state: 'scheduled', at: 9_000 });
    expect(await get(id)).toMatchObject({ state: 'scheduled', settledAt: null });
  });

  test('moving by drag, and a move to where it was, which is no change', async () => {
    const { id } = await create({ scheduledAt: 10_000 });
    const moved = await book.call<Saved>('posts.move', { id, scheduledAt: 50_000 });
    expect((await get(id)).scheduledAt).toBe(50_000);
    expect((await book.call<UndoState>('undo.state')).undo?.details).toMatchObject({ fromAt: 10_000, scheduledAt: 50_000 });
    expect((await book.call<Saved>('posts.move', { id, scheduledAt: 50_000 })).undoId).toBeNull();
    await undo(moved.undoId);
    expect((await get(id)).scheduledAt).toBe(10_000);
  });

  test('pictures keep their order through change, undo, redo, deleting and coming back', async () => {
    const [a, b, c] = [
      (await addAsset('a.png', png(4, 4, 1))).id,
      (await addAsset('b.png', png(4, 4, 2))).id,
      (await addAsset('c.gif', gif(3, 3))).id,
    ] as [number, number, number];
    const made = await create({ assetIds: [c, a, b, a] });
    expect(await pictures(made.id)).toEqual([c, a, b, a]);
    const changed = await book.call<Saved>('posts.update', { id: made.id, values: values({ assetIds: [b, c] }) });
    expect(await pictures(made.id)).toEqual([b, c]);
    for (let n = 0; n < 2; n++) {
      await undo(changed.undoId);
      expect(await pictures(made.id)).toEqual([c, a, b, a]);
      await redo(changed.undoId);
      expect(await pictures(made.id)).toEqual([b, c]);
    }
    expect((await book.call<Saved>('posts.update', { id: made.id, values: values({ assetIds: [b, c] }) })).undoId).toBeNull();
    const deleted = await book.call<Saved>('posts.delete', { id: made.id });
    await expect(get(made.id)).rejects.toMatchObject({ kind: 'notFound' });
    for (let n = 0; n < 2; n++) {
      expect(await undo(deleted.undoId)).toMatchObject({ kept: 0 });
      expect(await pictures(made.id)).toEqual([b, c]);
      await redo(deleted.undoId);
      await expect(get(made.id)).rejects.toMatchObject({ kind: 'notFound' });
    }
    await undo(deleted.undoId);
    await undo(changed.undoId);
    await undo(made.undoId);
    await expect(get(made.id)).rejects.toMatchObject({ kind: 'notFound' });
    await redo(made.undoId);
    expect(await pictures(made.id)).toEqual([c, a, b, a]);
    expect(orphans()).toEqual([]);
  });

  test('refuses what is not there', async () => {
    for (const [path, input] of [
      ['posts.get', { id: 5 }],
      ['posts.update', { id: 5, values: values() }],
      ['posts.move', { id: 5, scheduledAt: 1 }],
      ['posts.settle', { id: 5, state: 'posted', at: 1 }],
      ['posts.delete', { id: 5 }],
    ] as const)
      await expect(book.call(path, input)).rejects.toMatchObject({ kind: 'notFound', details: { what: 'post' } });
    expect(book.ctx.db.pluck('SELECT count(*) FROM undo_actions').get()).toBe(0);
  });
});

describe('pictures', () => {
  const files = () => readdirSync(join(book.dataDir, 'assets'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

  test('are copied once per content, under their hash, and can be read back', async () => {
    const bytes = jpeg(640, 480);
    const asset = await addAsset('海报 1.JPG', bytes);
    expect(asset).toEqual({
      id: asset.id,
      name: '海报 1.JPG',
      mime: 'image/jpeg',
      bytes: bytes.length,
      width: 640,
      height: 480,
      durationMs: null,
      hasThumb: false,
    });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const kept = book.app.files.assetPath(asset.id)!;
    expect(kept).toEqual({
      path: join(book.dataDir, 'assets', sha256.slice(0, 2), `${sha256}.jpg`),
      mime: 'image/jpeg',
      bytes: bytes.length,
      name: '海报 1.jpg',
    });
    expect(readFileSync(kept.path)).toEqual(bytes);
    expect((await addAsset('又一次.png', bytes)).id).toBe(asset.id);
    expect(files().map((entry) => entry.name)).toEqual([`${sha256}.jpg`]);
    expect(readdirSync(join(book.dataDir, 'staging'))).toEqual([]);
    expect(book.app.files.assetPath(999)).toBeNull();
  });

  test('a big one goes through the worker and is the same on the disk', async () => {
    const big = Buffer.concat([png(300, 200), Buffer.alloc(3_000_000, 7)]);
    const asset = await addAsset('big.png', big);
    expect(asset).toMatchObject({ mime: 'image/png', bytes: big.length, width: 300, height: 200 });
    expect(readFileSync(book.app.files.assetPath(asset.id)!.path).equals(big)).toBe(true);
  });

  test('what is no picture is named, too much is refused, and nothing is left behind', async () => {
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    await expect(addAsset('IMG_1.jpg', heic)).rejects.toMatchObject({ kind: 'notAPicture', details: { what: 'heic', name: 'IMG_1.jpg' } });
    await expect(addAsset('a.png', Buffer.from('<svg onload=alert(1)>'))).rejects.toMatchObject({
      kind: 'notAPicture',
      details: { what: 'svg' },
    });
    await expect(addAsset('b.png', png(9000, 9000))).rejects.toMatchObject({ details: { what: 'tooManyPixels' } });
    await expect(addAsset('c.png', Buffer.alloc(maxPictureBytes + 1))).rejects.toMatchObject({
      kind: 'fileTooLarge',
      details: { maxBytes: maxPictureBytes },
    });
    await expect(book.call('posts.addAsset', { fileId: 'file_../../etc/passwd' })).rejects.toMatchObject({ kind: 'fileGone' });
    expect(files()).toEqual([]);
    expect(readdirSync(join(book.dataDir, 'staging'))).toEqual([]);
    expect(book.ctx.db.pluck('SELECT count(*) FROM assets').get()).toBe(0);
  });

  test('stay when their post goes: undo shows them again, also after a restart', async () => {
    const asset = await addAsset('a.png', png(8, 8));
    const { id } = await create({ assetIds: [asset.id] });
    const { undoId } = await book.call<Saved>('posts.delete', { id });
    book = await book.reopen();
    await undo(undoId);
    expect(await pictures(id)).toEqual([asset.id]);
    expect(existsSync(book.app.files.assetPath(asset.id)!.path)).toBe(true);
  });
});

test('the calendar is served over the router', async () => {
  expect(await book.call('calendar.days', { fromOn: '2026-02-17', toOn: '2026-02-17' })).toEqual([
    {
      on: '2026-02-17',
      lunar: '正月',
      festivals: ['春节'],
      solarTerm: null,
      arrangement: { name: '春节', work: false },
      arrangementKnown: true,
    },
  ]);
  await expect(book.call('calendar.days', { fromOn: '2026-01-01', toOn: '2028-01-01' })).rejects.toMatchObject({ kind: 'invalidInput' });
});
