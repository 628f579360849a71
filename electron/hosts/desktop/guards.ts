import type { App, Session, WebContents } from 'electron';
import { isOwnPage, mayRequest } from './policy.ts';

/** Refuses every way out of the app's own page, for each web contents that ever comes to be. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    const stayHome = (event: { url: string; preventDefault(): void }) => {
      if (!isOwnPage(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', stayHome);
    contents.on('will-frame-navigate', stayHome);
    contents.on('will-redirect', stayHome);
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('certificate-error', (event, _url, _error, _certificate, answer) => {
      event.preventDefault();
      answer(false);
    });
    contents.on('login', (event, _details, _info, answer) => {
      event.preventDefault();
      answer();
    });
    contents.on('select-client-certificate', (event, _url, _list, answer) => {
      event.preventDefault();
      // the type asks for a certificate, the documented way to send none is an empty call
      (answer as () => void)();
    });
    contents.on('select-bluetooth-device', (event, _devices, answer) => {
      event.preventDefault();
      answer('');
    });
  });
}

/** The only permission there is: writing plain text or pictures to the clipboard, from the window's main frame. */
function mayUse(contents: WebContents | null, permission: string, isMainFrame: boolean): boolean {
  // the origin that Chromium passes was wrong for frames (CVE-2026-34777), so the frame itself is asked
  return permission === 'clipboard-sanitized-write' && isMainFrame && contents !== null && isOwnPage(contents.mainFrame.url);
}

/** Locks one session: permissions, devices, requests, downloads, proxy, spell checker. Resolves when the proxy is set. */
export async function guardSession(session: Session, options: { packaged: boolean }): Promise<void> {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    answer(mayUse(contents, permission, details.isMainFrame));
  });
  session.setPermissionCheckHandler((contents, permission, _origin, details) => mayUse(contents, permission, details.isMainFrame));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setUSBProtectedClassesHandler((details) => details.protectedClasses);
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, options.packaged) }));
  // exports are saved by main through a dialog, so no download is ever meant
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  await session.setProxy({ mode: 'direct' });
}
