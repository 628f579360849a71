import { AppError } from '../../../shared/errors.ts';
import { EventHub } from '../../platform/events.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import { createHandle } from '../handle.ts';
import type { UpdateBackup } from '../update-backup.ts';
import { filesOf, type OnOpened, type Opened, type ServedApp } from './served-app.ts';
import { updateRouter } from './update.router.ts';

interface Around {
  ids: Ids;
  logger: Logger;
  onOpened: OnOpened;
}

/**
 * Serves how far a backup before an update is, until the book is open; from then on the book, or the rescue that it led to. Where it
 * could not be opened at all, every question gets why.
 */
export function serveWhileUpdating(backup: UpdateBackup, opening: Promise<Opened>, { ids, logger, onOpened }: Around): Opened {
  const events = new EventHub((error) => logger.error('window not reached', { name: error instanceof Error ? error.name : typeof error }));
  backup.events.subscribe((event) => events.push(event));
  let opened: ServedApp | null = null;
  let failure: AppError | null = null;
  const mayCall = () => {
    if (failure) throw failure;
  };
  const handle = createHandle(updateRouter, { ids, logger, skip: () => backup.skip(), mayCall }, 'updating');
  const over = opening.then(
    ({ app, trouble }) => {
      opened = app;
      app.events.subscribe((event) => events.push(event));
      onOpened(trouble);
    },
    (error: unknown) => {
      failure = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
      logger.error('startFailed', { kind: failure.kind });
    },
  );
  // whoever looked in vain looks again
  void over.then(() => events.changed({ topics: ['settings'] }));
  const app: ServedApp = {
    handle: (request) => (opened?.handle ?? handle)(request),
    events: { subscribe: (listener) => events.subscribe(listener) },
    files: filesOf(() => opened, 'updating'),
    async close() {
      if (!opened) events.push({ type: 'closing' });
      backup.stop();
      await over;
      return opened?.close();
    },
  };
  return { app, trouble: null, isUpdating: true };
}
