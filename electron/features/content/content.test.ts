import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type {
  Asset,
  ContentFilter,
  ContentInput,
  ContentPage,
  ContentPiece,
  ContentVersion,
  UnusedAssets,
} from '../../../shared/contracts/content.ts';
import { maxVideoBytes } from '../../../shared/contracts/content.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { jpeg, png, webp } from '../../../tests/helpers/pictures.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { mp4 } from '../../../tests/helpers/videos.ts';
import { addAssetCommand } from './assets.service.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const piece = (more: Partial<ContentInput> = {}): ContentInput => ({
  title: '',
  text: '新一批土鸡蛋明天到',
  category: 'tips',
  form: 'text',
  aim: '',
  tags: [],
  seasons: [],
  productIds: [],
  variants: [],
  assetIds: [],
  evergreen: false,
  cooldownDays: 60,
  maxUses: null,
  ...more,
});
const create = async (more: Partial<ContentInput> = {}) => (await book.call<Saved>('content.create', piece(more))).id;
const update = (id: number, more: Partial<ContentInput>) => book.call<Saved>('content.update', { id, values: piece(more) });
const get = (id: number) => book.call<ContentPiece>('content.get', { id });
const list = (filter: Partial<ContentFilter> = {}, sort = 'newest') =>
  book.call<ContentPage>('content.list', { filter, sort, offset: 0, limit: 100 });
const found = async (filter: Partial<ContentFilter> = {}, sort = 'newest') => (await list(filter, sort)).items.map(({ id }) => id);
const state = () => book.call<UndoState>('undo.state');
const undo = async () => book.call('undo.undo', { id: (await state()).undo!.id });
const redo = async () => book.call('undo.redo', { id: (await state()).redo!.id });
const stage = async (name: string, bytes: Uint8Array) => (await book.app.files.stageStream(name, Readable.from([bytes]))).fileId;
const addAsset = async (name: string, bytes: Uint8Array) => book.call<Asset>('content.addAsset', { fileId: await stage(name, bytes) });
const post = (contentId: number, scheduledAt: number, state = 'planned') =>
  book.call<Saved>('posts.create', { accountId: 1, text: 'x', category: 'tips', scheduledAt, state, assetIds: [], contentId });
const day = 86_400_000;

