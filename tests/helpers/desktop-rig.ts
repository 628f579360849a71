/**
 * The desktop host on an imagined machine: the real startDesktop and preload over the fake of electron, and behind them
 * a small back end with real files, real staging and the real event hub.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DesktopDeps } from '../../electron/hosts/desktop/deps.ts';
import { exposeHost } from '../../electron/hosts/desktop/preload-api.ts';
import { startDesktop } from '../../electron/hosts/desktop/start-desktop.ts';
import type { HostApp, HostRequest } from '../../electron/hosts/host-app.ts';
import type { StaticManifest } from '../../electron/hosts/static-files.ts';
import { EventHub } from '../../electron/platform/events.ts';
import { chosenFolders } from '../../electron/platform/files/chosen-folders.ts';
import { createStaging, type Staging } from '../../electron/platform/files/staging.ts';
import { countingIds } from '../../electron/platform/ids.ts';
import type { LogFacts } from '../../electron/platform/logger.ts';
import { defaultSettings, type Settings } from '../../shared/contracts/settings.ts';
import type { DesktopHostApi } from '../../shared/host.ts';
import { type FakeMachine, fakeElectron, fakePreload } from './fake-electron.ts';
import type { FakeWindow } from './fake-electron-objects.ts';

export const testBundle: StaticManifest = {
  page: '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>铁粉簿</title>',
  files: new Map([
    ['/assets/index-Ab12Cd34.js', { bytes: Buffer.from('export {};'), type: 'text/javascript; charset=utf-8', hashed: true }],
    ['/favicon.svg', { bytes: Buffer.from('<svg/>'), type: 'image/svg+xml', hashed: false }],
  ]),
};

export interface TestBackend {
  app: HostApp;
  events: EventHub;
  staging: Staging;
  settings: Settings;
  calls: HostRequest[];
  aborted: string[];
  closes: number;
  /** close() answers after this promise */
  holdClose: Promise<void>;
}

function testBackend(dir: string): TestBackend {
  const events = new EventHub();
  const staging = createStaging(join(dir, 'staging'), countingIds(), 0);
  const folders = chosenFolders(countingIds());
  const picture = join(dir, 'picture.png');
  writeFileSync(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47]));
  const backend: TestBackend = {
    events,
    staging,
    settings: structuredClone(defaultSettings),
    calls: [],
    aborted: [],
    closes: 0,
    holdClose: Promise.resolve(),
    app: {
      async handle(request) {
        backend.calls.push(request);
        if (request.path === 'settings.all') return { status: 200, body: { result: { data: backend.settings } } };
        if (request.path === 'test.slow') {
          await new Promise<void>((resolve) => request.signal?.addEventListener('abort', () => resolve()));
          backend.aborted.push(JSON.stringify(request.body));
        }
        return { status: 200, body: { result: { data: request.body } } };
      },
      events,
      files: {
        stageStream: staging.stageStream,
        stageCopy: staging.stageCopy,
        stageFolder: staging.stageFolder,
        offerFolder: folders.offer,
        exportPath: staging.exportPath,
        assetPath: (assetId) => {
          if (assetId === 1) return { path: picture, mime: 'image/png', bytes: 4, name: '../早安:1.png' };
          if (assetId === 2) return { path: join(dir, 'gone.png'), mime: 'image/png', bytes: 4, name: 'gone.png' };
          return assetId === 3 ? { path: picture, mime: 'image/png', bytes: 100_000_000, name: 'huge.png' } : null;
        },
      },
      async close() {
        backend.closes++;
        events.push({ type: 'closing' });
        await backend.holdClose;
      },
    },
  };
  return backend;
}

export type DesktopRig = ReturnType<typeof desktopRig>;

/** A machine and everything to start the desktop host on it; nothing runs before `start()`. */
export function desktopRig(machine: Partial<FakeMachine> = {}, overrides: Partial<DesktopDeps> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-desktop-'));
  const dataDir = join(dir, 'book');
  mkdirSync(dataDir);
  const fake = fakeElectron({ folder: dir, ...machine });
  const backend = testBackend(dir);
  let now = Date.UTC(2026, 10, 22, 4);
  const logs: Array<{ event: string; facts: LogFacts | undefined }> = [];
  const said: string[] = [];
  let nonces = 0;
  const deps: DesktopDeps = {
    createApp: async () => backend.app,
    dataDir,
    home: () => null,
    customDataDir: false,
    programIsWhole: () => true,
    readBundle: () => testBundle,
    preload: join(dir, 'preload.cjs'),
    argv: [],
    platform: 'linux',
    clock: { now: () => now },
    ids: countingIds(),
    logger: { info: () => {}, error: (event, facts) => void logs.push({ event, facts }) },
    newNonce: () => `nonce${++nonces}`,
    say: (line) => void said.push(line),
    ...overrides,
  };
  const window = (): FakeWindow => {
    const open = fake.windows.filter((candidate) => !candidate.destroyed).at(-1);
    if (!open) throw new Error('no window is open');
    return open;
  };
  const preload = fakePreload(fake, window);
  return {
    dir,
    dataDir,
    fake,
    backend,
    deps,
    logs,
    said,
    window,
    preload,
    advance: (ms: number) => void (now += ms),
    start: () => startDesktop(fake.module, deps),
    /** Starts the host, runs the preload, and gives what the page sees. */
    async page(): Promise<DesktopHostApi> {
      await startDesktop(fake.module, deps);
      exposeHost(preload.electron);
      return preload.exposed.tiefenHost as unknown as DesktopHostApi;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
