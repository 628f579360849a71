import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { testBundle } from '../../../tests/helpers/desktop-rig.ts';
import type { HostFiles } from '../host-app.ts';
import { csp } from '../security-headers.ts';
import { schemeHandler } from './scheme.ts';

let count = 0;
const dir = mkdtempSync(join(tmpdir(), 'tiefen-scheme-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const video = join(dir, 'video.mp4');
writeFileSync(video, Buffer.from(Array.from({ length: 100 }, (_, at) => at)));
const stored: Record<number, ReturnType<HostFiles['assetPath']>> = {
  7: { path: video, mime: 'video/mp4', bytes: 100, name: 'v.mp4' },
  8: { path: join(dir, 'gone.mp4'), mime: 'video/mp4', bytes: 100, name: 'gone.mp4' },
  9: { path: video, mime: 'text/html', bytes: 100, name: 'x.html' },
};
const handle = schemeHandler(
  testBundle,
  () => `nonce${++count}`,
  (id) => stored[id] ?? null,
);
/** Request refuses some spellings itself; what Electron passes on is an object with method and url. */
const ask = (url: string, method = 'GET') => handle({ url, method } as Request);

describe('the page', () => {
  test('comes with the policy and a new nonce each time, in header and text alike', async () => {
    const first = ask('app://bundle/');
    const second = ask('app://bundle/index.html?from=menu#/friends');
    const nonce = `nonce${count - 1}`;
    expect(first.status).toBe(200);
    expect(first.headers.get('Content-Security-Policy')).toBe(csp(nonce));
    expect(await first.text()).toContain(`nonce="${nonce}"`);
    expect(await second.text()).toContain(`nonce="nonce${count}"`);
    expect(first.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(first.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(first.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(first.headers.get('Referrer-Policy')).toBe('no-referrer');
  });
  test('HEAD has the headers and no body', async () => {
    const answer = ask('app://bundle/', 'HEAD');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });
});

test('a file of the map comes whole, with its type', async () => {
  const answer = ask('app://bundle/assets/index-Ab12Cd34.js');
  expect(answer.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
  expect(await answer.text()).toBe('export {};');
});

describe('videos and pictures', () => {
  const part = (url: string, range?: string, method = 'GET') =>
    handle({ url, method, headers: new Headers(range === undefined ? {} : { Range: range }) } as Request);
  test('come whole, by parts, or not at all when the part lies outside', async () => {
    const whole = part('app://bundle/media/7');
    expect([whole.status, whole.headers.get('Content-Type'), whole.headers.get('Accept-Ranges')]).toEqual([200, 'video/mp4', 'bytes']);
    expect((await whole.bytes()).length).toBe(100);
    const middle = part('app://bundle/media/7', 'bytes=10-12');
    expect([middle.status, middle.headers.get('Content-Range'), middle.headers.get('Content-Length')]).toEqual([
      206,
      'bytes 10-12/100',
      '3',
    ]);
    expect([...(await middle.bytes())]).toEqual([10, 11, 12]);
    const outside = part('app://bundle/media/7', 'bytes=100-');
    expect([outside.status, outside.headers.get('Content-Range'), await outside.text()]).toEqual([416, 'bytes */100', '']);
    expect(middle.headers.get('Content-Security-Policy')).toContain('sandbox');
    expect(await part('app://bundle/media/7', undefined, 'HEAD').text()).toBe('');
  });
  test('what is neither goes out without a meaning; unknown ids, lost files and other spellings are 404', async () => {
    const other = part('app://bundle/media/9');
    expect(other.headers.get('Content-Type')).toBe('application/octet-stream');
    await other.body?.cancel();
    for (const path of [
      '/media/8',
      '/media/1',
      '/media/07',
      '/media/7/',
      '/media/7?x',
      '/media/7#x',
      '/media/%37',
      '/media/-7',
      '/media/7/../7',
    ])
      expect([path, part(`app://bundle${path}`).status]).toEqual([path, 404]);
    expect(part('app://evil/media/7').status).toBe(404);
    expect(part('app://bundle/media/7', undefined, 'POST').status).toBe(405);
  });
});

const spellings = [
  '/../package.json',
  '/assets/../../package.json',
  '/%2e%2e/package.json',
  '/%2e%2e%2fpackage.json',
  '/%252e%252e/package.json',
  '/..%5cpackage.json',
  '/..\\package.json',
  '/\\..\\package.json',
  '//etc/passwd',
  '///etc/passwd',
  '/etc/passwd',
  '/%2fetc%2fpasswd',
  '/index.html%00.js',
  '/assets/index-Ab12Cd34.js%00',
  '/assets/index-Ab12Cd34.js/',
  '/assets/index-Ab12Cd34.js.map',
  '/assets/index-Ab12Cd34.js;x',
  '/assets/',
  '/assets',
  '/ASSETS/index-Ab12Cd34.js',
  '/assets/INDEX-AB12CD34.JS',
  '/assets//index-Ab12Cd34.js',
  '/assets/%69ndex-Ab12Cd34.js',
  '/assets%2findex-Ab12Cd34.js',
  '/%c0%ae%c0%ae/package.json',
  '/%e0%80%ae%e0%80%ae/package.json',
  '/%uff0e%uff0e/package.json',
  '/C:/Windows/win.ini',
  '/C|/Windows/win.ini',
  '/%5c%5cserver%5cshare%5cx',
  '/tiefen.db',
  '/tiefen.db-wal',
  '/window.json.part',
  '/favicon.svg::$DATA',
  '/favicon.svg.',
  '/favicon.svg%20',
  '/favicon.svg~1',
  '/con',
  '/proc/self/environ',
  '/__proto__',
  '/constructor',
  '/node/main.js',
  '/.env',
];

describe('everything else', () => {
  test(`${spellings.length} spellings of other files are 404 without a body`, async () => {
    for (const path of spellings) {
      const answer = ask(`app://bundle${path}`);
      expect([path, answer.status, await answer.text()]).toEqual([path, 404, '']);
    }
  });
  test('other hosts of the scheme are 404', () => {
    for (const url of ['app://evil/', 'app://bundle:1/', 'app://user@bundle/', 'app://bundle.evil/index.html', 'https://bundle/']) {
      expect(ask(url).status).toBe(404);
    }
  });
  test('only GET and HEAD', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'get ']) {
      expect([method, ask('app://bundle/', method).status]).toEqual([method, 405]);
    }
  });
});
