import type { UndoTable } from '../../platform/undo/recorder.ts';

export { plugAccounts } from './accounts.queries.ts';
export { accountsRouter, channelsRouter } from './accounts.router.ts';
export { seedDefaults } from './accounts.service.ts';

export const accountsUndoTables: UndoTable[] = [
  { name: 'accounts', key: 'id' },
  { name: 'channels', key: 'id' },
];
