import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../electron/app/create-app.ts';
import { randomIds } from '../../electron/platform/ids.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import type { PushEvent } from '../../shared/events.ts';
import type { RpcResponse } from '../../shared/host.ts';
import { type DesktopRig, desktopRig } from '../helpers/desktop-rig.ts';

const migrationsDir = fileURLToPath(new URL('../../drizzle', import.meta.url));
let rig: DesktopRig;
afterEach(() => rig.remove());

const settle = () => new Promise((done) => setTimeout(done, 50));
const dataOf = (answer: RpcResponse) => (answer.body as { result: { data: unknown } }).result.data;

/** The production back end, its real database in the rig's data folder. */
const withRealBackend = () => {
  const made: DesktopRig = desktopRig(
    {},
    {
      createApp: () =>
        createApp({ dataDir: made.dataDir, migrationsDir, host: 'desktop', version: '1.2.3', ids: randomIds, logger: silentLogger }),
    },
  );
  return made;
};

test('the production back end answers the page through preload and IPC, pushes changes, and obeys the theme', async () => {
  rig = withRealBackend();
  const page = await rig.page();
  const about = await page.rpc('settings.about', null);
  expect(dataOf(about)).toMatchObject({ version: '1.2.3', dataDir: rig.dataDir, host: 'desktop' });
  const events: PushEvent[] = [];
  page.subscribe((event) => void events.push(event));
  expect((await page.rpc('settings.set', { key: 'app.theme', value: 'dark' })).status).toBe(200);
  expect((await page.rpc('settings.set', { key: 'app.tray', value: true })).status).toBe(200);
  await settle();
  rig.preload.deliver();
  expect(events).toContainEqual({ type: 'changed', topics: ['settings'] });
  expect(rig.fake.nativeTheme.themeSource).toBe('dark');
  expect(rig.fake.trays).toHaveLength(1);
  const wrong = await page.rpc('settings.set', { key: 'app.theme', value: 'pink' });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toMatchObject({ error: { data: { app: { kind: 'invalidInput' } } } });
  expect((await page.rpc('nothing.here', null)).status).toBe(404);
  const staged = await page.stageBytes('好友.csv', new TextEncoder().encode('昵称\n小雨\n').buffer);
  expect(staged).toMatchObject({ data: { name: '好友.csv', size: 14 } });
  rig.fake.app.quit();
  // the worker that the file has woken may still be loading
  await expect.poll(() => rig.fake.app.exitCodes, { timeout: 30_000 }).toEqual([0]);
});

test('a book that is open already is refused with the sentence, and opens once it is free', async () => {
  rig = withRealBackend();
  const other = await createApp({ dataDir: rig.dataDir, migrationsDir, host: 'browser', logger: silentLogger });
  await rig.start();
  expect(rig.fake.record.errors.map((error) => error.title)).toEqual(['铁粉簿已经开着']);
  expect(rig.fake.windows).toHaveLength(0);
  await other.close();
  const again = await createApp({ dataDir: join(rig.dataDir), migrationsDir, host: 'desktop', logger: silentLogger });
  await again.close();
});
