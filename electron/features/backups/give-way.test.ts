import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BackupsState, RunReport } from '../../../shared/contracts/backups.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { backupsFor } from './backups.service.ts';

let dir: string;
let book: TestApp;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-give-way-'));
  book = await openTestApp();
  mkdirSync(join(dir, 'usb'));
  await book.call('backups.setUp', { mode: 'open' });
  await book.call('backups.addTarget', { path: join(dir, 'usb') });
});
afterEach(async () => {
  await book.close();
  rmSync(dir, { recursive: true, force: true });
});

const state = () => book.call<BackupsState>('backups.state');

it('lets what she asks for go before a backup that began by itself; that one comes later', async () => {
  const byItself = backupsFor(book.ctx).lookWhatIsDue();
  expect((await state()).running?.jobId).toMatch(/^backup-own-/);
  const { targets } = await book.call<RunReport>('backups.run', { jobId: 'backup-hers' });
  await byItself;
  expect(targets.map(({ error }) => error)).toEqual([null]);
  expect(await state()).toMatchObject({ running: null, age: 'ok', targets: [{ copies: 1, error: null }] });
});

it('refuses a second piece of work that she asked for, and what would begin by itself waits', async () => {
  const first = book.call<RunReport>('backups.run', { jobId: 'backup-1' });
  await expect(book.call('backups.run', { jobId: 'backup-2' })).rejects.toMatchObject({ kind: 'backupRuns' });
  await backupsFor(book.ctx).lookWhatIsDue();
  expect((await state()).running?.jobId ?? 'backup-1').toBe('backup-1');
  expect((await first).targets).toHaveLength(1);
});
