import type { HostContext } from '../../platform/host-context.ts';

/** Who carries which tag; provided by the tags feature at composition. */
export interface Membership {
  tagIds(ctx: HostContext): number[];
  /** ids of the friends with this tag, ascending */
  friendIds(ctx: HostContext, tagId: number): ArrayLike<number>;
  tagIdsOf(ctx: HostContext, friendId: number): number[];
}
