import type { AnyCommand } from '../../platform/jobs/command.ts';
import { tableSizesCommand } from './report.ts';

export { diagnosticsRouter } from './diagnostics.router.ts';

/** What may run in the workers. */
export const diagnosticsCommands: AnyCommand[] = [tableSizesCommand];
