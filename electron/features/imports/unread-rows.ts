import { closeSync, openSync, readSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { historyLength } from './imports.queries.ts';
import { ProblemFile, type UnreadList } from './problem-file.ts';

/**
 * Keeps the list of what an import could not read, for any later time: the book holds as much of it as `ProblemFile` marks. It stays
 * when the import is taken back, as its report does: with the list she mends the file. Runs in the caller's transaction.
 */
export function keepUnread({ db }: ServiceContext, batchId: number, { path, total, kept, keptBytes }: UnreadList): void {
  if (total === 0) return;
  const bytes = Buffer.allocUnsafe(keptBytes);
  const fd = openSync(path, 'r');
  try {
    for (let at = 0; at < keptBytes; ) at += readSync(fd, bytes, at, keptBytes - at, at);
  } finally {
    closeSync(fd);
  }
  db.sql('INSERT INTO import_unread (batch_id, total, kept, list) VALUES (?, ?, ?, ?)').run(batchId, total, kept, deflateRawSync(bytes));
  // imports that the history no longer shows
  db.sql('DELETE FROM import_unread WHERE batch_id < (SELECT min(id) FROM (SELECT id FROM import_batches ORDER BY id DESC LIMIT ?))').run(
    historyLength,
  );
}

/** Writes the kept list of an import to a new file. @returns how many rows @throws AppError `notFound`, `diskFull`, `storageFailed` */
function writeUnread({ db }: ServiceContext, batchId: number, path: string): number {
  const row = db.sql('SELECT total, kept, list FROM import_unread WHERE batch_id = ?').get(batchId) as
    | { total: number; kept: number; list: Buffer }
    | undefined;
  if (!row) throw new AppError('notFound', { what: 'importBatch' });
  ProblemFile.again(path, inflateRawSync(row.list), row);
  return row.kept;
}

/** Up to 16 MB to unpack: no work for the host's thread, nor one to wait for behind an import. */
export const keptUnreadCommand = defineCommand<{ batchId: number; path: string }, number>({
  name: 'imports.keptUnread',
  writes: false,
  thread: 'reader',
  heavy: () => true,
  run: (ctx, { batchId, path }) => writeUnread(ctx, batchId, path),
});

/** Who asks to be forgotten must not stand in a list of unreadable rows either: those of all imports with that chat go. */
export function forgetUnread({ db }: ServiceContext, _: Recorder, { batchIds }: DomainEvents['chats.erased']): void {
  const forget = db.sql('DELETE FROM import_unread WHERE batch_id = ?');
  for (const id of batchIds) forget.run(id);
}

/** Imports in whose kept list a test finds something; every list is unpacked, one after the other. */
export function unreadListsWith({ db }: ServiceContext, finds: (list: string) => boolean): number[] {
  const lists = db.arrays('SELECT batch_id, list FROM import_unread').iterate() as Iterable<[number, Buffer]>;
  const found: number[] = [];
  for (const [batchId, list] of lists) if (finds(inflateRawSync(list).toString('utf8'))) found.push(batchId);
  return found;
}
