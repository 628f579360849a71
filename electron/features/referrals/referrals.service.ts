import type { Saved } from '../../../shared/contracts/common.ts';
import type { ReferralFault, SetReferral } from '../../../shared/contracts/referrals.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { contactsOfPerson, readFriend } from '../friends/index.ts';

export const referralsUndoTables: UndoTable[] = [{ name: 'referrals', key: 'id' }];

/** Says who brought a friend, or that nobody said. @throws AppError `notFound`, `referralUnfit` {why, name, by} */
export const setReferralCommand = defineCommand<SetReferral, Saved>({
  name: 'referrals.set',
  writes: true,
  heavy: () => false,
  run(ctx, { friendId, byId }) {
    const friend = readFriend(ctx, friendId);
    const by = byId === null ? null : readFriend(ctx, byId);
    const [name, other] = [friend, by].map((one) => (one ? one.remark || one.nickname : ''));
    const fault = byId === null ? null : faultOf(ctx, friendId, byId);
    if (fault) throw new AppError('referralUnfit', { why: fault, name: name!, by: other! });
    const details = { name: name!, other: other! };
    const { undoId } = act(ctx, { kind: 'referrals.set', topics: ['referrals'], details }, (record) =>
      setReferral(ctx, record, friendId, byId),
    );
    return { id: friendId, undoId };
  },
});

/** Why somebody cannot have brought a friend; null = nothing against it. */
export function faultOf(ctx: ServiceContext, friendId: number, byId: number): ReferralFault | null {
  if (friendId === byId) return 'self';
  if (contactsOfPerson(ctx, friendId).includes(byId)) return 'samePerson';
  return comesThrough(ctx, byId, friendId) ? 'circle' : null;
}

/** Whether following who brought whom leads from one friend to another. */
export function comesThrough({ db }: ServiceContext, fromId: number, toId: number): boolean {
  const up = `WITH RECURSIVE up(id) AS (SELECT by_friend_id FROM referrals WHERE friend_id = ?
    UNION SELECT by_friend_id FROM referrals JOIN up ON friend_id = up.id) SELECT 1 FROM up WHERE id = ?`;
  return db.pluck(up).get(fromId, toId) !== undefined;
}

export function setReferral(ctx: ServiceContext, record: Recorder, friendId: number, byId: number | null): void {
  const told = ctx.db.sql('SELECT id, by_friend_id AS byId FROM referrals WHERE friend_id = ?').get(friendId) as
    | { id: number; byId: number }
    | undefined;
  if (byId === null) record.remove('referrals', told ? [told.id] : []);
  else if (told?.byId === byId) return;
  else if (told) record.update('referrals', [told.id], { by_friend_id: byId, created_at: ctx.clock.now() });
  else {
    const insert = ctx.db.sql('INSERT INTO referrals (friend_id, by_friend_id, created_at) VALUES (?, ?, ?)');
    record.inserted('referrals', [Number(insert.run(friendId, byId, ctx.clock.now()).lastInsertRowid)]);
  }
}
