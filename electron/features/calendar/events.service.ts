import type { CalendarEvent, CalendarEventInput } from '../../../shared/contracts/calendar-events.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { dayParts } from '../../../shared/domain/birthday.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';

export const eventUndoTables: UndoTable[] = [{ name: 'calendar_events', key: 'id', together: [['from_on', 'to_on']] }];

const columns = 'id, title, kind, from_on AS fromOn, to_on AS toOn, note';

/** Her own days that touch `fromOn` … `toOn`, both included, by their first day. */
export const listEvents = (ctx: ServiceContext, { fromOn, toOn }: { fromOn: string; toOn: string }): CalendarEvent[] =>
  ctx.db
    .sql(`SELECT ${columns} FROM calendar_events WHERE from_on <= ? AND to_on >= ? ORDER BY from_on, id`)
    .all(toOn, fromOn) as CalendarEvent[];

/** Writes one of her own days. @returns its id */
export function insertEvent(ctx: ServiceContext, record: Recorder, input: CalendarEventInput): number {
  const now = ctx.clock.now();
  const id = Number(
    ctx.db
      .sql('INSERT INTO calendar_events (title, kind, from_on, to_on, note, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(input.title, input.kind, input.fromOn, input.toOn, input.note, now, now).lastInsertRowid,
  );
  record.inserted('calendar_events', [id]);
  return id;
}

/** @throws AppError `invalidInput` for a day that does not exist */
function checkDays({ fromOn, toOn }: CalendarEventInput): void {
  const fields = Object.entries({ fromOn, toOn }).flatMap(([name, on]) => (dayParts(on) ? [] : [name]));
  if (fields.length > 0) throw new AppError('invalidInput', { fields });
}

/** Input: a day of her own, or several in a row. @throws AppError `invalidInput` */
export const createEventCommand = defineCommand<CalendarEventInput, Saved>({
  name: 'events.create',
  writes: true,
  heavy: () => false,
  run(ctx, input) {
    const { value: id, undoId } = act(ctx, { kind: 'events.create', topics: ['calendar'] }, (record, details) => {
      checkDays(input);
      details.name = input.title;
      return insertEvent(ctx, record, input);
    });
    return { id, undoId };
  },
});

/** @throws AppError `notFound`, `invalidInput` */
export const updateEventCommand = defineCommand<{ id: number; values: CalendarEventInput }, Saved>({
  name: 'events.update',
  writes: true,
  heavy: () => false,
  run(ctx, { id, values }) {
    const { undoId } = act(ctx, { kind: 'events.update', topics: ['calendar'] }, (record, details) => {
      findEvent(ctx, id);
      checkDays(values);
      details.name = values.title;
      const row = { title: values.title, kind: values.kind, from_on: values.fromOn, to_on: values.toOn, note: values.note };
      record.update('calendar_events', [id], { ...row, updated_at: ctx.clock.now() }, Object.keys(row));
    });
    return { id, undoId };
  },
});

/** @throws AppError `notFound` */
export const deleteEventCommand = defineCommand<{ id: number }, Saved>({
  name: 'events.delete',
  writes: true,
  heavy: () => false,
  run(ctx, { id }) {
    const { undoId } = act(ctx, { kind: 'events.delete', topics: ['calendar'] }, (record, details) => {
      details.name = findEvent(ctx, id).title;
      record.remove('calendar_events', [id]);
    });
    return { id, undoId };
  },
});

function findEvent(ctx: ServiceContext, id: number): CalendarEvent {
  const event = ctx.db.sql(`SELECT ${columns} FROM calendar_events WHERE id = ?`).get(id) as CalendarEvent | undefined;
  if (!event) throw new AppError('notFound', { what: 'event' });
  return event;
}

export const eventCommands: AnyCommand[] = [createEventCommand, updateEventCommand, deleteEventCommand];
