import type { Page } from 'playwright';
import { press, see } from '../screens.ts';

/** Every page of the program: its name in the sidebar, its address, and the question it answers. */
export const everyPage = [
  { id: 'today', label: '今日', title: '今天先做什么？' },
  { id: 'calendar', label: '内容日历', title: '这几天发什么？' },
  { id: 'sending', label: '发送', title: '今天一位一位发给谁？' },
  { id: 'follow-ups', label: '跟进', title: '今天该跟进谁？' },
  { id: 'friends', label: '好友', title: '谁在我的池子里？' },
  { id: 'segments', label: '人群', title: '哪些人，用同样的话去说？' },
  { id: 'chats', label: '聊天', title: '聊过什么？' },
  { id: 'orders', label: '订单', title: '谁买了什么？' },
  { id: 'trust', label: '信任阶梯', title: '关系走到哪一步了？' },
  { id: 'insights', label: '洞察', title: '发的内容管用吗？' },
  { id: 'tags', label: '标签', title: '怎么分人？' },
  { id: 'library', label: '素材库', title: '手上有什么可发？' },
  { id: 'accounts', label: '账号与渠道', title: '我有哪些号，人从哪来？' },
  { id: 'import', label: '导入', title: '把手上的记录搬进来' },
  { id: 'backup', label: '备份', title: '电脑坏了，资料还在吗？' },
  { id: 'settings', label: '设置', title: '设置' },
] as const;

export type PageId = (typeof everyPage)[number]['id'];

const pageNamed = (id: PageId) => everyPage.find((entry) => entry.id === id) ?? everyPage[0];

/** What stands around every page. */
export function shell(page: Page) {
  const heading = (id: PageId) => page.getByRole('heading', { level: 1, name: pageNamed(id).title, exact: true });
  const settled = async (id: PageId) => {
    await see(heading(id)).toBeVisible();
    await see(page.getByRole('status', { name: '正在读取' })).toHaveCount(0);
  };
  return {
    heading,
    settled,
    /** by a click in the sidebar */
    async go(id: PageId) {
      await page
        .getByRole('navigation', { name: '主导航' })
        .getByRole('link', { name: pageNamed(id).label, exact: true })
        .click();
      await settled(id);
    },
    /** by Ctrl+K, the name and Enter */
    async jump(id: PageId) {
      await press(page, 'Control+k');
      const field = page.getByRole('combobox', { name: '搜索好友、页面和操作' });
      await see(field).toBeFocused();
      await page.keyboard.type(pageNamed(id).label);
      const option = page.getByRole('option', { name: pageNamed(id).label, exact: true });
      await see(option).toBeVisible();
      for (let at = 0; at < 12 && (await option.getAttribute('aria-selected')) !== 'true'; at += 1) await press(page, 'ArrowDown');
      await press(page, 'Enter');
      await settled(id);
    },
    /** by Ctrl+K, what she types of it and Enter */
    async command(typed: string, name: string | RegExp) {
      await press(page, 'Control+k');
      await see(page.getByRole('combobox', { name: '搜索好友、页面和操作' })).toBeFocused();
      await page.keyboard.type(typed);
      const option = page.getByRole('option', { name });
      await see(option).toBeVisible();
      for (let at = 0; at < 12 && (await option.getAttribute('aria-selected')) !== 'true'; at += 1) await press(page, 'ArrowDown');
      await press(page, 'Enter');
    },
    dialog: (name: string | RegExp) => page.getByRole('dialog', { name }),
    toast: page.getByRole('status', { name: '提示' }),
  };
}
