/**
 * Every page in its themes and sizes with demo data: accessible, nothing runs off the side, and a picture to look at.
 * All of it with the way out cut: every request that is not to our own server is aborted and counted. Chromium's own offline switch
 * would cut the loopback too, so this proves that the page never tries to reach anything else, not that the machine had no network.
 */
import type { Page } from 'playwright';
import { beforeAll, expect, it } from 'vitest';
import { accessibilityProblems, overflow } from '../helpers/axe.ts';
import { everyPage, type PageId, shell } from '../helpers/pages/shell.ts';
import { press, see, useScreens } from '../helpers/screens.ts';

const looks = [
  { name: 'light-1366', colorScheme: 'light', width: 1366, height: 768 },
  { name: 'dark-1366', colorScheme: 'dark', width: 1366, height: 768 },
  { name: 'light-1920', colorScheme: 'light', width: 1920, height: 1080 },
  { name: 'light-1024', colorScheme: 'light', width: 1024, height: 640 },
] as const;
type Look = (typeof looks)[number];

/** What is looked at beyond the pages as they open: panels, other views, dialogs. */
const scenes: readonly { name: string; on: PageId; open: (page: Page) => Promise<void>; close: (page: Page) => Promise<void> }[] = [
  {
    name: 'friends-panel',
    on: 'friends',
    open: async (page) => {
      await press(page, 'x', 'Enter');
      await see(page.getByRole('complementary').getByRole('heading', { level: 2 })).toBeVisible();
      await see(page.getByRole('toolbar', { name: '对选中的好友' })).toBeVisible();
    },
    close: (page) => press(page, 'Escape', 'Escape'),
  },
  {
    name: 'friends-tags',
    on: 'friends',
    open: async (page) => {
      await press(page, 't');
      await see(page.getByRole('option').first()).toBeVisible();
    },
    close: (page) => press(page, 'Escape'),
  },
  {
    name: 'friends-level',
    on: 'friends',
    open: async (page) => {
      await press(page, '4');
      await see(page.getByRole('radiogroup', { name: '信任等级' })).toBeVisible();
    },
    close: (page) => press(page, 'Escape'),
  },
  {
    name: 'orders-form',
    on: 'orders',
    open: async (page) => {
      await press(page, 'o');
      await see(page.getByRole('combobox', { name: '谁买的' })).toBeFocused();
      await page.getByRole('combobox', { name: '买了什么' }).fill('脐');
      await see(page.getByRole('listbox', { name: '商品' })).toBeVisible();
    },
    close: (page) => press(page, 'Escape', 'Escape'),
  },
  {
    name: 'orders-products',
    on: 'orders',
    open: async (page) => {
      await page.getByRole('tab', { name: '商品' }).click();
      await see(page.getByRole('table', { name: '商品' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '全部订单' }).click(),
  },
  {
    name: 'orders-due',
    on: 'orders',
    open: async (page) => {
      await page.getByRole('tab', { name: '该复购的' }).click();
      await see(page.getByRole('table', { name: '该复购的' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '全部订单' }).click(),
  },
  {
    name: 'calendar-post',
    on: 'calendar',
    open: async (page) => {
      await press(page, 'n');
      await see(page.getByRole('textbox', { name: '文字' })).toBeFocused();
    },
    close: (page) => press(page, 'Escape', 'Escape'),
  },
  {
    name: 'calendar-week',
    on: 'calendar',
    open: async (page) => {
      await press(page, 'w');
      await see(page.getByText('08:00').first()).toBeVisible();
    },
    close: (page) => press(page, 'm'),
  },
  {
    name: 'insights-layers',
    on: 'insights',
    open: async (page) => {
      await page.getByRole('tab', { name: '分层' }).click();
      await see(page.getByRole('table', { name: '八种买家' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '内容' }).click(),
  },
  {
    name: 'insights-pool',
    on: 'insights',
    open: async (page) => {
      await page.getByRole('tab', { name: '留量' }).click();
      await see(page.getByRole('table', { name: '留量账' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '内容' }).click(),
  },
  {
    name: 'insights-funnel',
    on: 'insights',
    open: async (page) => {
      await page.getByRole('tab', { name: '漏斗' }).click();
      await see(page.getByRole('list', { name: '五步' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '内容' }).click(),
  },
  {
    name: 'insights-referrals',
    on: 'insights',
    open: async (page) => {
      await page.getByRole('tab', { name: '转介绍' }).click();
      await see(page.getByRole('table', { name: '谁带来的' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '内容' }).click(),
  },
  {
    name: 'insights-channels',
    on: 'insights',
    open: async (page) => {
      await page.getByRole('tab', { name: '渠道' }).click();
      await see(page.getByRole('table', { name: '渠道账' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '内容' }).click(),
  },
  {
    name: 'insights-cohorts',
    on: 'insights',
    open: async (page) => {
      await page.getByRole('tab', { name: '留存' }).click();
      await see(page.getByRole('table', { name: '哪个月加的，留住了多少' })).toBeVisible();
    },
    close: (page) => page.getByRole('tab', { name: '内容' }).click(),
  },
  {
    name: 'tag-rules',
    on: 'tags',
    open: async (page) => {
      await page.getByRole('radiogroup', { name: '看什么' }).getByText('自动规则').click();
      await page.getByRole('button', { name: '写第一条规则' }).click();
      await see(page.getByRole('region', { name: '新规则' })).toBeVisible();
    },
    close: (page) => page.getByRole('radiogroup', { name: '看什么' }).getByText('标签', { exact: true }).click(),
  },
  {
    name: 'trust-flow',
    on: 'trust',
    open: async (page) => {
      await page.getByRole('tab', { name: '流动' }).click();
      await see(page.getByRole('tab', { name: '流动' })).toHaveAttribute('aria-selected', 'true');
      await see(page.getByRole('status', { name: '正在读取' })).toHaveCount(0);
    },
    close: async (page) => page.getByRole('tab', { name: '现在' }).click(),
  },
  {
    name: 'trust-suggestions',
    on: 'trust',
    open: async (page) => {
      await page.getByRole('tab', { name: '建议' }).click();
      await see(page.getByRole('table', { name: '升降级建议' })).toBeVisible();
      await see(page.getByRole('complementary', { name: '依据' }).getByRole('article')).toBeVisible();
    },
    close: async (page) => page.getByRole('tab', { name: '现在' }).click(),
  },
  {
    name: 'trust-rules',
    on: 'trust',
    open: async (page) => {
      await page.getByRole('tab', { name: '建议' }).click();
      await page.getByRole('radiogroup', { name: '看哪些' }).getByText('规则').click();
      await see(page.getByRole('radiogroup', { name: '付过款：怎么用' })).toBeVisible();
    },
    close: async (page) => page.getByRole('tab', { name: '现在' }).click(),
  },
  {
    name: 'today-lists',
    on: 'today',
    open: async (page) => {
      await see(page.getByRole('region', { name: '今天先联系这几位' }).getByRole('listitem').first()).toBeVisible();
      for (const name of ['没付款的', '该复购的', '这周的时间', '怎么算的']) await page.locator('summary', { hasText: name }).click();
      await page.locator('summary', { hasText: '怎么算的' }).scrollIntoViewIfNeeded();
    },
    close: async (page) => {
      for (const name of ['没付款的', '该复购的', '这周的时间', '怎么算的']) await page.locator('summary', { hasText: name }).click();
    },
  },
  {
    name: 'palette',
    on: 'today',
    open: async (page) => {
      await press(page, 'Control+k');
      await page.keyboard.type('l');
      await see(page.getByText('好友', { exact: true }).last()).toBeVisible();
    },
    close: (page) => press(page, 'Escape'),
  },
  {
    name: 'key-map',
    on: 'friends',
    open: async (page) => {
      await press(page, '?');
      await see(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
    },
    close: (page) => press(page, 'Escape'),
  },
];

const screens = useScreens({ args: ['--demo'], context: { reducedMotion: 'reduce' } });

const outside: string[] = [];

beforeAll(async () => {
  const { page, context, server } = screens;
  await context.route(
    (url) => url.origin !== server.origin,
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  await page.reload();
});

async function look(page: Page, name: string, { width, colorScheme }: Look): Promise<string[]> {
  await screens.shoot(name);
  const sideways = await overflow(page);
  // colours and names are the same at every size, names in both themes
  const problems = width === 1366 ? await accessibilityProblems(page, colorScheme === 'dark' ? 'colours' : undefined) : [];
  return [...problems, ...(sideways > 0 ? [`${sideways} px run off the side`] : [])].map((problem) => `${name}: ${problem}`);
}

async function put(page: Page, { colorScheme, width, height }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await see(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
}

for (const theme of looks) {
  it(`every page is accessible and fits: ${theme.name}`, async () => {
    const { page } = screens;
    const { go } = shell(page);
    await put(page, theme);
    const found: string[] = [];
    for (const { id } of everyPage) {
      await go(id);
      found.push(...(await look(page, `${id}-${theme.name}`, theme)));
      if (theme.width !== 1366) continue;
      for (const scene of scenes.filter(({ on }) => on === id)) {
        await scene.open(page);
        found.push(...(await look(page, `${scene.name}-${theme.name}`, theme)));
        await scene.close(page);
      }
    }
    expect(found).toEqual([]);
  });
}

it('with the way out cut nothing outside was even tried', () => {
  const { server, watch } = screens;
  expect(outside).toEqual([]);
  const origins = watch.requests
    .map((url) => new URL(url))
    .filter(({ protocol }) => protocol.startsWith('http'))
    .map(({ origin }) => origin);
  expect([...new Set(origins)]).toEqual([server.origin]);
});
