import type { Asset } from '../../../shared/contracts/content.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** Columns of an Asset, of table `assets` by the name `a`. */
export const assetColumns = 'a.id, a.name, a.mime, a.bytes, a.width, a.height';

/** @throws AppError `notFound` */
export function getAsset(ctx: ServiceContext, id: number): Asset {
  const found = ctx.db.sql(`SELECT ${assetColumns} FROM assets a WHERE a.id = ?`).get(id) as Asset | undefined;
  if (!found) throw new AppError('notFound', { what: 'asset' });
  return found;
}
