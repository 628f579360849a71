import type { z } from 'zod';
import type { Saved } from '../../../shared/contracts/common.ts';
import type {
  addFollowUpInput,
  changeFollowUpInput,
  FollowUpPick,
  postponeInput,
  settleInput,
} from '../../../shared/contracts/follow-ups.ts';
import type { FollowUpKind, SopStep } from '../../../shared/domain/follow-up.ts';
import { parseTemplate } from '../../../shared/domain/template.ts';
import { dayNamed, dayNumber } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { noteTouch } from '../touches/index.ts';
import { openItems, sopsOf } from './evaluate.ts';
import type { Item } from './shelf.ts';

export const followUpsUndoTables: UndoTable[] = [
  { name: 'follow_ups', key: 'id', about: 'friend_id', together: [['state', 'settled_at', 'touch_id']] },
  { name: 'promises', key: 'id', about: 'friend_id', together: [['state', 'settled_at']] },
];

const topics = ['followUps' as const];
const settling = ['followUps' as const, 'touches' as const, 'friends' as const];

/** @throws AppError `notFound` */
export function friendName({ db }: ServiceContext, friendId: number): string {
  const name = db.pluck("SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?").get(friendId);
  if (name === undefined) throw new AppError('notFound', { what: 'friend' });
  return String(name);
}

/** @throws AppError `invalidInput` for words that cannot be read, and a day that is over */
function mustFit(ctx: ServiceContext, words: string, dueOn: string): void {
  if (dueOn < localDay(ctx.clock.now())) throw new AppError('invalidInput', { fields: ['dueOn'] });
  if (parseTemplate(words).problems.length > 0) throw new AppError('invalidInput', { fields: ['words'] });
}

/** One by hand, on whatever day to come. @throws AppError `notFound`, `invalidInput` */
export const addCommand = defineCommand<z.infer<typeof addFollowUpInput>, Saved>({
  name: 'followUps.add',
  writes: true,
  heavy: () => false,
  run(ctx, { friendId, title, words, dueOn }) {
    mustFit(ctx, words, dueOn);
    const { value: id, undoId } = act(ctx, { kind: 'followUps.add', topics, details: { title } }, (record, details) => {
      details.name = friendName(ctx, friendId);
      return insert(ctx, record, { friendId, sop: null, step: null, fromOn: null, title, words, dueOn });
    });
    return { id, undoId };
  },
});

interface NewRow {
  friendId: number;
  sop: string | null;
  step: string | null;
  fromOn: string | null;
  title: string;
  words: string;
  dueOn: string;
}

function insert(ctx: ServiceContext, record: Recorder, { friendId, sop, step, fromOn, title, words, dueOn }: NewRow): number {
  const id = Number(
    ctx.db
      .sql(
        `INSERT INTO follow_ups (friend_id, sop, step, from_on, title, words, due_on, state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)`,
      )
      .run(friendId, sop, step, fromOn, title, words, dueOn, ctx.clock.now()).lastInsertRowid,
  );
  record.inserted('follow_ups', [id]);
  record.hints.push({ friendIds: [friendId] });
  return id;
}

export interface Found {
  id: number;
  friendId: number;
  sop: string | null;
  step: string | null;
  title: string;
}

/**
 * The row of what is meant; a step that nothing was done with yet gets one. Looked at inside the transaction: what is no longer due
 * (she paid, she bought, another window was faster) is left alone.
 * @throws AppError `notFound`, `changedSince`
 */
export function rowOf(ctx: ServiceContext, record: Recorder, pick: FollowUpPick): Found {
  if (pick.by === 'id') {
    const row = ctx.db.sql('SELECT id, friend_id AS friendId, sop, step, title, state FROM follow_ups WHERE id = ?').get(pick.id) as
      | (Found & { state: string })
      | undefined;
    if (!row) throw new AppError('notFound', { what: 'followUp' });
    if (row.state !== 'open') throw new AppError('changedSince', { name: friendName(ctx, row.friendId) });
    record.hints.push({ friendIds: [row.friendId] });
    return row;
  }
  const { friendId, sop, step: key } = pick;
  const name = friendName(ctx, friendId);
  const fromOn = dayNumber(pick.fromOn);
  const items = openItems(ctx, { friendIds: [friendId], now: ctx.clock.now() });
  const item = items.find((one) => one.id === 0 && one.sop === sop && one.step === key && one.fromOn === fromOn);
  const step = stepOf(ctx, sop, key);
  if (!item || !step) throw new AppError('changedSince', { name });
  return { id: keep(ctx, record, item, step.title), friendId, sop, step: key, title: step.title };
}

/** Makes a row of a step that is only due. @returns its id */
export const keep = (ctx: ServiceContext, record: Recorder, { friendId, sop, step, fromOn, dueOn }: Item, title: string): number =>
  insert(ctx, record, { friendId, sop, step, fromOn: dayNamed(fromOn), title, words: '', dueOn: dayNamed(dueOn) });

/** What the guard counts it as. */
export const kindOf = (ctx: ServiceContext, { sop, step }: Found): FollowUpKind => stepOf(ctx, sop, step)?.kind ?? 'ordinary';

