import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type App, type AppOptions, createApp } from '../../electron/app/create-app.ts';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { migrate } from '../../electron/platform/db/migrate.ts';
import type { HostContext } from '../../electron/platform/host-context.ts';
import { type Logger, silentLogger } from '../../electron/platform/logger.ts';
import { AppError, type WireError } from '../../shared/errors.ts';
import type { PushEvent } from '../../shared/events.ts';
import { migrationsDir, projectRoot, TestClock } from './test-clock.ts';

export { migrationsDir, projectRoot, TestClock };

/**
 * `npm test` names the worker it has just built: loading that costs a sixth of what the sources cost, and it is what she runs.
 * Without it (one test file run by hand) the worker is loaded from the sources as they are.
 */
const builtWorker = process.env.TIEFEN_BUILT_WORKER;
export const testWorker = builtWorker ? { workerFile: pathToFileURL(builtWorker) } : {};

export interface TestApp {
  app: App;
  ctx: HostContext;
  clock: TestClock;
  dataDir: string;
  events: PushEvent[];
  /** One call over the real router; rejects with the typed error. */
  call<T = unknown>(path: string, input?: unknown): Promise<T>;
  /** Closes and opens the same book again, as a restart does. */
  reopen(): Promise<TestApp>;
  /** Closes and removes the folder. */
  close(): Promise<void>;
}

let migrated: Buffer | null = null;

/** An empty book as the production migrations leave it, run once a process: most of the opening of a new book is these. */
function emptyBook(clock: TestClock): Buffer {
  if (migrated) return migrated;
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-empty-'));
  const file = join(dir, 'tiefen.db');
  const db = openDatabase(file);
  migrate(db, { migrationsDir, snapshotsDir: dir, clock, logger: silentLogger, version: '0.0.0-test' });
  db.close();
  migrated = readFileSync(file);
  rmSync(dir, { recursive: true });
  return migrated;
}

/** A temporary folder for a new book. */
function newFolder(clock: TestClock): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiefen-test-'));
  // on another day it is migrated on that day
  if (clock.now() === new TestClock().now()) writeFileSync(join(dataDir, 'tiefen.db'), emptyBook(clock), { mode: 0o600 });
  return dataDir;
}

/** The whole back end over a new temporary folder, with the production migrations and a clock that stands still. */
export async function openTestApp(options: Partial<AppOptions> & { clock?: TestClock } = {}): Promise<TestApp> {
  const clock = options.clock ?? new TestClock();
  const dataDir = options.dataDir ?? newFolder(clock);
  const failures: string[] = [];
  const logger: Logger = { info: () => {}, error: (event, facts) => failures.push(`${event} ${facts?.stack ?? JSON.stringify(facts)}`) };
  const app = await createApp({
    migrationsDir,
    host: 'test',
    version: '0.0.0-test',
    ballastBytes: 0,
    logger,
    ...testWorker,
    ...options,
    clock,
    dataDir,
  });
  const events: PushEvent[] = [];
  app.events.subscribe((event) => events.push(event));
  const call = async <T>(path: string, input?: unknown): Promise<T> => {
    // through JSON, as every transport does
    const { status, body } = await app.handle({ path, body: input === undefined ? null : JSON.parse(JSON.stringify(input)) });
    const reply = JSON.parse(typeof body === 'string' ? body : JSON.stringify(body)) as {
      result?: { data: T };
      error?: { data: { app: WireError } };
    };
    if (status === 200 && reply.result) return reply.result.data;
    const error = AppError.fromWire(reply.error!.data.app);
    // a bug: show the log line with the stack, which never crosses the wire
    if (error.kind === 'internal') error.message = failures.join('\n');
    throw error;
  };
  return {
    app,
    ctx: app.context,
    clock,
    dataDir,
    events,
    call,
    async reopen() {
      await app.close();
      return openTestApp({ ...options, clock, dataDir });
    },
    async close() {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Input of friends.create with everything empty but the name. */
export function friendNamed(remark: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    accountId: 1,
    channelId: null,
    nickname: '',
    remark,
    wxid: null,
    alias: null,
    phone: null,
    gender: null,
    region: null,
    address: null,
    birthday: null,
    ageBand: null,
    incomeBand: null,
    interests: [],
    tie: null,
    signature: null,
    description: null,
    sourceText: null,
    addedAt: null,
    ...more,
  };
}
