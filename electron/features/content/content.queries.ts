import {
  type Asset,
  type ContentCard,
  type ContentFilter,
  type ContentPage,
  type ContentPiece,
  type ContentSort,
  type ContentUsage,
  type ContentVariant,
  type ContentVersion,
  contentVariant,
} from '../../../shared/contracts/content.ts';
import { neverUsed, reuseOf } from '../../../shared/domain/reuse.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { assetColumns } from './assets.queries.ts';
import { findPieces } from './find-pieces.ts';
import { pieceIndex } from './piece-index.ts';
import { readUsage } from './plugs.ts';

/** One page of what a filter finds. */
export async function listPieces(
  ctx: HostContext,
  { filter, sort, offset, limit }: { filter: ContentFilter; sort: ContentSort; offset: number; limit: number },
): Promise<ContentPage> {
  const ids = await findPieces(ctx, filter, sort);
  const { usage } = await pieceIndex(ctx);
  return { total: ids.length, items: readCards(ctx, ids.slice(offset, offset + limit), usage) };
}

interface Row {
  id: number;
  title: string;
  excerpt: string;
  category: ContentCard['category'];
  form: ContentCard['form'];
  aim: string;
  tags: string;
  seasons: string;
  evergreen: number;
  cooldownDays: number;
  maxUses: number | null;
  archivedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

const among = 'IN (SELECT value FROM json_each(?))';

/** Cards of these pieces, in this order; those that are gone are left out. */
export function readCards(ctx: ServiceContext, ids: readonly number[], usage: Map<number, ContentUsage>): ContentCard[] {
  const list = JSON.stringify(ids);
  const rows = ctx.db
    .sql(
      `SELECT id, title, substr(text, 1, 200) AS excerpt, category, form, aim, tags, seasons, evergreen, cooldown_days AS cooldownDays,
         max_uses AS maxUses, archived_at AS archivedAt, created_at AS createdAt, updated_at AS updatedAt FROM contents WHERE id ${among}`,
    )
    .all(list) as Row[];
  const byPiece = <T extends { contentId: number }>(sql: string) =>
    Map.groupBy(ctx.db.sql(sql).all(list) as T[], ({ contentId }) => contentId);
  const assets = byPiece<Asset & { contentId: number }>(
    `SELECT ca.content_id AS contentId, ${assetColumns} FROM content_assets ca JOIN assets a ON a.id = ca.asset_id
     WHERE ca.content_id ${among} ORDER BY ca.content_id, ca.place`,
  );
  const channels = byPiece<{ contentId: number; channel: ContentVariant['channel'] }>(
    `SELECT content_id AS contentId, channel FROM content_variants WHERE content_id ${among} ORDER BY id`,
  );
  const products = byPiece<{ contentId: number; id: number; name: string }>(
    `SELECT cp.content_id AS contentId, p.id, p.name FROM content_products cp JOIN products p ON p.id = cp.product_id
     WHERE cp.content_id ${among} ORDER BY p.id`,
  );
  const todayOn = localDay(ctx.clock.now());
  const cards = new Map(
    rows.map((row): [number, ContentCard] => {
      const used = usage.get(row.id) ?? neverUsed;
      const piece = { ...row, evergreen: row.evergreen === 1 };
      const { state, freeOn } = reuseOf(piece, used, todayOn);
      return [
        row.id,
        {
          ...piece,
          tags: JSON.parse(row.tags) as string[],
          seasons: JSON.parse(row.seasons) as string[],
          products: products.get(row.id)?.map(({ id, name }) => ({ id, name })) ?? [],
          channels: channels.get(row.id)?.map(({ channel }) => channel) ?? [],
          assets: assets.get(row.id)?.map(({ contentId: _piece, ...asset }) => asset) ?? [],
          usage: used,
          reuse: state,
          freeOn,
        },
      ];
    }),
  );
  return ids.flatMap((id) => cards.get(id) ?? []);
}

/** @throws AppError `notFound` */
export function getPiece(ctx: ServiceContext, id: number): ContentPiece {
  const [card] = readCards(ctx, [id], readUsage(ctx));
  if (!card) throw new AppError('notFound', { what: 'content' });
  const text = ctx.db.pluck('SELECT text FROM contents WHERE id = ?').get(id) as string;
  const versions = ctx.db.pluck('SELECT count(*) FROM content_versions WHERE content_id = ?').get(id) as number;
  return { ...card, text, variants: readVariants(ctx, id), versions };
}

/** Own words of channels, in the order they were made. */
export const readVariants = (ctx: ServiceContext, contentId: number): ContentVariant[] =>
  ctx.db.sql('SELECT channel, title, text FROM content_variants WHERE content_id = ? ORDER BY id').all(contentId) as ContentVariant[];

/** Pictures of a piece, in their order. */
export const readAssetIds = (ctx: ServiceContext, contentId: number): number[] =>
  ctx.db.pluck('SELECT asset_id FROM content_assets WHERE content_id = ? ORDER BY place').all(contentId) as number[];

/** What a version keeps. */
export interface Snapshot {
  title: string;
  text: string;
  variants: ContentVariant[];
  assetIds: number[];
}

/** How it read before each change, newest first. */
export function listVersions(ctx: ServiceContext, contentId: number): ContentVersion[] {
  const rows = ctx.db
    .sql('SELECT id, at, snapshot FROM content_versions WHERE content_id = ? ORDER BY at DESC, id DESC')
    .all(contentId) as {
    id: number;
    at: number;
    snapshot: string;
  }[];
  return rows.map(({ id, at, snapshot }) => {
    const { title, text, variants, assetIds } = readSnapshot(snapshot);
    const assets = assetsById(ctx, assetIds);
    return { id, at, title, text, variants, assets, lostAssets: assetIds.length - assets.length };
  });
}

export function readSnapshot(stored: string): Snapshot {
  const snapshot = JSON.parse(stored) as Snapshot;
  return { ...snapshot, variants: contentVariant.array().parse(snapshot.variants) };
}

/** Those that are still there, in this order. */
export function assetsById(ctx: ServiceContext, ids: readonly number[]): Asset[] {
  const rows = ctx.db.sql(`SELECT ${assetColumns} FROM assets a WHERE a.id ${among}`).all(JSON.stringify(ids)) as Asset[];
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
