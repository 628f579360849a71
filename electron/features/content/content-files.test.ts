import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import {
  type ContentInput,
  type ContentPage,
  type ContentPiece,
  contentCategories,
  contentFilter,
} from '../../../shared/contracts/content.ts';
import type { ContentPreview } from '../../../shared/contracts/content-files.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { allColumns, readRow, rowOf } from './piece-table.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp();
});
afterEach(() => book.close());

const piece = (more: Partial<ContentInput> = {}): ContentInput => ({
  ...{ title: '', text: '', category: 'tips', form: 'text', aim: '', tags: [], seasons: [], productIds: [], variants: [], assetIds: [] },
  ...{ evergreen: false, cooldownDays: 60, maxUses: null },
  ...more,
});
const stage = async (name: string, bytes: string | Uint8Array, to = book) =>
  (await to.app.files.stageStream(name, Readable.from([typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes]))).fileId;
const inspect = async (name: string, bytes: string | Uint8Array, to = book) => {
  const fileId = await stage(name, bytes, to);
  return { fileId, preview: await to.call<ContentPreview>('content.inspectFile', { fileId }) };
};
const bring = (fileId: string, to = book) =>
  to.call<{ pieces: number; leftOut: number; undoId: number | null }>('content.importFile', { fileId });
const exported = async (format: string, filter = {}) => {
  const file = await book.call<ExportFile>('content.export', { format, filter: contentFilter.parse(filter), sort: 'newest' });
  return { file, bytes: readFileSync(book.app.files.exportPath(file.fileId)!.path) };
};
const all = async (from = book): Promise<ContentPiece[]> => {
  const list = (archived: boolean) =>
    from.call<ContentPage>('content.list', { filter: { archived }, sort: 'newest', offset: 0, limit: 200 }).then(({ items }) => items);
  const cards = [...(await list(false)), ...(await list(true))];
  return Promise.all(cards.map(({ id }) => from.call<ContentPiece>('content.get', { id })));
};
const said = (pieces: ContentPiece[]) =>
  pieces
    .map(({ title, text, category, aim, tags, seasons, variants, evergreen, cooldownDays, maxUses, archivedAt }) => ({
      ...{ title, text, category, aim, tags, seasons, evergreen, cooldownDays, maxUses, archived: archivedAt !== null },
      variants: variants.toSorted((a, b) => a.channel.localeCompare(b.channel)),
    }))
    .sort((a, b) => a.title.localeCompare(b.title) || a.text.localeCompare(b.text));

async function fill(): Promise<void> {
  const create = (more: Partial<ContentInput>) => book.call<Saved>('content.create', piece(more));
  await create({
    ...{ title: '=脐橙', text: '{称呼}，"到了"，\n1,2;3\n  缩进', aim: '拉\\新', tags: ['橙、子', 'a,b', '水果'], seasons: ['冬；天'] },
    variants: [
      { channel: 'xiaohongshu', title: '小红书的', text: '+会回购' },
      { channel: 'moments', title: '', text: "'=已经有撇号" },
    ],
    ...{ category: 'offer', evergreen: true, cooldownDays: 0, maxUses: 3 },
  });
  await create({ text: '-只有正文' });
  const { id } = await create({ title: '收起来的', category: 'case' });
  await book.call('content.archive', { ids: [id], archived: true });
}

