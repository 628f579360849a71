export { readSettings } from './settings.queries.ts';
export { settingsRouter } from './settings.router.ts';
