import type { DesktopHostApi, HostBridge } from '../../shared/host.ts';
import { openBrowserBridge } from './browser-bridge.ts';
import { openDesktopBridge } from './desktop-bridge.ts';

declare global {
  interface Window {
    /** put there by the preload script of the desktop window */
    tiefenHost?: DesktopHostApi;
  }
}

let current: HostBridge | null = null;

/**
 * Chooses the bridge once, before anything is drawn: the desktop's own, else the browser's.
 * @throws AppError `unauthorized` when a browser tab has no valid key
 */
export async function openBridge(): Promise<HostBridge> {
  current = window.tiefenHost ? openDesktopBridge(window.tiefenHost) : await openBrowserBridge();
  return current;
}

/** The bridge of this window. Only after `openBridge` has resolved. */
export function bridge(): HostBridge {
  if (!current) throw new Error('openBridge first');
  return current;
}
