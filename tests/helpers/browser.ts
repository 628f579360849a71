import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright';
import { findBrowser } from '../../build/find-browser.mjs';

/** Switches that keep a test browser quiet and offline. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the Chromium that build/find-browser.mjs finds. The caller closes it. */
export async function launchBrowser(extraFlags: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), headless: true, args: [...browserFlags, ...extraFlags] });
}

let shared: Promise<Browser> | null = null;

/**
 * The browser of all walks of this process: each has a profile of its own in it (`newSellerContext`), a start costs as much as a
 * page or two. It ends with the process; do not close it.
 */
export async function sharedBrowser(): Promise<Browser> {
  const browser = await (shared ??= launchBrowser());
  if (browser.isConnected()) return browser;
  // it died under a walk before: the next one is not to fail for that
  shared = launchBrowser();
  return shared;
}

/** A fresh profile as a seller in China has it: Chinese, Shanghai time, a 1366×768 screen. */
export async function newSellerContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 }, ...options });
}
