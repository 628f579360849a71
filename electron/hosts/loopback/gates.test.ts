import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countTests } from '../../../tests/helpers/figures.ts';
import { type RawAnswer, raw, requestText, startTestHost, type TestHost } from './test-host.ts';

countTests('loopback', 'gates');

let host: TestHost;
let token: string;
beforeAll(async () => {
  host = await startTestHost();
  token = await host.token();
});
afterAll(() => host.close());
beforeEach(() => {
  host.calls.length = 0;
});

const own = (): [string, string] => ['Host', `127.0.0.1:${host.port}`];
const origin = (): [string, string] => ['Origin', `http://127.0.0.1:${host.port}`];
const bearer = (): [string, string] => ['Authorization', `Bearer ${token}`];
const json: [string, string] = ['Content-Type', 'application/json'];

/** A correct rpc call with some headers replaced (or taken out with null). */
function rpc(change: Record<string, string | null> = {}, body = 'null', line = 'POST /rpc/friends.list HTTP/1.1'): Promise<RawAnswer> {
  const headers = new Map<string, string>([own(), origin(), bearer(), json, ['Content-Length', String(Buffer.byteLength(body))]]);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return raw(host.port, requestText(line, [...headers], body));
}

function expectClean(answer: RawAnswer): void {
  expect(answer.head.toLowerCase()).not.toContain('access-control-');
  expect(answer.body).not.toContain('secret');
  expect(answer.body).not.toContain(token);
  expect(host.calls).toHaveLength(0);
}

it('answers a correct call', async () => {
  const answer = await rpc({}, '{"a":1}');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ result: { data: { a: 1 } } });
  expect(host.calls).toMatchObject([{ path: 'friends.list', body: { a: 1 } }]);
  expect(answer.head).toContain('Cache-Control: no-store');
  expect(answer.head).toContain('X-Content-Type-Options: nosniff');
});

describe('L1 Host', () => {
  const hosts = [
    'evil.example',
    'localhost:PORT',
    '0.0.0.0:PORT',
    '[::1]:PORT',
    '2130706433:PORT',
    '0x7f000001:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.:PORT',
    '127.0.0.1:PORT.evil.example',
    '127.1:PORT',
    'LOCALHOST:PORT',
    'user@127.0.0.1:PORT',
    '',
  ];
  for (const name of hosts) {
    for (const line of ['GET / HTTP/1.1', 'POST /rpc/friends.list HTTP/1.1']) {
      it(`refuses "${name}" on ${line}`, async () => {
        const value = name.replace('PORT', String(host.port));
        const answer = await raw(host.port, requestText(line, [['Host', value], origin(), bearer(), json, ['Content-Length', '0']]));
        expect([400, 421]).toContain(answer.status);
        if (answer.status === 421) expect(answer.body).toBe('');
        expectClean(answer);
      });
    }
  }

  it('refuses a request without Host, also of HTTP/1.0', async () => {
    for (const line of ['GET / HTTP/1.1', 'GET / HTTP/1.0']) expect((await raw(host.port, requestText(line, []))).status).toBe(400);
  });
});

describe('L2 two Hosts, absolute target', () => {
  it('refuses two Host headers in either order, also twice ours', async () => {
    const evil: [string, string] = ['Host', 'evil.example'];
    for (const pair of [
      [own(), evil],
      [evil, own()],
      [own(), own()],
    ]) {
      expect((await raw(host.port, requestText('GET / HTTP/1.1', pair))).status).toBe(400);
    }
    expect((await raw(host.port, requestText('GET / HTTP/1.1', [own(), ['hOsT', 'evil.example']]))).status).toBe(400);
  });

  it('refuses absolute-form targets', async () => {
    for (const target of ['http://evil.example/', `http://127.0.0.1:${host.port}/`, 'HTTP://127.0.0.1/rpc/friends.list']) {
      expect((await raw(host.port, requestText(`GET ${target} HTTP/1.1`, [own(), bearer()]))).status).toBe(400);
    }
  });
});

