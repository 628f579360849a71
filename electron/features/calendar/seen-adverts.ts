import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { unpackIds } from '../../platform/id-pack.ts';

/** An advert she marked as posted, and who could see it. */
export interface SeenPost {
  postId: number;
  /** marked as posted at, ms UTC */
  at: number;
  kind: 'momentAdvert' | 'groupAdvert';
  /** its first words */
  title: string;
  has(friendId: number): boolean;
  each(visit: (friendId: number) => void): void;
}

interface Row {
  postId: number;
  at: number;
  version: number;
  channel: string;
  title: string;
}

/** A bit for each friend who could see a post; made again when the post was changed: whatever changes who saw it sets its updated_at. */
interface Seen {
  key: string;
  bits: Uint8Array;
}
const kept = new WeakMap<Database, Map<number, Seen>>();

/** Adverts (category 促销) in moments and groups marked as posted since `from` (ms UTC), the oldest first. */
export function advertsSeenSince(ctx: ServiceContext, from: number): SeenPost[] {
  const rows = ctx.db
    .sql(
      `SELECT id AS postId, settled_at AS at, posts.updated_at AS version, channel, substr(trim(text), 1, 40) AS title FROM posts JOIN post_audiences ON post_id = id
       WHERE state = 'posted' AND settled_at >= ? AND category = 'offer' AND channel IN ('moments', 'group') ORDER BY settled_at, id`,
    )
    .all(from) as Row[];
  const before = kept.get(ctx.db);
  const now = new Map<number, Seen>();
  kept.set(ctx.db, now);
  return rows.map(({ postId, at, version, channel, title }) => {
    const key = `${at} ${version}`;
    const old = before?.get(postId);
    const seen = old?.key === key ? old : { key, bits: bitsOf(ctx, postId) };
    now.set(postId, seen);
    return {
      postId,
      at,
      kind: channel === 'group' ? 'groupAdvert' : 'momentAdvert',
      title: title.split('\n', 1)[0] ?? '',
      ...reader(seen.bits),
    };
  });
}

function bitsOf(ctx: ServiceContext, postId: number): Uint8Array {
  const bytes = ctx.db.pluck('SELECT friend_ids FROM post_audiences WHERE post_id = ?').get(postId) as Uint8Array;
  const ids = unpackIds(bytes);
  const bits = new Uint8Array(((ids.at(-1) ?? 0) >> 3) + 1);
  for (const id of ids) bits[id >> 3]! |= 1 << (id & 7);
  return bits;
}

const reader = (bits: Uint8Array): Pick<SeenPost, 'has' | 'each'> => ({
  has: (friendId) => friendId >> 3 < bits.length && (bits[friendId >> 3]! & (1 << (friendId & 7))) !== 0,
  each: (visit) => {
    for (let byte = 0; byte < bits.length; byte++)
      for (let rest = bits[byte]!, id = byte * 8; rest !== 0; rest >>= 1, id++) if ((rest & 1) === 1) visit(id);
  },
});
