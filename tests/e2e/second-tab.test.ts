/** A new tab of the same browser gets in through an open one; another browser does not, and is told where to go. */
import { expect, it } from 'vitest';
import { newSellerContext } from '../helpers/browser.ts';
import { see, useScreens } from '../helpers/screens.ts';

const screens = useScreens();
const where = '到启动铁粉簿的黑色窗口里按一下回车';

it('opens in a second and a third tab, and no token travels between them', async () => {
  const { context, server, page } = screens;
  await see(page.getByRole('button', { name: /^导入我的好友/ })).toBeVisible();
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    new BroadcastChannel('tiefen').onmessage = ({ data }) => void heard.push(data);
  });
  for (let i = 0; i < 2; i++) {
    const tab = await context.newPage();
    await tab.goto(server.origin);
    await see(tab.getByRole('button', { name: /^导入我的好友/ })).toBeVisible();
    const token = await tab.evaluate(() => sessionStorage.getItem('tiefen.token'));
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(token).not.toBe(await page.evaluate(() => sessionStorage.getItem('tiefen.token')));
    await tab.reload();
    await see(tab.getByRole('button', { name: /^导入我的好友/ })).toBeVisible();
  }
  const heard = await page.evaluate(() => (window as unknown as { heard: { kind: string; code?: string }[] }).heard);
  expect(heard.map(({ kind }) => kind)).toEqual(['ask', 'code', 'ask', 'code']);
  for (const { code } of heard) if (code) expect(code).toMatch(/^[\w-]{22}$/);
});

it('says where to go when no tab is open', async () => {
  const { browser, server } = screens;
  const context = await newSellerContext(browser);
  const tab = await context.newPage();
  await tab.goto(server.origin);
  await see(tab.getByText(where)).toBeVisible();
  await see(tab.getByRole('button')).toHaveCount(0);
  await context.close();
});
