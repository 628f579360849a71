import type { AnyCommand } from '../../platform/jobs/command.ts';

/** What may run in the worker. */
export const segmentsCommands: AnyCommand[] = [];
