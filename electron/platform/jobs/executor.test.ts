import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import type { JobProgress, PushEvent } from '../../../shared/events.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { crashCommand, failCommand, longCommand, stubbornCommand, writeCommand } from '../../../tests/helpers/test-commands.ts';
import { EventHub } from '../events.ts';
import { createExecutor, type Executor } from './executor.ts';

const workerFile = new URL('../../../tests/helpers/test-worker.ts', import.meta.url);
let app: TestApp;
let executor: Executor;
let events: PushEvent[];
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
afterEach(() => executor?.close());

function start(databaseFile = app.ctx.folder.database): void {
  const hub = new EventHub();
  events = [];
  hub.subscribe((event) => events.push(event));
  const ctx = { ...app.ctx, announce: (change: Parameters<EventHub['changed']>[0]) => hub.changed(change) };
  executor = createExecutor(ctx, hub, workerFile, { dataDir: app.dataDir, databaseFile });
}
const settings = (like: string) => app.ctx.db.raw.prepare('SELECT count(*) FROM settings WHERE key LIKE ?').pluck().get(like);
const jobs = () => events.flatMap((event): JobProgress[] => (event.type === 'job' ? [event.job] : []));
/** The worker takes a second or, on a busy machine, ten to start; what is timed begins after that. */
const warm = () => executor.execute(writeCommand, { key: 'warm', ms: 0, inWorker: true });
/** Resolves once the job has told of its progress. */
async function underWay(jobId: string): Promise<void> {
  while (!jobs().some((job) => job.jobId === jobId)) await soon(20);
}
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a worker that dies', () => {
  it.each(['exit', 'throw', 'reject'] as const)(
    'by %s fails its task with a typed error, and the next task gets a new worker',
    async (how) => {
      start();
      const crash = executor.execute(crashCommand, how, { jobId: 'crash' });
      // queued behind the crash: must run in a new worker and be told of its own end, not of the old one's
      const next = executor.execute(writeCommand, { key: `after.${how}`, ms: 300, inWorker: true });
      await expect(crash).rejects.toMatchObject({ kind: 'internal' });
      await expect(next).resolves.toBe(`after.${how}`);
      expect(settings(`after.${how}`)).toBe(1);
      expect(jobs().at(-1)).toMatchObject({ jobId: 'crash', state: 'failed' });
      await expect(executor.execute(writeCommand, { key: 'again', ms: 0, inWorker: true })).resolves.toBe('again');
    },
  );
});

it('a worker that the disk does not let open the book says so', async () => {
  const file = join(app.dataDir, 'no book');
  writeFileSync(file, 'no book at all');
  start(file);
  await expect(warm()).rejects.toMatchObject({ kind: 'databaseDamaged' });
});

