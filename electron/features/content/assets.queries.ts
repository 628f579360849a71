import { readFile } from 'node:fs/promises';
import type { Asset, UnusedAssets } from '../../../shared/contracts/content.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { thumbFile } from './asset-files.ts';
import { promisedAssets } from './plugs.ts';

/** Columns of an Asset, of table `assets` by the name `a`; the contract turns 0/1 into what it means. */
export const assetColumns = 'a.id, a.name, a.mime, a.bytes, a.width, a.height, a.duration_ms AS durationMs, a.has_thumb AS hasThumb';

/** @throws AppError `notFound` */
export function getAsset(ctx: ServiceContext, id: number): Asset {
  const found = ctx.db.sql(`SELECT ${assetColumns} FROM assets a WHERE a.id = ?`).get(id) as Asset | undefined;
  if (!found) throw new AppError('notFound', { what: 'asset' });
  return found;
}

/** The small picture of an asset, as Base64 of a WebP; null where none was made. */
export async function readThumb(ctx: ServiceContext, id: number): Promise<{ webp: string | null }> {
  const found = thumbFile(ctx, id);
  const bytes = found && (await readFile(found).catch(() => null));
  return { webp: bytes ? bytes.toString('base64') : null };
}

/** Versions are looked through one by one: more than some belong in the second thread. */
const heavyVersions = 500;

/** What no piece, post or send queue shows, biggest first. Input: how many versions the book keeps. */
export const unusedAssetsCommand = defineCommand<{ versions: number }, UnusedAssets>({
  name: 'content.unusedAssets',
  writes: false,
  heavy: ({ versions }) => versions > heavyVersions,
  thread: 'reader',
  run: readUnused,
});

/** As unusedAssetsCommand. */
export const unusedAssets = (ctx: HostContext): Promise<UnusedAssets> =>
  ctx.execute(unusedAssetsCommand, { versions: ctx.db.pluck('SELECT count(*) FROM content_versions').get() as number });

function readUnused(ctx: ServiceContext): UnusedAssets {
  const rows = ctx.db
    .sql(`SELECT ${assetColumns} FROM assets a WHERE ${unusedAssetSql(ctx.db, 'a')} ORDER BY a.bytes DESC, a.id`)
    .all() as Asset[];
  const wanted = wantedAssets(ctx);
  const assets = rows.filter(({ id }) => !wanted.has(id));
  const unused = JSON.stringify(assets.map(({ id }) => id));
  const inVersions = ctx.db
    .pluck(
      `SELECT DISTINCT shown.value FROM content_versions v, json_each(v.snapshot, '$.assetIds') shown
       WHERE shown.value IN (SELECT value FROM json_each(?)) ORDER BY shown.value`,
    )
    .all(unused) as number[];
  return { assets, bytes: assets.reduce((sum, { bytes }) => sum + bytes, 0), inVersions };
}

/** Of these, the ones nothing uses at this moment. */
export function unusedAmong(ctx: ServiceContext, ids: readonly number[]): number[] {
  const unused = ctx.db
    .pluck(`SELECT a.id FROM assets a WHERE a.id IN (SELECT value FROM json_each(?)) AND ${unusedAssetSql(ctx.db, 'a')}`)
    .all(JSON.stringify(ids)) as number[];
  const wanted = wantedAssets(ctx);
  return unused.filter((id) => !wanted.has(id));
}

/**
 * In SQL: nothing refers to the asset of row `row`. Who may refer to it is read out of the book's foreign keys, so that no feature above has to be known here
 * and none that comes later can be forgotten.
 */
export function unusedAssetSql(db: Database, row: string): string {
  const users = db
    .sql(
      `SELECT t.name AS "table", k."from" AS "column" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
       WHERE t.type = 'table' AND k."table" = 'assets'`,
    )
    .all() as { table: string; column: string }[];
  return users.map(({ table, column }) => `NOT EXISTS (SELECT 1 FROM "${table}" u WHERE u."${column}" = ${row}.id)`).join(' AND ');
}

/** Pictures that no row refers to and that are wanted all the same: in drafts, and for posts that a series will make. */
const wantedAssets = (ctx: ServiceContext): Set<number> => new Set([...draftedAssets(ctx), ...promisedAssets(ctx)]);

/** Pictures of what she is still writing: drafts are settings (JSON with `assets` or `assetIds` somewhere in them). */
function draftedAssets(ctx: ServiceContext): Set<number> {
  const texts = ctx.db.pluck("SELECT value FROM settings WHERE key LIKE '%.draft'").all() as string[];
  const ids = new Set<number>();
  for (const text of texts)
    for (const [, list] of draftText(text).matchAll(/"assetIds":\[([\d,]*)\]/g)) for (const id of list!.split(',')) ids.add(Number(id));
  for (const text of texts) for (const [, id] of draftText(text).matchAll(/"id":(\d+),"name":/g)) ids.add(Number(id));
  return ids;
}

/** A draft is a JSON text within the JSON of its setting. */
function draftText(stored: string): string {
  const value = JSON.parse(stored) as unknown;
  return typeof value === 'string' ? value : stored;
}