export const noteOf = (titles: readonly string[]): string => `跟进：${titles.join('、')}`;

/** The contact that doing something is. @returns its id */
export const noteContact = (ctx: ServiceContext, record: Recorder, told: { friendId: number; kind: FollowUpKind; note: string }): number =>
  noteTouch(ctx, record, {
    ...{ ...told, at: ctx.clock.now(), touchpoint: 'private', direction: 'out' },
    ...{ sendItemId: null, overrideReason: '' },
  });

export const stepOf = (ctx: ServiceContext, sop: string | null, key: string | null): SopStep | undefined =>
  sopsOf(ctx)
    .find(({ id }) => id === sop)
    ?.steps.find((one) => one.key === key);

/**
 * Other words for one by hand that is open, or another day: then it was not put off any more. Late, it may keep its day.
 * @throws AppError `notFound`, `changedSince`, `invalidInput`
 */
export const changeCommand = defineCommand<z.infer<typeof changeFollowUpInput>, Saved>({
  name: 'followUps.change',
  writes: true,
  heavy: () => false,
  run(ctx, { id, title, words, dueOn }) {
    const { undoId } = act(ctx, { kind: 'followUps.change', topics, details: { title } }, (record, details) => {
      const { friendId, sop } = rowOf(ctx, record, { by: 'id', id });
      if (sop !== null) throw new AppError('notFound', { what: 'followUp' });
      const on = ctx.db.pluck('SELECT coalesce(until_on, due_on) FROM follow_ups WHERE id = ?').get(id) as string;
      const isMoved = dueOn !== on;
      mustFit(ctx, words, isMoved ? dueOn : localDay(ctx.clock.now()));
      record.update('follow_ups', [id], { title, words, ...(isMoved ? { due_on: dueOn, until_on: null } : {}) });
      details.name = friendName(ctx, friendId);
    });
    return { id, undoId };
  },
});

/** Done is a contact of the step's kind in the log; skipped is none. @throws AppError `notFound`, `changedSince` */
export const settleCommand = defineCommand<z.infer<typeof settleInput>, Saved>({
  name: 'followUps.settle',
  writes: true,
  heavy: () => false,
  run(ctx, { pick, state }) {
    const meta = { kind: `followUps.${state}`, topics: state === 'done' ? settling : topics };
    const { value: id, undoId } = act(ctx, meta, (record, details) => {
      const row = rowOf(ctx, record, pick);
      const { id: rowId, friendId, title } = row;
      const touchId = state === 'done' ? noteContact(ctx, record, { friendId, kind: kindOf(ctx, row), note: noteOf([title]) }) : null;
      record.update('follow_ups', [rowId], { state, settled_at: ctx.clock.now(), touch_id: touchId });
      Object.assign(details, { name: friendName(ctx, friendId), title });
      return rowId;
    });
    return { id, undoId };
  },
});

/** Takes back what was done or skipped, with the contact that doing it was. @throws AppError `notFound`, `changedSince` */
export const reopenCommand = defineCommand<{ id: number }, Saved>({
  name: 'followUps.reopen',
  writes: true,
  heavy: () => false,
  run(ctx, { id }) {
    const { undoId } = act(ctx, { kind: 'followUps.reopen', topics: settling }, (record, details) => {
      const row = ctx.db.sql('SELECT friend_id AS friendId, title, state, touch_id AS touchId FROM follow_ups WHERE id = ?').get(id) as
        | { friendId: number; title: string; state: string; touchId: number | null }
        | undefined;
      if (!row) throw new AppError('notFound', { what: 'followUp' });
      const { friendId, title, touchId } = row;
      if (row.state === 'open') throw new AppError('changedSince', { name: friendName(ctx, friendId) });
      if (touchId !== null && record.remove('touches', [touchId]) > 0) ctx.emit(record, 'touches.removed', { friendIds: [friendId] });
      record.update('follow_ups', [id], { state: 'open', settled_at: null, touch_id: null });
      Object.assign(details, { name: friendName(ctx, friendId), title });
      record.hints.push({ friendIds: [friendId] });
    });
    return { id, undoId };
  },
});

/** Not before that day. @throws AppError `notFound`, `changedSince`, `invalidInput` (a day that is not to come) */
export const postponeCommand = defineCommand<z.infer<typeof postponeInput>, Saved>({
  name: 'followUps.postpone',
  writes: true,
  heavy: () => false,
  run(ctx, { pick, untilOn }) {
    if (untilOn <= localDay(ctx.clock.now())) throw new AppError('invalidInput', { fields: ['untilOn'] });
    const { value: id, undoId } = act(ctx, { kind: 'followUps.postpone', topics, details: { untilOn } }, (record, details) => {
      const { id: rowId, friendId, title } = rowOf(ctx, record, pick);
      record.update('follow_ups', [rowId], { until_on: untilOn });
      Object.assign(details, { name: friendName(ctx, friendId), title });
      return rowId;
    });
    return { id, undoId };
  },
});
