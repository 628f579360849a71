import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { type DesktopRig, desktopRig } from '../../../tests/helpers/desktop-rig.ts';
import { fakeEvent } from '../../../tests/helpers/fake-electron-objects.ts';
import { foreignAddresses } from '../../../tests/helpers/hostile-addresses.ts';
import { closeLimitMs } from '../closing.ts';
import { backgrounds } from './main-window.ts';
import { webPreferences } from './policy.ts';
import { hangMs } from './recovery.ts';

let rig: DesktopRig;
const make = (...options: Parameters<typeof desktopRig>) => {
  rig = desktopRig(...options);
  return rig;
};
afterEach(() => {
  vi.useRealTimers();
  rig.remove();
});
const settle = () => new Promise((done) => setImmediate(done));

describe('before ready', () => {
  test('everything Electron takes only then is done in the first tick, before waiting', () => {
    const { fake, start } = make();
    void start();
    expect(fake.app.order).toEqual(['setPath:userData', 'enableSandbox', 'lock', 'registerSchemes', 'await:ready']);
    expect(fake.record.schemes).toEqual([expect.objectContaining({ scheme: 'app' })]);
    expect(fake.app.paths.userData).toMatch(/tiefen-desktop$/);
  });
  test('a data folder of her own gets a profile of its own', () => {
    const { fake, start } = make({}, { customDataDir: true });
    void start();
    expect(fake.app.paths.userData).toMatch(/tiefen-desktop-[0-9a-f]{12}$/);
  });
  test('a packaged app refuses to start weakened, and says why', async () => {
    const { fake, start, said } = make({}, { argv: ['--remote-debugging-port=9222'] });
    await start();
    expect(fake.app.exitCodes).toEqual([3]);
    expect(fake.app.order).toEqual([]);
    expect(said[0]).toContain('remote-debugging-port');
  });
  test('unpackaged, the same argument is a developer at work', async () => {
    const { fake, start } = make({ packaged: false }, { argv: ['--remote-debugging-port=9222'] });
    await start();
    expect(fake.windows).toHaveLength(1);
  });
  test('a second instance ends quietly without touching the book', async () => {
    const createApp = vi.fn();
    const { fake, start } = make({ locked: true }, { createApp });
    await start();
    expect(fake.app.exitCodes).toEqual([0]);
    expect(createApp).not.toHaveBeenCalled();
    expect(fake.windows).toHaveLength(0);
  });
});

describe('a start that fails', () => {
  test('because browser mode holds the book: dialog in Chinese, exit code, no window', async () => {
    const { fake, start } = make({}, { createApp: () => Promise.reject(new AppError('alreadyRunning')) });
    await start();
    expect(fake.record.errors).toEqual([{ title: '铁粉簿已经开着', text: expect.stringContaining(rig.dataDir) as string }]);
    expect(fake.app.exitCodes).toEqual([3]);
    expect(fake.windows).toHaveLength(0);
  });
  test('because the folder is a cloud folder: the book comes to this computer when she says so', async () => {
    const tried: string[] = [];
    const home = (yes: boolean, there: boolean) => {
      tried.length = 0;
      const { fake, deps, start, dir, backend } = make({}, { createApp: () => Promise.reject(new AppError('cloudFolder')) });
      fake.record.questionAnswer = yes ? 0 : 1;
      const local = join(dir, 'local');
      mkdirSync(local);
      deps.home = () => ({
        folder: { dir: local, hasBook: there },
        hasBook: true,
        copy: async () => void tried.push('copy'),
        deps: {
          ...deps,
          dataDir: local,
          createApp: async () => {
            tried.push('open');
            return backend.app;
          },
        },
      });
      return { fake, start };
    };
    const asked = home(true, false);
    await asked.start();
    expect(asked.fake.record.questions).toMatchObject([
      { message: '资料不能放在网盘同步文件夹里', buttons: ['改放到这台电脑里', '先不打开'] },
    ]);
    expect(tried).toEqual(['copy', 'open']);
    expect(asked.fake.windows).toHaveLength(1);
    expect(asked.fake.record.errors).toEqual([]);
    rig.remove();

    // the book that is at home already is never written over
    const twice = home(true, true);
    await twice.start();
    expect(twice.fake.record.questions[0]?.buttons[0]).toBe('打开这台电脑里的那一本');
    expect(tried).toEqual(['open']);
    rig.remove();

    const declined = home(false, false);
    await declined.start();
    expect([tried, declined.fake.windows, declined.fake.record.errors]).toEqual([[], [], []]);
    expect(declined.fake.app.exitCodes).toEqual([3]);
  });
  test('because a file of the program was changed: nothing of it is loaded', async () => {
    const createApp = vi.fn();
    const { fake, start } = make({}, { createApp, programIsWhole: () => false });
    await start();
    expect(fake.record.errors.map((error) => error.title)).toEqual(['铁粉簿的程序文件不对']);
    expect(fake.app.exitCodes).toEqual([3]);
    expect(createApp).not.toHaveBeenCalled();
  });
  test('because the built page is missing: no back end is opened', async () => {
    const createApp = vi.fn();
    const { fake, start } = make(
      {},
      {
        createApp,
        readBundle: () => {
          throw new Error('ENOENT');
        },
      },
    );
    await start();
    expect(fake.record.errors).toHaveLength(1);
    expect(createApp).not.toHaveBeenCalled();
  });
});

