import type { PostState } from '../../../shared/contracts/calendar.ts';
import type { ContentCategory } from '../../../shared/contracts/content.ts';
import { type Audience, audience } from '../../../shared/contracts/segments.ts';
import { friendsSee, isOneByOne } from '../../../shared/domain/post-reach.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { packIds } from '../../platform/id-pack.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { audienceIds } from '../segments/index.ts';
import { findPosts, isSettled, rowsLeft } from './post-rows.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    /** posts were marked, or put back on the list; `at` null = back on the list */
    'posts.settled': { posts: { id: number; accountId: number; category: ContentCategory; state: PostState; at: number | null }[] };
  }
}

/** Who can see a moment: the same bytes for posts that mean the same people. */
export interface AudienceOfPost {
  postId: number;
  heads: number;
  /** packed (platform/id-pack.ts) */
  friendIds: Uint8Array;
}

const mostBytes = 512 * 1024;
/** Whether writing these lists would hold up the host's thread. */
export const tooManyBytes = (audiences: readonly AudienceOfPost[]): boolean =>
  audiences.reduce((sum, { friendIds }) => sum + friendIds.length, 0) > mostBytes;

/**
 * Asks who is meant by posts now. Posts with the same account and audience are asked for once. Of a post that names a deleted tag or
 * segment nobody knows it: it is left out, so that nothing is kept for it, and never everybody instead. She has posted it all the same.
 * What is no moment is left out too, and what is gone.
 */
export async function askAudiences(ctx: HostContext, ids: readonly number[]): Promise<AudienceOfPost[]> {
  const known = new Map<string, Omit<AudienceOfPost, 'postId'> | null>();
  const answers: AudienceOfPost[] = [];
  for (const row of rowsLeft(ctx, ids).filter(friendsSee)) {
    const key = `${row.account_id} ${row.audience}`;
    let answer = known.get(key);
    if (answer === undefined) {
      answer = await whoIsMeant(ctx, audience.parse(JSON.parse(row.audience)), row.account_id);
      known.set(key, answer);
    }
    if (answer) answers.push({ postId: row.id, ...answer });
  }
  return answers;
}

/** Who is in an audience of an account now; null when it names what is gone. */
export async function whoIsMeant(ctx: HostContext, of: Audience, accountId: number): Promise<Omit<AudienceOfPost, 'postId'> | null> {
  try {
    const friendIds = await audienceIds(ctx, of, [accountId]);
    return { heads: friendIds.length, friendIds: packIds(Float64Array.from(friendIds)) };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'brokenAudience') return null;
    throw error;
  }
}

/** As askAudiences, for those of the posts that are not out yet. */
export function askAudiencesOfNew(ctx: HostContext, ids: readonly number[]): Promise<AudienceOfPost[]> {
  const out = ctx.db.pluck('SELECT 1 FROM post_audiences WHERE post_id = ?');
  return askAudiences(
    ctx,
    ids.filter((id) => out.get(id) === undefined),
  );
}

/** Keeps who can see each post, in the place of what was kept before. */
export function writeAudiences(ctx: ServiceContext, record: Recorder, audiences: readonly AudienceOfPost[]): void {
  const insert = ctx.db.sql('INSERT INTO post_audiences (post_id, heads, friend_ids) VALUES (?, ?, ?)');
  for (const { postId, heads, friendIds } of audiences) {
    record.remove('post_audiences', [postId]);
    insert.run(postId, heads, Buffer.from(friendIds));
    record.inserted('post_audiences', [postId]);
  }
}

export interface Settling {
  ids: readonly number[];
  state: PostState;
  /** null = when each was planned for, at the latest now */
  at: number | null;
  audiences: readonly AudienceOfPost[];
}

/** A queue was made of a private post: it is out, and from here on each friend who gets it is in the log of contacts. */
export function settleByQueue(ctx: ServiceContext, record: Recorder, { postId }: DomainEvents['queues.ofPost']): void {
  const open = rowsLeft(ctx, [postId]).filter((row) => isOneByOne(row) && !isSettled(row.state));
  if (open.length > 0) settleRows(ctx, record, { ids: [postId], state: 'posted', at: ctx.clock.now(), audiences: [] });
}

/**
 * Marks posts and tells who listens. Whether they may be marked so is asked by whoever calls (shared/domain/post-words.ts).
 * @returns ids of the posts that changed @throws AppError `notFound`
 */
export function settleRows(ctx: ServiceContext, record: Recorder, { ids, state, at, audiences }: Settling): Uint32Array {
  const now = ctx.clock.now();
  const rows = findPosts(ctx, ids);
  const settledAt = (scheduledAt: number) => (isSettled(state) ? (at ?? Math.min(scheduledAt, now)) : null);
  // whoever is marked so already keeps the moment she gave it, unless she names another
  const wanted = rows.filter((row) => at !== null || row.state !== state);
  const changed = new Set<number>();
  for (const row of wanted) {
    const columns = { state, settled_at: settledAt(row.scheduled_at) };
    for (const id of record.update('posts', [row.id], { ...columns, updated_at: now }, Object.keys(columns))) changed.add(id);
  }
  const ofThese = audiences.filter(({ postId }) => ids.includes(postId));
  if (state === 'posted') writeAudiences(ctx, record, ofThese);
  else record.remove('post_audiences', [...changed]);
  if (changed.size === 0) return new Uint32Array();
  ctx.emit(record, 'posts.settled', {
    posts: wanted
      .filter(({ id }) => changed.has(id))
      .map((row) => ({
        ...{ id: row.id, accountId: row.account_id, category: row.category as ContentCategory, state },
        at: settledAt(row.scheduled_at),
      })),
  });
  return Uint32Array.from(changed);
}
