import type { Page } from 'playwright';
import { press, see } from '../screens.ts';

/** The page of segments: its list, the rule in the middle, the people beside it. */
export function segmentsPage(page: Page) {
  const people = page.getByRole('complementary', { name: '里面的人' });
  const root = page.getByRole('group', { name: '条件', exact: true });
  return {
    list: page.getByRole('navigation', { name: '人群', exact: true }),
    row: (name: string) => page.getByRole('navigation', { name: '人群', exact: true }).getByRole('button', { name }),
    name: page.getByRole('textbox', { name: '人群的名字' }),
    root,
    people,
    /** 「12 位好友」 */
    async total(many: number) {
      await see(people.locator('.segment-total b')).toHaveText(many.toLocaleString('zh-CN'));
    },
    condition: (label: string) => page.getByRole('group', { name: `条件：${label}` }),
    /** by keyboard: what it is about, Enter */
    async add(words: string, into = root) {
      await into.getByRole('combobox', { name: '加条件' }).last().focus();
      await page.keyboard.type(words);
      await press(page, 'Enter');
    },
  };
}
