import { settingShapes } from '../../../shared/contracts/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { changeSetting, readSettings } from '../settings/index.ts';

const mostNames = 20;

/**
 * Tags that block adverts are kept by name: whoever carried one carries the new name now and stays blocked. The old names stay beside
 * it, so that nobody is let through when the change is taken back; names without a tag make room when the list is full.
 */
export function keepBlocking(ctx: ServiceContext, record: Recorder, { names, into }: DomainEvents['tags.renamed']): void {
  const blocking = readSettings(ctx)['guard.blockTags'];
  if (blocking.includes(into) || !names.some((name) => blocking.includes(name))) return;
  const alive = new Set(ctx.db.pluck('SELECT name FROM tags').all() as string[]);
  const next = [...blocking, into];
  while (next.length > mostNames) {
    const gone = next.findIndex((name) => name !== into && !alive.has(name));
    next.splice(gone >= 0 ? gone : next.findIndex((name) => names.includes(name)), 1);
  }
  changeSetting(ctx, record, 'guard.blockTags', settingShapes['guard.blockTags'].parse(next));
}

/**
 * A tag that keeps adverts from somebody does not go by itself: those friends would be written to again, and nobody would know why.
 * @throws AppError `tagBlocks` {name, count}
 */
export function keepBlockingTags(ctx: ServiceContext, _record: Recorder, { ids }: DomainEvents['tags.deleting']): void {
  const found = ctx.db
    .sql(
      `SELECT name, (SELECT count(*) FROM friend_tags WHERE tag_id = tags.id) AS count FROM tags
       WHERE id IN (SELECT value FROM json_each(?)) AND name IN (SELECT value FROM json_each(?)) AND count > 0 LIMIT 1`,
    )
    .get(JSON.stringify(ids), JSON.stringify(readSettings(ctx)['guard.blockTags'])) as { name: string; count: number } | undefined;
  if (found) throw new AppError('tagBlocks', found);
}
