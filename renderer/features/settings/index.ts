export { useSetting, useSettings, useSettingsReady } from './queries.ts';
