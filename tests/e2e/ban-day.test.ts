/** What to have ready for the day an account is banned, and that day itself, by keyboard. */
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lookAt, looks } from '../helpers/looks.ts';
import { shell } from '../helpers/pages/shell.ts';
import { pasteElsewhere } from '../helpers/paste.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';
import { removeDir, tempDir } from '../helpers/server.ts';
import { friendNamed } from '../helpers/test-app.ts';

const screens = useScreens({ permissions: ['clipboard-write'] });
const drive = tempDir();
afterAll(() => removeDir(drive));

const both = [looks.light, looks.dark];
const passphrase = '橙子 雨伞 火车站';

async function add(name: string, level: number, more: Record<string, unknown> = {}): Promise<void> {
  const { id } = await screens.call<{ id: number }>('friends.create', friendNamed(name, more));
  await screens.call('trust.setLevel', { selection: { by: 'ids', ids: [id] }, level, reason: '' });
}

it('says what is left of an account, makes the sealed kit, and really opens it as a drill', async () => {
  const { page } = screens;
  await page.getByRole('button', { name: /^从空白开始/ }).click();
  await add('阿珍', 5, { phone: '13800000001' });
  await add('老周', 6);
  await add('小美', 4, { phone: '13800000003', alias: 'xiaomei66' });
  const second = { name: '新号', wxid: null, role: null, category: null, capacity: 5000, standing: 'normal', note: null };
  await screens.call('accounts.create', second);
  await screens.call('backups.setUp', { mode: 'closed', passphrase });
  await shell(page).go('accounts');
  await page.getByRole('article', { name: '我的微信' }).getByRole('link', { name: '封号急救' }).click();
  // by levels: 16 + 8 of 16 + 32 + 8
  const reach = page.getByRole('region', { name: '还找得到多少' });
  await see(reach).toContainText('43%');
  await see(reach).toContainText('3 位好友里，2 位另有联系方式');
  await see(reach.getByRole('listitem').filter({ hasText: '老周' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '做一份急救包' }).click();
  const kit = join(drive, 'kit.tfk');
  await (await download).saveAs(kit);
  await told(page, '急救包做好了，3 位');
  await lookAt(screens, 'ban-day-ready', both);

  await page.getByRole('button', { name: '打开一个急救包' }).click();
  const dialog = page.getByRole('dialog', { name: '打开一个急救包' });
  screens.watch.refusalsOf.add('banday.openKit');
  await dialog.getByLabel('急救包（.tfk）').setInputFiles(kit);
  await dialog.getByLabel('备份的密码，或恢复码').fill('别的密码别的密码');
  await press(page, 'Enter');
  await see(dialog.getByRole('alert')).toContainText('密码或恢复码不对');
  await dialog.getByLabel('备份的密码，或恢复码').fill(passphrase);
  await press(page, 'Enter');
  await see(dialog.getByRole('status')).toContainText('「我的微信」的 3 位好友，2 位另有联系方式');
  await see(dialog).toContainText('记为今天演练过了');
  await press(page, 'Escape');
  await see(page.getByText(/上次演练 .*打开了，3 位/)).toBeVisible();
});

it('takes those who could not be reached over to 好友, ticked', async () => {
  const { page } = screens;
  await page.getByRole('button', { name: '选出这 1 位，去要电话' }).click();
  await see(page.getByText('已选 1 位')).toBeVisible();
  await page.goBack();
});

it('asks people again by keyboard, with what is on the clipboard said, and goes on after a restart', async () => {
  const { page } = screens;
  await page.getByRole('button', { name: '这个号被封了' }).click();
  await see(page.getByRole('article', { name: '加回阿珍' })).toBeVisible();
  await press(page, 'p');
  await told(page, '剪贴板里是阿珍的电话 13800000001');
  expect((await pasteElsewhere(screens.context)).text).toBe('13800000001');
  await page.bringToFront();
  await press(page, 'c');
  await told(page, '剪贴板里是给阿珍的话：阿珍，我原来的微信登不上了');
  await press(page, 'a');
  await told(page, '「阿珍」记为已申请');
  await press(page, 'w');
  await told(page, '剪贴板里是小美的微信号 xiaomei66');
  await see(page.getByText('今天 1 / 10')).toBeVisible();
  await lookAt(screens, 'ban-day-again', both);

  screens.watch.serverGone = true;
  await screens.server.stop();
  await screens.restart();
  await page.goto(`${screens.server.origin}/#/accounts?ban=1`);
  await see(page.getByRole('article', { name: '加回小美' })).toBeVisible();
  await page.getByRole('button', { name: '阿珍：已通过' }).click();
  await told(page, '「阿珍」记为已通过，以后归到「新号」');
  await see(page.getByText('通过 1，等通过 0，还没加 1')).toBeVisible();
  await press(page, 'Control+z');
  await see(page.getByRole('button', { name: '阿珍：已通过' })).toBeVisible();
});
