export { NumbersLine } from './components/numbers-line.tsx';
export { SettingGroup, SettingLine } from './components/setting-group.tsx';
export { useSetting, useSettings, useSettingsReady } from './queries.ts';
