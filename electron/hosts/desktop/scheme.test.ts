import { describe, expect, test } from 'vitest';
import { testBundle } from '../../../tests/helpers/desktop-rig.ts';
import { csp } from '../security-headers.ts';
import { schemeHandler } from './scheme.ts';

let count = 0;
const handle = schemeHandler(testBundle, () => `nonce${++count}`);
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