describe('L5 and L6 Origin', () => {
  it('refuses every other origin', async () => {
    const origins = ['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://127.0.0.1', `http://127.0.0.1.evil:${host.port}`];
    origins.push(`https://127.0.0.1:${host.port}`, `http://localhost:${host.port}`, `http://127.0.0.1:${host.port}/`, '');
    for (const value of origins) {
      const answer = await rpc({ Origin: value });
      expect([value, answer.status]).toEqual([value, 403]);
      expectClean(answer);
    }
  });

  it('refuses a state change without Origin and one with two', async () => {
    expect((await rpc({ Origin: null })).status).toBe(403);
    const twice = requestText('POST /rpc/friends.list HTTP/1.1', [own(), origin(), origin(), bearer(), json, ['Content-Length', '0']]);
    expect((await raw(host.port, twice)).status).toBe(403);
    expect(host.calls).toHaveLength(0);
  });

  it('refuses a foreign origin on the page, its files, events and downloads as well', async () => {
    for (const path of ['/', '/app/index-Ab12Cd34.js', '/events', '/exports/export_1', '/assets/1']) {
      const answer = await raw(host.port, requestText(`GET ${path} HTTP/1.1`, [own(), bearer(), ['Origin', 'http://evil.example']]));
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });
});

describe('L7 Sec-Fetch-Site', () => {
  it('lets same-origin through and refuses the rest', async () => {
    for (const [value, status] of [
      ['same-origin', 200],
      ['same-site', 403],
      ['cross-site', 403],
      ['none', 403],
      ['', 403],
    ] as const) {
      expect([value, (await rpc({ 'Sec-Fetch-Site': value })).status]).toEqual([value, status]);
    }
  });

  it('lets a person open the page, and only the page', async () => {
    const none: [string, string] = ['Sec-Fetch-Site', 'none'];
    expect((await raw(host.port, requestText('GET / HTTP/1.1', [own(), none]))).status).toBe(200);
    expect((await raw(host.port, requestText('GET / HTTP/1.1', [own(), ['Sec-Fetch-Site', 'cross-site']]))).status).toBe(403);
    expect((await raw(host.port, requestText('GET /app/index-Ab12Cd34.js HTTP/1.1', [own(), none]))).status).toBe(403);
    expect((await raw(host.port, requestText('GET /assets/1 HTTP/1.1', [own(), none, bearer()]))).status).toBe(403);
  });
});

describe('L8 cross-site forms and beacons', () => {
  const types = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/jsonp',
    'text/json',
  ];
  for (const type of types) {
    it(`refuses ${type} even with the token`, async () => {
      const answer = await rpc({ 'Content-Type': type }, '{"code":"x"}');
      expect(answer.status).toBe(415);
      expectClean(answer);
      expect((await rpc({ 'Content-Type': type, Origin: 'http://evil.example' })).status).toBe(403);
    });
  }

  it('refuses a missing type, two types and another charset', async () => {
    expect((await rpc({ 'Content-Type': null })).status).toBe(415);
    expect((await rpc({ 'Content-Type': 'application/json; charset=gbk' })).status).toBe(415);
    const two = requestText('POST /rpc/a.b HTTP/1.1', [own(), origin(), bearer(), json, json, ['Content-Length', '0']]);
    expect((await raw(host.port, two)).status).toBe(415);
  });
});

describe('L9 and L17 methods', () => {
  for (const method of ['OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']) {
    it(`answers 405 to ${method} everywhere`, async () => {
      for (const path of ['/', '/rpc/friends.list', '/events', '/files', '/nothing']) {
        const preflight: [string, string][] = [
          ['Access-Control-Request-Method', 'POST'],
          ['Access-Control-Request-Headers', 'authorization'],
        ];
        const answer = await raw(host.port, requestText(`${method} ${path} HTTP/1.1`, [own(), origin(), bearer(), ...preflight]));
        expect([path, answer.status]).toEqual([path, 405]);
        expectClean(answer);
      }
    });
  }

  it('answers 405 to CONNECT and to OPTIONS *', async () => {
    expect((await raw(host.port, requestText(`CONNECT 127.0.0.1:${host.port} HTTP/1.1`, [own()]))).status).toBe(405);
    expect((await raw(host.port, requestText('OPTIONS * HTTP/1.1', [own()]))).status).toBe(405);
  });

  it('has no GET with an effect and no POST for reading', async () => {
    for (const line of [
      'GET /rpc/friends.delete',
      'GET /session',
      'GET /files?name=a.csv',
      'POST /',
      'POST /events',
      'POST /assets/1',
      'POST /exports/export_1',
    ]) {
      expect([line, (await rpc({}, '', `${line} HTTP/1.1`)).status]).toEqual([line, 405]);
    }
    expect(host.calls).toHaveLength(0);
  });

  it('does not let a header or a field change the method', async () => {
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      const answer = await raw(host.port, requestText('GET /rpc/friends.list HTTP/1.1', [own(), origin(), bearer(), [name, 'POST']]));
      expect(answer.status).toBe(405);
    }
    expect((await rpc({}, 'null', 'GET /rpc/friends.list?_method=POST HTTP/1.1')).status).toBe(405);
    expect(host.calls).toHaveLength(0);
  });
});

