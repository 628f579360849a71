import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import { type Asset, type ContentInput, type ContentVariant, isVideo } from '../../../shared/contracts/content.ts';
import { searchTextOf } from '../../../shared/domain/content-search.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { type ActionDetails, act } from '../../platform/undo/undo-log.ts';
import { assetsById, readAssetIds, readSnapshot, readVariants, type Snapshot } from './content.queries.ts';

/** content_assets and content_products have no id of their own: their steps keep the piece as key, the rest of the row beside it. */
export const contentUndoTables: UndoTable[] = [
  { name: 'contents', key: 'id', hint: (ids) => ({ contentIds: Array.from(ids) }), derived: ['search_text'] },
  { name: 'content_variants', key: 'id' },
  { name: 'content_assets', key: 'content_id', fixed: ['place', 'asset_id'] },
  { name: 'content_products', key: 'content_id', fixed: ['product_id'] },
  { name: 'content_versions', key: 'id' },
  { name: 'title_tests', key: 'id' },
  { name: 'title_test_arms', key: 'id' },
];

const topics = ['content' as const];

/** @throws AppError `invalidInput` (nothing in it, a channel twice), `videoAlone`, `notFound` (asset, product) */
export const createContentCommand = defineCommand<ContentInput, Saved>({
  name: 'content.create',
  writes: true,
  heavy: () => false,
  run(ctx, input) {
    const { value: id, undoId } = act(ctx, { kind: 'content.create', topics }, (record, details) => {
      details.name = shortName(input);
      return insertPiece(ctx, record, input);
    });
    return { id, undoId };
  },
});

/**
 * Everything about a piece anew. Its words and pictures as they were are kept as a version when they change.
 * @throws AppError `invalidInput`, `videoAlone`, `notFound` (content, asset, product)
 */
export const updateContentCommand = defineCommand<{ id: number; values: ContentInput }, Saved>({
  name: 'content.update',
  writes: true,
  heavy: () => false,
  run(ctx, { id, values }) {
    const { undoId } = act(ctx, { kind: 'content.update', topics }, (record, details) => {
      details.name = shortName(values);
      rewrite(ctx, record, id, values);
    });
    return { id, undoId };
  },
});

/** The words and pictures of a version; what stands now becomes a version. @throws AppError `notFound` (version) */
export const restoreVersionCommand = defineCommand<{ versionId: number }, Saved>({
  name: 'content.restore',
  writes: true,
  heavy: () => false,
  run(ctx, { versionId }) {
    const { value: id, undoId } = act(ctx, { kind: 'content.restore', topics }, (record, details) => {
      const version = ctx.db.sql('SELECT content_id AS id, snapshot, at FROM content_versions WHERE id = ?').get(versionId) as
        | { id: number; snapshot: string; at: number }
        | undefined;
      if (!version) throw new AppError('notFound', { what: 'version' });
      const then = readSnapshot(version.snapshot);
      // pictures removed for good since cannot come back
      const assetIds = assetsById(ctx, then.assetIds).map((asset) => asset.id);
      const values = { ...readInput(ctx, version.id), ...then, assetIds };
      details.name = shortName(values);
      details.lost = then.assetIds.length - assetIds.length;
      rewrite(ctx, record, version.id, values);
      return version.id;
    });
    return { id, undoId };
  },
});

/** A second piece like it, without its history. @throws AppError `notFound` */
export const duplicateContentCommand = defineCommand<{ id: number }, Saved>({
  name: 'content.duplicate',
  writes: true,
  heavy: () => false,
  run(ctx, { id }) {
    const { value, undoId } = act(ctx, { kind: 'content.duplicate', topics }, (record, details) => {
      const values = readInput(ctx, id);
      details.name = shortName(values);
      return insertPiece(ctx, record, { ...values, title: `${values.title.slice(0, 190)}（副本）` });
    });
    return { id: value, undoId };
  },
});

/** Puts pieces aside, or takes them back. Those that are so already, or gone, count as unchanged. */
export const archiveContentCommand = defineCommand<{ ids: number[]; archived: boolean }, ChangeReport>({
  name: 'content.archive',
  writes: true,
  heavy: ({ ids }) => ids.length > heavyRows,
  run(ctx, { ids, archived }) {
    const kind = archived ? 'content.archive' : 'content.unarchive';
    const { value: changed, undoId } = act(ctx, { kind, topics }, (record, details) => {
      const now = ctx.clock.now();
      const wanted = ctx.db
        .pluck(`SELECT id FROM contents WHERE id IN (SELECT value FROM json_each(?)) AND archived_at IS ${archived ? '' : 'NOT '}NULL`)
        .all(JSON.stringify(ids)) as number[];
      record.update('contents', wanted, { archived_at: archived ? now : null });
      describeMany(ctx, details, wanted);
      return wanted.length;
    });
    return { changed, unchanged: ids.length - changed, undoId };
  },
});

