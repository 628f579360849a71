import type { ServiceContext } from '../../platform/context.ts';
import { readSettings } from '../settings/index.ts';

/** Ids of the tags that say that somebody spoke for us, by the names in her setting. */
export const voiceTagIds = (ctx: ServiceContext): number[] =>
  ctx.db
    .pluck('SELECT id FROM tags WHERE name IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(readSettings(ctx)['trust.voiceTags'])) as number[];
