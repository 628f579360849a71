import type { Audience } from '../../../shared/contracts/segments.ts';
import { audience as audienceShape } from '../../../shared/contracts/segments.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { findId, unpackIds } from '../../platform/id-pack.ts';
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
  const kept = post.posted
    ? (ctx.db.pluck('SELECT friend_ids FROM post_audiences WHERE post_id = ?').get(post.id) as Buffer | undefined)
    : undefined;
  if (kept) return unpackIds(kept);
  try {
    return await audienceIds(ctx, audienceShape.parse(JSON.parse(post.audience)), [post.accountId]);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'brokenAudience') return [];
    throw error;
  }
}

export async function canSee(ctx: HostContext, post: SeenPost, friendId: number): Promise<boolean> {
  return findId(Float64Array.from(await viewersOf(ctx, post)), friendId) >= 0;
}

/**
 * Which of the posts an audience can see: those that reach at least half of its people in the post's account. A post for everybody
 * reaches all of them.
 */
export async function seenBy<P extends SeenPost>(ctx: HostContext, posts: readonly P[], audience: Audience): Promise<P[]> {
  const members = new Map<number, Uint32Array>();
  const seen: P[] = [];
  for (const post of posts) {
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
