/** What only a browser does: rebound host names, foreign pages, and the policies that the page itself lives under. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestHost, type TestHost } from '../../electron/hosts/loopback/test-host.ts';
import { launchBrowser, newSellerContext } from '../helpers/browser.ts';

let host: TestHost;
let token: string;
let browser: Browser;
let foreign: Server;
let foreignPort: number;

beforeAll(async () => {
  host = await startTestHost();
  token = await host.token();
  // newer Chromium asks before a page may call this machine; older kernels do not, so the server is tested without that help
  browser = await launchBrowser(['--host-resolver-rules=MAP rebound.example 127.0.0.1', '--disable-features=LocalNetworkAccessChecks']);
  foreign = createServer((_req, res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>other</title>'));
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  foreignPort = (foreign.address() as AddressInfo).port;
});
afterAll(async () => {
  await browser.close();
  foreign.closeAllConnections();
  await new Promise((resolve) => foreign.close(resolve));
  await host.close();
});
beforeEach(() => {
  host.calls.length = 0;
});

async function open(address: string): Promise<{ page: Page; status: number }> {
  const page = await (await newSellerContext(browser)).newPage();
  const answer = await page.goto(address);
  return { page, status: answer?.status() ?? 0 };
}

/** Status of the first answer to a navigation; an answer without a body makes the navigation itself fail. */
async function statusOf(address: string): Promise<number> {
  const page = await (await newSellerContext(browser)).newPage();
  const answer = page.waitForResponse(() => true);
  const [{ value }] = (await Promise.allSettled([answer, page.goto(address)])) as [PromiseFulfilledResult<{ status(): number }>, unknown];
  return value.status();
}

it('L3 and L4: a rebound name and 0.0.0.0 get 421, for the page and for calls', async () => {
  expect(await statusOf(`http://rebound.example:${host.port}/`)).toBe(421);
  expect(await statusOf(`http://0.0.0.0:${host.port}/`)).toBe(421);
  // the other page was loaded from its own server before its name came to mean this machine
  const page = await (await newSellerContext(browser)).newPage();
  await page.route(`http://rebound.example:${host.port}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>other</title>' }),
  );
  await page.goto(`http://rebound.example:${host.port}/`);
  const statuses = await page.evaluate(async (bearer) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
    const call = await fetch('/rpc/friends.list', { method: 'POST', headers, body: 'null' });
    const plain = await fetch('/events', { headers });
    return [call.status, plain.status];
  }, token);
  expect(statuses).toEqual([421, 421]);
  expect(host.calls).toHaveLength(0);
});

it('L8: a page on another port reaches nothing, whatever it sends', async () => {
  const { page } = await open(`http://127.0.0.1:${foreignPort}/`);
  const readable = await page.evaluate(
    async ({ target, bearer }) => {
      const tries: RequestInit[] = [
        { method: 'POST', body: 'null', headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` } },
        { method: 'POST', body: 'null', mode: 'no-cors' },
        { method: 'POST', body: new URLSearchParams({ a: 'b' }), mode: 'no-cors' },
        { method: 'GET' },
      ];
      let count = 0;
      for (const init of tries) {
        for (const path of ['/rpc/friends.list', '/session', '/files?name=a', '/events']) {
          const answer = await fetch(target + path, init).catch(() => null);
          if (answer && answer.type !== 'opaque') count++;
        }
      }
      navigator.sendBeacon(`${target}/rpc/friends.list`, 'null');
      const socket = new WebSocket(`${target.replace('http', 'ws')}/events`);
      return new Promise<number>((resolve) => {
        socket.onopen = () => resolve(-1);
        socket.onerror = () => resolve(count);
      });
    },
    { target: host.loopback.origin, bearer: token },
  );
  expect(readable).toBe(0);
  expect(host.calls).toHaveLength(0);
  expect(host.staged).toHaveLength(0);
});

it('L23: cannot be framed by another page', async () => {
  const { page } = await open(`http://127.0.0.1:${foreignPort}/`);
  const loaded = await page.evaluate(async (target) => {
    const frame = document.createElement('iframe');
    frame.src = `${target}/`;
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
    return frame.contentDocument !== null || frame.contentWindow?.length !== 0;
  }, host.loopback.origin);
  expect(loaded).toBe(false);
  const frame = page.frames()[1];
  expect(await frame?.title().catch(() => '')).not.toBe('铁粉簿');
});

it('the page may style with its nonce only, and may not take markup or foreign scripts', async () => {
  const { page, status } = await open(host.loopback.origin);
  expect(status).toBe(200);
  const seen = await page.evaluate(async () => {
    const nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? '';
    const colour = (withNonce: boolean) => {
      const style = document.createElement('style');
      if (withNonce) style.nonce = nonce;
      style.append('body { color: rgb(1, 2, 3) }');
      document.head.append(style);
      const result = getComputedStyle(document.body).color;
      style.remove();
      return result;
    };
    const throws = (act: () => void) => {
      try {
        act();
        return false;
      } catch {
        return true;
      }
    };
    return {
      withNonce: colour(true),
      without: colour(false),
      markup: throws(() => (document.body.innerHTML = '<b>x</b>')),
      // in a task of the page's own: what the test driver evaluates itself is exempt
      code: await new Promise((resolve) => setTimeout(() => resolve(throws(() => new Function('return 1')())))),
      outside: await fetch('http://127.0.0.1:9/').then(
        () => 'reached',
        () => 'blocked',
      ),
    };
  });
  expect(seen.withNonce).toBe('rgb(1, 2, 3)');
  expect(seen.without).not.toBe('rgb(1, 2, 3)');
  expect(seen).toMatchObject({ markup: true, code: true, outside: 'blocked' });
});

it('L13: the code leaves with the fragment only; the page sends no Referer', async () => {
  const { page } = await open(host.loopback.mintAddress());
  const referer = await page.evaluate(async (bearer) => {
    await fetch('/rpc/friends.list', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: '1',
    });
    return document.referrer;
  }, token);
  expect(referer).toBe('');
  expect(host.calls).toMatchObject([{ path: 'friends.list', body: 1 }]);
});
