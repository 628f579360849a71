/** Demo data from the first run to the last: clearly marked, gone in one click, and every page empty with the one button that helps. */
import { expect, it } from 'vitest';
import { type PageId, shell } from '../helpers/pages/shell.ts';
import { press, see, told, useScreens } from '../helpers/screens.ts';

const screens = useScreens({ args: ['--demo'] });

const banner = () => screens.page.getByRole('complementary', { name: '演示数据' });

async function shown(): Promise<number> {
  const text = await banner().locator('b').innerText();
  return Number(text.replaceAll(',', ''));
}

it('--demo brings about 600 friends, said plainly on every page', async () => {
  const { page } = screens;
  await see(banner()).toContainText('是演示数据，不是你的好友');
  const friends = await shown();
  expect(friends).toBeGreaterThan(550);
  expect(friends).toBeLessThan(650);
  for (const id of ['friends', 'trust', 'tags', 'calendar', 'accounts', 'settings'] as PageId[]) {
    await shell(page).go(id);
    await see(banner()).toBeVisible();
  }
});

it('a new post is offered the hours in which its friends write', async () => {
  const { page } = screens;
  await shell(page).go('calendar');
  await press(page, 'n');
  const hours = page.getByRole('group', { name: '最常说话的点' }).getByRole('button');
  await see(hours).toHaveCount(3);
  await hours.first().click();
  await see(hours.first()).toHaveAttribute('aria-pressed', 'true');
  await see(hours.nth(1)).toHaveAttribute('aria-pressed', 'false');
  await press(page, 'Escape', 'Escape');
});

async function removeDemo(): Promise<void> {
  const { page } = screens;
  const many = await shown();
  await banner().getByRole('button', { name: '移除演示数据' }).click();
  await page.getByRole('button', { name: `移除 ${many} 位演示好友` }).click();
  await told(page, '演示数据已移除');
  await see(banner()).toHaveCount(0);
}

/** The page when there is nothing yet: what it says, and the button that does it. */
const empty: Partial<Record<PageId, [says: string, button: string]>> = {
  today: ['今天没有要发的，也没有人过生日', '写一条'],
  friends: ['池子里还没有人', '导入我的好友'],
  trust: ['阶梯上还没有人', '导入我的好友'],
  tags: ['还没有标签', '新建第一个标签'],
  import: ['还没有导入过', '选文件'],
  calendar: ['这个月还没有内容', '写一条'],
  accounts: ['好友从哪里来', '添加微信号'],
  settings: ['演示数据', '放进演示数据'],
};

it('one click takes it away; every page then says what to do, with the button that does it', async () => {
  const { page } = screens;
  await removeDemo();
  // an empty book asks again how to begin; 从空白开始 leads to the pages
  const choice = page.getByRole('button', { name: /^从空白开始/ });
  await see(choice.or(page.getByRole('navigation', { name: '主导航' })).first()).toBeVisible();
  if (await choice.isVisible()) await choice.click();
  for (const [id, [says, button]] of Object.entries(empty) as [PageId, [string, string]][]) {
    await shell(page).go(id);
    await see(page.getByRole('main').getByText(says).first()).toBeVisible();
    await see(page.getByRole('main').getByRole('button', { name: button }).first()).toBeVisible();
    await screens.shoot(`empty-${id}`);
  }
});

it('comes back from the settings, and goes again', async () => {
  const { page } = screens;
  await shell(page).go('settings');
  await page.getByRole('button', { name: '放进演示数据' }).click();
  await told(page, /已放进 \d+ 位演示好友/);
  await see(banner()).toBeVisible();
  await removeDemo();
});
