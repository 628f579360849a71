import { type About, defaultSettings, type SettingKey, type Settings, settingShapes } from '../../../shared/contracts/settings.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';

/** Every setting: what is stored, else its first-day value; a stored value that no longer fits its shape counts as not stored. */
export function readSettings(ctx: ServiceContext): Settings {
  const rows = ctx.db.arrays('SELECT key, value FROM settings').all() as [string, string][];
  const stored: Partial<Record<SettingKey, unknown>> = {};
  for (const [key, value] of rows) {
    if (!isSettingKey(key)) continue;
    const parsed = settingShapes[key].safeParse(fromJson(value));
    if (parsed.success) stored[key] = parsed.data;
  }
  return { ...structuredClone(defaultSettings), ...stored } as Settings;
}

/** What the app is and where the book lies. */
export function readAbout(ctx: HostContext): About {
  return { version: ctx.version, dataDir: ctx.dataDir, host: ctx.host };
}

const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settingShapes, key);

/** undefined for what is not JSON: fits no shape, so the default takes over. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
