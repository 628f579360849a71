/**
 * A run with the way out cut: every request that is not to our own server is aborted and counted. Chromium's own offline switch
 * would cut the loopback too, so this proves that the page never tries to reach anything else, not that the machine had no network.
 */
import { expect, it } from 'vitest';
import { postPanel } from '../helpers/pages/posts.ts';
import { everyPage, shell } from '../helpers/pages/shell.ts';
import { press, see, useScreens } from '../helpers/screens.ts';

const screens = useScreens({ args: ['--demo'] });

it('with everything else cut off, every page works and nothing outside is even tried', async () => {
  const { page, context, server, watch } = screens;
  const outside: string[] = [];
  await context.route(
    (url) => url.origin !== server.origin,
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  // a page that is loaded anew before it has its key has none: the address of the start is good for one
  await see(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
  await page.reload();
  for (const { id } of everyPage) await shell(page).go(id);
  await shell(page).go('friends');
  await press(page, 'j', 'Enter');
  await see(page.getByRole('button', { name: '关闭面板' })).toBeVisible();
  await shell(page).go('calendar');
  await press(page, 'n');
  await see(postPanel(page).text).toBeFocused();
  expect(outside).toEqual([]);
  const origins = new Set(
    watch.requests
      .map((url) => new URL(url))
      .filter(({ protocol }) => protocol.startsWith('http'))
      .map(({ origin }) => origin),
  );
  expect([...origins]).toEqual([server.origin]);
});
