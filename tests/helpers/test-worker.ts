import { serveCommands } from '../../electron/platform/jobs/worker-loop.ts';
import { testCommands } from './test-commands.ts';

serveCommands(testCommands, [], {});
