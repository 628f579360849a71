import { isRule, type SettingKey, type Settings, settingShapes } from '../../../shared/contracts/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { write } from '../../platform/undo/undo-log.ts';
import { readSettings } from './settings.queries.ts';

/**
 * Remembers one setting; the same value again changes nothing and announces nothing. Not part of undo.
 * @throws AppError `invalidInput` when the value does not fit the shape of its key
 */
export const setSettingCommand = defineCommand<{ key: SettingKey; value: unknown }, { ok: true }>({
  name: 'settings.set',
  writes: true,
  heavy: () => false,
  run(ctx, { key, value }) {
    const parsed = settingShapes[key].safeParse(value);
    if (!parsed.success) throw new AppError('invalidInput', { fields: ['value'], key });
    const text = JSON.stringify(parsed.data);
    const changes = write(
      ctx,
      () =>
        ctx.db
          .sql(
            `INSERT INTO settings (key, value, updated_at) VALUES (?, ?, ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at WHERE value <> excluded.value`,
          )
          .run(key, text, ctx.clock.now()).changes,
    );
    if (changes > 0) ctx.announce({ topics: isRule(key) ? ['settings', 'rules'] : ['settings'] });
    return { ok: true };
  },
});

/** Changes one setting within somebody else's action, and back with its undo. `value` must fit the shape of its key. */
export function changeSetting<K extends SettingKey>(ctx: ServiceContext, record: Recorder, key: K, value: Settings[K]): void {
  const now = ctx.clock.now();
  // a first-day value is not stored yet: it is put down first, so that undo finds it
  ctx.db
    .sql('INSERT INTO settings (key, value, updated_at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING')
    .run(key, JSON.stringify(readSettings(ctx)[key]), now);
  const row = ctx.db.pluck('SELECT rowid FROM settings WHERE key = ?').get(key) as number;
  record.update('settings', [row], { value: JSON.stringify(value), updated_at: now }, ['value']);
}