describe('the window', () => {
  test('is made from the frozen policy, titled, sized, and shown when ready', async () => {
    const { fake, start, window, deps } = make();
    await start();
    expect(window().options).toStrictEqual({
      width: 1366,
      height: 768,
      minWidth: 1024,
      minHeight: 640,
      title: '铁粉簿',
      show: false,
      backgroundColor: backgrounds.light,
      webPreferences: webPreferences({ packaged: true, preload: deps.preload }),
    });
    expect(Object.isFrozen(window().options.webPreferences)).toBe(true);
    expect(window().loaded).toEqual(['app://bundle/']);
    expect(window().visible).toBe(false);
    window().emit('ready-to-show');
    expect(window().visible).toBe(true);
    expect(fake.record.sessionOptions).toEqual([{ name: 'persist:app', options: { cache: false } }]);
    const title = fakeEvent();
    window().emit('page-title-updated', title);
    expect(title.prevented).toBe(true);
  });
  test('a page that fails to load still shows a window', async () => {
    const { start, window } = make();
    await start();
    window().webContents.emit('did-fail-load');
    expect(window().visible).toBe(true);
  });
  test('comes back where it was, maximised again', async () => {
    const { start, window, dataDir } = make();
    writeFileSync(join(dataDir, 'window.json'), '{"x":200,"y":100,"width":1500,"height":800,"maximized":true}');
    await start();
    expect(window().bounds).toEqual({ x: 200, y: 100, width: 1500, height: 800 });
    window().emit('ready-to-show');
    expect(window().calls).toEqual(['maximize', 'show']);
    window().bounds = { x: 1, y: 2, width: 1100, height: 700 };
    window().close();
    expect(JSON.parse(readFileSync(join(dataDir, 'window.json'), 'utf8'))).toEqual({
      x: 1,
      y: 2,
      width: 1100,
      height: 700,
      maximized: true,
    });
  });
  test('a second start and a click in the dock bring the same window forward', async () => {
    const { fake, start, window } = make();
    await start();
    window().minimized = true;
    fake.app.emit('second-instance', fakeEvent(), ['--data', '/somewhere/else']);
    fake.app.emit('activate');
    expect(fake.windows).toHaveLength(1);
    expect(window().calls).toEqual(['restore', 'show', 'focus', 'show', 'focus']);
  });
  test('macOS: closing keeps the app, activate makes a new window with the same policy', async () => {
    const { fake, start, window } = make({}, { platform: 'darwin' });
    await start();
    window().close();
    fake.app.emit('window-all-closed');
    expect(fake.app.quits).toBe(0);
    fake.app.emit('activate');
    expect(fake.windows).toHaveLength(2);
    expect(fake.windows[1]!.options.webPreferences).toStrictEqual(fake.windows[0]!.options.webPreferences);
  });
  test('follows the theme of the settings and of the system', async () => {
    const { fake, start, window, backend } = make({ dark: true });
    await start();
    expect(window().background).toBe(backgrounds.dark);
    backend.settings['app.theme'] = 'light';
    backend.events.changed({ topics: ['settings'] });
    await settle();
    expect(fake.nativeTheme.themeSource).toBe('light');
    fake.nativeTheme.shouldUseDarkColors = false;
    fake.nativeTheme.emit('updated');
    expect(window().background).toBe(backgrounds.light);
  });
});

