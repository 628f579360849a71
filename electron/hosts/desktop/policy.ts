import type { Privileges, WebPreferences } from 'electron';

/** Origin of the only page that this app ever shows. */
export const pageUrl = 'app://bundle/';
export const scheme = 'app';
export const partition = 'persist:app';

/** Every privilege is written out, also where it equals the default, so that a test can pin it. */
export const schemePrivileges: Readonly<Required<Omit<Privileges, 'codeCache'>>> = Object.freeze({
  standard: true,
  secure: true,
  supportFetchAPI: true,
  // fetch without CORS rules on a custom scheme was CVE-2026-70604
  corsEnabled: true,
  bypassCSP: false,
  allowServiceWorkers: false,
  allowExtensions: false,
  // videos are played by ranges; without it a media element takes a custom scheme for one that cannot seek
  stream: true,
});

/**
 * The web preferences of every window, frozen. `preload` is the absolute path of the preload file.
 * `enableBlinkFeatures` and `additionalArguments` stay unset on purpose.
 */
export function webPreferences(options: { packaged: boolean; preload: string }): Readonly<WebPreferences> {
  return Object.freeze({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    devTools: !options.packaged,
    spellcheck: false,
    webgl: false,
    autoplayPolicy: 'document-user-activation-required',
    preload: options.preload,
    partition,
    webviewTag: false,
    plugins: false,
    experimentalFeatures: false,
    disableBlinkFeatures: 'Auxclick',
    navigateOnDragDrop: false,
    disableDialogs: true,
    safeDialogs: true,
    enableWebSQL: false,
    enableDeprecatedPaste: false,
    defaultEncoding: 'UTF-8',
    offscreen: false,
  });
}

/** Is this address a page of the app itself? Parsed, never compared by prefix; anything unreadable is foreign. */
export function isOwnPage(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === 'app:' && url.host === 'bundle' && url.username === '' && url.password === '';
}

/** May the page's session ask for this address at all? Nothing that leaves the machine passes. */
export function mayRequest(address: string, packaged: boolean): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  if (url.protocol === 'app:') return isOwnPage(address);
  if (url.protocol === 'blob:') return isOwnPage(url.pathname);
  return url.protocol === 'data:' || (url.protocol === 'devtools:' && !packaged);
}

const refusedSwitches = [
  /^inspect(-|$)/,
  /^remote-(debugging|allow)-/,
  /^no-sandbox$/,
  /^disable-(gpu-|setuid-|seccomp-filter-)?sandbox$/,
  /^disable-(web-security|site-isolation-trials)$/,
  /^js-flags$/,
  /^(load-extension|disable-extensions-except)$/,
  /^host-(resolver-)?rules$/,
  /^proxy-/,
  /^(ignore-certificate-errors|unsafely-treat-insecure-origin-as-secure|allow-running-insecure-content)/,
  /^(gpu-launcher|renderer-cmd-prefix|utility-cmd-prefix|browser-subprocess-path|single-process)$/,
];

/**
 * First start argument that would weaken the packaged app, without its value; `null` when there is none.
 * `argv` is process.argv without the program itself. Chromium takes `-x` and `--x`, on Windows also `/x`, in any case.
 */
export function refusedSwitch(argv: readonly string[], platform: NodeJS.Platform): string | null {
  const prefix = platform === 'win32' ? /^(--?|\/)/ : /^--?/;
  for (const argument of argv) {
    const found = prefix.exec(argument.trim());
    if (!found) continue;
    const name = argument.trim().slice(found[0].length).split('=')[0]!.toLowerCase();
    if (refusedSwitches.some((pattern) => pattern.test(name))) return name;
  }
  return null;
}
