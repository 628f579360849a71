/** A small back end of our own for the tests of this folder: real bytes on a real disk behind the HostApp interface. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PushEvent } from '../../../shared/events.ts';
import type { StagedFile } from '../../../shared/host.ts';
import { countingIds } from '../../platform/ids.ts';
import type { HostApp, HostRequest } from '../host-app.ts';
import type { StaticManifest } from '../static-files.ts';
import type { Limits } from './limits.ts';
import { type Loopback, startLoopback } from './start-loopback.ts';

export interface TestHost {
  loopback: Loopback;
  app: HostApp;
  port: number;
  /** every request that reached the back end */
  calls: HostRequest[];
  /** procedures whose signal was aborted */
  aborted: string[];
  staged: StagedFile[];
  dir: string;
  clock: { now(): number; advance(ms: number): void };
  push(event: PushEvent): void;
  listeners(): number;
  /** trades the code of `address` (the first one when absent) for a token */
  token(address?: string): Promise<string>;
  close(): Promise<void>;
}

const page = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>铁粉簿</title>';

export const testManifest: StaticManifest = {
  page,
  files: new Map([['/app/index-Ab12Cd34.js', { bytes: Buffer.from('export {};'), type: 'text/javascript; charset=utf-8', hashed: true }]]),
};

async function testApp(
  host: Pick<TestHost, 'calls' | 'aborted' | 'staged' | 'dir'>,
): Promise<{ app: HostApp; listeners: Set<(event: PushEvent) => void> }> {
  const listeners = new Set<(event: PushEvent) => void>();
  const exported = join(host.dir, 'export.csv');
  const picture = join(host.dir, 'picture');
  await writeFile(exported, '昵称\r\n小雨\r\n');
  await writeFile(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  const app: HostApp = {
    async handle(request) {
      host.calls.push(request);
      if (request.path === 'test.slow') {
        await new Promise<void>((resolve) => request.signal?.addEventListener('abort', () => resolve()));
        host.aborted.push(request.path);
      }
      if (request.path === 'test.bug') throw new Error('secret detail 小雨');
      if (request.path === 'test.big') return { status: 200, body: { result: { data: 'x'.repeat(8_000_000) } } };
      return { status: 200, body: { result: { data: request.body } } };
    },
    events: {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    files: {
      async stageStream(name, stream, _max, place) {
        let size = 0;
        for await (const chunk of stream) size += chunk.length;
        const file = { fileId: `staged_${host.staged.length + 1}`, name, size, ...(place === undefined ? {} : { place }) };
        host.staged.push(file);
        return file;
      },
      stageCopy: () => Promise.reject(new Error('not used by this host')),
      stageFolder: () => Promise.reject(new Error('not used by this host')),
      offerFolder: () => {
        throw new Error('not used by this host');
      },
      exportPath: (fileId) => {
        if (fileId === 'export_1') return { path: exported, name: "好友 'A'.csv" };
        return fileId === 'export_gone' ? { path: join(host.dir, 'gone'), name: 'gone.csv' } : null;
      },
      assetPath: (assetId) => {
        if (assetId === 1) return { path: picture, mime: 'image/png', bytes: 4, name: '../早安 "1".png' };
        return assetId === 2 ? { path: picture, mime: 'image/svg+xml', bytes: 4, name: 'x.svg' } : null;
      },
    },
    close: () => Promise.resolve(),
  };
  return { app, listeners };
}

/** Starts the real server on a free port with a fixed clock; `limits` shortens its times. */
export async function startTestHost(limits: Partial<Limits> = {}): Promise<TestHost> {
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-loopback-'));
  let now = Date.UTC(2026, 10, 22, 4);
  const clock = { now: () => now, advance: (ms: number) => void (now += ms) };
  const parts = { calls: [] as HostRequest[], aborted: [] as string[], staged: [] as StagedFile[], dir };
  const { app, listeners } = await testApp(parts);
  const loopback = await startLoopback({ app, manifest: testManifest, port: 0, clock, ids: countingIds(), limits });
  const { origin } = loopback;
  return {
    ...parts,
    app,
    loopback,
    port: Number(new URL(origin).port),
    clock,
    push: (event) => {
      for (const listener of listeners) listener(event);
    },
    listeners: () => listeners.size,
    async token(address = loopback.address) {
      const code = new URL(address).hash.slice('#code='.length);
      const headers = { Origin: origin, 'Content-Type': 'application/json' };
      const answer = await fetch(`${origin}/session`, { method: 'POST', headers, body: JSON.stringify({ code }) });
      if (answer.status !== 200) throw new Error(`session: ${answer.status}`);
      return ((await answer.json()) as { token: string }).token;
    },
    async close() {
      await loopback.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface RawAnswer {
  /** 0 = the connection closed without an answer */
  status: number;
  head: string;
  body: string;
  closed: boolean;
}

/** Sends bytes as they are and waits until the server closes the connection (or `waitMs` have passed). */
export function raw(port: number, bytes: string | Buffer, waitMs = 30_000): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const finish = (closed: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      const text = Buffer.concat(chunks).toString('utf8');
      const end = text.indexOf('\r\n\r\n');
      const head = end < 0 ? text : text.slice(0, end);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
      resolve({ status, head, body: end < 0 ? '' : text.slice(end + 4), closed });
    };
    const timer = setTimeout(() => finish(false), waitMs);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => finish(true));
  });
}

/** Text of a request with `Connection: close`; headers are sent exactly as given. */
export function requestText(line: string, headers: [string, string][], body = ''): string {
  const lines = [line, ...headers.map(([name, value]) => `${name}: ${value}`), 'Connection: close'];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
