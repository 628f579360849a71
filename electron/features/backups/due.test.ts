import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BackupsState } from '../../../shared/contracts/backups.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { forkShareChild, type ShareChild } from '../../platform/share/share.ts';
import { backupsFor } from './index.ts';

const hour = 3_600_000;
const day = 24 * hour;
let dir: string;
let usb: string;
let book: TestApp;
let children: ShareChild[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-due-'));
  usb = join(dir, 'usb');
  mkdirSync(usb);
  children = [];
  book = await openTestApp({
    startShareChild: (file) => {
      const child = forkShareChild(file);
      children.push(child);
      return child;
    },
  });
});
afterEach(async () => {
  await book.close();
  rmSync(dir, { recursive: true, force: true });
});

const state = () => book.call<BackupsState>('backups.state');
const look = () => backupsFor(book.ctx).lookWhatIsDue();
const made = () => readdirSync(usb).filter((name) => name.endsWith('.tfb')).length;
const setUp = async () => {
  await book.call('backups.setUp', { mode: 'open' });
  await book.call('backups.addTarget', { path: usb });
};

it('makes one a day by itself, tries a failed place again an hour later, and tries a restore once a week', async () => {
  await look();
  expect(existsSync(join(book.dataDir, 'backups.db')), 'nobody asked for backups').toBe(false);
  await setUp();
  expect((await state()).nextDueAt).toBe(book.clock.at);
  await look();
  expect(made()).toBe(1);
  // 2026-11-22 12:00 in Shanghai
  expect((await state()).nextDueAt).toBe(Date.UTC(2026, 10, 22, 16));
  await look();
  expect(await state()).toMatchObject({ drill: { error: null, folder: usb }, targets: [{ copies: 1 }] });
  await look();
  expect(made()).toBe(1);
  book.clock.tick(day);
  rmSync(usb, { recursive: true });
  writeFileSync(usb, 'a file now');
  await look();
  expect(await state()).toMatchObject({ nextDueAt: book.clock.at + hour, targets: [{ error: { kind: 'targetUnfit' } }] });
  rmSync(usb);
  mkdirSync(usb);
  book.clock.tick(hour - 1);
  await look();
  expect(made()).toBe(0);
  book.clock.tick(1);
  await look();
  expect(await state()).toMatchObject({
    targets: [{ error: null, last: { madeAt: book.clock.at } }],
    drill: { at: book.clock.at - day - hour },
  });
  book.clock.tick(6 * day);
  await look();
  await look();
  expect((await state()).drill).toMatchObject({ at: book.clock.at, error: null });
  await book.call('backups.setSchedule', { daily: false, atQuit: false });
  book.clock.tick(day);
  const before = made();
  await look();
  expect([made(), (await state()).nextDueAt]).toEqual([before, null]);
});

it('makes a last one when the program closes, if anything changed since', async () => {
  await setUp();
  await book.call('friends.create', friendNamed('李姐'));
  await book.call('backups.run', { jobId: 'backup-1' });
  book = await book.reopen();
  expect(made()).toBe(1);
  await book.call('friends.create', friendNamed('王姐'));
  // a busy machine may take longer than she would wait
  await backupsFor(book.ctx).close(60_000);
  expect(made()).toBe(2);
});

it.runIf(process.platform !== 'win32')(
  'waits for no place that stands still when it closes, and makes up for it at the next start',
  async () => {
    await setUp();
    await book.call('backups.run', { jobId: 'backup-1' });
    await book.call('friends.create', friendNamed('李姐'));
    process.kill(children.at(-1)!.pid!, 'SIGSTOP');
    book = await book.reopen();
    // had closing waited for the place, it would stand here that it hangs
    expect(await state()).toMatchObject({ targets: [{ error: null, copies: 1 }] });
    expect(made()).toBe(1);
    // of today there is one already: what is owed is made all the same
    await look();
    expect(made()).toBe(2);
    expect(await state()).toMatchObject({ targets: [{ error: null, copies: 2 }] });
  },
);
