import type { AnyCommand } from '../../platform/jobs/command.ts';
import { evaluateCommand } from './evaluate.ts';
import { addCommand, changeCommand, postponeCommand, reopenCommand, settleCommand } from './follow-ups.service.ts';
import { addPromiseCommand, changePromiseCommand } from './promises.service.ts';
import { removeSopCommand, saveSopCommand } from './sops.service.ts';

export { bringFollowUps, lackingFollowUps } from './bring-follow-ups.ts';
export { type DueToday, duePromises, dueToday } from './due-today.ts';
export { takeOverFollowUps } from './follow-ups.merged.ts';
export { followUpsRouter } from './follow-ups.router.ts';
export { followUpsUndoTables } from './follow-ups.service.ts';
export { followUpTimeline } from './follow-ups.timeline.ts';
export { fulfil, type Moved, putOffDue, takeBackPutOff } from './name-of-today.ts';

/** What may run in the workers. */
export const followUpsCommands: AnyCommand[] = [
  evaluateCommand,
  addCommand,
  changeCommand,
  settleCommand,
  reopenCommand,
  postponeCommand,
  addPromiseCommand,
  changePromiseCommand,
  saveSopCommand,
  removeSopCommand,
];
