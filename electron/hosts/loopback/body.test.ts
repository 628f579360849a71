import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countTests } from '../../../tests/helpers/figures.ts';
import { raw, startTestHost, type TestHost } from './test-host.ts';

countTests('loopback', 'body');

const minute = 60_000;

let host: TestHost;
let token: string;
beforeAll(async () => {
  // nothing here may be refused because the machine is busy: only the test of slow clients has a host that loses patience
  host = await startTestHost({ headersMs: minute, stallMs: minute, requestMs: minute, uploadBytes: 3_000_000 });
  token = await host.token();
});
afterAll(() => host.close());
beforeEach(() => {
  host.calls.length = 0;
  host.staged.length = 0;
});

const head = (line: string, extra: string, type?: string) => headFor(host, token, line, extra, type);

function headFor({ port, loopback }: TestHost, bearer: string, line: string, extra: string, type = 'application/json'): string {
  return `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${loopback.origin}\r\nAuthorization: Bearer ${bearer}\r\nContent-Type: ${type}\r\n${extra}\r\n\r\n`;
}

async function post(
  body: string | Uint8Array<ArrayBuffer>,
  path = '/rpc/friends.list',
  extra: Record<string, string> = {},
): Promise<Response> {
  const headers = { Origin: host.loopback.origin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...extra };
  return fetch(`${host.loopback.origin}${path}`, { method: 'POST', headers, body });
}

describe('L15 size', () => {
  it('refuses a call of more than 1 MiB as soon as its length is announced', async () => {
    const answer = await raw(host.port, head('POST /rpc/friends.list', 'Content-Length: 1048577'));
    // none of it was ever sent: had it been waited for, the answer would be 408
    expect(answer).toMatchObject({ status: 413, closed: true });
    expect((await raw(host.port, head('POST /rpc/friends.list', 'Content-Length: 99999999999999999999'))).status).toBeGreaterThanOrEqual(
      400,
    );
    expect(host.calls).toHaveLength(0);
  });

  it('takes exactly 1 MiB', async () => {
    expect((await post(JSON.stringify('x'.repeat(1024 * 1024 - 2)))).status).toBe(200);
  });

  it('counts a chunked body and stops at the limit', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const answer = await raw(host.port, head('POST /rpc/friends.list', 'Transfer-Encoding: chunked') + chunk.repeat(40));
    expect(answer).toMatchObject({ status: 413, closed: true });
    expect(host.calls).toHaveLength(0);
  });

  it('refuses compressed bodies, also small ones and uploads', async () => {
    const packed = new Uint8Array(gzipSync('null'));
    for (const coding of ['gzip', 'br', 'deflate', 'identity', 'zstd']) {
      expect((await post(packed, '/rpc/friends.list', { 'Content-Encoding': coding })).status).toBe(415);
      expect((await post(packed, '/files?name=a.gz', { 'Content-Encoding': coding })).status).toBe(415);
    }
    expect(host.calls).toHaveLength(0);
    expect(host.staged).toHaveLength(0);
  });

  it('keeps the session route small', async () => {
    expect((await post(JSON.stringify({ code: 'x'.repeat(5_000) }), '/session')).status).toBe(413);
  });
});

