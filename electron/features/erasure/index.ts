import type { AnyCommand } from '../../platform/jobs/command.ts';
import { cleanCommand } from './clean.ts';
import { erasePersonCommand } from './erase-person.ts';
import { lookAtPersonCommand } from './look.ts';

export { erasureRouter } from './erasure.router.ts';
export { plugErasure } from './erasure.service.ts';

/** What may run in the workers. */
export const erasureCommands: AnyCommand[] = [lookAtPersonCommand, erasePersonCommand, cleanCommand];