describe('pieces', () => {
  test('are kept as they were written; a channel without words of its own is not kept', async () => {
    const id = await create({
      title: '土鸡蛋',
      tags: ['鸡蛋', '鸡蛋'],
      variants: [
        { channel: 'xiaohongshu', title: '会回购的土鸡蛋', text: '姐妹们…' },
        { channel: 'group', title: '', text: '  ' },
      ],
    });
    expect(await get(id)).toMatchObject({
      title: '土鸡蛋',
      text: '新一批土鸡蛋明天到',
      tags: ['鸡蛋'],
      variants: [{ channel: 'xiaohongshu', title: '会回购的土鸡蛋', text: '姐妹们…' }],
      channels: ['xiaohongshu'],
      reuse: 'unused',
      versions: 0,
    });
  });

  test('need something to say, one text a channel, a video by itself, and things that exist', async () => {
    await expect(create({ text: ' ' })).rejects.toMatchObject({ kind: 'invalidInput' });
    const twice = { channel: 'group', title: '', text: 'x' } as const;
    await expect(create({ variants: [twice, twice] })).rejects.toMatchObject({ kind: 'invalidInput' });
    await expect(create({ assetIds: [99] })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(create({ productIds: [99] })).rejects.toMatchObject({ kind: 'notFound' });
    const video = await addAsset('a.mp4', mp4({ width: 720, height: 1280, durationMs: 3000 }));
    const picture = await addAsset('a.png', png(4, 4));
    await expect(create({ assetIds: [video.id, picture.id] })).rejects.toMatchObject({ kind: 'videoAlone' });
    expect((await get(await create({ assetIds: [video.id] }))).assets).toMatchObject([{ mime: 'video/mp4', durationMs: 3000 }]);
  });

  test('deleting, putting aside and copying are undone and done again; versions and pictures come back', async () => {
    const picture = await addAsset('a.png', png(4, 4));
    const id = await create({ title: '甲', assetIds: [picture.id], variants: [{ channel: 'group', title: '', text: '群里说' }] });
    await update(id, { title: '甲', text: '改过' });
    const before = await get(id);
    expect(await book.call<ChangeReport>('content.delete', { ids: [id] })).toMatchObject({ changed: 1 });
    expect(await found()).toEqual([]);
    await undo();
    expect(await get(id)).toEqual(before);
    expect(await found({ search: '改过' })).toEqual([id]);
    await redo();
    expect(await found()).toEqual([]);
    await undo();
    await book.call('content.archive', { ids: [id], archived: true });
    expect([await found(), await found({ archived: true })]).toEqual([[], [id]]);
    await undo();
    expect(await found()).toEqual([id]);
    const copy = (await book.call<Saved>('content.duplicate', { id })).id;
    expect(await get(copy)).toMatchObject({ title: '甲（副本）', versions: 0 });
  });
});

describe('versions', () => {
  test('every change of words or pictures keeps the earlier ones, other changes do not', async () => {
    const [a, b] = [await addAsset('a.png', png(4, 4)), await addAsset('b.png', png(5, 5))];
    const id = await create({ text: '一', assetIds: [a.id] });
    await update(id, { text: '一', assetIds: [a.id], category: 'life' });
    expect((await get(id)).versions).toBe(0);
    book.clock.tick(1000);
    await update(id, { text: '二', assetIds: [a.id] });
    book.clock.tick(1000);
    await update(id, { text: '二', assetIds: [b.id, a.id] });
    const versions = await book.call<ContentVersion[]>('content.versions', { id });
    expect(versions.map(({ text, assets }) => [text, assets.map((asset) => asset.id)])).toEqual([
      ['二', [a.id]],
      ['一', [a.id]],
    ]);
    await book.call('content.restore', { versionId: versions[1]!.id });
    expect(await get(id)).toMatchObject({ text: '一', assets: [{ id: a.id }], versions: 3 });
    await undo();
    expect(await get(id)).toMatchObject({ text: '二', assets: [{ id: b.id }, { id: a.id }], versions: 2 });
  });

  test('a picture removed for good is missing from an old version, which can be restored all the same', async () => {
    const picture = await addAsset('a.png', png(4, 4));
    const id = await create({ text: '一', assetIds: [picture.id] });
    await update(id, { text: '二' });
    await book.call('content.removeAssets', { ids: [picture.id] });
    const [version] = await book.call<ContentVersion[]>('content.versions', { id });
    expect(version).toMatchObject({ assets: [], lostAssets: 1 });
    await book.call('content.restore', { versionId: version!.id });
    expect(await get(id)).toMatchObject({ text: '一', assets: [] });
  });
});

describe('finding', () => {
  test('every word of any length, in title, text, variants, aim, tags and seasons, whatever their case and width', async () => {
    const id = await create({
      title: 'ＡＢＣ 面霜',
      text: '秋冬不起皮',
      aim: '拉新',
      tags: ['护肤'],
      seasons: ['双11'],
      variants: [{ channel: 'douyin', title: '', text: '三秒教你' }],
    });
    await create();
    for (const search of ['面', 'abc 皮', '拉新 护肤', '双11', '三秒 abc'])
      expect([search, await found({ search })]).toEqual([search, [id]]);
    expect(await found({ search: '面霜 没有' })).toEqual([]);
    await update(id, { title: '换了' });
    expect([await found({ search: '面' }), await found({ search: '换了' })]).toEqual([[], [id]]);
  });

  test('by category, form, tag, season, channel, evergreen and use; sorted as asked', async () => {
    const now = book.clock.now();
    const [old, planned, fresh] = [
      await create({ category: 'life', evergreen: true, cooldownDays: 30, variants: [{ channel: 'group', title: '', text: 'g' }] }),
      await create({ category: 'offer', tags: ['上新'], seasons: ['春节'] }),
      await create({ form: 'video' }),
    ];
    const posted = await post(old, now - 100 * day, 'scheduled');
    await book.call('posts.settle', { id: posted.id, state: 'posted', at: now - 100 * day });
    await post(planned, now + day);
    expect(await found({ categories: ['life', 'offer'] })).toEqual([planned, old]);
    expect(await found({ forms: ['video'] })).toEqual([fresh]);
    expect(await found({ tags: ['上新'] })).toEqual([planned]);
    expect(await found({ seasons: ['春节'] })).toEqual([planned]);
    expect(await found({ channels: ['group'] })).toEqual([old]);
    expect(await found({ evergreen: true })).toEqual([old]);
    expect(await found({ use: 'unused' })).toEqual([fresh]);
    expect(await found({ use: 'used30' })).toEqual([planned]);
    expect(await found({ use: 'notUsed90' })).toEqual([fresh, old]);
    expect(await found({ use: 'free' })).toEqual([fresh, old]);
    expect(await found({}, 'recentlyUsed')).toEqual([planned, old, fresh]);
    expect(await found({}, 'neverUsed')).toEqual([fresh, old, planned]);
    expect(await book.call('content.facets')).toMatchObject({ total: 3, archived: 0, evergreen: 1, tags: [{ name: '上新', count: 1 }] });
  });

  test('the card says how often it was used, when it is free again, and what came of it', async () => {
    const now = book.clock.now();
    const id = await create({ evergreen: true, cooldownDays: 10, maxUses: 2 });
    const other = await create();
    const first = await post(id, now - 3 * day, 'scheduled');
    await book.call('posts.settle', { id: first.id, state: 'posted', at: now - 3 * day });
    await book.call('results.save', { postId: first.id, likes: 7, comments: 2, privates: 1, deals: 1, note: '', orderIds: [] });
    expect(await get(id)).toMatchObject({
      reuse: 'resting',
      freeOn: '2026-11-29',
      usage: { posted: 1, planned: 0, likes: 7, deals: 1, results: 1 },
    });
    expect(await found({}, 'bestResults')).toEqual([id, other]);
    // what is worth nothing to her ranks nothing: the newer one is before it
    await book.call('settings.set', { key: 'results.weights', value: { likes: 0, comments: 0, privates: 0, deals: 0 } });
    expect(await found({}, 'bestResults')).toEqual([other, id]);
    await post(id, now + 20 * day);
    expect(await get(id)).toMatchObject({ reuse: 'spent', freeOn: null, usage: { posted: 1, planned: 1 } });
  });
});

describe('pictures and videos', () => {
  test('are kept once per content under our own names, whatever they are called', async () => {
    const first = await addAsset('../../etc/passwd', png(8, 8));
    expect(first.name).toBe('passwd');
    expect((await addAsset('again.jpg', png(8, 8))).id).toBe(first.id);
    expect(book.app.files.assetPath(first.id)!.path.startsWith(book.dataDir)).toBe(true);
    await expect(addAsset('a.mp4', mp4({ width: 10, height: 10, durationMs: 1000 }).subarray(0, 60))).rejects.toMatchObject({
      kind: 'notAPicture',
      details: { what: 'damaged' },
    });
    await expect(addAsset('a.png', Buffer.from('FLV\x01xxxxxxxxxxxxx'))).rejects.toMatchObject({ details: { what: 'videoKind' } });
  });

  test('a video over 200 MB is refused before a byte of it is read', async () => {
    const input = { path: '/nowhere', name: '婚礼.mp4', size: maxVideoBytes + 1 };
    await expect(book.ctx.execute(addAssetCommand, input)).rejects.toMatchObject({
      kind: 'fileTooLarge',
      details: { name: '婚礼.mp4', maxBytes: maxVideoBytes },
    });
    const [big] = [mp4({ width: 640, height: 480, durationMs: 60_000, mediaBytes: 40 * 1024 * 1024 })];
    expect(await addAsset('big.mov', big)).toMatchObject({ mime: 'video/mp4', bytes: big.length, durationMs: 60_000 });
  });

  test('a small picture is taken by its bytes only', async () => {
    const asset = await addAsset('a.jpg', jpeg(640, 480));
    const setThumb = async (bytes: Uint8Array) =>
      book.call<Asset>('content.setThumb', { assetId: asset.id, fileId: await stage('t.webp', bytes) });
    for (const bytes of [png(10, 10), webp('VP8 ', 2000, 10), Buffer.from('<svg>'), Buffer.alloc(400_000)])
      await expect(setThumb(bytes)).rejects.toMatchObject({ kind: 'notAPicture' });
    expect(await book.call('content.thumb', { id: asset.id })).toEqual({ webp: null });
    const small = webp('VP8 ', 320, 240);
    expect(await setThumb(small)).toMatchObject({ id: asset.id, hasThumb: true });
    expect(await book.call('content.thumb', { id: asset.id })).toEqual({ webp: small.toString('base64') });
  });

  test('the pictures of a series stay, also while no post of it stands ready', async () => {
    const { id } = await addAsset('生日.png', png(3, 9));
    const words = { accountId: 1, text: '生日快乐', category: 'life', state: 'scheduled', assetIds: [id] };
    await book.call('recurrences.create', { rule: { kind: 'yearly', month: 6, day: 1, minute: 480 }, post: words, fromOn: '2026-11-22' });
    expect((await book.call<UnusedAssets>('content.unusedAssets')).assets).toEqual([]);
    expect(await book.call('content.removeAssets', { ids: [id] })).toMatchObject({ removed: 0, kept: 1 });
  });

  test('what nothing shows is listed and removed with its files; what a post, piece or draft shows stays', async () => {
    const assets = [];
    for (let n = 1; n <= 5; n++) assets.push(await addAsset(`${n}.png`, png(n, 9)));
    const [inPiece, inPost, inDraft, unused, wanted] = assets.map(({ id }) => id) as [number, number, number, number, number];
    await create({ assetIds: [inPiece] });
    const postInput = { accountId: 1, text: 'x', category: 'tips', scheduledAt: book.clock.now(), state: 'planned', assetIds: [inPost] };
    await book.call('posts.create', postInput);
    await book.call('settings.set', { key: 'content.draft', value: JSON.stringify([{ values: { assetIds: [inDraft] } }]) });
    const listed = await book.call<UnusedAssets>('content.unusedAssets');
    expect(listed.assets.map(({ id }) => id).sort()).toEqual([unused, wanted]);
    const { path } = book.app.files.assetPath(unused)!;
    await create({ assetIds: [wanted] });
    expect(await book.call('content.removeAssets', { ids: assets.map(({ id }) => id) })).toMatchObject({ removed: 1, kept: 4 });
    expect([existsSync(path), book.app.files.assetPath(unused)]).toEqual([false, null]);
    expect(book.app.files.assetPath(wanted)).not.toBeNull();
  });

  test('what only an earlier version shows is told apart', async () => {
    const [old, never] = [await addAsset('旧.png', png(5, 5)), await addAsset('没用.png', png(6, 6))];
    const id = await create({ assetIds: [old.id] });
    expect((await book.call<UnusedAssets>('content.unusedAssets')).inVersions).toEqual([]);
    await update(id, { assetIds: [] });
    const { assets, inVersions } = await book.call<UnusedAssets>('content.unusedAssets');
    expect(assets.map((asset) => asset.id).sort()).toEqual([old.id, never.id]);
    expect(inVersions).toEqual([old.id]);
  });

  test('is given out again under its name, with the ending of what it is', async () => {
    const names = [];
    for (const [name, bytes] of [
      ['早安.HEIC', jpeg(4, 4)],
      ['海报.v2', png(4, 5)],
      ['视频.MOV', mp4({ width: 4, height: 4, durationMs: 1000 })],
      ['.jpg', png(4, 6)],
    ] as const)
      names.push(book.app.files.assetPath((await addAsset(name, bytes)).id)!.name);
    expect(names).toEqual(['早安.jpg', '海报.v2.png', '视频.mp4', '.png']);
  });
});

test('finding with remembered words and orders is finding anew, whatever was changed in between', async () => {
  const letters = '橙子梨';
  let seed = 7;
  const next = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
  const word = (most: number) => Array.from({ length: 1 + next(most) }, () => letters[next(3)]).join('');
  const texts = new Map<number, string>();
  for (let round = 0; round < 60; round++) {
    const ids = [...texts.keys()];
    const [text, id] = [word(6), ids[next(ids.length || 1)]];
    if (id === undefined || round % 3 === 0) texts.set(await create({ text }), text);
    else if (round % 7 === 0) {
      await book.call('content.delete', { ids: [id] });
      texts.delete(id);
    } else {
      await update(id, { text });
      texts.set(id, text);
    }
    for (const search of [word(1), word(2), `${word(1)} ${word(3)}`]) {
      const wanted = [...texts].filter(([, one]) => search.split(' ').every((part) => one.includes(part))).map(([one]) => one);
      expect((await found({ search }, round % 2 ? 'newest' : 'neverUsed')).sort()).toEqual(wanted.sort());
    }
  }
});
