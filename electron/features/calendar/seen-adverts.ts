import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { unpackIds, whichIds } from '../../platform/id-pack.ts';

/** An advert she marked as posted, and who could see it. */
export interface SeenPost {
  postId: number;
  /** marked as posted at, ms UTC */
  at: number;
  kind: 'momentAdvert';
  /** its first words */
  title: string;
  /** another when it or who could see it is changed */
  key: string;
  has(friendId: number): boolean;
  each(visit: (friendId: number) => void): void;
}

interface Row {
  postId: number;
  at: number;
  key: string;
  title: string;
}

/** What is known of who could see a post; forgotten when the post was changed: whatever changes who saw it sets its updated_at. */
interface Seen {
  key: string;
  /** a bit for each friend; null = nobody needed to know all of them yet */
  bits: Uint8Array | null;
  /** friends who were asked for one by one */
  asked: Map<number, boolean>;
}
const kept = new WeakMap<Database, Map<number, Seen>>();

/** For more friends than this everybody is unpacked: in a worker, never on the host's thread. */
const few = 200;
/** So many answers are remembered for a post: a queue asks for the same few again and again. */
const mostAsked = 1000;

/**
 * Adverts (category 促销) in moments marked as posted since `from` (ms UTC), the oldest first.
 * @param friendIds who is asked about; `has` knows these alone. null = everybody may be, and `each` be called
 */
export function advertsSeenSince(ctx: ServiceContext, from: number, friendIds: readonly number[] | null): SeenPost[] {
  const rows = ctx.db
    .sql(
      `SELECT id AS postId, settled_at AS at, settled_at || ' ' || posts.updated_at AS key,
         substr(trim(text), 1, 40) AS title FROM posts JOIN post_audiences ON post_id = id
       WHERE state = 'posted' AND settled_at >= ? AND category = 'offer' AND channel = 'moments' ORDER BY settled_at, id`,
    )
    .all(from) as Row[];
  const before = kept.get(ctx.db);
  const now = new Map<number, Seen>();
  kept.set(ctx.db, now);
  const wanted = friendIds && friendIds.length <= few ? [...new Set(friendIds)].sort((a, b) => a - b) : null;
  return rows.map(({ postId, at, key, title }) => {
    const old = before?.get(postId);
    const seen: Seen = old?.key === key ? old : { key, bits: null, asked: new Map() };
    now.set(postId, seen);
    if (!seen.bits && wanted) lookUp(ctx, postId, seen, wanted);
    else seen.bits ??= bitsOf(ctx, postId);
    return {
      postId,
      at,
      kind: 'momentAdvert',
      title: title.split('\n', 1)[0] ?? '',
      key,
      ...reader(seen),
    };
  });
}

const packed = (ctx: ServiceContext, postId: number) =>
  ctx.db.pluck('SELECT friend_ids FROM post_audiences WHERE post_id = ?').get(postId) as Uint8Array;

/** Who of a few could see it. `wanted` ascending. */
function lookUp(ctx: ServiceContext, postId: number, { asked }: Seen, wanted: readonly number[]): void {
  if (asked.size > mostAsked) asked.clear();
  const unknown = wanted.filter((id) => !asked.has(id));
  if (unknown.length === 0) return;
  const found = whichIds(packed(ctx, postId), unknown);
  for (const id of unknown) asked.set(id, found.has(id));
}

function bitsOf(ctx: ServiceContext, postId: number): Uint8Array {
  const ids = unpackIds(packed(ctx, postId));
  const bits = new Uint8Array(((ids.at(-1) ?? 0) >> 3) + 1);
  for (const id of ids) bits[id >> 3]! |= 1 << (id & 7);
  return bits;
}

const isSet = (bits: Uint8Array, id: number): boolean => id >> 3 < bits.length && (bits[id >> 3]! & (1 << (id & 7))) !== 0;

const reader = ({ bits, asked }: Seen): Pick<SeenPost, 'has' | 'each'> => ({
  has: (friendId) => (bits ? isSet(bits, friendId) : asked.get(friendId) === true),
  each: (visit) => {
    if (!bits) throw new Error('everybody was not asked for');
    for (let byte = 0; byte < bits.length; byte++)
      for (let rest = bits[byte]!, id = byte * 8; rest !== 0; rest >>= 1, id++) if ((rest & 1) === 1) visit(id);
  },
});
