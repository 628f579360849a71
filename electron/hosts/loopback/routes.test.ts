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
