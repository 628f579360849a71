import type { UndoTable } from '../../platform/undo/recorder.ts';

export { readSettings } from './settings.queries.ts';
export { settingsRouter } from './settings.router.ts';
export { changeSetting } from './settings.service.ts';

/** Only what changes together with something else is taken back (changeSetting). */
export const settingsUndoTables: UndoTable[] = [{ name: 'settings', key: 'rowid' }];
