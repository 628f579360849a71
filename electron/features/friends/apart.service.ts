import type { Saved } from '../../../shared/contracts/common.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { readFriend } from './friends.queries.ts';

type Recorder = Parameters<Parameters<typeof act>[2]>[0];

/** How a pair is kept: the smaller id first. */
const inOrder = (one: number, other: number): [number, number] => [Math.min(one, other), Math.max(one, other)];

function tell({ db }: ServiceContext, record: Recorder, pairs: Iterable<[number, number]>): number {
  const insert = db.sql('INSERT OR IGNORE INTO friends_apart (friend_id, other_id) VALUES (?, ?)');
  const ids: number[] = [];
  for (const [one, other] of pairs) {
    const { changes, lastInsertRowid } = insert.run(...inOrder(one, other));
    if (changes > 0) ids.push(Number(lastInsertRowid));
  }
  record.inserted('friends_apart', ids);
  return ids.length;
}

function* pairsOf(ids: readonly number[]): Generator<[number, number]> {
  for (const [at, one] of ids.entries()) for (const other of ids.slice(at + 1)) yield [one, other];
}

/** Says that friends who look like one person are different people, each from each. @throws AppError `notFound`, `invalidInput` */
export const tellApartCommand = defineCommand<{ ids: number[] }, Saved>({
  name: 'friends.tellApart',
  writes: true,
  heavy: () => false,
  run(ctx, { ids }) {
    const friends = [...new Set(ids)].map((id) => readFriend(ctx, id));
    if (friends.length < 2) throw new AppError('invalidInput', { fields: ['ids'] });
    const { undoId } = act(ctx, { kind: 'friends.tellApart', topics: ['friends'] }, (record, details) => {
      details.name = friends[0]!.remark || friends[0]!.nickname;
      details.count = friends.length;
      tell(ctx, record, pairsOf(friends.map(({ id }) => id)));
    });
    return { id: friends[0]!.id, undoId };
  },
});

/** Whoever is not the one who goes is not the one who stays either. */
export function moveApart(ctx: ServiceContext, keepId: number, otherId: number, record: Recorder): void {
  const others = ctx.db
    .pluck('SELECT friend_id + other_id - @id FROM friends_apart WHERE @id IN (friend_id, other_id)')
    .all({ id: otherId }) as number[];
  tell(
    ctx,
    record,
    others.filter((id) => id !== keepId).map((id) => [keepId, id]),
  );
}

/** Friends of whom she now says that they are one person are no longer told apart. */
export function forgetApart(ctx: ServiceContext, ids: readonly number[], record: Recorder): void {
  const find = ctx.db.pluck('SELECT id FROM friends_apart WHERE friend_id = ? AND other_id = ?');
  const told = [...pairsOf(ids)].map(([one, other]) => find.get(...inOrder(one, other)) as number | undefined);
  record.remove(
    'friends_apart',
    told.filter((id) => id !== undefined),
  );
}
