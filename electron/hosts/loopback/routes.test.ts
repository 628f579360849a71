import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PushEvent } from '../../../shared/events.ts';
import { contentDisposition } from './file-routes.ts';
import { startTestHost, type TestHost } from './test-host.ts';

let host: TestHost;
let token: string;
beforeEach(async () => {
  host = await startTestHost({ heartbeatMs: 100, eventBacklogBytes: 200_000, slowReadMs: 500 });
  token = await host.token();
});
afterEach(() => host.close());

const get = (path: string, signal?: AbortSignal) =>
  fetch(`${host.loopback.origin}${path}`, { headers: { Authorization: `Bearer ${token}` }, signal: signal ?? null });

describe('page', () => {
  it('carries a new nonce each time, in the policy and in the page (L23: cannot be framed)', async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const answer = await get('/');
      const policy = answer.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(await answer.text()).toContain(`nonce="${nonce}"`);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('set-cookie')).toBeNull();
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('has files with their types', async () => {
    const answer = await get('/app/index-Ab12Cd34.js');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

/** Lines of the event stream as they come. */
async function* lines(answer: Response): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    yield* parts;
  }
}

describe('events', () => {
  it('come as lines, with empty ones between, and end with the server', async () => {
    const answer = await get('/events');
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const stream = lines(answer);
    expect((await stream.next()).value).toBe('');
    const event: PushEvent = { type: 'changed', topics: ['friends', 'tags'] };
    host.push(event);
    let line = (await stream.next()).value as string;
    while (line === '') line = (await stream.next()).value as string;
    expect(JSON.parse(line)).toEqual(event);
    expect((await stream.next()).value).toBe('');
    await host.loopback.close();
    expect((await stream.next()).done).toBe(true);
    expect(host.listeners()).toBe(0);
  });

  it('stop listening when the page has gone', async () => {
    const gone = new AbortController();
    await get('/events', gone.signal);
    expect(host.listeners()).toBe(1);
    gone.abort();
    await expect.poll(() => host.listeners()).toBe(0);
  });

  it('cut off a page that does not read', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.pause();
    socket.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await expect.poll(() => host.listeners()).toBe(1);
    const job = { jobId: 'x'.repeat(100_000), name: '', state: 'running', phase: '', done: 0, total: 0, elapsedMs: 0 } as const;
    for (let i = 0; i < 200; i++) host.push({ type: 'job', job });
    await expect.poll(() => host.listeners()).toBe(0);
    socket.destroy();
  });
});

describe('L22 files going out', () => {
  it('exports are downloads without a type', async () => {
    const answer = await get('/exports/export_1');
    expect(await answer.text()).toBe('昵称\r\n小雨\r\n');
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="__ _A_.csv"; filename*=UTF-8''%E5%A5%BD%E5%8F%8B%20%27A%27.csv`,
    );
    expect((await get('/exports/export_2')).status).toBe(404);
    expect((await get('/exports/export_gone')).status).toBe(404);
  });

  it('pictures keep a picture type, anything else becomes bytes', async () => {
    const png = await get('/assets/1');
    expect(png.headers.get('content-type')).toBe('image/png');
    expect((await png.bytes()).length).toBe(4);
    const svg = await get('/assets/2');
    expect(svg.headers.get('content-type')).toBe('application/octet-stream');
    for (const answer of [png, svg]) {
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    await svg.bytes();
    expect((await get('/assets/3')).status).toBe(404);
  });

  it('pictures and videos come by parts', async () => {
    const part = (range: string) =>
      fetch(`${host.loopback.origin}/assets/1`, { headers: { Authorization: `Bearer ${token}`, Range: range } });
    const middle = await part('bytes=1-2');
    expect([middle.status, middle.headers.get('content-range')]).toEqual([206, 'bytes 1-2/4']);
    expect([...(await middle.bytes())]).toEqual([...(await (await get('/assets/1')).bytes())].slice(1, 3));
    const outside = await part('bytes=4-');
    expect([outside.status, outside.headers.get('content-range'), await outside.text()]).toEqual([416, 'bytes */4', '']);
    expect((await part('bytes=0-0,2-2')).status).toBe(200);
  });

  it('an address without a token is good for one asset, while it is used', async () => {
    const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${host.loopback.origin}${path}`, { headers });
    const mint = (id: number, authorization = `Bearer ${token}`) =>
      fetch(`${host.loopback.origin}/assets/${id}/ticket`, {
        method: 'POST',
        headers: { Origin: host.loopback.origin, 'Content-Type': 'application/json', Authorization: authorization },
        body: 'null',
      });
    const { ticket } = (await (await mint(1)).json()) as { ticket: string };
    const shown = await ask(`/media/${ticket}`, { Range: 'bytes=0-0' });
    expect([shown.status, shown.headers.get('content-type'), shown.headers.get('content-disposition')]).toEqual([206, 'image/png', null]);
    await shown.bytes();
    const saved = await ask(`/media/${ticket}/save`);
    expect(saved.headers.get('content-disposition')).toBe(
      `attachment; filename="___ _1_.png"; filename*=UTF-8''_%E6%97%A9%E5%AE%89%20_1_.png`,
    );
    await saved.bytes();
    // another site, a guess, no one who may ask, nothing there
    expect((await ask(`/media/${ticket}`, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await ask(`/media/${ticket}`, { 'Sec-Fetch-Site': 'none' })).status).toBe(403);
    expect((await ask(`/media/${'A'.repeat(22)}`)).status).toBe(401);
    expect((await ask(`/media/${ticket}?x=1`)).status).toBe(404);
    expect((await ask('/assets/1')).status).toBe(401);
    expect((await mint(1, 'Bearer nobody')).status).toBe(401);
    expect((await mint(3)).status).toBe(404);
    expect((await get('/assets/1/ticket')).status).toBe(405);
    host.clock.advance(50 * 60_000);
    expect((await ask(`/media/${ticket}`)).status).toBe(200);
    host.clock.advance(50 * 60_000);
    expect((await ask(`/media/${ticket}`)).status).toBe(200);
    host.clock.advance(61 * 60_000);
    expect((await ask(`/media/${ticket}`)).status).toBe(401);
  });

  it('a download name cannot break out of its header', () => {
    expect(contentDisposition('a"; filename=evil.exe\r\nX: y\ud800')).toBe(
      `attachment; filename="a__ filename_evil.exe__X_ y_"; filename*=UTF-8''a%22%3B%20filename%3Devil.exe%0D%0AX%3A%20y%EF%BF%BD`,
    );
  });

  it('a reader that stops taking is dropped', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.on('error', () => {});
    const body = 'null';
    socket.pause();
    socket.write(
      `POST /rpc/test.big HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.loopback.origin}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await expect.poll(() => host.calls.length).toBe(1);
    await host.loopback.close();
    socket.destroy();
  });
});

it('L28 a bug answers a reference and nothing else', async () => {
  const headers = { Origin: host.loopback.origin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${host.loopback.origin}/rpc/test.bug`, { method: 'POST', headers, body: 'null' });
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(text).not.toContain('secret');
  expect(JSON.parse(text)).toEqual({
    error: {
      message: 'internal',
      code: -32603,
      data: {
        code: 'INTERNAL_SERVER_ERROR',
        httpStatus: 500,
        path: '',
        app: { kind: 'internal', category: 'internal', details: {}, reference: 'ref_1' },
      },
    },
  });
});