describe('the tray', () => {
  test('is off by default; closing then closes', async () => {
    const { fake, start, window } = make();
    await start();
    expect(fake.trays).toHaveLength(0);
    expect(window().close()).toBe(true);
  });
  test('on: closing hides, the icon opens, 退出 quits, and switching it off takes the icon away', async () => {
    const { fake, start, window, backend } = make();
    backend.settings['app.tray'] = true;
    await start();
    expect(window().close()).toBe(false);
    expect(window().visible).toBe(false);
    fake.trays[0]!.emit('click');
    expect(window().visible).toBe(true);
    backend.settings['app.tray'] = false;
    backend.events.changed({ topics: ['settings'] });
    await settle();
    expect(fake.trays[0]!.destroyed).toBe(true);
    backend.settings['app.tray'] = true;
    backend.events.changed({ topics: ['settings'] });
    await settle();
    const quit = fake.trays[1]!.menu.find((item) => item.label === '退出');
    (quit!.click as unknown as () => void)();
    await settle();
    expect(fake.windows[0]!.destroyed).toBe(true);
    expect(fake.app.exitCodes).toEqual([0]);
  });
});

describe('the end', () => {
  test('waits for the back end, once', async () => {
    const { fake, start, backend } = make();
    let finish = () => {};
    backend.holdClose = new Promise((done) => {
      finish = done;
    });
    await start();
    fake.app.quit();
    fake.app.emit('will-quit', fakeEvent());
    await settle();
    expect(fake.app.exitCodes).toEqual([]);
    finish();
    await settle();
    expect(backend.closes).toBe(1);
    expect(fake.app.exitCodes).toContain(0);
  });
  test('waits no longer than the limit', async () => {
    const { fake, start, backend, logs } = make();
    backend.holdClose = new Promise(() => {});
    await start();
    vi.useFakeTimers();
    fake.app.quit();
    await vi.advanceTimersByTimeAsync(closeLimitMs - 1);
    expect(fake.app.exitCodes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(fake.app.exitCodes).toEqual([0]);
    expect(logs.map((line) => line.event)).toContain('closeTimedOut');
  });
  test('a log-out of the system closes the book at once', async () => {
    const { start, window, backend } = make();
    await start();
    window().emit('session-end', fakeEvent());
    await settle();
    expect(backend.closes).toBe(1);
  });
});

describe('crashes', () => {
  test('a dead page is loaded again, three times a minute, then she is told', async () => {
    const { fake, start, window, advance } = make();
    await start();
    const die = (reason: string) => window().webContents.emit('render-process-gone', fakeEvent(), { reason, exitCode: 1 });
    die('clean-exit');
    expect(window().webContents.reloads).toBe(0);
    for (const reason of ['crashed', 'oom', 'killed', 'crashed']) die(reason);
    expect(window().webContents.reloads).toBe(3);
    expect(fake.record.errors.map((error) => error.title)).toEqual(['窗口一再停住']);
    advance(61_000);
    die('crashed');
    expect(window().webContents.reloads).toBe(4);
  });
  test('a hanging page gets its time, then is restarted; one that wakes up is left alone', async () => {
    const { start, window } = make();
    await start();
    vi.useFakeTimers();
    window().emit('unresponsive');
    vi.advanceTimersByTime(hangMs - 1);
    window().emit('responsive');
    vi.advanceTimersByTime(hangMs);
    expect(window().webContents.crashes).toBe(0);
    window().emit('unresponsive');
    vi.advanceTimersByTime(hangMs);
    expect(window().webContents.crashes).toBe(1);
  });
});

describe('hostile pages', () => {
  test(`${foreignAddresses.length} addresses: no navigation, no frame, no redirect, no window`, async () => {
    const { start, window } = make();
    await start();
    const contents = window().webContents;
    for (const url of foreignAddresses) {
      for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
        const event = fakeEvent({ url });
        contents.emit(name, event);
        expect([name, url, event.prevented]).toEqual([name, url, true]);
      }
      expect(contents.openHandler?.({ url, frameName: 'named' })).toEqual({ action: 'deny' });
    }
    const home = fakeEvent({ url: 'app://bundle/#/friends' });
    contents.emit('will-navigate', home);
    expect(home.prevented).toBe(false);
    expect(contents.openHandler?.({ url: 'app://bundle/' })).toEqual({ action: 'deny' });
  });
  test('webviews, certificates, log-ins and devices are refused', async () => {
    const { start, window } = make();
    await start();
    const answers: unknown[][] = [];
    const answer = (...args: unknown[]) => answers.push(args);
    const events = Array.from({ length: 5 }, () => fakeEvent());
    const contents = window().webContents;
    contents.emit('will-attach-webview', events[0]);
    contents.emit('certificate-error', events[1], 'https://x', 'e', {}, answer);
    contents.emit('login', events[2], {}, {}, answer);
    contents.emit('select-client-certificate', events[3], 'https://x', [{}], answer);
    contents.emit('select-bluetooth-device', events[4], [{}], answer);
    expect(events.map((event) => event.prevented)).toEqual([true, true, true, true, true]);
    expect(answers).toEqual([[false], [], [], ['']]);
  });
});

