/** From no backup to one that was opened, back to how the book was, and back again; then the lock, which its recovery code opens. */
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { anotherDisk } from '../helpers/disk-folder.ts';
import { lookAt, looks } from '../helpers/looks.ts';
import { putOldBook, releasesOf } from '../helpers/old-book.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { shell } from '../helpers/pages/shell.ts';
import { callApi, press, see, told, useScreens } from '../helpers/screens.ts';
import { removeDir, startServer, tempDir } from '../helpers/server.ts';
import { friendNamed, migrationsDir } from '../helpers/test-app.ts';

const screens = useScreens();
const drive = tempDir();
/** a folder on another disk than the book; null where this machine has none */
const stick = anotherDisk(drive);
afterAll(() => {
  for (const folder of [drive, stick]) if (folder) removeDir(folder);
});

const both = [looks.light, looks.dark];
const passphrase = '橙子 雨伞 火车站';
let code = '';

async function addFriend(name: string): Promise<void> {
  const [account] = await screens.call<{ id: number }[]>('accounts.list');
  await screens.call('friends.create', { ...friendNamed(name), accountId: account?.id });
}

async function seesFriends(...wanted: string[]): Promise<void> {
  await shell(screens.page).go('friends');
  await see.poll(async () => (await friendsPage(screens.page).names()).toSorted()).toEqual(wanted);
}

async function restart(): Promise<void> {
  screens.watch.serverGone = true;
  await screens.server.stop();
  await screens.restart();
}

