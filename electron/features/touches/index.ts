import type { AnyCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { loadsCommand, summaryCommand } from './guard.service.ts';
import { logTouchCommand, wishBirthdayCommand } from './touches.service.ts';

export { readBirthdays } from './birthdays.ts';
export { summarise } from './guard.loads.ts';
export { advertsKey, type GuardAsk, type GuardHistory, guardAnswers, historyOf } from './guard.queries.ts';
export { guardRouter } from './guard.router.ts';
export { allLoads, type FriendLoads, guardSummary } from './guard.service.ts';
export { keepBlocking, keepBlockingTags } from './guard.tags.ts';
export { type GuardSources, plugGuard, type SeenAdvert } from './guard-sources.ts';
export { lunarDate } from './lunar.ts';
export { noteTouch, noteTouches, type OneTouch } from './one-touch.ts';
export { takeOverTouches } from './touches.merged.ts';
export { touchesRouter } from './touches.router.ts';
export { wishBirthday } from './touches.service.ts';

/** What may run in the worker. */
export const touchesCommands: AnyCommand[] = [logTouchCommand, wishBirthdayCommand, loadsCommand, summaryCommand];

/** Up to so many contacts are named to the caches. */
const fewTouches = 300;

export const touchesUndoTables: UndoTable[] = [
  { name: 'touches', key: 'id', about: 'friend_id', hint: (ids) => ({ touchIds: ids.length > fewTouches ? 'many' : Array.from(ids) }) },
];
