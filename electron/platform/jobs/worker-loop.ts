import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { systemClock } from '../clock.ts';
import { type DomainHandlers, emitter, type ServiceContext } from '../context.ts';
import { openDatabase } from '../db/database.ts';
import { asStorageError } from '../db/storage-error.ts';
import { randomIds } from '../ids.ts';
import type { UndoTable } from '../undo/recorder.ts';
import type { AnyCommand, JobControl } from './command.ts';
import type { WorkerReply, WorkerStart, WorkerTask } from './worker-protocol.ts';

/** Serves commands inside the worker thread, one after the other, on a connection of its own. */
export function serveCommands(commands: AnyCommand[], undoTables: UndoTable[], handlers: DomainHandlers): void {
  const port = parentPort;
  if (!port) throw new Error('must run in a worker thread');
  const { dataDir, databaseFile, readonly = false } = workerData as WorkerStart;
  const post = (reply: WorkerReply) => port.postMessage(reply);
  const ctx: ServiceContext = {
    db: openDatabase(databaseFile, { readonly }),
    clock: systemClock,
    ids: randomIds,
    logger: {
      info: (event, facts = {}) => post({ type: 'log', level: 'info', event, facts }),
      error: (event, facts = {}) => post({ type: 'log', level: 'error', event, facts }),
    },
    dataDir,
    undoTables: new Map(undoTables.map((table) => [table.name, table])),
    announce: (change) => post({ type: 'change', change }),
    emit: (record, name, event) => emit(record, name, event),
  };
  // a checkpoint after a big write is nobody's wait: it is made once the reply is out
  ctx.db.raw.pragma('wal_autocheckpoint = 0');
  const emit = emitter(handlers, () => ctx);
  const byName = new Map(commands.map((command) => [command.name, command]));

  const runTask = async (task: WorkerTask) => {
    const flag = new Int32Array(task.cancel);
    const control: JobControl = {
      progress: (phase, done, total) => post({ type: 'progress', taskId: task.taskId, phase, done, total }),
      checkCancelled: () => {
        if (Atomics.load(flag, 0) === 1) throw new AppError('cancelled');
      },
    };
    const command = byName.get(task.command);
    try {
      if (!command) throw new Error(`unknown command ${task.command}`);
      post({ type: 'done', taskId: task.taskId, output: await command.run(ctx, task.input, control) });
    } catch (caught) {
      const error = asStorageError(caught);
      const wire = error instanceof AppError ? error.toWire() : new AppError('internal').toWire();
      post({ type: 'failed', taskId: task.taskId, error: wire, stack: error instanceof Error ? (error.stack ?? '') : String(error) });
    }
    // waits for nobody and holds nobody up; what it could not move, the next one does
    if (command?.writes) ctx.db.raw.pragma('wal_checkpoint(PASSIVE)');
  };

  let queue: Promise<void> = Promise.resolve();
  port.on('message', (task: WorkerTask) => {
    queue = queue.then(() => runTask(task));
  });
  post({ type: 'ready' });
}
