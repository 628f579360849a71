import type { Tray } from 'electron';
import { trayIconPng } from './app-icon.ts';
import type { ElectronModule } from './electron-module.ts';

/** The icon in the task bar's corner; exists only while the setting `app.tray` is on. */
export interface TrayIcon {
  set(on: boolean): void;
  readonly shown: boolean;
}

export function trayIcon(electron: ElectronModule, actions: { open(): void; quit(): void }): TrayIcon {
  let tray: Tray | null = null;
  return {
    get shown() {
      return tray !== null;
    },
    set(on) {
      if (on === (tray !== null)) return;
      if (!on) {
        tray?.destroy();
        tray = null;
        return;
      }
      tray = new electron.Tray(electron.nativeImage.createFromBuffer(Buffer.from(trayIconPng, 'base64'), { scaleFactor: 2 }));
      tray.setToolTip('铁粉簿');
      tray.setContextMenu(
        electron.Menu.buildFromTemplate([
          { label: '打开铁粉簿', click: actions.open },
          { type: 'separator' },
          { label: '退出', click: actions.quit },
        ]),
      );
      tray.on('click', actions.open);
    },
  };
}
