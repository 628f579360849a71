import type { MarkReAdd } from '../../../shared/contracts/ban-day.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { act, write } from '../../platform/undo/undo-log.ts';
import { noteEvents } from '../friends/index.ts';
import { readSettings } from '../settings/index.ts';
import { askedToday } from './banday.queries.ts';
import { works } from './people.ts';

export const bandayUndoTables: UndoTable[] = [
  { name: 're_adds', key: 'id', together: [['state', 'via_account_id', 'asked_at', 'settled_at']] },
];

interface ReAddRow {
  id: number;
  accountId: number;
  viaAccountId: number | null;
  askedAt: number | null;
}

interface FriendRow {
  name: string;
  wxid: string | null;
  accountId: number;
}

interface Marked {
  id: number;
  undoId: number | null;
  moved: boolean;
}

/**
 * One step of asking somebody again. Who came may go over to the account that asked, unless that account has the same wxid already: then
 * the two stay as they are.
 * @throws AppError `notFound`, `reAddCap` {cap, name}, `changedSince` (stands under another account by now), `invalidInput` (asked from nowhere)
 */
export const markReAddCommand = defineCommand<MarkReAdd, Marked>({
  name: 'banday.mark',
  writes: true,
  heavy: () => false,
  run(ctx, input) {
    const moves = input.state === 'passed' && input.move;
    const topics: Topic[] = moves ? ['banday', 'friends'] : ['banday'];
    const { value, undoId } = act(ctx, { kind: 'banday.mark', topics }, (record, details) => {
      const friend = readFriend(ctx, input.friendId);
      details.name = friend.name;
      details.state = input.state;
      const old = readRow(ctx, input.friendId);
      if (old ? old.accountId !== input.accountId : friend.accountId !== input.accountId)
        throw new AppError('changedSince', { name: friend.name });
      if (input.state === null) {
        if (old) record.remove('re_adds', [old.id]);
        return { id: input.friendId, moved: false };
      }
      const via = viaOf(ctx, input, old);
      const id = keep(ctx, record, input, old, via);
      const moved = moves && via !== null && goOver(ctx, record, input.friendId, friend, via);
      record.hints.push({ friendIds: [input.friendId] });
      return { id, moved };
    });
    return { ...value, undoId };
  },
});

function readFriend(ctx: ServiceContext, id: number): FriendRow {
  const row = ctx.db
    .sql("SELECT coalesce(nullif(remark, ''), nickname) AS name, wxid, account_id AS accountId FROM friends WHERE id = ?")
    .get(id) as FriendRow | undefined;
  if (!row) throw new AppError('notFound', { what: 'friend' });
  return row;
}

const readRow = (ctx: ServiceContext, friendId: number): ReAddRow | undefined =>
  ctx.db
    .sql('SELECT id, account_id AS accountId, via_account_id AS viaAccountId, asked_at AS askedAt FROM re_adds WHERE friend_id = ?')
    .get(friendId) as ReAddRow | undefined;

/** The account that asks; null where nobody is asked. Within its limit for today. */
function viaOf(ctx: ServiceContext, { state, accountId, viaAccountId }: MarkReAdd, old: ReAddRow | undefined): number | null {
  if (state !== 'asked' && state !== 'passed') return old?.viaAccountId ?? null;
  // an answer belongs to the account that asked
  if (state === 'passed' && old && old.askedAt !== null && old.viaAccountId !== null) return old.viaAccountId;
  if (viaAccountId === null || viaAccountId === accountId) throw new AppError('invalidInput', { fields: ['viaAccountId'] });
  const name = ctx.db.pluck(`SELECT name FROM accounts WHERE id = ? AND ${works}`).get(viaAccountId) as string | undefined;
  if (name === undefined) throw new AppError('notFound', { what: 'account' });
  const cap = readSettings(ctx)['banDay.cap'];
  if ((old?.askedAt ?? null) === null && askedToday(ctx, viaAccountId) >= cap) throw new AppError('reAddCap', { cap, name });
  return viaAccountId;
}

/** Writes the row of a step. @returns its id */
function keep(ctx: ServiceContext, record: Recorder, input: MarkReAdd, old: ReAddRow | undefined, via: number | null): number {
  const now = ctx.clock.now();
  const isAsked = input.state === 'asked' || input.state === 'passed';
  const askedAt = old?.askedAt ?? (isAsked ? now : null);
  const settledAt = input.state === 'asked' ? null : now;
  if (old) {
    const values = { state: input.state, via_account_id: via, asked_at: askedAt, settled_at: settledAt };
    record.update('re_adds', [old.id], values, ['state']);
    return old.id;
  }
  const { lastInsertRowid } = ctx.db
    .sql('INSERT INTO re_adds (friend_id, account_id, via_account_id, state, asked_at, settled_at) VALUES (?, ?, ?, ?, ?, ?)')
    .run(input.friendId, input.accountId, via, input.state, askedAt, settledAt);
  record.inserted('re_adds', [Number(lastInsertRowid)]);
  return Number(lastInsertRowid);
}

/** The friend stands under the account that asked from now on. @returns false where that account knows the person already */
function goOver(ctx: ServiceContext, record: Recorder, friendId: number, friend: FriendRow, via: number): boolean {
  const known =
    friend.wxid !== null && ctx.db.pluck('SELECT 1 FROM friends WHERE account_id = ? AND wxid = ?').get(via, friend.wxid) !== undefined;
  if (known || friend.accountId === via) return false;
  record.update('friends', [friendId], { account_id: via, updated_at: ctx.clock.now() }, ['account_id']);
  noteEvents(ctx, record, [friendId], 'edited', { fields: ['accountId'] });
  return true;
}

/** Notes that the kit of an account was made, or tried, with so many people. A fact: no undo takes it back. */
export const noteKitCommand = defineCommand<{ accountId: number; what: 'bundle' | 'drill'; at: number; people: number }, null>({
  name: 'banday.noteKit',
  writes: true,
  heavy: () => false,
  run(ctx, { accountId, what, at, people }) {
    write(ctx, () =>
      ctx.db
        .sql(
          `INSERT INTO ban_kits (account_id, ${what}_at, ${what}_people) VALUES (@accountId, @at, @people)
           ON CONFLICT (account_id) DO UPDATE SET ${what}_at = excluded.${what}_at, ${what}_people = excluded.${what}_people`,
        )
        .run({ accountId, at, people }),
    );
    ctx.announce({ topics: ['banday'] });
    return null;
  },
});