/** Deletes pieces with their versions; posts made of them stay. Pictures stay too, until she removes unused ones. */
export const deleteContentCommand = defineCommand<{ ids: number[] }, ChangeReport>({
  name: 'content.delete',
  writes: true,
  heavy: ({ ids }) => ids.length > 200,
  run(ctx, { ids }) {
    // posts made of it let go of it
    const { value: changed, undoId } = act(ctx, { kind: 'content.delete', topics: ['content', 'posts'] }, (record, details) => {
      describeMany(ctx, details, ids);
      return record.remove('contents', ids);
    });
    return { changed, unchanged: ids.length - changed, undoId };
  },
});

export const pieceCommands: AnyCommand[] = [
  createContentCommand,
  updateContentCommand,
  restoreVersionCommand,
  duplicateContentCommand,
  archiveContentCommand,
  deleteContentCommand,
];

const columnsOf = (input: ContentInput) => ({
  title: input.title,
  text: input.text,
  category: input.category,
  form: input.form,
  aim: input.aim,
  tags: JSON.stringify(unique(input.tags)),
  seasons: JSON.stringify(unique(input.seasons)),
  evergreen: input.evergreen ? 1 : 0,
  cooldown_days: input.cooldownDays,
  max_uses: input.maxUses,
  search_text: searchTextOf(input),
});

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** A channel without words of its own takes the piece's. */
const ownWords = (variants: readonly ContentVariant[]) => variants.filter(({ title, text }) => title !== '' || text.trim() !== '');

function checkPiece(ctx: ServiceContext, input: ContentInput): void {
  const variants = ownWords(input.variants);
  if (input.title === '' && input.text.trim() === '' && input.assetIds.length === 0 && variants.length === 0)
    throw new AppError('invalidInput', { fields: ['text'] });
  if (new Set(input.variants.map(({ channel }) => channel)).size < input.variants.length)
    throw new AppError('invalidInput', { fields: ['variants'] });
  const assets = assetsById(ctx, input.assetIds);
  if (assets.length < input.assetIds.length) throw new AppError('notFound', { what: 'asset' });
  if (assets.length > 1 && assets.some(({ mime }: Asset) => isVideo(mime))) throw new AppError('videoAlone');
  const known = ctx.db
    .pluck('SELECT count(*) FROM products WHERE id IN (SELECT value FROM json_each(?))')
    .get(JSON.stringify(input.productIds)) as number;
  if (known < unique(input.productIds).length) throw new AppError('notFound', { what: 'product' });
}

/** Adds a piece inside the caller's action. @returns its id */
export function insertPiece(ctx: ServiceContext, record: Recorder, input: ContentInput): number {
  checkPiece(ctx, input);
  const columns = columnsOf(input);
  const names = Object.keys(columns);
  const id = Number(
    ctx.db
      .sql(
        `INSERT INTO contents (${names.join(', ')}, created_at, updated_at) VALUES (${names.map((name) => `@${name}`).join(', ')}, @now, @now)`,
      )
      .run({ ...columns, now: ctx.clock.now() }).lastInsertRowid,
  );
  record.inserted('contents', [id]);
  insertVariants(ctx, record, id, ownWords(input.variants));
  insertAssets(ctx, record, id, input.assetIds);
  insertProducts(ctx, record, id, unique(input.productIds));
  return id;
}

/** Writes everything of a piece anew and keeps what it was as a version. @throws AppError `invalidInput`, `videoAlone`, `notFound` */
export function rewrite(ctx: ServiceContext, record: Recorder, id: number, input: ContentInput): void {
  const before = readInput(ctx, id);
  checkPiece(ctx, input);
  const after = { ...input, variants: ownWords(input.variants) };
  const variantsDiffer = !sameList(before.variants, after.variants);
  const assetsDiffer = !sameList(before.assetIds, after.assetIds);
  const productsDiffer = !sameList([...before.productIds].sort(), unique(after.productIds).sort());
  if (variantsDiffer || assetsDiffer || before.title !== after.title || before.text !== after.text) keepVersion(ctx, record, id, before);
  const columns = columnsOf(after);
  const compare = Object.keys(columns);
  const now = ctx.clock.now();
  // a change of what hangs on it is a change of the piece: lists are sorted by it
  if (variantsDiffer || assetsDiffer || productsDiffer) compare.push('updated_at');
  record.update('contents', [id], { ...columns, updated_at: now }, compare);
  if (variantsDiffer) {
    record.remove('content_variants', ctx.db.pluck('SELECT id FROM content_variants WHERE content_id = ?').all(id) as number[]);
    insertVariants(ctx, record, id, after.variants);
  }
  if (assetsDiffer) {
    record.remove('content_assets', [id]);
    insertAssets(ctx, record, id, after.assetIds);
  }
  if (productsDiffer) {
    record.remove('content_products', [id]);
    insertProducts(ctx, record, id, unique(after.productIds));
  }
}

