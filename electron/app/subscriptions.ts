import { accountsUndoTables } from '../features/accounts/index.ts';
import { calendarUndoTables } from '../features/calendar/index.ts';
import { friendsUndoTables } from '../features/friends/index.ts';
import { importsUndoTables } from '../features/imports/index.ts';
import { tagsUndoTables } from '../features/tags/index.ts';
import { touchesUndoTables } from '../features/touches/index.ts';
import { recordFirstLevel, trustUndoTables } from '../features/trust/index.ts';
import type { DomainHandlers } from '../platform/context.ts';
import type { UndoTable } from '../platform/undo/recorder.ts';

/** Who hears of what: the only place where one feature's event reaches another. */
export const domainHandlers: DomainHandlers = {
  'friends.created': [recordFirstLevel],
};

/** Tables whose changes can be taken back. */
export const undoTables: UndoTable[] = [
  ...accountsUndoTables,
  ...friendsUndoTables,
  ...tagsUndoTables,
  ...trustUndoTables,
  ...touchesUndoTables,
  ...calendarUndoTables,
  ...importsUndoTables,
];
