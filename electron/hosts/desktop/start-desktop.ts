import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { z } from 'zod';
import { settingShapes } from '../../../shared/contracts/settings.ts';
import type { PushEvent } from '../../../shared/events.ts';
import type { HostCommand } from '../../../shared/host.ts';
import { closedInTime } from '../closing.ts';
import type { HostApp } from '../host-app.ts';
import { startupMessage, startupRefusedExitCode } from '../startup-message.ts';
import { bringHome } from './bring-home.ts';
import { pushChannels } from './channels.ts';
import type { DesktopDeps } from './deps.ts';
import type { ElectronModule } from './electron-module.ts';
import { guardContents, guardSession } from './guards.ts';
import { registerIpc } from './ipc.ts';
import { backgroundOf, bringForward, openMainWindow } from './main-window.ts';
import { menuTemplate } from './menu.ts';
import { MiniHost } from './mini-window.ts';
import { nativeActions } from './native-actions.ts';
import { partition, refusedSwitch, scheme, schemePrivileges } from './policy.ts';
import { recover } from './recovery.ts';
import { schemeHandler } from './scheme.ts';
import { trayIcon } from './tray.ts';

const settingsAnswer = z.object({
  result: z.object({ data: z.object({ 'app.theme': settingShapes['app.theme'], 'app.tray': settingShapes['app.tray'] }) }),
});

/** Electron's own profile (cache, local storage) stays out of the data folder, one for each data folder. */
function profileDir(electron: ElectronModule, deps: DesktopDeps): string {
  const suffix = deps.customDataDir ? `-${createHash('sha256').update(deps.dataDir).digest('hex').slice(0, 12)}` : '';
  return join(electron.app.getPath('appData'), `tiefen-desktop${suffix}`);
}

/**
 * Runs the desktop host. Everything up to the first await happens in the caller's tick, because Electron takes
 * those settings only before `ready`. Resolves when the window is open, or when the app has been told to end.
 * Never rejects: a failing start is a dialog and an exit code.
 */
export async function startDesktop(electron: ElectronModule, deps: DesktopDeps): Promise<void> {
  const { app } = electron;
  const refused = app.isPackaged ? refusedSwitch(deps.argv, deps.platform) : null;
  if (refused !== null) {
    deps.say(`铁粉簿没有启动：不能带“${refused}”这个参数，它会关掉保护。资料没有被动过；请去掉它再打开。`);
    return app.exit(startupRefusedExitCode);
  }
  app.setPath('userData', profileDir(electron, deps));
  app.enableSandbox();
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  electron.protocol.registerSchemesAsPrivileged([{ scheme, privileges: { ...schemePrivileges } }]);
  guardContents(app);
  let desktop = new Desktop(electron, deps);
  // what a second start sends along is ignored: only its wish to see the window counts
  app.on('second-instance', () => desktop.open());
  await app.whenReady();
  if (!deps.programIsWhole()) {
    deps.logger.error('programChanged');
    electron.dialog.showErrorBox(
      '铁粉簿的程序文件不对',
      '铁粉簿的程序文件缺了或被改动过，所以没有打开。你的资料没有被动过，还在原处。请从原来的地方重新下载安装；装好以后资料还在。',
    );
    return app.exit(startupRefusedExitCode);
  }
  let backend: HostApp | null = null;
  try {
    const session = electron.session.fromPartition(partition, { cache: false });
    await guardSession(session, { packaged: app.isPackaged });
    session.protocol.handle(
      scheme,
      schemeHandler(deps.readBundle(), deps.newNonce, (id) => backend?.files.assetPath(id) ?? null),
    );
    backend = await deps.createApp().catch(async (error: unknown) => {
      const home = await bringHome(electron, deps, error);
      if (!home) return null;
      desktop = new Desktop(electron, home);
      return home.createApp();
    });
    if (backend) await desktop.run(backend);
    else app.exit(startupRefusedExitCode);
  } catch (error) {
    deps.logger.error('startFailed', { kind: (error as { kind?: string } | null)?.kind });
    const message = startupMessage(error, { dataDir: deps.dataDir, host: 'desktop' });
    electron.dialog.showErrorBox(message.title, message.text);
    await backend?.close().catch(() => {});
    app.exit(startupRefusedExitCode);
  }
}

