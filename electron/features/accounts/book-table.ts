import type { Saved } from '../../../shared/contracts/common.ts';
import { AppError, type ErrorDetails } from '../../../shared/errors.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';

/** Accounts and channels are kept alike: a short list with a unique name among those in use, archived but never deleted. */
export interface BookTable {
  table: 'accounts' | 'channels';
  topic: Topic & ('accounts' | 'channels');
  /** for `notFound` */
  what: string;
}

type Row = { id: number; name: string; archived_at: number | null };

/**
 * Adds a row in use from now on.
 * @throws AppError `nameTaken`
 */
export function createEntry(ctx: ServiceContext, kept: BookTable, values: Record<string, SqlValue> & { name: string }): Saved {
  const { value, undoId } = act(ctx, { kind: `${kept.table}.create`, topics: [kept.topic], details: { name: values.name } }, (record) => {
    checkName(ctx, kept, values.name, 0);
    const id = insertEntry(ctx, kept, values);
    record.inserted(kept.table, [id]);
    return id;
  });
  return { id: value, undoId };
}

/** The bare insert, without a record. @returns the new id */
export function insertEntry(ctx: ServiceContext, kept: BookTable, values: Record<string, SqlValue>): number {
  const now = ctx.clock.now();
  const columns = [...Object.keys(values), 'created_at', 'updated_at'];
  const places = columns.map(() => '?').join(', ');
  const insert = ctx.db.sql(`INSERT INTO ${kept.table} (${columns.join(', ')}) VALUES (${places})`);
  return Number(insert.run(...Object.values(values), now, now).lastInsertRowid);
}

/**
 * Sets the values of one row; the same values again change nothing (undoId null).
 * @throws AppError `notFound`, `nameTaken`
 */
export function updateEntry(ctx: ServiceContext, kept: BookTable, id: number, values: Record<string, SqlValue> & { name: string }): Saved {
  const { undoId } = act(ctx, { kind: `${kept.table}.update`, topics: [kept.topic], details: { name: values.name } }, (record) => {
    const row = findEntry(ctx, kept, id);
    if (row.archived_at === null) checkName(ctx, kept, values.name, id);
    record.update(kept.table, [id], { ...values, updated_at: ctx.clock.now() }, Object.keys(values));
  });
  return { id, undoId };
}

/**
 * Puts a row away or takes it back into use; friends keep it either way.
 * @throws AppError `notFound`, `nameTaken` when another row in use has its name by now
 */
export function archiveEntry(ctx: ServiceContext, kept: BookTable, id: number, archived: boolean): Saved {
  const kind = `${kept.table}.${archived ? 'archive' : 'unarchive'}`;
  const { undoId } = act(ctx, { kind, topics: [kept.topic] }, (record, details) => {
    const row = findEntry(ctx, kept, id);
    details.name = row.name;
    if ((row.archived_at !== null) === archived) return;
    if (!archived) checkName(ctx, kept, row.name, id);
    const now = ctx.clock.now();
    record.update(kept.table, [id], { archived_at: archived ? now : null, updated_at: now });
  });
  return { id, undoId };
}

function findEntry(ctx: ServiceContext, kept: BookTable, id: number): Row {
  const row = ctx.db.sql(`SELECT id, name, archived_at FROM ${kept.table} WHERE id = ?`).get(id) as Row | undefined;
  if (!row) throw new AppError('notFound', { what: kept.what } satisfies ErrorDetails);
  return row;
}

function checkName(ctx: ServiceContext, kept: BookTable, name: string, ownId: number): void {
  const taken = ctx.db.pluck(`SELECT 1 FROM ${kept.table} WHERE name = ? AND archived_at IS NULL AND id <> ?`).get(name, ownId);
  if (taken) throw new AppError('nameTaken', { name });
}
