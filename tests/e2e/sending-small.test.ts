/** The small window of 发送: the browser's own beside its page, and the desktop's; by keyboard, and when the program dies under it. */
import { join } from 'node:path';
import type { Page } from 'playwright';
import { beforeAll, expect, it, onTestFailed } from 'vitest';
import type { Saved } from '../../shared/contracts/common.ts';
import type { QueueDetail } from '../../shared/contracts/sending.ts';
import { accessibilityProblems } from '../helpers/axe.ts';
import { friendInput } from '../helpers/contact-files.ts';
import { pressOn } from '../helpers/keyboard.ts';
import { holdCards, sendingPage } from '../helpers/pages/sending.ts';
import { shell } from '../helpers/pages/shell.ts';
import { artifacts, press, see, useScreens } from '../helpers/screens.ts';

const screens = useScreens({ context: { reducedMotion: 'reduce' } });
const names = ['赵姐1 号楼', '陈姐2 号楼', '周姐3 号楼', '王姐4 号楼', '李姐5 号楼'];
const ids: number[] = [];
/** The small window in both themes: accessible, with a picture to look at. */
async function lookAtSmall(small: Page, what: string): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await small.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    await small.screenshot({ path: join(artifacts, `sending-${what}-${theme}.png`) });
    expect(await accessibilityProblems(small)).toEqual([]);
  }
}
/**
 * This walk has stood still three times on a busy machine, with every answer there and nothing of the page's done with them: tells what the
 * small window shows, and whether it goes on once the page beside it is asked something.
 */
async function tellHeldUp(small: Page): Promise<void> {
  const shown = () => small.locator('body').innerText();
  const before = await shown();
  const beside = await screens.page.evaluate(() => `${document.visibilityState}, ${document.hasFocus() ? 'focused' : 'not focused'}`);
  await screens.page.waitForTimeout(1000);
  console.log(`the small window showed: ${before}\nthe page beside it is ${beside}; a second later: ${await shown()}`);
}

beforeAll(async () => {
  const { call, page } = screens;
  await page.getByRole('button', { name: /^从空白开始/ }).click();
  // whatever the hour of the test is
  await call('settings.set', { key: 'guard.quiet', value: { from: 0, to: 0 } });
  for (const name of names) ids.push((await call<Saved>('friends.create', friendInput(1, name, {}))).id);
});

it('the small window of the browser shows the same friend, and copies by key', async () => {
  const { page, context, call, server, watch } = screens;
  await call('sending.create', {
    name: '发货通知',
    source: { by: 'selection', selection: { by: 'ids', ids } },
    kind: 'service',
    text: `{称呼}，今天发货${'，单号在下面'.repeat(20)}`,
    assetIds: [],
    contentId: null,
    keepMissing: false,
  });
  await shell(page).go('sending');
  await page.getByRole('button', { name: /^发货通知/ }).press('Enter');
  await sendingPage(page).current(names[0]!);
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: '小窗' }).press('Enter');
  const small = await opened;
  onTestFailed(() => tellHeldUp(small));
  const mini = small.getByRole('main', { name: '小窗' });
  await see(mini).toContainText(names[0]!);
  await see(mini).toContainText('今天发货');
  await see(mini).toHaveCSS('display', 'flex');
  // another theme while it is open: it follows
  const theme = () => small.evaluate(() => document.documentElement.dataset.theme);
  for (const [choice, shown] of [
    ['dark', 'dark'],
    ['system', 'light'],
  ]) {
    await call('settings.set', { key: 'app.theme', value: choice });
    await see.poll(theme).toBe(shown);
  }
  await lookAtSmall(small, 'mini');
  await small.keyboard.press('c');
  const message = mini.getByRole('status', { name: '提示' });
  await see(message).toContainText(`剪贴板：给「${names[0]!}」的话`);
  await see(mini).toContainText(names[1]!);
  await sendingPage(page).progress(1, 5);
  await press(small, 's');
  await see(message).toContainText(`这次跳过「${names[1]!}」`);
  await see(mini).toContainText(names[2]!);
  await press(small, 'z');
  await see(message).toContainText(`「${names[2]!}」推到`);
  await see(mini).toContainText(names[3]!);
  // every button is reached by Tab
  await small.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
  });
  await pressOn(mini.getByRole('button', { name: '复制 C' }));
  await see(mini).toContainText('没有复制成功，也没有记成已发');
  await lookAtSmall(small, 'mini-refused');
  await small.evaluate(() => Reflect.deleteProperty(navigator.clipboard, 'writeText'));

  // the program dies in the middle: nothing more is noted, and it goes on with the same friend
  watch.serverGone = true;
  await server.kill();
  await press(small, 'c');
  await see(message).toContainText('铁粉簿没有回应');
  await see(mini).toContainText('2 / 5');
  const closed = small.waitForEvent('close');
  await screens.restart();
  await closed;
  await shell(page).go('sending');
  await page.getByRole('button', { name: /^发货通知/ }).press('Enter');
  await sendingPage(page).progress(2, 5);
  const again = context.waitForEvent('page');
  await page.getByRole('button', { name: '小窗' }).press('Enter');
  const next = await again;
  await see(next.getByRole('main', { name: '小窗' })).toContainText(names[3]!);
  await press(next, 'c');
  await sendingPage(page).progress(3, 5);
  await next.close();
});

it('the small window of the desktop tells what is on the clipboard over no button, and takes it back', async () => {
  const { context, call } = screens;
  const { id: queue } = await call<Saved>('sending.create', {
    name: '到店通知',
    source: { by: 'selection', selection: { by: 'ids', ids: ids.slice(2, 4) } },
    kind: 'service',
    text: `{称呼}，今天到店${'，从三号门进'.repeat(30)}`,
    assetIds: [],
    contentId: null,
    keepMissing: false,
  });
  const small = await context.newPage();
  await small.setViewportSize({ width: 340, height: 250 });
  const { items } = await call<QueueDetail>('sending.queue', { queueId: queue });
  const letCardsCome = await holdCards(small, items[0]!.id);
  await small.goto(`${screens.server.origin}/#/mini?queue=${queue}`);
  const mini = small.getByRole('main', { name: '小窗' });
  await see(mini).toContainText(names[2]!);
  await small.keyboard.press('c');
  const message = mini.getByRole('status', { name: '提示' });
  await see(message).toContainText(`剪贴板：给「${names[2]!}」的话`);
  // what is on the clipboard is told before the next one is there
  await see(mini).toContainText('正在读取…');
  await see(message).toContainText(`剪贴板：给「${names[2]!}」的话`);
  letCardsCome();
  await see(mini).not.toContainText('正在读取…');
  await see(message).toContainText(`剪贴板：给「${names[2]!}」的话`);
  await lookAtSmall(small, 'mini-copied');
  await small.getByRole('button', { name: '撤销' }).click();
  await see(message).toContainText('已撤销');
  await see(mini).toContainText('0 / 2');
  // nothing lies over it
  await small.getByRole('button', { name: '跳过' }).click();
  await see(mini).toContainText('1 / 2');
  // the list is deleted in the big window, and comes back
  const { undoId } = await call<Saved>('sending.delete', { queueId: queue });
  await see(small.getByRole('alert', { name: '小窗' })).toContainText('这份名单不在了');
  await lookAtSmall(small, 'mini-gone');
  await call('undo.undo', { id: undoId });
  await see(mini).toContainText('1 / 2');
  await small.close();
});
