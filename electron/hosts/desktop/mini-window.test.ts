import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DesktopHostApi } from '../../../shared/host.ts';
import { type DesktopRig, desktopRig } from '../../../tests/helpers/desktop-rig.ts';
import type { FakeWindow } from '../../../tests/helpers/fake-electron-objects.ts';
import { backgrounds } from './main-window.ts';
import { copyNextKey, miniSizes } from './mini-window.ts';
import { webPreferences } from './policy.ts';

let rig: DesktopRig;
let page: DesktopHostApi;
let main: FakeWindow;
beforeEach(async () => {
  rig = desktopRig();
  page = await rig.page();
  main = rig.window();
});
afterEach(() => rig.remove());

const small = () => rig.fake.windows.find((window) => window !== main && !window.destroyed)!;
/** Asked for as the page of the main window does. */
const open = (queueId: unknown) => rig.fake.ipcMain.invoke(rig.fake.trusted(main), 'tiefen:open-mini', { queueId });

test('stands above all others, shows our own page under the same frozen policy, and has no way out', async () => {
  expect(await page.openMini(7)).toEqual({ data: { shortcut: 'Ctrl+Alt+C' } });
  expect(small().options).toStrictEqual({
    ...miniSizes.usual,
    minWidth: miniSizes.least.width,
    minHeight: miniSizes.least.height,
    title: '铁粉簿：一位一位发',
    show: false,
    alwaysOnTop: true,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    backgroundColor: backgrounds.light,
    webPreferences: webPreferences({ packaged: true, preload: rig.deps.preload }),
  });
  expect(Object.isFrozen(small().options.webPreferences)).toBe(true);
  expect(small().loaded).toEqual(['app://bundle/#/mini?queue=7&key=Ctrl%2BAlt%2BC']);
  expect(small().visible).toBe(true);
  expect(small().webContents.openHandler?.({ url: 'app://bundle/' })).toEqual({ action: 'deny' });
});

test('there is one: asked again it shows the other queue', async () => {
  await open(7);
  const first = small();
  await open(8);
  expect(rig.fake.windows).toHaveLength(2);
  expect(first.loaded.at(-1)).toContain('queue=8');
});

test('only whole queue numbers are taken, and only from our own page', async () => {
  for (const queueId of [0, -1, 1.5, '7', null, 'javascript:1'])
    expect(await open(queueId)).toMatchObject({ error: { kind: 'invalidInput' } });
  const stranger = { sender: main.webContents, senderFrame: { url: 'https://evil.example/', origin: 'https://evil.example' } };
  await expect(rig.fake.ipcMain.invoke(stranger, 'tiefen:open-mini', { queueId: 7 })).rejects.toThrow('refused');
  expect(rig.fake.windows).toHaveLength(1);
});

test('its own page may call the router and hears of changes; after closing it may not', async () => {
  await open(7);
  const window = small();
  const call = () => rig.fake.ipcMain.invoke(rig.fake.trusted(window), 'tiefen:rpc', { path: 'sending.queue', body: null, callId: null });
  expect(await call()).toMatchObject({ status: 200 });
  rig.backend.events.changed({ topics: ['sending'] });
  expect(window.webContents.sent).toEqual([{ channel: 'tiefen:push', message: { type: 'changed', topics: ['sending'] } }]);
  window.close();
  await expect(call()).rejects.toThrow('refused');
});

test('the system-wide key is ours only while it is open, and reaches the small window alone', async () => {
  expect(rig.fake.record.shortcuts.size).toBe(0);
  await open(7);
  main.webContents.sent.splice(0);
  rig.fake.record.shortcuts.get(copyNextKey.accelerator)?.();
  expect(small().webContents.sent).toEqual([{ channel: 'tiefen:command', message: 'copyNext' }]);
  expect(main.webContents.sent).toEqual([]);
  small().close();
  expect(rig.fake.record.shortcuts.size).toBe(0);
});

test('the system-wide key held down copies once', async () => {
  await open(7);
  const held = rig.fake.record.shortcuts.get(copyNextKey.accelerator)!;
  for (let i = 0; i < 40; i++) held();
  expect(small().webContents.sent).toEqual([{ channel: 'tiefen:command', message: 'copyNext' }]);
});

test('a key that another program has is told, and the window opens without it', async () => {
  rig.fake.record.takenShortcuts.add(copyNextKey.accelerator);
  expect(await open(7)).toEqual({ data: { shortcut: null } });
  expect(small().loaded).toEqual(['app://bundle/#/mini?queue=7']);
});

test('comes back where it was; goes with the main window, so that nothing keeps running unseen', async () => {
  await open(7);
  small().bounds = { x: 1500, y: 40, width: 300, height: 220 };
  small().close();
  expect(JSON.parse(readFileSync(join(rig.dataDir, 'mini.json'), 'utf8'))).toMatchObject({ x: 1500, y: 40, width: 300, height: 220 });
  await open(7);
  expect(small().bounds).toEqual({ x: 1500, y: 40, width: 300, height: 220 });
  const window = small();
  main.close();
  expect(window.destroyed).toBe(true);
});