describe('a library goes out and comes back', () => {
  test.each(['csv', 'xlsx'])('as %s: nothing twice in its own book, everything in an empty one, taken back in one', async (format) => {
    await fill();
    const [{ bytes, file }, put] = [await exported(format), await exported(format, { archived: true })];
    expect([file.count, put.file.count]).toEqual([2, 1]);
    expect((await inspect(`素材.${format}`, bytes)).preview).toMatchObject({
      format,
      pieces: 0,
      known: 2,
      refusedCount: 0,
      remarkCount: 0,
    });
    const empty = await openTestApp();
    try {
      const { fileId, preview } = await inspect(`素材.${format}`, bytes, empty);
      expect(preview).toMatchObject({ format, pieces: 2, known: 0, refused: [], remarks: [], unusedColumns: [] });
      expect(preview.sample.map(({ title, excerpt }) => title || excerpt)).toEqual(['-只有正文', '=脐橙']);
      expect(await all(empty)).toEqual([]);
      const { undoId } = await bring(fileId, empty);
      await bring(await stage('归档.csv', put.bytes, empty), empty);
      expect(said(await all(empty))).toEqual(said(await all()));
      // lists show them in the order of the file
      expect((await all(empty)).map(({ title }) => title)).toEqual(['', '=脐橙', '收起来的']);
      await empty.call('undo.undo', { id: undoId });
      expect((await all(empty)).map(({ title }) => title)).toEqual(['收起来的']);
      await empty.call('undo.redo', { id: undoId });
      expect(said(await all(empty))).toEqual(said(await all()));
      await expect(empty.call('content.inspectFile', { fileId })).rejects.toMatchObject({ kind: 'fileGone' });
    } finally {
      await empty.close();
    }
  });

  test('no cell of the CSV is taken for a formula', async () => {
    await fill();
    const text = (await exported('csv')).bytes.toString();
    expect(text.startsWith('\uFEFF标题,内容,类别,形式,')).toBe(true);
    expect(text).toContain(`"'=脐橙"`);
    expect(text).toContain(`"'-只有正文"`);
    expect(text).toContain(`"''=已经有撇号"`);
  });

  test('whatever a piece holds, its row says it', () => {
    const words = fc.array(
      fc
        .string({ minLength: 1, maxLength: 12 })
        .map((word) => word.replace(/\n/g, '').trim())
        .filter(Boolean),
      { maxLength: 5 },
    );
    const said = fc.string({ maxLength: 40 }).map((text) => text.trim());
    fc.assert(
      fc.property(
        fc.record({ title: said, text: said, aim: said, tags: words, seasons: words, category: fc.constantFrom(...contentCategories) }),
        fc.record({ evergreen: fc.boolean(), cooldownDays: fc.nat(3650), maxUses: fc.option(fc.integer({ min: 1, max: 1000 })) }),
        words,
        fc.boolean(),
        (fields, rules, products, archived) => {
          fc.pre(fields.title !== '' || fields.text !== '');
          const unique = (list: string[]) => [...new Set(list)];
          const input = piece({ ...fields, ...rules, tags: unique(fields.tags), seasons: unique(fields.seasons) });
          const row = rowOf({ input, products: unique(products), archived });
          const back = readRow((column) => row[allColumns.indexOf(column)]!);
          expect(back).toEqual({ piece: { input, products: unique(products), archived }, remarks: [] });
        },
      ),
    );
  });

  test('a piece of pictures alone has no words to come back; products come by name', async () => {
    const { id } = await book.call<{ id: number }>('content.addAsset', { fileId: await stage('a.png', png(4, 4)) });
    await book.call('content.create', piece({ assetIds: [id], form: 'pictures' }));
    book.ctx.db.sql("INSERT INTO products (name, name_key, created_at, updated_at) VALUES ('土鸡蛋', '土鸡蛋', 1, 1)").run();
    const productId = book.ctx.db.pluck('SELECT max(id) FROM products').get() as number;
    await book.call('content.create', piece({ text: '鸡蛋到了', productIds: [productId] }));
    const { bytes } = await exported('csv');
    expect(bytes.toString()).toContain('1 个');
    const empty = await openTestApp();
    try {
      const { preview } = await inspect('素材.csv', bytes, empty);
      expect(preview.refused).toEqual([{ line: 3, what: '', why: 'noText', said: '' }]);
      expect(preview.remarks).toEqual([{ line: 2, what: '鸡蛋到了', why: 'product', said: '土鸡蛋' }]);
    } finally {
      await empty.close();
    }
    await book.call('content.delete', { ids: (await all()).map((one) => one.id) });
    await bring(await stage('素材.csv', bytes));
    expect((await all()).map(({ products }) => products)).toEqual([[{ id: productId, name: '土鸡蛋' }]]);
  });
});

