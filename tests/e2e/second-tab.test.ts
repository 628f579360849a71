/** A new tab of the same browser gets in through an open one; another browser does not, and is told where to go. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { newSellerContext } from '../helpers/browser.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { callApi, see, useScreens } from '../helpers/screens.ts';
import { friendNamed } from '../helpers/test-app.ts';

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

it('tells eight tabs of a change over one stream, also when the tab that reads it is frozen or closed', async () => {
  const { context, server } = screens;
  const [first, second] = context.pages() as [Page, Page];
  const words = await context.newPage();
  await words.goto(server.origin);
  await words.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    new BroadcastChannel('tiefen.events').onmessage = ({ data }) => void heard.push(data);
  });
  while (context.pages().length < 8) await context.newPage();
  const shows = async (name: string, tabs: readonly Page[]) => {
    await callApi(words, 'friends.create', friendNamed(name));
    for (const tab of tabs) await see(friendsPage(tab).row(name)).toBeVisible();
  };
  for (const tab of context.pages()) await tab.goto(`${server.origin}/#/friends`);
  await shows('王小雨', context.pages());
  await friendsPage(first).search.fill('nobody');
  await see(friendsPage(first).rows).toHaveCount(0);
  await friendsPage(first).search.fill('');

  const devtools = await context.newCDPSession(first);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await shows('李强', context.pages().slice(1));
  await second.close();
  await shows('陈姐', context.pages().slice(1));
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await see(friendsPage(first).row('陈姐')).toBeVisible();

  const heard = await words.evaluate(() => JSON.stringify((window as unknown as { heard: unknown[] }).heard));
  expect(heard).toContain('friends');
  for (const tab of context.pages()) expect(heard).not.toContain(await tab.evaluate(() => sessionStorage.getItem('tiefen.token')));
});

it('a page that is loaded anew before it has its key gets in all the same', async () => {
  const { browser, page, server } = screens;
  const code = await page.evaluate(async () => {
    const headers = { authorization: `Bearer ${sessionStorage.getItem('tiefen.token')}`, 'content-type': 'application/json' };
    return ((await (await fetch('/session/code', { method: 'POST', headers, body: 'null' })).json()) as { code: string }).code;
  });
  const context = await newSellerContext(browser);
  const tab = await context.newPage();
  // the host has taken the code, its answer never comes
  let taken = () => {};
  const gone = new Promise<void>((resolve) => {
    taken = resolve;
  });
  await tab.route('**/session', async (route) => {
    await route.fetch();
    taken();
  });
  await tab.goto(`${server.origin}/#code=${code}`);
  await gone;
  await tab.unroute('**/session');
  await tab.reload();
  await see(tab.getByText('王小雨').or(tab.getByRole('navigation')).first()).toBeVisible();
  expect(await tab.evaluate(() => Object.keys(sessionStorage))).toEqual(['tiefen.token']);
  await context.close();
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
