/** The demo data without some of them, for walks that begin where there are none yet. */
import { join } from 'node:path';
import { createApp } from '../../electron/app/create-app.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import { migrationsDir, projectRoot, testWorker } from './test-app.ts';

/** Fills an empty book in `dataDir` with the built demo data, and takes the rows of these tables out of it. */
export async function seedDemoWithout(dataDir: string, tables: readonly string[]): Promise<void> {
  const demoFile = join(projectRoot, 'dist', 'demo', 'demo.json');
  const app = await createApp({ dataDir, migrationsDir, host: 'browser', logger: silentLogger, ballastBytes: 0, demoFile, ...testWorker });
  const { status, body } = await app.handle({ path: 'demo.load', body: null });
  if (status !== 200) throw new Error(`demo.load: ${JSON.stringify(body)}`);
  for (const table of tables) app.context.db.raw.exec(`DELETE FROM "${table}"`);
  await app.close();
}
