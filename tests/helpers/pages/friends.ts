import type { Page } from 'playwright';
import { press, see } from '../screens.ts';

/** The list of friends and what opens beside it. */
export function friendsPage(page: Page) {
  const grid = page.getByRole('grid', { name: '好友' });
  const row = (name: string) => grid.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `选择 ${name}`, exact: true }) });
  const cursorName = async () => {
    const id = await grid.getAttribute('aria-activedescendant');
    return id ? page.locator(`#${id} .cell-name-text`).getAttribute('title') : null;
  };
  return {
    grid,
    row,
    rows: grid.locator('.friends-grid-body').getByRole('row'),
    search: page.getByRole('searchbox', { name: '搜索好友' }),
    bar: page.getByRole('toolbar', { name: '对选中的好友' }),
    filters: page.getByRole('toolbar', { name: '筛选' }),
    panel: page.getByRole('complementary').filter({ has: page.getByRole('button', { name: '关闭面板' }) }),
    /** name of the friend on whom the keyboard is */
    cursorName,
    async cursorOn(name: string) {
      await see.poll(cursorName).toBe(name);
    },
    async selected(many: number) {
      await see(page.getByRole('toolbar', { name: '对选中的好友' }).getByRole('status')).toHaveText(`已选 ${many} 位`);
    },
    /** names of the rows that exist, from the top */
    // the whole name stands in the title: a long one is drawn from where the search found it
    names: () => grid.locator('.cell-name-text').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? '')),
    async searchFor(text: string) {
      await press(page, '/');
      await see(page.getByRole('searchbox', { name: '搜索好友' })).toBeFocused();
      await page.keyboard.type(text);
    },
  };
}
