/** Migrates the book of the folder in argv[2] in a process of its own, which the test kills at some moment. */
import { flushCompileCache } from 'node:module';
import { systemClock } from '../../electron/platform/clock.ts';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { migrate } from '../../electron/platform/db/migrate.ts';
import { silentLogger } from '../../electron/platform/logger.ts';

const dir = process.argv[2]!;
flushCompileCache();
const db = openDatabase(`${dir}/tiefen.db`);
process.stdout.write('open\n');
migrate(db, {
  migrationsDir: `${dir}/migrations`,
  snapshotsDir: `${dir}/snapshots`,
  clock: systemClock,
  logger: silentLogger,
  version: '2.0.0',
});
process.stdout.write('done\n');
db.close();
