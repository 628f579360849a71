/** A book, its server and a watched page for one test file. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from 'playwright';
import { expect as playwrightExpect } from 'playwright/test';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { newSellerContext, sharedBrowser } from './browser.ts';
import { removeDir, startServer, type TestServer, tempDir } from './server.ts';

export const artifacts = fileURLToPath(new URL('../artifacts/', import.meta.url));

/** Waits for what a person would see, up to ten seconds. */
export const see = playwrightExpect.configure({ timeout: 30_000 });

const tokenKey = 'tiefen.token';

/** Everything that went wrong in a page, in the order in which it happened. */
export interface Watch {
  problems: string[];
  /** every request that was tried, by address */
  requests: string[];
  /** typed refusals (4xx) of these procedures are what the test is about */
  refusalsOf: Set<string>;
  /** the server is gone on purpose: nothing that follows from it counts */
  serverGone: boolean;
}

function ownRefusal(watch: Watch, message: ConsoleMessage): boolean {
  const { url } = message.location();
  return message.text().startsWith('Failed to load resource') && [...watch.refusalsOf].some((path) => url.endsWith(`/rpc/${path}`));
}

/** Fails the test on console errors, page errors, broken policies, foreign requests and answers of 500 and above. */
export async function watchPage(page: Page, origin: () => string): Promise<Watch> {
  const watch: Watch = { problems: [], requests: [], refusalsOf: new Set(), serverGone: false };
  const add = (problem: string) => void (watch.serverGone || watch.problems.push(problem));
  page.on('console', (message) => {
    if (message.type() === 'error' && !ownRefusal(watch, message)) add(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => add(`page error: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    watch.requests.push(request.url());
    const { protocol, origin: target } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && target !== origin()) add(`request to another origin: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) add(`${response.status()} from ${response.url()}`);
  });
  await page.exposeFunction('reportViolation', (what: string) => add(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { reportViolation: (what: string) => void }).reportViolation;
      report(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`);
    });
  });
  return watch;
}

export interface Screens {
  browser: Browser;
  context: BrowserContext;
  page: Page;
  server: TestServer;
  watch: Watch;
  /** one call of the API with the key of the page; throws on a refusal */
  call: <T = unknown>(path: string, input?: unknown) => Promise<T>;
  /** starts the server again on the same folder and opens its new address */
  restart: () => Promise<void>;
  /** a picture of the page under tests/artifacts */
  shoot: (name: string) => Promise<void>;
}

export interface ScreensOptions {
  args?: readonly string[];
  context?: BrowserContextOptions;
  permissions?: string[];
  /** fills the book before the server opens it */
  seed?: (dataDir: string) => Promise<void>;
  /** procedures that the first look at the page is refused (see Watch.refusalsOf) */
  refusalsOf?: readonly string[];
}

/** One call of the API with the key of this page. */
export async function callApi<T>(page: Page, path: string, input: unknown): Promise<T> {
  const { status, text } = await page.evaluate(
    async ({ path, input, tokenKey }) => {
      const answer = await fetch(`/rpc/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${sessionStorage.getItem(tokenKey)}` },
        body: JSON.stringify(input ?? null),
      });
      return { status: answer.status, text: await answer.text() };
    },
    { path, input, tokenKey },
  );
  if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  return (JSON.parse(text) as { result: { data: T } }).result.data;
}

/** Opens the address of a start, and waits until the page has changed its one-time code for a key: one that goes on before has none. */
async function openAddress(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction((key) => sessionStorage.getItem(key) !== null, tokenKey);
}

/**
 * One profile, one server, one page for the tests of a file; every test ends with the page's problems being none.
 * The object is filled before the first test runs.
 */
export function useScreens(options: ScreensOptions = {}): Screens {
  const screens = {} as Screens;
  let dataDir = '';
  const fail = (name: string) => `${name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}`;
  beforeAll(async () => {
    dataDir = tempDir();
    await options.seed?.(dataDir);
    const [browser, server] = await Promise.all([sharedBrowser(), startServer(dataDir, options.args)]);
    const context = await newSellerContext(browser, options.context);
    if (options.permissions) await context.grantPermissions(options.permissions, { origin: server.origin });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    // from the beginning: a listener that is added at the key press may come too late to catch the system's dialog
    page.on('filechooser', () => undefined);
    Object.assign(screens, { browser, server, context, page });
    screens.watch = await watchPage(page, () => screens.server.origin);
    for (const path of options.refusalsOf ?? []) screens.watch.refusalsOf.add(path);
    screens.call = (path, input) => callApi(page, path, input);
    screens.shoot = async (name) => {
      mkdirSync(artifacts, { recursive: true });
      await page.screenshot({ path: join(artifacts, `${name}.png`) });
    };
    screens.restart = async () => {
      screens.server = await startServer(dataDir);
      if (options.permissions) await context.grantPermissions(options.permissions, { origin: screens.server.origin });
      await openAddress(page, screens.server.address);
      screens.watch.serverGone = false;
    };
    await openAddress(page, server.address);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screens.shoot(`failed-${fail(task.name)}`).catch(() => undefined);
    const problems = screens.watch?.problems.splice(0) ?? [];
    expect(problems).toEqual([]);
  });
  afterAll(async () => {
    await screens.context?.close();
    await screens.server?.kill();
    removeDir(dataDir);
  });
  return screens;
}

/** Presses keys one after another, as fingers would. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Waits until the page shows this sentence in its messages. */
export async function told(page: Page, text: string | RegExp): Promise<void> {
  await see(page.getByRole('status', { name: '提示' })).toContainText(text);
}