const sameList = (a: readonly unknown[], b: readonly unknown[]) => JSON.stringify(a) === JSON.stringify(b);

/** Versions of a piece that are kept; nobody looks further back. */
const keptVersions = 50;

function keepVersion(ctx: ServiceContext, record: Recorder, id: number, { title, text, variants, assetIds }: ContentInput): void {
  const snapshot: Snapshot = { title, text, variants, assetIds };
  const { lastInsertRowid } = ctx.db
    .sql('INSERT INTO content_versions (content_id, at, snapshot) VALUES (?, ?, ?)')
    .run(id, ctx.clock.now(), JSON.stringify(snapshot));
  record.inserted('content_versions', [Number(lastInsertRowid)]);
  const old = ctx.db
    .pluck('SELECT id FROM content_versions WHERE content_id = ? ORDER BY at DESC, id DESC LIMIT -1 OFFSET ?')
    .all(id, keptVersions) as number[];
  record.remove('content_versions', old);
}

function insertVariants(ctx: ServiceContext, record: Recorder, id: number, variants: readonly ContentVariant[]): void {
  const insert = ctx.db.sql('INSERT INTO content_variants (content_id, channel, title, text) VALUES (?, ?, ?, ?)');
  record.inserted(
    'content_variants',
    variants.map(({ channel, title, text }) => Number(insert.run(id, channel, title, text).lastInsertRowid)),
  );
}

function insertAssets(ctx: ServiceContext, record: Recorder, id: number, assetIds: readonly number[]): void {
  const insert = ctx.db.sql('INSERT INTO content_assets (content_id, place, asset_id) VALUES (?, ?, ?)');
  assetIds.forEach((assetId, place) => {
    insert.run(id, place, assetId);
    record.inserted('content_assets', [id], { place, asset_id: assetId });
  });
}

function insertProducts(ctx: ServiceContext, record: Recorder, id: number, productIds: readonly number[]): void {
  const insert = ctx.db.sql('INSERT INTO content_products (content_id, product_id) VALUES (?, ?)');
  for (const productId of productIds) {
    insert.run(id, productId);
    record.inserted('content_products', [id], { product_id: productId });
  }
}

/** Everything of a piece as it was written. @throws AppError `notFound` */
export function readInput(ctx: ServiceContext, id: number): ContentInput {
  const row = ctx.db
    .sql(
      `SELECT title, text, category, form, aim, tags, seasons, evergreen, cooldown_days AS cooldownDays, max_uses AS maxUses
       FROM contents WHERE id = ?`,
    )
    .get(id) as (Omit<ContentInput, 'tags' | 'seasons' | 'evergreen'> & { tags: string; seasons: string; evergreen: number }) | undefined;
  if (!row) throw new AppError('notFound', { what: 'content' });
  return {
    ...row,
    tags: JSON.parse(row.tags) as string[],
    seasons: JSON.parse(row.seasons) as string[],
    evergreen: row.evergreen === 1,
    variants: readVariants(ctx, id),
    assetIds: readAssetIds(ctx, id),
    productIds: ctx.db.pluck('SELECT product_id FROM content_products WHERE content_id = ? ORDER BY product_id').all(id) as number[],
  };
}

/** Its title, else the beginning of its words. */
function shortName({ title, text }: Pick<ContentInput, 'title' | 'text'>): string {
  const first = title || (text.trim().split('\n', 1)[0] ?? '');
  return [...first].slice(0, 24).join('');
}

function describeMany(ctx: ServiceContext, details: ActionDetails, ids: readonly number[]): void {
  const found = ctx.db.sql('SELECT title, substr(text, 1, 100) AS text FROM contents WHERE id = ?').get(ids[0] ?? 0) as
    | { title: string; text: string }
    | undefined;
  details.count = ids.length;
  if (ids.length === 1 && found) details.name = shortName(found);
}