describe('L16 slow clients', () => {
  let hasty: TestHost;
  let bearer: string;
  beforeAll(async () => {
    hasty = await startTestHost({ headersMs: 700, stallMs: 600, requestMs: 1_500, checkIntervalMs: 100 });
    bearer = await hasty.token();
  });
  afterAll(() => hasty.close());

  it('closes a connection that never finishes its headers, or never starts', async () => {
    const slow = await raw(hasty.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${hasty.port}\r\nX-Slow: `, minute);
    expect(slow).toMatchObject({ status: 408, closed: true });
    expect((await raw(hasty.port, '', minute)).closed).toBe(true);
  });

  it('answers 408 to a body that stalls, and to one that drips on', async () => {
    const call = headFor(hasty, bearer, 'POST /rpc/friends.list', 'Content-Length: 100');
    const stalled = await raw(hasty.port, `${call}{"a":`, minute);
    expect(stalled).toMatchObject({ status: 408, closed: true });
    const dripping = new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(hasty.port, '127.0.0.1', () => socket.write(call));
      const drip = setInterval(() => socket.write(' '), 200);
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', () => {});
      socket.on('close', () => {
        clearInterval(drip);
        resolve(text);
      });
    });
    expect(await dripping).toContain(' 408 ');
    expect(hasty.calls).toHaveLength(0);
  });

  it('serves the page while 300 sockets stand idle', async () => {
    const sockets = Array.from({ length: 300 }, () => connect(host.port, '127.0.0.1').on('error', () => {}));
    for (let i = 0; i < 5; i++) {
      expect((await fetch(`${host.loopback.origin}/`)).status).toBe(200);
    }
    for (const socket of sockets) socket.destroy();
  });

  it('tells the back end when the page has gone', async () => {
    const gone = new AbortController();
    const headers = { Origin: host.loopback.origin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const running = fetch(`${host.loopback.origin}/rpc/test.slow`, { method: 'POST', headers, body: 'null', signal: gone.signal });
    await expect.poll(() => host.calls.length).toBe(1);
    gone.abort();
    await expect(running).rejects.toThrow();
    await expect.poll(() => host.aborted).toEqual(['test.slow']);
  });
});

describe('L20 JSON', () => {
  it('answers 400 to what is not plain JSON, never 500', async () => {
    const deep = 100_000;
    const bodies: (string | Uint8Array<ArrayBuffer>)[] = [
      '{',
      '[1,',
      'NaN',
      '{"a":Infinity}',
      "{'a':1}",
      '{"a":undefined}',
      'null null',
      '\u0000',
      '{"__proto__":{"x":1}}',
      '{"a":[{"\\u005f_proto__":1}]}',
      `${'['.repeat(deep)}${']'.repeat(deep)}`,
      '{"a":'.repeat(deep),
      '['.repeat(65),
      new Uint8Array([0x22, 0xc3, 0x28, 0x22]),
      new Uint8Array([0xff, 0xfe, 0x6e, 0x00]),
      new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
      '\u{feff}{"a":1',
      '01',
      '{"a":1,}',
      '"\t"',
    ];
    for (const [index, body] of bodies.entries()) expect([index, (await post(body)).status]).toEqual([index, 400]);
    expect(host.calls).toHaveLength(0);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('passes on what is JSON: an empty body is null, the last of two equal keys counts, many keys are fine', async () => {
    const dataOf = async (body: string) => ((await (await post(body)).json()) as { result: { data: unknown } }).result.data;
    expect(await dataOf('')).toBe(null);
    expect(await dataOf('{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(await dataOf('{"text":"__proto__ \\u94c1"}')).toEqual({ text: '__proto__ 铁' });
    expect(await dataOf(`"${'['.repeat(500)}"`)).toHaveLength(500);
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, i) => [`k${i}`, 1])));
    expect(Object.keys((await dataOf(many)) as object)).toHaveLength(80_000);
  });

  it('never answers 500 to 300 random bodies', async () => {
    let seed = 7;
    const next = (n: number) => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) % n;
    for (let i = 0; i < 300; i++) {
      const bytes = Uint8Array.from({ length: next(60) }, () => (next(2) ? '[]{}",:0n\\'.charCodeAt(next(10)) : next(256)));
      expect([200, 400]).toContain((await post(bytes)).status);
    }
  });
});

describe('uploads', () => {
  it('streams a file in under its Chinese name', async () => {
    const answer = await post(new Uint8Array(2_500_000), `/files?name=${encodeURIComponent('好友 名单.csv')}`, {
      'Content-Type': 'text/csv',
    });
    expect(await answer.json()).toEqual({ fileId: 'staged_1', name: '好友 名单.csv', size: 2_500_000 });
  });

  it('keeps the place of a file in its folder, and refuses one that leads out', async () => {
    const place = encodeURIComponent('导出/李姐(wxid_a)/李姐.csv');
    const answer = await post('x', `/files?name=a.csv&place=${place}`);
    expect(await answer.json()).toEqual({ fileId: 'staged_1', name: 'a.csv', size: 1, place: '导出/李姐(wxid_a)/李姐.csv' });
    for (const bad of ['', '..', '../a', 'a/../b', '/a', 'a/', 'a//b', './a', 'a%00b', 'a%5Cb', '%ff', `${'a'.repeat(1001)}`, 'a&place=b'])
      expect([bad, (await post('x', `/files?name=a&place=${bad}`)).status]).toEqual([bad, 400]);
    expect(host.staged).toHaveLength(1);
  });

  it('refuses names with folders, control characters, none, two, too long', async () => {
    for (const query of [
      '',
      'name=',
      'name=..',
      'name=a%2Fb',
      'name=a%5Cb',
      'name=a%00b',
      'name=%ff',
      'name=a&name=b',
      `name=${'a'.repeat(256)}`,
      'x=1',
    ]) {
      expect([query, (await post('x', `/files?${query}`)).status]).toEqual([query, 400]);
    }
    expect(host.staged).toHaveLength(0);
  });

  it('refuses too much, by length and by counting, and form types', async () => {
    expect((await raw(host.port, head('POST /files?name=a', 'Content-Length: 3000001', 'application/octet-stream'))).status).toBe(413);
    const chunk = `100000\r\n${' '.repeat(0x100000)}\r\n`;
    const counted = await raw(
      host.port,
      head('POST /files?name=a', 'Transfer-Encoding: chunked', 'application/octet-stream') + chunk.repeat(4),
    );
    expect(counted.status).toBe(413);
    for (const type of ['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded']) {
      expect((await post('x', '/files?name=a', { 'Content-Type': type })).status).toBe(415);
    }
    expect(host.staged).toHaveLength(0);
  });
});
