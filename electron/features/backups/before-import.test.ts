import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BackupLook, type BackupsState, beforeImportJob, type FoundBackups } from '../../../shared/contracts/backups.ts';
import type { ImportReport, Inspection, Preview } from '../../../shared/contracts/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import type { JobProgress } from '../../../shared/events.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { forkShareChild } from '../../platform/share/share.ts';
import { bigImport } from '../imports/before-big.ts';
import { backupsFor } from './index.ts';

let dir: string;
let usb: string;
let book: TestApp;
/** while it is set, the process that reaches the stick hears nothing, and this is told */
let hanging: (() => void) | null;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-before-import-'));
  usb = join(dir, 'usb');
  mkdirSync(usb);
  hanging = null;
  book = await openTestApp({
    secretCost: 14,
    startShareChild: (file) => {
      const child = forkShareChild(file);
      return { ...child, send: (request) => (hanging ? hanging() : child.send(request)) };
    },
  });
});
afterEach(async () => {
  await book.close();
  rmSync(dir, { recursive: true, force: true });
});

const made = () =>
  readdirSync(usb)
    .filter((name) => name.endsWith('.tfb'))
    .sort();
const friends = () => book.ctx.db.pluck('SELECT count(*) FROM friends').get();
const jobs = (): JobProgress[] => book.events.flatMap((event) => (event.type === 'job' ? [event.job] : []));
const told = () => jobs().filter(({ name, state }) => name === beforeImportJob && state === 'failed').length;
const idle = () => backupsFor(book.ctx).line.idle();
const setUp = async () => {
  await book.call('backups.setUp', { mode: 'open' });
  await book.call('backups.addTarget', { path: usb });
  await book.call('backups.setSchedule', { daily: true, atQuit: false });
};

async function previewOf(count: number, from: number): Promise<string> {
  const rows = Array.from({ length: count }, (_, i) => `wxid_${from + i},好友${from + i}`);
  const staged = await book.app.files.stageStream(
    '通讯录.csv',
    (async function* () {
      yield Buffer.from(['微信号,备注', ...rows].join('\r\n'));
    })(),
  );
  const { sessionId, columns } = await book.call<Inspection>('imports.inspect', { fileId: staged.fileId });
  const fields = columns.map(({ field }) => field);
  await book.call<Preview>('imports.preview', { sessionId, fields, accountId: 1, channelId: null });
  return sessionId;
}
const commit = (sessionId: string) =>
  book.call<ImportReport>('imports.commit', { sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {} });
const bringIn = async (count: number, from: number) => commit(await previewOf(count, from));

it('copies the book before a big import, and only before a big one, only where she wants it and has set it up', async () => {
  await bringIn(bigImport + 1, 0);
  expect(existsSync(join(book.dataDir, 'backups.db')), 'nobody asked for backups').toBe(false);
  await setUp();
  expect((await book.call<BackupsState>('backups.state')).schedule).toEqual({ daily: true, atQuit: false, beforeImports: true });
  await bringIn(5, 10_000);
  await idle();
  expect(made()).toEqual([]);
  const before = friends();
  await bringIn(bigImport + 1, 20_000);
  await idle();
  const { backups } = await book.call<FoundBackups>('backups.list', { place: { path: usb } });
  const look = await book.call<BackupLook>('backups.inspect', {
    place: { path: usb },
    name: backups[0]!.name,
    secret: null,
    jobId: 'backup-look',
  });
  expect(look.counts.find(({ kind }) => kind === 'friends')?.count, 'as it was before').toBe(before);
  expect(made()).toHaveLength(1);
  await book.call('backups.run', { jobId: 'backup-hand' });
  const session = await previewOf(bigImport + 1, 30_000);
  await commit(session);
  await idle();
  expect(made(), 'all was in a backup already').toHaveLength(2);
  await book.call('backups.setSchedule', { daily: true, atQuit: false, beforeImports: false });
  await bringIn(bigImport + 1, 40_000);
  await idle();
  expect(made()).toHaveLength(2);
  expect(told()).toBe(0);
});

it('lets the import go on where the backup cannot be made, and says so once', async () => {
  await setUp();
  rmSync(usb, { recursive: true });
  writeFileSync(usb, 'a file now');
  expect(await bringIn(bigImport + 1, 0)).toMatchObject({ added: bigImport + 1 });
  await idle();
  expect([friends(), told()]).toEqual([bigImport + 1, 1]);
  await bringIn(bigImport + 1, 10_000);
  await idle();
  expect(told(), 'it is not tried again within the hour').toBe(1);
  book.clock.tick(3_600_000);
  rmSync(usb);
  mkdirSync(usb);
  await bringIn(bigImport + 1, 20_000);
  await idle();
  expect([told(), made()]).toMatchObject([1, [expect.any(String)]]);
});

it('can be stopped while it waits: nothing is imported then', async () => {
  await setUp();
  const session = await previewOf(bigImport + 1, 0);
  const asked = new Promise<void>((resolve) => {
    hanging = resolve;
  });
  const outcome = commit(session).then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.kind : String(error)),
  );
  await asked;
  await book.call('imports.cancel', { sessionId: session });
  await book.call('backups.cancel', { jobId: backupsFor(book.ctx).line.running!.jobId });
  expect([await outcome, friends(), told()]).toEqual(['cancelled', 0, 0]);
});
