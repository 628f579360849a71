import type { Audience } from '../../../shared/contracts/segments.ts';
import { audience as audienceShape } from '../../../shared/contracts/segments.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { hasId, unpackIds } from '../../platform/id-pack.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { audienceIds } from '../segments/index.ts';

/** A post as far as it matters who can see it. */
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
  return kept ? unpackIds(kept) : viewersNow(ctx, post);
}

/** Packed ids of those who could see it when it was marked as posted. */
function keptOf(ctx: HostContext, post: SeenPost): Buffer | undefined {
  if (!post.posted) return undefined;
  return ctx.db.pluck('SELECT friend_ids FROM post_audiences WHERE post_id = ?').get(post.id) as Buffer | undefined;
}

async function viewersNow(ctx: HostContext, post: SeenPost): Promise<Uint32Array> {
  try {
    return await audienceIds(ctx, audienceShape.parse(JSON.parse(post.audience)), [post.accountId]);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'brokenAudience') return new Uint32Array();
    throw error;
  }
}

export async function canSee(ctx: HostContext, post: SeenPost, friendId: number): Promise<boolean> {
  const kept = keptOf(ctx, post);
  if (kept) return hasId(kept, friendId);
  return isAmong(await viewersNow(ctx, post), friendId);
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

/**
 * Which of the posts an audience can see: those that reach at least half of its people in the post's account. A post for everybody
 * reaches all of them. Between the posts what waits for the host's thread has its turn.
 */
export async function seenBy<P extends SeenPost>(ctx: HostContext, posts: readonly P[], audience: Audience): Promise<P[]> {
  const members = new Map<number, Uint32Array>();
  const seen: P[] = [];
  const breather = new Breather();
  for (const post of posts) {
    await breather.breathe();
    let own = members.get(post.accountId);
    if (!own) members.set(post.accountId, (own = await audienceIds(ctx, audience, [post.accountId])));
    if (own.length === 0) continue;
    const { mode } = JSON.parse(post.audience) as Audience;
    if (mode === 'all' || overlap(own, await viewersOf(ctx, post)) * 2 >= own.length) seen.push(post);
  }
  return seen;
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