describe('tables from elsewhere', () => {
  test('columns by other names, what is unknown is said, what cannot come in stays out', async () => {
    const rows = [
      '主题,正文,分类,体裁,标签,常青,隔几天,朋友圈,阅读量',
      '早安,今天到货,生活,图文,水果;脐橙,是,30天,朋友圈的话,99',
      '晚安,收摊了,日常,长图,,也许,很久,,',
      ',,生活,,,,,,',
      '早安,今天到货,干货,,,,,朋友圈的话,',
      `太长,${'长'.repeat(10_001)},,,,,,,`,
      `标签,多,,,${Array.from({ length: 32 }, (_, n) => `t${n}`).join('、')},,,,`,
    ];
    const { fileId, preview } = await inspect('别处.csv', rows.join('\n'));
    expect(preview).toMatchObject({ pieces: 3, known: 1, unusedColumns: ['阅读量'] });
    expect(preview.refused).toEqual([
      { line: 4, what: '', why: 'noText', said: '' },
      { line: 6, what: '太长', why: 'tooLong', said: '' },
    ]);
    expect(preview.remarks).toEqual([
      { line: 3, what: '晚安', why: 'category', said: '日常' },
      { line: 3, what: '晚安', why: 'form', said: '长图' },
      { line: 3, what: '晚安', why: 'flag', said: '常青：也许' },
      { line: 3, what: '晚安', why: 'number', said: '隔几天：很久' },
      { line: 7, what: '标签', why: 'words', said: '标签：t30、t31' },
    ]);
    expect(await bring(fileId)).toMatchObject({ pieces: 3, leftOut: 3 });
    const [first, second] = await all();
    expect(first).toMatchObject({
      title: '早安',
      category: 'life',
      form: 'pictures',
      tags: ['水果', '脐橙'],
      evergreen: true,
      cooldownDays: 30,
    });
    expect(first!.variants).toEqual([{ channel: 'moments', title: '', text: '朋友圈的话' }]);
    expect(second).toMatchObject({ title: '晚安', category: 'tips', form: 'text', evergreen: false, cooldownDays: 60 });
  });

  test.each([
    ['没有列名.csv', '随便,什么\n1,2', 'fileNotUnderstood'],
    ['空.csv', '', 'fileEmpty'],
    ['只有列名.csv', '标题,内容\n', 'fileEmpty'],
    ['图.csv', png(4, 4), 'fileNotUnderstood'],
    ['坏.xlsx', Buffer.from('PK\x03\x04 broken'), 'fileDamaged'],
    ['好友.vcf', 'BEGIN:VCARD\nVERSION:3.0\nFN:张姐\nEND:VCARD\n', 'fileNotUnderstood'],
  ])('%s is refused, and nothing changes', async (name, bytes, kind) => {
    await expect(inspect(name, bytes)).rejects.toMatchObject({ kind });
    await expect(bring(await stage(name, bytes))).rejects.toMatchObject({ kind });
    expect(await all()).toEqual([]);
  });

  test('many rows are read and written behind the host', async () => {
    const rows = Array.from({ length: 3000 }, (_, n) => `第 ${n} 条,${'话'.repeat(40)}`);
    const { fileId, preview } = await inspect('多.csv', ['标题,内容', ...rows].join('\n'));
    expect([preview.pieces, preview.sample.length]).toEqual([3000, 200]);
    const { undoId } = await bring(fileId);
    const page = () => book.call<ContentPage>('content.list', { filter: {}, sort: 'newest', offset: 0, limit: 1 });
    expect(await page()).toMatchObject({ total: 3000, items: [{ title: '第 0 条' }] });
    await book.call('undo.undo', { id: undoId });
    expect((await page()).total).toBe(0);
  });

  test('an export of nothing is none', async () => {
    await expect(exported('csv')).rejects.toMatchObject({ kind: 'nothingSelected' });
  });
});
