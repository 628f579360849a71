import { layRows } from '../features/imports/index.ts';
import { serveHelper } from '../platform/jobs/helper-thread.ts';
import { serveCommands } from '../platform/jobs/worker-loop.ts';
import { commands } from './commands.ts';
import { salvageHelper } from './rescue/salvage-thread.ts';
import { domainHandlers, undoTables } from './subscriptions.ts';

if (!serveHelper({ layRows, salvage: salvageHelper })) serveCommands(commands, undoTables, domainHandlers);
