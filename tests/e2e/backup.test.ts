/** From no backup to one that was opened, back to how the book was, and back again; then the lock, which its recovery code opens. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { lookAt, looks } from '../helpers/looks.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { shell } from '../helpers/pages/shell.ts';
import { callApi, press, see, told, useScreens } from '../helpers/screens.ts';
import { removeDir, tempDir } from '../helpers/server.ts';
import { friendNamed } from '../helpers/test-app.ts';

const screens = useScreens();
const drive = tempDir();
afterAll(() => removeDir(drive));

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

it('backs up with one key, and says of the file that it was opened', async () => {
  const { page } = screens;
  const folder = join(drive, 'U 盘');
  mkdirSync(folder);
  await page.getByRole('button', { name: '选一个文件夹' }).click();
  await page.getByLabel('文件夹的完整路径').fill(folder);
  await press(page, 'Enter');
  await told(page, '加好了');
  await see(page.getByRole('button', { name: '现在备份' })).toBeEnabled();
  await press(page, 'b');
  await told(page, '备份好了，读回来打开查过');
  await see(page.getByRole('region', { name: '最近的备份' })).toContainText('放心');
  expect(readdirSync(folder).filter((name) => name.endsWith('.tfb'))).toHaveLength(1);
  await lookAt(screens, 'backup-done', both);
  await shell(page).go('today');
  await see(page.getByRole('button', { name: /放心.*最近一份查过能打开的备份/ })).toBeVisible();
});

it('looks into it, restores it with the next start, and goes back again', async () => {
  const { page } = screens;
  await addFriend('阿强');
  await seesFriends('阿强', '阿珍');
  await shell(page).go('backup');
  await page.getByRole('button', { name: '看看有哪些备份' }).click();
  await page.getByRole('list', { name: '备份' }).getByRole('button').click();
  await page.getByRole('button', { name: '打开看看' }).click();
  await see(page.getByRole('row', { name: /^好友 1 2 / })).toBeVisible();
  await lookAt(screens, 'backup-inside', both);
  await page.getByRole('button', { name: '恢复成这一份' }).click();
  await see(page.getByText('关掉铁粉簿再打开，就恢复好了')).toBeVisible();
  await seesFriends('阿强', '阿珍');
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
  await see(shell(tab).heading('settings')).toBeVisible();
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
