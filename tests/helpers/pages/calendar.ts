import type { Locator, Page } from 'playwright';
import { see } from '../screens.ts';

/** What stands on the page 内容日历. */
export function calendarPage(page: Page) {
  const board = page.locator('.calendar-board');
  return {
    /** posts on the board, in the order of the days */
    posts: board.locator('[data-post]'),
    post: (id: number) => board.locator(`[data-post="${id}"]`),
    /** slots that nothing has taken */
    free: board.locator('.board-event.free'),
    /** days of the list */
    list: board.locator('.post-list-day'),
    bar: page.getByRole('region', { name: '选中的内容' }),
    /** the cell of the day in which a moment lies */
    cell: (at: number) => {
      const date = new Date(at);
      const two = (n: number) => String(n).padStart(2, '0');
      return board.locator(`[data-date="${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}"]`).first();
    },
    /** all that a day of the month has, shown over it */
    unfolded: board.getByRole('dialog'),
    /** one entry of 更多 */
    async tool(name: string) {
      await page.getByRole('button', { name: '更多', exact: true }).click();
      await page.getByRole('menuitem', { name: new RegExp(`^${name}`) }).click();
    },
  };
}

/** Chooses one entry of a list that opens. */
export async function pick(field: Locator, entry: string): Promise<void> {
  await field.click();
  await see(field).toHaveAttribute('aria-expanded', 'true');
  const open = field.page().locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option');
  await open
    .filter({ hasText: new RegExp(`^${entry}$`) })
    .last()
    .click();
}
