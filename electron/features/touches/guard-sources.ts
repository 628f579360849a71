import type { TouchKind } from '../../../shared/contracts/touches.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** A post with an advert, and who could see it. */
export interface SeenAdvert {
  postId: number;
  /** marked as posted at */
  at: number;
  kind: TouchKind;
  /** its first words */
  title: string;
  /** another when it or who could see it is changed */
  key: string;
  /** of friends who were asked about */
  has(friendId: number): boolean;
  /** all who could; only when everybody was asked about */
  each(visit: (friendId: number) => void): void;
}

/** What the guard needs of features above this one; asked on the host's thread and in the workers. */
export interface GuardSources {
  /** adverts marked as posted since `from` (ms UTC), the oldest first; `friendIds` null = for all, which takes a worker's time */
  adverts(ctx: ServiceContext, from: number, friendIds: readonly number[] | null): SeenAdvert[];
  /** days since `from` on which friends wrote in private chats, each with their newest message of it, by time; `friendIds` null = of all */
  daysTheyWrote(ctx: ServiceContext, from: number, friendIds: readonly number[] | null): { friendId: number; at: number }[];
}

let plugged: GuardSources | null = null;

/** Called once for each thread by the composition root (electron/app/subscriptions.ts). */
export function plugGuard(sources: GuardSources): void {
  plugged = sources;
}

export function guardSources(): GuardSources {
  if (!plugged) throw new Error('plugGuard was not called');
  return plugged;
}