const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'fullscreen',
  'geolocation',
  'idle-detection',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'pointerLock',
  'keyboardLock',
  'openExternal',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'window-management',
  'fileSystem',
  'hid',
  'serial',
  'usb',
  'deprecated-sync-clipboard-read',
  'unknown',
];

describe('the session', () => {
  test('one permission for one frame of one page; the origin that is passed along does not count', async () => {
    const { fake, start, window } = make();
    await start();
    const session = fake.session();
    const contents = window().webContents;
    const granted = (permission: string, details: object, who: unknown = contents) => {
      let asked: unknown;
      session.call('permissionRequest', who, permission, (yes: boolean) => (asked = yes), { requestingUrl: 'app://bundle/', ...details });
      const checked = session.call('permissionCheck', who, permission, 'app://bundle', details);
      return [asked, checked];
    };
    for (const permission of permissions) {
      const allowed = permission === 'clipboard-sanitized-write';
      expect([permission, ...granted(permission, { isMainFrame: true })]).toEqual([permission, allowed, allowed]);
      expect([permission, ...granted(permission, { isMainFrame: false })]).toEqual([permission, false, false]);
    }
    expect(session.call('permissionCheck', null, 'clipboard-sanitized-write', 'app://bundle', { isMainFrame: true })).toBe(false);
    for (const url of foreignAddresses) {
      contents.mainFrame.url = url;
      expect([url, ...granted('clipboard-sanitized-write', { isMainFrame: true })]).toEqual([url, false, false]);
    }
  });
  test('no devices, no screen capture, no downloads, no spell checker, no proxy', async () => {
    const { fake, start } = make();
    await start();
    const session = fake.session();
    expect(session.call('device', { deviceType: 'usb' })).toBe(false);
    expect(session.call('usbClasses', { protectedClasses: ['audio', 'hid'] })).toEqual(['audio', 'hid']);
    const answers: unknown[][] = [];
    const answer = (...args: unknown[]) => answers.push(args);
    session.call('displayMedia', {}, answer);
    session.call('bluetooth', { pairingKind: 'confirm' }, answer);
    const events = Array.from({ length: 4 }, () => fakeEvent());
    session.emit('select-hid-device', events[0], {}, answer);
    session.emit('select-usb-device', events[1], {}, answer);
    session.emit('select-serial-port', events[2], [], {}, answer);
    session.emit('will-download', events[3], {});
    expect(answers).toEqual([[null], [{ confirmed: false }], [], [], ['']]);
    expect(events.map((event) => event.prevented)).toEqual([true, true, true, true]);
    expect(session.spellChecker).toBe(false);
    expect(session.proxy).toEqual({ mode: 'direct' });
  });
  test('requests leave only for the app itself', async () => {
    const { fake, start } = make();
    await start();
    const cancelled = (url: string) => {
      let verdict: unknown;
      fake.session().call('beforeRequest', { url }, (answer: { cancel: boolean }) => (verdict = answer.cancel));
      return verdict;
    };
    expect(cancelled('app://bundle/assets/x.js')).toBe(false);
    for (const url of foreignAddresses.filter((address) => !address.startsWith('data:')))
      expect([url, cancelled(url)]).toEqual([url, true]);
  });
  test('the scheme is served on exactly this session', async () => {
    const { fake, start } = make();
    await start();
    const answer = await fake.session().schemes.get('app')!(new Request('app://bundle/'));
    expect(answer.status).toBe(200);
    expect([...fake.session().schemes.keys()]).toEqual(['app']);
  });
});