/** The running desktop host: one window, at times a small one beside it, one menu, one back end. */
class Desktop {
  readonly #electron: ElectronModule;
  readonly #deps: DesktopDeps;
  readonly #tray;
  readonly #mini: MiniHost;
  #backend: HostApp | null = null;
  #window: BrowserWindow | null = null;
  #abortCalls: () => void = () => {};
  #quitting = false;
  #closed: Promise<void> | null = null;

  constructor(electron: ElectronModule, deps: DesktopDeps) {
    this.#electron = electron;
    this.#deps = deps;
    this.#mini = new MiniHost({ electron, dataDir: deps.dataDir, preload: deps.preload, platform: deps.platform });
    this.#tray = trayIcon(electron, { open: () => this.open(), quit: () => electron.app.quit() });
  }

  async run(backend: HostApp): Promise<void> {
    const { app, ipcMain, nativeTheme, Menu } = this.#electron;
    const { ids, logger, dataDir, platform } = this.#deps;
    this.#backend = backend;
    const actions = nativeActions(this.#electron, backend, dataDir, ids);
    const windows = () => [this.#window, this.#mini.window].filter((window) => window !== null);
    const openMini = (queueId: number) => this.#mini.open(queueId);
    this.#abortCalls = registerIpc(ipcMain, { backend, actions, windows, openMini, ids, logger }).abortAll;
    const template = menuTemplate(
      { platform, packaged: app.isPackaged },
      { send: (command) => this.#command(command), openDataFolder: () => void actions.openDataFolder().catch(() => {}) },
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    backend.events.subscribe((event) => this.#push(event));
    nativeTheme.on('updated', () => {
      for (const window of windows()) window.setBackgroundColor(backgroundOf(this.#electron));
    });
    app.on('activate', () => this.open());
    app.on('before-quit', () => {
      this.#quitting = true;
    });
    app.on('window-all-closed', () => {
      if (platform !== 'darwin') app.quit();
    });
    app.on('will-quit', (event) => {
      event.preventDefault();
      void this.#close().then(() => app.exit(0));
    });
    await this.#applySettings();
    this.open();
  }

  /** Shows the window, making it when it has been closed (macOS). Does nothing before the back end is there. */
  open(): void {
    if (this.#backend === null || this.#quitting) return;
    if (this.#window !== null) bringForward(this.#window);
    else this.#window = this.#makeWindow();
  }

  #makeWindow(): BrowserWindow {
    const deps = this.#deps;
    const window = openMainWindow({
      electron: this.#electron,
      dataDir: deps.dataDir,
      preload: deps.preload,
      hidesOnClose: () => this.#tray.shown && !this.#quitting,
      onClosed: () => {
        this.#window = null;
        this.#abortCalls();
        // alone it would keep the app running without a way back
        this.#mini.close();
      },
    });
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#abortCalls();
    });
    window.webContents.on('render-process-gone', () => this.#abortCalls());
    // the system is about to log out and waits only a moment
    window.on('session-end', () => void this.#close());
    recover(window, { clock: deps.clock, logger: deps.logger, giveUp: () => this.#giveUp() });
    return window;
  }

  #giveUp(): void {
    this.#electron.dialog.showErrorBox(
      '窗口一再停住',
      '铁粉簿的窗口连续几次停住，没能恢复。已经记下的资料都在。请关掉铁粉簿再打开；还是这样的话，重启电脑试试。',
    );
  }

  #command(command: HostCommand): void {
    this.open();
    this.#window?.webContents.send(pushChannels.command, command);
  }

  #push(event: PushEvent): void {
    if (event.type === 'changed' && event.topics.includes('settings')) void this.#applySettings();
    for (const window of [this.#window, this.#mini.window])
      if (window !== null && !window.isDestroyed()) window.webContents.send(pushChannels.event, event);
  }

  /** Theme and tray follow the settings; unreadable settings leave them as they are. */
  async #applySettings(): Promise<void> {
    const answer = await this.#backend?.handle({ path: 'settings.all', body: null });
    const parsed = settingsAnswer.safeParse(answer?.body);
    if (!parsed.success) return;
    this.#electron.nativeTheme.themeSource = parsed.data.result.data['app.theme'];
    this.#tray.set(parsed.data.result.data['app.tray']);
  }

  /** Closes the back end once; resolves after it, or after the limit. */
  #close(): Promise<void> {
    this.#closed ??= (async () => {
      this.#abortCalls();
      const closing = (this.#backend?.close() ?? Promise.resolve()).catch(() => this.#deps.logger.error('closeFailed'));
      if (!(await closedInTime(closing))) this.#deps.logger.error('closeTimedOut');
    })();
    return this.#closed;
  }
}
