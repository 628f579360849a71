import type { Page } from 'playwright';
import { press, see } from '../screens.ts';

/** The page 聊天: the list or what was found at the left, the conversation beside it. */
export function chatsPage(page: Page) {
  const list = page.getByRole('listbox', { name: '聊天列表' });
  const results = page.getByRole('listbox', { name: '搜索结果' });
  const field = page.getByRole('combobox', { name: '搜索消息和好友' });
  const messages = page.getByRole('list', { name: /^和 .* 的消息$/ });
  return {
    list,
    results,
    field,
    messages,
    chat: (name: string) => page.getByRole('region', { name: `聊天：${name}` }),
    inList: (name: string) => list.getByRole('option').filter({ hasText: name }),
    rows: messages.getByRole('listitem'),
    current: messages.locator('[aria-current="true"]'),
    hit: messages.locator('.message.hit'),
    marks: messages.locator('mark'),
    found: results.getByRole('option'),
    foot: page.locator('.search-foot'),
    newest: page.getByRole('button', { name: '最新', exact: true }),
    /** px from the top of the list to each drawn message, by id */
    places: () =>
      messages.evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        return [...element.querySelectorAll('[data-message]')].map(
          (row) => [row.getAttribute('data-message') ?? '', row.getBoundingClientRect().top - top] as const,
        );
      }),
    async open(name: string) {
      await list.getByRole('option').filter({ hasText: name }).first().click();
      await see(page.getByRole('region', { name: `聊天：${name}` })).toBeVisible();
    },
    async find(text: string) {
      await field.fill(text);
      if (text === '') return see(list).toBeVisible();
      await see(results).toHaveAttribute('aria-busy', 'false');
    },
    async onto(...keys: string[]) {
      await press(page, ...keys);
    },
  };
}
