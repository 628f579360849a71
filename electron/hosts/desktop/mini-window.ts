import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { MiniWindow } from '../../../shared/host.ts';
import { pushChannels } from './channels.ts';
import type { ElectronModule } from './electron-module.ts';
import { backgroundOf, workAreas } from './main-window.ts';
import { onePress } from './one-press.ts';
import { pageUrl, webPreferences } from './policy.ts';
import { fitPlace, readPlace, writePlace } from './window-place.ts';

/** The system-wide key for "copy and go on", for Electron and as it is written for people. */
export const copyNextKey = Object.freeze({ accelerator: 'CommandOrControl+Alt+C', mac: '⌥⌘C', others: 'Ctrl+Alt+C' });
export const miniSizes = Object.freeze({
  usual: Object.freeze({ width: 340, height: 250 }),
  least: Object.freeze({ width: 260, height: 180 }),
});
const placeFile = 'mini.json';

export interface MiniDeps {
  electron: ElectronModule;
  dataDir: string;
  preload: string;
  platform: NodeJS.Platform;
}

/** Constructor options of the small window; the same frozen policy as the main one. */
export function miniOptions({ electron, dataDir, preload }: MiniDeps): BrowserWindowConstructorOptions {
  return {
    ...fitPlace(readPlace(dataDir, placeFile), workAreas(electron), miniSizes),
    minWidth: miniSizes.least.width,
    minHeight: miniSizes.least.height,
    title: '铁粉簿：一位一位发',
    show: false,
    alwaysOnTop: true,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    backgroundColor: backgroundOf(electron),
    webPreferences: webPreferences({ packaged: electron.app.isPackaged, preload }),
  };
}

/** The one small window that stays above WeChat, and its system-wide key, which is ours only while it is open. */
export class MiniHost {
  readonly #deps: MiniDeps;
  #window: BrowserWindow | null = null;
  /** held down it must not go through the whole list */
  readonly #key = onePress(() => this.#window?.webContents.send(pushChannels.command, 'copyNext'));

  constructor(deps: MiniDeps) {
    this.#deps = deps;
  }

  /** null while there is none */
  get window(): BrowserWindow | null {
    return this.#window;
  }

  /** Opens it, or shows another queue in it. */
  async open(queueId: number): Promise<MiniWindow> {
    const shortcut = this.#takeKey();
    const key = shortcut === null ? '' : `&key=${encodeURIComponent(shortcut)}`;
    this.#window ??= this.#make();
    await this.#window.loadURL(`${pageUrl}#/mini?queue=${queueId}${key}`);
    this.#window.show();
    return { shortcut };
  }

  close(): void {
    this.#window?.close();
  }

  #make(): BrowserWindow {
    const { electron, dataDir } = this.#deps;
    const window = new electron.BrowserWindow(miniOptions(this.#deps));
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('close', () => writePlace(dataDir, { ...window.getNormalBounds(), maximized: false }, placeFile));
    window.once('closed', () => {
      this.#window = null;
      this.#key.stop();
      electron.globalShortcut.unregister(copyNextKey.accelerator);
    });
    return window;
  }

  /** @returns the key as it is written; null = another program has it */
  #takeKey(): string | null {
    const { electron, platform } = this.#deps;
    const { globalShortcut } = electron;
    const written = platform === 'darwin' ? copyNextKey.mac : copyNextKey.others;
    if (globalShortcut.isRegistered(copyNextKey.accelerator)) return written;
    const taken = globalShortcut.register(copyNextKey.accelerator, () => this.#key.press());
    return taken ? written : null;
  }
}
