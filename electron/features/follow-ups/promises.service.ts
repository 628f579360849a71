import type { z } from 'zod';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { addPromiseInput, changePromiseInput, PromiseState } from '../../../shared/contracts/follow-ups.ts';
import { AppError } from '../../../shared/errors.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { friendName } from './follow-ups.service.ts';

const topics = ['followUps' as const];

/** A promise may be noted late: what was due yesterday is still owed. @throws AppError `notFound` */
export const addPromiseCommand = defineCommand<z.infer<typeof addPromiseInput>, Saved>({
  name: 'followUps.promise',
  writes: true,
  heavy: () => false,
  run(ctx, { friendId, text, dueOn }) {
    const { value: id, undoId } = act(ctx, { kind: 'followUps.promise', topics, details: { text } }, (record, details) => {
      details.name = friendName(ctx, friendId);
      const row = ctx.db
        .sql("INSERT INTO promises (friend_id, text, due_on, state, created_at) VALUES (?, ?, ?, 'open', ?)")
        .run(friendId, text, dueOn, ctx.clock.now());
      record.inserted('promises', [Number(row.lastInsertRowid)]);
      record.hints.push({ friendIds: [friendId] });
      return Number(row.lastInsertRowid);
    });
    return { id, undoId };
  },
});

interface Row {
  friendId: number;
  text: string;
  state: PromiseState;
  dueOn: string;
}

/** Kept, not kept, open again, or another day. What is so already changes nothing. @throws AppError `notFound` */
export const changePromiseCommand = defineCommand<z.infer<typeof changePromiseInput>, Saved>({
  name: 'followUps.changePromise',
  writes: true,
  heavy: () => false,
  run(ctx, { id, state, dueOn }) {
    const row = ctx.db.sql('SELECT friend_id AS friendId, text, state, due_on AS dueOn FROM promises WHERE id = ?').get(id) as
      | Row
      | undefined;
    if (!row) throw new AppError('notFound', { what: 'promise' });
    const kind = state === row.state ? 'followUps.movePromise' : `followUps.promise.${state}`;
    const details = { name: friendName(ctx, row.friendId), text: row.text, untilOn: dueOn };
    const { undoId } = act(ctx, { kind, topics, details }, (record) => {
      const settledAt = state === 'open' ? null : ctx.clock.now();
      if (state !== row.state) record.update('promises', [id], { state, settled_at: settledAt });
      if (dueOn !== row.dueOn) record.update('promises', [id], { due_on: dueOn });
      record.hints.push({ friendIds: [row.friendId] });
    });
    return { id, undoId };
  },
});
