import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LockState } from '../../../shared/contracts/lock.ts';
import { AppError } from '../../../shared/errors.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { appRouter } from '../../app/router.ts';

let book: TestApp;
beforeEach(async () => {
  book = await openTestApp({ secretCost: 14 });
});
afterEach(() => book.close());

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.kind : `raw ${String(error)}`),
  );
const state = () => book.call<LockState>('lock.state');
const passphrase = '橙子雨伞火车站';
const setUp = () => book.call('lock.set', { current: null, passphrase, minutes: 10 });
const unlock = (typed: string) => kindOf(book.call('lock.unlock', { passphrase: typed }));

it('locks after so many minutes without anybody, and from the start; then nothing is answered but how it opens', async () => {
  expect(await state()).toEqual({ enabled: false, locked: false, minutes: 15 });
  await book.call('lock.now');
  expect((await state()).locked, 'where there is none, nothing locks').toBe(false);
  await book.call('friends.create', friendNamed('李姐'));
  const staged = await book.app.files.stageStream(
    'a.png',
    (async function* () {
      yield png(2, 2);
    })(),
  );
  const { id } = await book.call<{ id: number }>('posts.addAsset', { fileId: staged.fileId });
  await setUp();
  expect(await state()).toEqual({ enabled: true, locked: false, minutes: 10 });
  book.clock.tick(9 * 60_000);
  await book.call('lock.seen');
  book.clock.tick(9 * 60_000);
  expect(await kindOf(book.call('friends.get', { id: 1 }))).toBe('done');
  book.clock.tick(60_000);
  for (const path of Object.keys(appRouter._def.procedures)) {
    if (['lock.state', 'lock.unlock', 'lock.recover'].includes(path)) continue;
    expect(await kindOf(book.call(path)), path).toBe('appLocked');
  }
  expect(book.app.files.assetPath(id)).toBeNull();
  expect(await kindOf(book.app.files.stageCopy(join(book.dataDir, 'tiefen.db')))).toBe('appLocked');
  expect([await unlock('别的密码别的'), (await state()).locked]).toEqual(['wrongSecret', true]);
  expect([await unlock(` ${passphrase} `), (await state()).locked]).toEqual(['done', false]);
  expect(book.app.files.assetPath(id)).not.toBeNull();
  expect(await kindOf(book.call('lock.set', { current: '别的密码别的', passphrase: '换一个密码吧', minutes: 5 }))).toBe('wrongSecret');
  expect(await kindOf(book.call('lock.set', { current: passphrase, passphrase: '换一个密码吧', minutes: 5 }))).toBe('done');
  book = await book.reopen();
  expect(await state()).toEqual({ enabled: true, locked: true, minutes: 5 });
  expect(await unlock('换一个密码吧')).toBe('done');
  expect(await kindOf(book.call('lock.remove', { passphrase }))).toBe('wrongSecret');
  expect(await kindOf(book.call('lock.remove', { passphrase: '换一个密码吧' }))).toBe('done');
  book = await book.reopen();
  expect(await state()).toMatchObject({ enabled: false, locked: false });
});

it('locks by itself while nobody asks for anything, and tells every window', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const idle = await openTestApp({ secretCost: 14 });
    try {
      await idle.call('lock.set', { current: null, passphrase, minutes: 10 });
      const told = () => idle.events.filter((event) => event.type === 'changed' && event.topics.includes('lock')).length;
      const before = told();
      idle.clock.tick(10 * 60_000 - 1);
      vi.advanceTimersByTime(60_000);
      expect(told()).toBe(before);
      idle.clock.tick(1);
      vi.advanceTimersByTime(5000);
      expect(told()).toBe(before + 1);
      expect(idle.app.files.exportPath('x')).toBeNull();
      expect(await idle.call<LockState>('lock.state')).toMatchObject({ locked: true });
    } finally {
      await idle.close();
    }
  } finally {
    vi.useRealTimers();
  }
});

it('opens with the recovery code of the backups, or without its file', async () => {
  await setUp();
  await book.call('lock.now');
  expect(await kindOf(book.call('lock.recover', { code: 'AAAA' }))).toBe('backupsNotSetUp');
  await unlock(passphrase);
  const { code } = await book.call<{ code: string }>('backups.setUp', { mode: 'closed', passphrase: '我家门口有棵老树' });
  await book.call('lock.now');
  expect(await kindOf(book.call('lock.recover', { code: 'AAAA-BBBB' }))).toBe('codeDiffers');
  expect(await kindOf(book.call('lock.recover', { code }))).toBe('done');
  expect(await state()).toMatchObject({ enabled: false, locked: false });
  writeFileSync(join(book.dataDir, 'lock.json'), '{"half');
  book = await book.reopen();
  expect([(await state()).locked, await unlock(passphrase)]).toEqual([true, 'wrongSecret']);
  rmSync(join(book.dataDir, 'lock.json'));
  book = await book.reopen();
  expect([(await state()).locked, existsSync(join(book.dataDir, 'lock.json'))]).toEqual([false, false]);
});