it('sets a passphrase, shows the recovery code once, and takes it typed off the paper', async () => {
  const { page, watch } = screens;
  await page.getByRole('button', { name: /^从空白开始/ }).click();
  await addFriend('阿珍');
  await shell(page).go('backup');
  await page.getByRole('button', { name: '设置备份' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('密码', { exact: true }).fill(passphrase);
  await dialog.getByLabel('再输一遍').fill(passphrase);
  await press(page, 'Enter');
  await see(page.getByRole('dialog', { name: '把恢复码抄下来' })).toBeVisible();
  code = (await page.getByTitle('恢复码').locator('span').allTextContents()).join(' ').toLowerCase();
  expect(code).toMatch(/^([0-9a-z]{4} ){7}[0-9a-z]{4}$/);
  await lookAt(screens, 'backup-code', both);
  await page.getByRole('button', { name: '抄好了，核对一遍' }).click();
  const typed = page.getByRole('textbox', { name: '恢复码' });
  watch.refusalsOf.add('backups.confirmCode');
  await typed.fill('AAAA');
  await press(page, 'Enter');
  await see(page.getByRole('alert')).toContainText('和恢复码对不上');
  await typed.fill(code);
  await press(page, 'Enter');
  await told(page, '恢复码核对过了');
});

async function backUpTo(folder: string): Promise<void> {
  const { page } = screens;
  await page.getByRole('button', { name: '选一个文件夹' }).click();
  await page.getByLabel('文件夹的完整路径').fill(folder);
  await press(page, 'Enter');
  await told(page, '加好了');
  await see(page.getByRole('button', { name: '现在备份' })).toBeEnabled();
  await press(page, 'b');
  await told(page, '备份好了，读回来打开查过');
}

it('backs up with one key, says of the file that it was opened, and of a folder on the disk of the book what it does not help against', async () => {
  const { page } = screens;
  const folder = join(drive, '备份');
  mkdirSync(folder);
  await backUpTo(folder);
  const verdict = page.getByRole('region', { name: '最近的备份' });
  await see(verdict).toContainText('防不了硬盘坏');
  await see(page.getByText('硬盘坏了、电脑丢了救不回来')).toBeVisible();
  await see(page.getByText('备份和簿子在同一块硬盘上')).toBeVisible();
  expect(readdirSync(folder).filter((name) => name.endsWith('.tfb'))).toHaveLength(1);
  await lookAt(screens, 'backup-done', both);
  await shell(page).go('today');
  await see(page.getByRole('button', { name: /防不了硬盘坏.*备份和簿子在同一块硬盘上/ })).toBeVisible();
  if (!stick) return;
  await shell(page).go('backup');
  await backUpTo(stick);
  await see(verdict).toContainText('放心');
  await shell(page).go('today');
  await see(page.getByRole('button', { name: /放心.*最近一份查过能打开的备份/ })).toBeVisible();
});

async function openBackup(): Promise<void> {
  const { page } = screens;
  await shell(page).go('backup');
  await page.getByRole('button', { name: '看看有哪些备份' }).first().click();
  // the first one that was made: closing makes others
  await page.getByRole('list', { name: '备份' }).getByRole('button').last().click();
  await page.getByRole('button', { name: '打开看看' }).click();
  await see(page.getByRole('row', { name: /^好友 1 2 / })).toBeVisible();
}

async function restoreIt(): Promise<void> {
  const { page } = screens;
  await page.getByRole('button', { name: '恢复成这一份' }).click();
  await see(page.getByText('关掉铁粉簿再打开，就恢复好了')).toBeVisible();
}

it('says on the first screen that a restore was taken back, what is safe and what to do', async () => {
  const { page, server, watch } = screens;
  await addFriend('阿强');
  await seesFriends('阿强', '阿珍');
  await openBackup();
  await lookAt(screens, 'backup-inside', both);
  await restoreIt();
  await seesFriends('阿强', '阿珍');
  watch.serverGone = true;
  await server.stop();
  // what a disk gives that lost it
  writeFileSync(join(server.dataDir, 'restore', 'book.db'), Buffer.alloc(20_000, 'lost '));
  await screens.restart();
  const dialog = page.getByRole('dialog', { name: '恢复没有成，已经换回原来的簿子' });
  await see(dialog).toContainText('一条没少');
  await see(dialog).toContainText('先备份一次');
  await lookAt(screens, 'restore-taken-back', both);
  await dialog.getByRole('button', { name: '知道了' }).click();
  await see(dialog).toHaveCount(0);
  await seesFriends('阿强', '阿珍');
});

it('restores with the next start, and goes back again', async () => {
  const { page } = screens;
  await openBackup();
  await restoreIt();
  await restart();
  await seesFriends('阿珍');
  await shell(page).go('backup');
  await page.getByRole('button', { name: '换回来' }).click();
  await see(page.getByText('关掉铁粉簿再打开，就换回来了')).toBeVisible();
  await restart();
  await seesFriends('阿强', '阿珍');
});

/** What is in the document and its address, also where nobody sees it. */
const everything = async (page: Page) => `${decodeURIComponent(page.url())} ${await page.title()} ${await page.content()}`;
const names = /阿强|阿珍/;

async function lockIsOn(page: Page): Promise<void> {
  await see(page.getByRole('heading', { name: '铁粉簿锁着' })).toBeVisible();
  expect(await everything(page)).not.toMatch(names);
}

it('locks every tab, with nothing of her people in any, and gives back what stood there', async () => {
  const { page, context, watch } = screens;
  await shell(page).go('settings');
  await page.getByRole('button', { name: '加锁' }).click();
  const dialog = page.getByRole('dialog', { name: '给铁粉簿加锁' });
  await lookAt(screens, 'lock-set', [looks.light]);
  await dialog.getByLabel('新密码').fill('门口老樟树');
  await dialog.getByLabel('再输一遍').fill('门口老樟');
  await press(page, 'Enter');
  await see(dialog).toContainText('两遍不一样');
  await dialog.getByLabel('新密码').fill('门口老樟树下');
  await dialog.getByLabel('再输一遍').fill('门口老樟树下');
  await press(page, 'Enter');
  await told(page, '设好了');
  const tab = await context.newPage();
  await tab.goto(screens.server.origin);
  await shell(tab).go('settings');
  await shell(page).go('friends');
  await friendsPage(page).search.fill('阿');
  await see(page).toHaveURL(/[?]q=/);
  await see(friendsPage(page).row('阿珍')).toBeVisible();
  // rows asked for ahead may be on their way when it locks, and are refused
  watch.refusalsOf.add('friends.list');
  await tab.getByRole('button', { name: '现在锁上' }).click();
  for (const each of [tab, page]) await lockIsOn(each);
  // no key reaches what waits behind, and no answer comes from the host
  await press(page, 'Escape', 'Control+k', '/', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab');
  await lockIsOn(page);
  watch.refusalsOf.add('friends.get').add('lock.unlock').add('lock.recover');
  await expect(callApi(page, 'friends.get', { id: 1 })).rejects.toThrow('appLocked');
  await lookAt(screens, 'lock', both);
  const field = page.getByLabel('密码', { exact: true });
  await field.fill('门口老樟树');
  await press(page, 'Enter');
  await see(page.getByRole('alert')).toContainText('密码不对');
  await see(field).toHaveValue('');
  await lockIsOn(tab);
  await field.fill('门口老樟树下');
  await press(page, 'Enter');
  await see(friendsPage(page).search).toHaveValue('阿');
  await see(page).toHaveURL(/[?]q=/);
  await see(friendsPage(page).search).toBeFocused();
  await see(friendsPage(page).row('阿珍')).toBeVisible();
  watch.refusalsOf.delete('friends.list');
  await see(shell(tab).heading('settings')).toBeVisible();
  // only a sign of hers puts the time off at which it locks by itself
  let signs = 0;
  tab.on('request', (request) => {
    if (request.url().endsWith('/rpc/lock.seen')) signs += 1;
  });
  await see
    .poll(async () => {
      await press(tab, 'Shift');
      return signs;
    })
    .toBe(1);
  await tab.close();
});

it('is locked from the start, and opens with the recovery code where the passphrase is forgotten', async () => {
  const { page, watch } = screens;
  watch.refusalsOf.add('settings.all');
  await restart();
  await lockIsOn(page);
  await page.getByRole('button', { name: '忘了密码' }).click();
  const typed = page.getByRole('textbox', { name: '恢复码' });
  await typed.fill('AAAA-BBBB');
  await press(page, 'Enter');
  await see(page.getByRole('alert')).toContainText('和恢复码对不上');
  await lookAt(screens, 'lock-forgotten', [looks.light]);
  await page.getByRole('button', { name: '想起密码了' }).click();
  await see(page.getByLabel('密码', { exact: true })).toBeFocused();
  await page.getByRole('button', { name: '忘了密码' }).click();
  await typed.fill(code);
  await press(page, 'Enter');
  await seesFriends('阿强', '阿珍');
  await shell(page).go('settings');
  await see(page.getByRole('button', { name: '加锁' })).toBeVisible();
});

it('on a new computer, with nothing but the folder and the paper: from the first screen to the same people', async () => {
  const { page, context } = screens;
  await shell(page).go('backup');
  await see(page.getByRole('button', { name: '现在备份' })).toBeEnabled();
  await press(page, 'b');
  await told(page, '备份好了，读回来打开查过');
  const dataDir = tempDir();
  let other = await startServer(dataDir);
  try {
    const fresh = await context.newPage();
    await fresh.goto(other.address);
    await fresh.getByRole('button', { name: '从备份恢复' }).click();
    await fresh.getByRole('button', { name: '找备份' }).click();
    await fresh.getByLabel('文件夹的完整路径').fill(join(drive, '备份'));
    await press(fresh, 'Enter');
    await fresh.getByRole('list', { name: '备份' }).getByRole('button').first().click();
    const secret = fresh.getByLabel('这份备份的密码，或恢复码');
    await secret.fill('AAAA-BBBB');
    await press(fresh, 'Enter');
    await see(fresh.getByRole('alert')).toContainText('打不开：密码或恢复码不对');
    await secret.fill(code);
    await press(fresh, 'Enter');
    await see(fresh.getByRole('row', { name: /^好友 2 0 / })).toBeVisible();
    await fresh.getByRole('button', { name: '恢复成这一份' }).click();
    await see(fresh.getByText('关掉铁粉簿再打开，就恢复好了')).toBeVisible();
    await other.stop();
    other = await startServer(dataDir);
    await fresh.goto(other.address);
    await shell(fresh).go('friends');
    await see.poll(async () => (await friendsPage(fresh).names()).toSorted()).toEqual(['阿强', '阿珍']);
    await fresh.close();
  } finally {
    await other.kill();
    removeDir(dataDir);
  }
});

it('after an update says where the backup before it did not arrive; the book is open all the same', async () => {
  const { page, server, watch } = screens;
  watch.serverGone = true;
  await server.stop();
  putOldBook(server.dataDir, releasesOf(migrationsDir) - 1, ['阿强', '阿珍']);
  renameSync(join(drive, '备份'), join(drive, '拔下来了'));
  await screens.restart();
  const dialog = page.getByRole('dialog', { name: '更新之前的备份，没有放到这里' });
  await see(dialog).toContainText(join(drive, '备份'));
  await see(dialog).toContainText('资料一条没少');
  await lookAt(screens, 'backup-missed-update', both);
  await dialog.getByRole('button', { name: '知道了' }).click();
  await see(dialog).toHaveCount(0);
  await seesFriends('阿强', '阿珍');
});
