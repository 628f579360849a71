import type { FriendFilter, TimelineItem } from '../../../shared/contracts/friends.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { FriendIndex, type KnownFilter } from './friend-index.ts';
import type { Membership } from './membership.ts';

/** Newest `limit` things that one feature knows of a friend. */
export type TimelineSource = (ctx: ServiceContext, friendId: number, limit: number) => TimelineItem[];

/** Ids of those who are in one of the segments and in one of the layers, as far as there are such, ascending. Throws AppError `brokenSegment`. */
export type SegmentSource = (ctx: HostContext, filter: Pick<FriendFilter, 'segmentIds' | 'layers'>) => Promise<Uint32Array>;

/** Ids of those whom a number of 洞察 counts, ascending; by its text (shared/domain/figures.ts). */
export type FigureSource = (ctx: HostContext, figure: string) => Promise<Uint32Array>;

/** Bytes that features above have to look through when a friend goes into another. */
export type MergeWeight = (ctx: ServiceContext) => number;

interface Plugs {
  membership: Membership;
  timeline: TimelineSource[];
  segments: SegmentSource;
  figures: FigureSource;
  mergeWeight: MergeWeight;
}

const plugged = new WeakMap<HostContext, Plugs & { index: FriendIndex }>();

/**
 * Connects what stands above friends: who carries which tag, who else has something to tell for the timeline, who is in a segment, whom a
 * number counts, what there is to look through for a merge.
 * Called once by the composition root.
 */
export function plugFriends(ctx: HostContext, plugs: Plugs): void {
  plugged.set(ctx, { ...plugs, index: new FriendIndex(ctx, plugs.membership) });
}

/** The in-memory index over all friends, up to date with everything committed. */
export async function friendIndex(ctx: HostContext): Promise<FriendIndex> {
  return plugsOf(ctx).index.ready();
}

/** The filter as the index can answer it: who is in its segments and layers, and behind its figure, is looked up. @throws AppError `brokenSegment` */
export async function knownFilter(ctx: HostContext, filter: FriendFilter): Promise<KnownFilter> {
  const { segments, figures } = plugsOf(ctx);
  const counted = filter.figure === undefined ? null : await figures(ctx, filter.figure);
  if (!filter.segmentIds?.length && !filter.layers?.length) return counted === null ? filter : { ...filter, among: counted };
  const among = await segments(ctx, filter);
  if (counted === null) return { ...filter, among };
  const both = new Set(counted);
  return { ...filter, among: among.filter((id) => both.has(id)) };
}

/** Whether the index can answer at once; otherwise `friendIndex` has a good part of the book to read first. */
export const indexIsReady = (ctx: HostContext): boolean => !plugsOf(ctx).index.unread;

/** The tags of one friend out of SQLite, for whom the index cannot answer yet. */
export const tagIdsOf = (ctx: HostContext, friendId: number): number[] => plugsOf(ctx).membership.tagIdsOf(ctx, friendId);

export const timelineSources = (ctx: HostContext): TimelineSource[] => plugsOf(ctx).timeline;

/** See MergeWeight. */
export const mergeWeight = (ctx: HostContext): number => plugsOf(ctx).mergeWeight(ctx);

function plugsOf(ctx: HostContext) {
  const plugs = plugged.get(ctx);
  if (!plugs) throw new Error('plugFriends was not called for this context');
  return plugs;
}
