import { serveCommands } from '../platform/jobs/worker-loop.ts';
import { commands } from './commands.ts';
import { domainHandlers, undoTables } from './subscriptions.ts';

serveCommands(commands, undoTables, domainHandlers);
