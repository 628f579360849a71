import { type SettingKey, settingShapes } from '../../../shared/contracts/settings.ts';
import { AppError } from '../../../shared/errors.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { write } from '../../platform/undo/undo-log.ts';

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
    if (changes > 0) ctx.announce({ topics: ['settings'] });
    return { ok: true };
  },
});
