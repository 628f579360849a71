import type { BrowserWindow } from 'electron';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';

/** More crashes than this in one minute and the window is left alone with a message. */
const maxReloads = 3;
const reloadWindowMs = 60_000;
/** How long a page may hang before it is restarted. */
export const hangMs = 10_000;

export interface RecoveryDeps {
  clock: Clock;
  logger: Logger;
  /** told when reloading no longer helps */
  giveUp(): void;
}

/** Loads the page again when its process has died or hangs. Drafts are kept by the page itself through the back end. */
export function recover(window: BrowserWindow, deps: RecoveryDeps): void {
  const reloads: number[] = [];
  let hang: NodeJS.Timeout | undefined;
  const calm = () => clearTimeout(hang);
  const reload = () => {
    if (window.isDestroyed()) return;
    const now = deps.clock.now();
    while (reloads.length > 0 && now - reloads[0]! > reloadWindowMs) reloads.shift();
    if (reloads.length >= maxReloads) return deps.giveUp();
    reloads.push(now);
    window.webContents.reload();
  };
  window.webContents.on('render-process-gone', (_event, details) => {
    calm();
    if (details.reason === 'clean-exit') return;
    deps.logger.error('pageGone', { reason: details.reason, exitCode: details.exitCode });
    reload();
  });
  window.on('unresponsive', () => {
    calm();
    hang = setTimeout(() => {
      deps.logger.error('pageHangs');
      // a hanging process cannot reload itself; its end comes back as render-process-gone
      if (!window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
    }, hangMs);
  });
  window.on('responsive', calm);
  window.once('closed', calm);
}
