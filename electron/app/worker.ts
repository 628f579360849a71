import { layRows } from '../features/imports/index.ts';
import { serveHelper } from '../platform/jobs/helper-thread.ts';
import { serveCommands } from '../platform/jobs/worker-loop.ts';
import { commands } from './commands.ts';
import { openBackupHelper, salvageHelper } from './rescue/rescue-thread.ts';
import { domainHandlers, undoTables } from './subscriptions.ts';

if (!serveHelper({ layRows, salvage: salvageHelper, openBackup: openBackupHelper })) serveCommands(commands, undoTables, domainHandlers);
