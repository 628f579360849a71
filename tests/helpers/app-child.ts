/** Opens the book of the folder in argv[2] in a process of its own and holds it until it is killed. */
import { flushCompileCache } from 'node:module';
import { createApp } from '../../electron/app/create-app.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import { migrationsDir } from './test-app.ts';

try {
  await createApp({ dataDir: process.argv[2]!, migrationsDir, host: 'browser', logger: silentLogger, ballastBytes: 0 });
  process.stdout.write('open\n');
  // it is killed at the end, and would leave nothing for the next one
  flushCompileCache();
  setInterval(() => {}, 1000);
} catch (error) {
  process.stdout.write(`refused ${(error as { kind?: string }).kind ?? String(error)}\n`);
}
