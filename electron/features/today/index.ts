import type { AnyCommand } from '../../platform/jobs/command.ts';
import { answerNameCommand, doneNameCommand } from './today.service.ts';
import { todayReads } from './today-reads.ts';

export { todayRouter } from './today.router.ts';

/** What may run in the workers. */
export const todayCommands: AnyCommand[] = [...todayReads, answerNameCommand, doneNameCommand];