describe('running work', () => {
  it('writes one after the other, in the order asked for, wherever each of them runs', async () => {
    start();
    const order: string[] = [];
    const run = (key: string, ms: number, inWorker: boolean) =>
      executor.execute(writeCommand, { key: `order.${key}`, ms, inWorker }).then((done) => order.push(done));
    await Promise.all([run('a', 120, true), run('b', 0, false), run('c', 60, true), run('d', 0, false)]);
    expect(order).toEqual(['order.a', 'order.b', 'order.c', 'order.d']);
    const values = app.ctx.db.raw.prepare("SELECT value FROM settings WHERE key LIKE 'order.%' ORDER BY key").pluck().all().map(Number);
    expect(values).toEqual([...values].sort((x, y) => x - y));
    expect(events.filter((event) => event.type === 'changed')).toEqual(Array(4).fill({ type: 'changed', topics: ['settings'] }));
  });

  it('goes on after a write that failed', async () => {
    start();
    const failed = executor.execute(
      {
        ...writeCommand,
        run: () => {
          throw new AppError('notFound');
        },
      },
      { key: 'x', ms: 0, inWorker: false },
    );
    const next = executor.execute(writeCommand, { key: 'next', ms: 0, inWorker: false });
    await expect(failed).rejects.toMatchObject({ kind: 'notFound' });
    await expect(next).resolves.toBe('next');
  });

  it('stops when asked to, rolls back, and says so', async () => {
    start();
    const job = executor.execute(longCommand, { rows: 5000 }, { jobId: 'long' });
    await underWay('long');
    await soon(250);
    executor.cancel('nobody');
    executor.cancel('long');
    await expect(job).rejects.toMatchObject({ kind: 'cancelled', category: 'cancelled' });
    expect(settings('long.%')).toBe(0);
    expect(jobs().at(-1)).toMatchObject({ jobId: 'long', name: 'test.long', state: 'cancelled' });
    expect(jobs().length).toBeGreaterThan(1);
    expect(jobs()[0]).toMatchObject({ state: 'running', phase: 'write', total: 5000 });
  });

  it('can be cancelled while it waits behind another write', async () => {
    start();
    const first = executor.execute(stubbornCommand, { ms: 300 });
    const waiting = executor.execute(longCommand, { rows: 400 }, { jobId: 'waiting' });
    executor.cancel('waiting');
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    await first;
    expect(settings('long.%')).toBe(0);
  });

  it('gives failures of the disk in the worker their types', async () => {
    start();
    const kinds = [
      ['ENOSPC', 'diskFull'],
      ['SQLITE_FULL', 'diskFull'],
      ['SQLITE_IOERR_SHMSIZE', 'diskFull'],
      ['SQLITE_IOERR_WRITE', 'storageFailed'],
      ['SQLITE_CORRUPT', 'databaseDamaged'],
      ['EROFS', 'readOnlyFolder'],
      ['SQLITE_BUSY', 'storageFailed'],
      ['EODD', 'internal'],
    ] as const;
    for (const [code, kind] of kinds) await expect(executor.execute(failCommand, { code })).rejects.toMatchObject({ kind });
  });
});

describe('closing', () => {
  it('waits for a write under way, refuses new ones, and stops what looks at the sign', async () => {
    start();
    await warm();
    const write = executor.execute(writeCommand, { key: 'closing', ms: 200, inWorker: true });
    await soon(50);
    const closed = executor.close();
    await expect(executor.execute(writeCommand, { key: 'late', ms: 0, inWorker: false })).rejects.toMatchObject({ kind: 'closing' });
    await expect(write).resolves.toBe('closing');
    await closed;
    expect([settings('closing'), settings('late')]).toEqual([1, 0]);
    start();
    const long = executor.execute(longCommand, { rows: 5000 }, { jobId: 'closing' });
    await underWay('closing');
    await Promise.all([executor.close(), expect(long).rejects.toMatchObject({ category: 'cancelled' })]);
  });

  it('never starts a worker again once it has closed, however long the queue was', async () => {
    start();
    await warm();
    const stubborn = executor.execute(stubbornCommand, { ms: 20_000 }).catch((error: AppError) => error.kind);
    const queued = executor.execute(writeCommand, { key: 'zombie', ms: 0, inWorker: true }).catch((error: AppError) => error.kind);
    await executor.close();
    expect([await stubborn, await queued]).toEqual(['closing', 'closing']);
    await soon(1500);
    expect(settings('zombie')).toBe(0);
  });
});

describe('the hub of events', () => {
  it('reaches every window although one of them throws, and the caches first', () => {
    const hub = new EventHub();
    const heard: string[] = [];
    hub.subscribe(() => {
      throw new Error('window gone');
    });
    hub.subscribe((event) => heard.push(event.type));
    hub.onChange(() => heard.push('cache'));
    hub.changed({ topics: ['friends'] });
    expect(heard).toEqual(['cache', 'changed']);
  });

  it('a window that throws does not turn a saved action into a failure', async () => {
    const stop = app.app.events.subscribe(() => {
      throw new Error('window gone');
    });
    await expect(app.call('tags.create', { name: '留下', groupId: null, color: null })).resolves.toMatchObject({
      undoId: expect.any(Number),
    });
    stop();
  });
});
