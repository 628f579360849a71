import type { Audience } from '../../../shared/contracts/segments.ts';
import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { audienceAfterMerge } from '../segments/index.ts';

/** Posts and series that are for those with a merged tag are for those with the one it went into; who saw a post is kept apart and stays. */
export function keepTagsOfPosts(ctx: ServiceContext, record: Recorder, merged: DomainEvents['tags.merged']): void {
  const rewrite = (table: 'posts' | 'recurrences', column: string, rows: Stored[], write: (row: Stored, audience: Audience) => object) => {
    const changed = rows.flatMap((row) => {
      const audience = row.audience === null ? null : audienceAfterMerge(row.audience, merged);
      return audience === null ? [] : [{ id: row.id, values: [JSON.stringify(write(row, audience))] }];
    });
    record.updateEach(table, [column], changed);
  };
  const posts = ctx.db
    .sql(
      `SELECT id, audience FROM posts
       WHERE EXISTS (SELECT 1 FROM json_each(audience, '$.tagIds') WHERE value IN (SELECT value FROM json_each(?)))`,
    )
    .all(JSON.stringify(merged.fromIds)) as Stored[];
  rewrite('posts', 'audience', posts, (_, audience) => audience);
  const series = ctx.db.sql("SELECT id, json_extract(post, '$.audience') AS audience, post FROM recurrences").all() as Stored[];
  rewrite('recurrences', 'post', series, ({ post = '{}' }, audience) => ({ ...(JSON.parse(post) as object), audience }));
}

interface Stored {
  id: number;
  /** JSON */
  audience: string | null;
  /** JSON of the whole post of a series */
  post?: string;
}

/** Tags that say for whom posts and series are. */
export const tagsOfPosts = (db: ServiceContext['db']): number[] =>
  db
    .pluck(
      "SELECT value FROM posts, json_each(audience, '$.tagIds') UNION SELECT value FROM recurrences, json_each(post, '$.audience.tagIds')",
    )
    .all() as number[];
