import type { Audience } from '../../../shared/contracts/segments.ts';
import { audience as audienceShape } from '../../../shared/contracts/segments.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { unpackIds } from '../../platform/id-pack.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { audienceIds } from '../segments/index.ts';

/** A moment as far as it matters who can see it. */
export interface SeenPost {
  id: number;
  accountId: number;
  /** JSON audience */
  audience: string;
  posted: boolean;
}

/**
 * Who could see a post, or will: those kept when it was marked as posted, else those in its audience now.
 * An audience that names what is gone is seen by nobody. @returns ids, ascending
 */
export async function viewersOf(ctx: HostContext, post: SeenPost): Promise<ArrayLike<number>> {
  const kept = keptOf(ctx, post);
  return kept ? unpackIds(kept) : ((await viewersNow(ctx, post)) ?? []);
}

/** Packed ids of those who could see it when it was marked as posted. */
function keptOf(ctx: HostContext, post: SeenPost): Buffer | undefined {
  if (!post.posted) return undefined;
  return ctx.db.pluck('SELECT friend_ids FROM post_audiences WHERE post_id = ?').get(post.id) as Buffer | undefined;
}

/** null = its audience names what is gone: nobody knows. */
async function viewersNow(ctx: HostContext, post: SeenPost): Promise<Uint32Array | null> {
  try {
    return await audienceIds(ctx, audienceShape.parse(JSON.parse(post.audience)), [post.accountId]);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'brokenAudience') return null;
    throw error;
  }
}

/** Whether one friend will see a post that is not out; null = its audience names what is gone, so nobody knows. */
export async function willSee(ctx: HostContext, post: SeenPost, friendId: number): Promise<boolean | null> {
  const viewers = await viewersNow(ctx, post);
  return viewers && isAmong(viewers, friendId);
}

/** Whether an ascending list holds the id. */
function isAmong(ids: Uint32Array, id: number): boolean {
  let low = 0;
  for (let high = ids.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id;
}

/** Posts whose viewers were kept when they went out, and those who ask, by account. */
interface KeptAsk {
  posts: readonly { id: number; accountId: number }[];
  /** how many ids are read for them all */
  heads: number;
  /** ascending ids */
  members: ReadonlyMap<number, Uint32Array>;
}

/** so many ids are read in a few milliseconds */
const mostHeadsHere = 20_000;

/** Of these posts, the ids of those that half of the members could see: a list of viewers is read for each. */
export const seenCommand = defineCommand<KeptAsk, Uint32Array>({
  name: 'insights.seen',
  writes: false,
  thread: 'reader',
  heavy: ({ heads }) => heads > mostHeadsHere,
  run(ctx, { posts, members }, control) {
    const kept = ctx.db.pluck('SELECT friend_ids FROM post_audiences WHERE post_id = ?');
    const seen = posts.filter(({ id, accountId }) => {
      control.checkCancelled();
      const own = members.get(accountId)!;
      return overlap(own, unpackIds(kept.get(id) as Buffer)) * 2 >= own.length;
    });
    return Uint32Array.from(seen, ({ id }) => id);
  },
});

/**
 * Which of the posts an audience can see: those that reach at least half of its people in the post's account. A post for everybody
 * reaches all of them.
 */
export async function seenBy<P extends SeenPost>(ctx: HostContext, posts: readonly P[], audience: Audience): Promise<P[]> {
  const members = new Map<number, Uint32Array>();
  for (const { accountId } of posts) if (!members.has(accountId)) members.set(accountId, await audienceIds(ctx, audience, [accountId]));
  const headsOf = ctx.db.pluck('SELECT heads FROM post_audiences WHERE post_id = ?');
  const told = new Map<string, boolean>();
  const seen = new Set<number>();
  const asked: KeptAsk & { posts: { id: number; accountId: number }[] } = { posts: [], heads: 0, members };
  for (const post of posts) {
    const own = members.get(post.accountId)!;
    if (own.length === 0) continue;
    const heads = post.posted ? (headsOf.get(post.id) as number | undefined) : undefined;
    if ((JSON.parse(post.audience) as Audience).mode === 'all') seen.add(post.id);
    else if (heads !== undefined) {
      asked.posts.push({ id: post.id, accountId: post.accountId });
      asked.heads += heads;
    } else {
      // what is not out yet is mostly written for the same few audiences
      const key = `${post.accountId} ${post.audience}`;
      let reaches = told.get(key);
      if (reaches === undefined) told.set(key, (reaches = overlap(own, (await viewersNow(ctx, post)) ?? []) * 2 >= own.length));
      if (reaches) seen.add(post.id);
    }
  }
  for (const id of await ctx.execute(seenCommand, asked)) seen.add(id);
  return posts.filter(({ id }) => seen.has(id));
}

/** How many ids stand in both ascending lists. */
export function overlap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let both = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) both++;
    if (a[i]! <= b[j]!) i++;
    else j++;
  }
  return both;
}
