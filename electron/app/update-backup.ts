import { AppError } from '../../shared/errors.ts';
import { backupBeforeUpdate } from '../features/backups/index.ts';
import type { ServiceContext } from '../platform/context.ts';
import { EventHub } from '../platform/events.ts';
import type { DataFolder } from '../platform/files/data-folder.ts';
import { createStaging } from '../platform/files/staging.ts';
import { createExecutor } from '../platform/jobs/executor.ts';
import { createShare, type StartShareChild } from '../platform/share/share.ts';

/** A backup that a start waits for before it changes the book: what a host may show of it, and how it ends. */
export interface UpdateBackup {
  /** how far it is: job beforeUpdateJob */
  events: EventHub;
  /** She does not wait for it: the start goes on. */
  skip(): void;
  /** The program ends: the start fails with `closing`, the book stays as it is. */
  stop(): void;
}

interface Parts extends Pick<ServiceContext, 'db' | 'clock' | 'ids' | 'logger'> {
  folder: DataFolder;
  version: string;
  workerFile: URL;
  shareFile: URL;
  startShareChild: StartShareChild;
  patience: number | undefined;
  onBegin: (backup: UpdateBackup) => void;
}

/**
 * Backs up a book in its old form with threads and a process of its own, which are gone when this resolves: nothing else of the program
 * may look into that book.
 * @throws AppError `closing` only
 */
export async function backUpOldBook(parts: Parts): Promise<void> {
  const { db, clock, ids, logger, folder, version, workerFile, patience } = parts;
  const events = new EventHub();
  const service: ServiceContext = {
    ...{ db, clock, ids, logger, dataDir: folder.root, undoTables: new Map(), emit: () => {} },
    announce: (change) => events.changed(change),
  };
  const executor = createExecutor(service, events, workerFile, { dataDir: folder.root, databaseFile: folder.database });
  const share = createShare(parts.shareFile, parts.startShareChild);
  // the copy that a start left which was killed here is as large as the book
  createStaging(folder.staging, ids, clock.now());
  let closing = false;
  try {
    await backupBeforeUpdate(
      { ...service, version, events, execute: executor.execute, cancelJob: executor.cancel, folder, share },
      {
        patience,
        onBegin: (end) =>
          parts.onBegin({
            events,
            skip: () => end('skipped'),
            stop() {
              closing = true;
              end('skipped');
            },
          }),
      },
    );
  } finally {
    share.close();
    await executor.close(0);
  }
  if (closing) throw new AppError('closing');
}
