import type { AnyCommand } from '../../platform/jobs/command.ts';
import { markReAddCommand, noteKitCommand } from './banday.service.ts';
import { listPeopleCommand, makeKitCommand, openKitCommand } from './kit.ts';
import { readOrdersCommand, readPeopleCommand } from './people.ts';

export { takeOverReAdds } from './banday.merged.ts';
export { bandayRouter } from './banday.router.ts';
export { bandayUndoTables } from './banday.service.ts';
export { reAddTimeline } from './banday.timeline.ts';

/** What may run in the workers. */
export const bandayCommands: AnyCommand[] = [
  readOrdersCommand,
  readPeopleCommand,
  markReAddCommand,
  noteKitCommand,
  makeKitCommand,
  openKitCommand,
  listPeopleCommand,
];