describe('L14 paths', () => {
  const paths = [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/%2e%2e%2fpackage.json',
    '/%252e%252e/package.json',
    '/..%5cpackage.json',
    '/..\\package.json',
    '//etc/passwd',
    '///etc/passwd',
    '/\\etc\\passwd',
    '/app/../index.html',
    '/app/./index-Ab12Cd34.js',
    '/app//index-Ab12Cd34.js',
    '/app/index-Ab12Cd34.js/',
    '/app/index-Ab12Cd34.js%00',
    '/app/index-Ab12Cd34.js;x',
    '/app/index-Ab12Cd34.js?x=1',
    '/APP/index-Ab12Cd34.js',
    '/app/index-Ab12Cd34.js%20',
    '/app/index-Ab12Cd34.js::$DATA',
    '/%c0%ae%c0%ae/package.json',
    '/%e0%80%ae/x',
    '/C:/Windows/win.ini',
    '/c%3a/x',
    '//server/share/x',
    '/%5c%5cserver%5cshare',
    '/tiefen.db',
    '/tiefen.db-wal',
    '/data/tiefen.db',
    '/x.part',
    '/index.html',
    '/app',
    '/app/',
    '/.git/config',
    '/~root',
    '/proc/self/environ',
    '/assets/0',
    '/assets/01',
    '/assets/-1',
    '/assets/1e3',
    '/assets/../1',
    '/assets/9007199254740993',
    '/exports/',
    '/exports/../export_1',
    '/exports/a.b',
    '/exports/%65xport_1',
    '/?x=1',
    '/?next=http://evil.example',
    '/redirect?to=http://evil.example',
  ];
  it(`answers 404 to each of ${paths.length} spellings, never a file`, async () => {
    for (const path of paths) {
      const answer = await raw(host.port, requestText(`GET ${path} HTTP/1.1`, [own(), bearer()]));
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.head.toLowerCase()).not.toContain('location:');
      expectClean(answer);
    }
  });

  it('answers 404 to calls that are no procedure', async () => {
    for (const path of [
      '/rpc/',
      '/rpc/friends',
      '/rpc/friends.',
      '/rpc/.list',
      '/rpc/friends.list.x',
      '/rpc/../friends.list',
      '/rpc/friends%2elist',
      '/rpc/Friends.list',
      '/rpc/a.b,c.d',
      '/rpc/a.b?batch=1',
      '/rpc/__proto__.x',
    ]) {
      expect([path, (await rpc({}, 'null', `POST ${path} HTTP/1.1`)).status]).toEqual([path, 404]);
    }
    expect(host.calls).toHaveLength(0);
  });
});

describe('L18 smuggling', () => {
  const smuggled = () => `GET /assets/1 HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`;
  it('refuses length and chunks together, doubled lengths and bad chunk sizes', async () => {
    const head = (extra: string) =>
      `POST /rpc/friends.list HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: http://127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n${extra}`;
    const cases = [
      head(`Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled()}`),
      head(`Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`),
      head('Content-Length: 4\r\nContent-Length: 5\r\n\r\nnull'),
      head('Content-Length: +4\r\n\r\nnull'),
      head('Content-Length: 0x4\r\n\r\nnull'),
      head('Transfer-Encoding: chunked\r\n\r\nzz\r\nnull\r\n0\r\n\r\n'),
      head('Transfer-Encoding: chunked\r\n\r\n-4\r\nnull\r\n0\r\n\r\n'),
      head('Transfer-Encoding: gzip, x\r\n\r\nnull'),
      head('X-A: b\rc\r\nContent-Length: 0\r\n\r\n'),
      head('X A: b\r\nContent-Length: 0\r\n\r\n'),
      head('X-A: \x00\r\nContent-Length: 0\r\n\r\n'),
      `GET / HTTP/1.1\nHost: 127.0.0.1:${host.port}\n\n`,
      'GET / HTTP/9.9\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01',
    ];
    for (const [index, bytes] of cases.entries()) {
      const answer = await raw(host.port, bytes);
      expect([index, answer.status, answer.closed]).toEqual([index, 400, true]);
      expect(answer.body).not.toContain('HTTP/1.1 200');
    }
    expect(host.calls).toHaveLength(0);
  });

  it('never reads the body of a refused request as the next request', async () => {
    const bytes = `POST /rpc/friends.list HTTP/1.1\r\nHost: evil.example\r\nContent-Length: ${smuggled().length}\r\n\r\n${smuggled()}`;
    const answer = await raw(host.port, bytes);
    expect(answer).toMatchObject({ status: 421, closed: true, body: '' });
  });

  it('refuses a GET that brings a body', async () => {
    for (const path of ['/', '/assets/1', '/events']) {
      const answer = await raw(host.port, requestText(`GET ${path} HTTP/1.1`, [own(), bearer(), ['Content-Length', '4']], 'null'));
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });
});

describe('L19 WebSocket', () => {
  it('is not spoken here', async () => {
    const upgrade: [string, string][] = [
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ];
    const ask = (headers: [string, string][]) =>
      raw(
        host.port,
        `GET /events HTTP/1.1\r\n${[own(), ...headers, ...upgrade].map((h) => h.join(': ')).join('\r\n')}\r\nConnection: Upgrade\r\n\r\n`,
        500,
      );
    expect((await ask([])).status).toBe(401);
    expect((await ask([['Origin', 'http://evil.example']])).status).toBe(403);
    expect((await ask([bearer()])).head).not.toContain('101 ');
  });
});

it('refuses headers of more than 8 KiB', async () => {
  expect((await raw(host.port, requestText('GET / HTTP/1.1', [own(), ['X-Long', 'a'.repeat(9_000)]]))).status).toBe(431);
});
