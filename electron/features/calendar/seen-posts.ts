import type { ContentCategory } from '../../../shared/contracts/content.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { hasId, unpackIds } from '../../platform/id-pack.ts';

/*
 * Moments alone: of what is said in groups and on other platforms nobody knows which friends read it, and what goes to friends one by one
 * is in the log of contacts.
 */

/**
 * How many moments each friend could see that were marked as posted from a moment on (ms UTC).
 * @param categories of these only; empty = of any
 * @returns counts by friend id, as long as it takes
 */
export function postsSeenSince(ctx: ServiceContext, from: number, categories: readonly ContentCategory[]): Uint32Array {
  const last = (ctx.db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0;
  const counts = new Uint32Array(last + 1);
  const audiences = ctx.db.pluck(
    `SELECT friend_ids FROM posts JOIN post_audiences ON post_id = posts.id
     WHERE state = 'posted' AND channel = 'moments' AND settled_at >= ? AND (? = '[]' OR category IN (SELECT value FROM json_each(?)))`,
  );
  const wanted = JSON.stringify(categories);
  for (const bytes of audiences.iterate(from, wanted, wanted) as Iterable<Uint8Array>)
    for (const id of unpackIds(bytes)) if (id <= last) counts[id]!++;
  return counts;
}

/** Moments marked as posted from a moment on (ms UTC) that a friend could see. */
export function postsSeenBy(ctx: ServiceContext, friendId: number, from: number): { at: number; category: ContentCategory }[] {
  const posts = ctx.db
    .sql(
      `SELECT settled_at AS at, category, friend_ids AS bytes FROM posts JOIN post_audiences ON post_id = posts.id
       WHERE state = 'posted' AND channel = 'moments' AND settled_at >= ?`,
    )
    .iterate(from) as Iterable<{ at: number; category: ContentCategory; bytes: Uint8Array }>;
  const seen: { at: number; category: ContentCategory }[] = [];
  for (const { at, category, bytes } of posts) if (hasId(bytes, friendId)) seen.push({ at, category });
  return seen;
}
