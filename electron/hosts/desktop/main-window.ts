import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { ElectronModule } from './electron-module.ts';
import { pageUrl, webPreferences } from './policy.ts';
import { fitPlace, minSize, readPlace, writePlace } from './window-place.ts';

/** Colour behind the page before it has painted: `--bg` of renderer/ui/tokens.css in the two themes. */
export const backgrounds = Object.freeze({ light: '#f6f6f4', dark: '#141615' });

export interface MainWindowDeps {
  electron: ElectronModule;
  dataDir: string;
  preload: string;
  /** true = closing means hiding (tray on, not quitting) */
  hidesOnClose(): boolean;
  onClosed(): void;
}

export function backgroundOf(electron: ElectronModule): string {
  return electron.nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light;
}

/** Constructor options of the window; the only place that makes them. */
export function windowOptions(
  electron: ElectronModule,
  preload: string,
  bounds: { x?: number; y?: number; width: number; height: number },
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: minSize.width,
    minHeight: minSize.height,
    title: '铁粉簿',
    show: false,
    backgroundColor: backgroundOf(electron),
    webPreferences: webPreferences({ packaged: electron.app.isPackaged, preload }),
  };
}

/** Work areas of all displays, the primary one first. */
export function workAreas(electron: ElectronModule): Rectangle[] {
  const primary = electron.screen.getPrimaryDisplay();
  const others = electron.screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
}

/** Makes the app's window, in its remembered place, and loads the page. Beside it there is only the small window (mini-window.ts). */
export function openMainWindow({ electron, dataDir, preload, hidesOnClose, onClosed }: MainWindowDeps): BrowserWindow {
  const place = readPlace(dataDir);
  const window = new electron.BrowserWindow(windowOptions(electron, preload, fitPlace(place, workAreas(electron))));
  const show = () => {
    if (window.isDestroyed() || window.isVisible()) return;
    if (place?.maximized) window.maximize();
    window.show();
  };
  window.once('ready-to-show', show);
  // a page that cannot be loaded must not leave an invisible app
  window.webContents.once('did-fail-load', show);
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', (event) => {
    writePlace(dataDir, { ...window.getNormalBounds(), maximized: window.isMaximized() });
    if (hidesOnClose()) {
      event.preventDefault();
      window.hide();
    }
  });
  window.once('closed', onClosed);
  void window.loadURL(pageUrl).catch(show);
  return window;
}

/** Brings the window to the person: out of the tray, out of the task bar, to the front. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
