import { type AnyCommand, defineCommand, type JobControl } from '../../electron/platform/jobs/command.ts';
import { write } from '../../electron/platform/undo/undo-log.ts';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const setting = (ctx: Parameters<AnyCommand['run']>[0], key: string, value: string) =>
  ctx.db
    .sql('INSERT INTO settings (key, value, updated_at) VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(key, value);

/** Ends its thread in one of the ways a thread can end. */
export const crashCommand = defineCommand<'exit' | 'throw' | 'reject', string>({
  name: 'test.crash',
  writes: true,
  heavy: () => true,
  async run(_, how) {
    if (how === 'exit') process.exit(3);
    if (how === 'throw')
      setTimeout(() => {
        throw new Error('boom');
      });
    else void Promise.reject(new Error('boom'));
    await pause(5000);
    return 'survived';
  },
});

/** Writes a setting after `ms`; in the worker when `inWorker`. */
export const writeCommand = defineCommand<{ key: string; ms: number; inWorker: boolean }, string>({
  name: 'test.write',
  writes: true,
  heavy: ({ inWorker }) => inWorker,
  async run(ctx, { key, ms }) {
    await pause(ms);
    write(ctx, () => setting(ctx, key, String(ctx.db.pluck('SELECT count(*) FROM settings').get())));
    ctx.announce({ topics: ['settings'] });
    return key;
  },
});

/** A long transaction that looks at the stop sign between rows. */
export const longCommand = defineCommand<{ rows: number }, number>({
  name: 'test.long',
  writes: true,
  heavy: () => true,
  run(ctx, { rows }, control: JobControl) {
    return write(ctx, () => {
      for (let i = 0; i < rows; i++) {
        setting(ctx, `long.${i}`, 'x');
        control.progress('write', i, rows);
        control.checkCancelled();
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
      return rows;
    });
  },
});

/** Holds the worker's thread without looking at anything. */
export const stubbornCommand = defineCommand<{ ms: number }, string>({
  name: 'test.stubborn',
  writes: true,
  heavy: () => true,
  async run(_, { ms }) {
    await pause(ms);
    return 'done';
  },
});

export const failCommand = defineCommand<{ code: string }, never>({
  name: 'test.fail',
  writes: false,
  heavy: () => true,
  run(_, { code }) {
    throw Object.assign(new Error(code), { code });
  },
});

export const testCommands: AnyCommand[] = [crashCommand, writeCommand, longCommand, stubbornCommand, failCommand];
