import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { faultOf, setReferral } from './referrals.service.ts';

/** A friend of another book, who is `to` here (null = not yet), and where that book's friends are here. */
export interface OtherFriend {
  from: number;
  to: number | null;
  here: (id: number) => number | null;
}

/** Who brought her, and whom she brought, as far as they are here, nothing is said of it yet and nothing is against it. */
function lackingOf(ctx: ServiceContext, other: Database, { from, to, here }: OtherFriend): [friendId: number, byId: number][] {
  const rows = other.arrays('SELECT friend_id, by_friend_id FROM referrals WHERE ? IN (friend_id, by_friend_id) ORDER BY id').all(from) as [
    number,
    number,
  ][];
  const isTold = ctx.db.pluck('SELECT 1 FROM referrals WHERE friend_id = ?');
  // nobody has the number 0
  const place = (id: number) => (id === from ? (to ?? 0) : here(id));
  return rows.flatMap(([friendId, byId]): [number, number][] => {
    const [friend, by] = [place(friendId), place(byId)];
    if (friend === null || by === null || isTold.get(friend) !== undefined || faultOf(ctx, friend, by)) return [];
    return [[friend, by]];
  });
}

/** How many would come with her. */
export const lackingReferrals = (ctx: ServiceContext, other: Database, friend: OtherFriend): number => lackingOf(ctx, other, friend).length;

/** Brings them in, one after the other: the first may be what is against the next. */
export function bringReferrals(ctx: ServiceContext, record: Recorder, other: Database, friend: OtherFriend): void {
  for (const [friendId, byId] of lackingOf(ctx, other, friend)) if (!faultOf(ctx, friendId, byId)) setReferral(ctx, record, friendId, byId);
}
