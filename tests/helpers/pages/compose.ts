import type { Page } from 'playwright';
import { postPanel } from './posts.ts';

/** The post panel as the place where words are written for the right people, and their results told. */
export function composer(page: Page) {
  const { panel, ...fields } = postPanel(page);
  return {
    panel,
    ...fields,
    channel: (name: string) => panel.getByRole('radiogroup', { name: '发到哪里' }).getByText(name, { exact: true }),
    /** whom it would tire, and what else they see */
    reach: panel.getByRole('region', { name: '这些人还会看到' }),
    phone: panel.getByRole('region', { name: '手机上看' }),
    hints: panel.getByRole('region', { name: '写作提醒' }),
    alsoAccounts: panel.getByRole('combobox', { name: '同时发的微信号' }),
    results: panel.getByRole('region', { name: '记效果' }),
    told: panel.getByRole('region', { name: '效果', exact: true }),
    count: (name: string) => panel.getByRole('spinbutton', { name }),
  };
}

/** The page 洞察. */
export function insightsPage(page: Page) {
  const region = (name: string) => page.getByRole('region', { name });
  const titles = region('哪个标题好？');
  return {
    mix: region('像活人，还是像货架？'),
    compare: region('什么样的内容管用？'),
    titles,
    titleCount: (title: string, what: '看到' | '回应') => titles.getByRole('spinbutton', { name: `「${title}」${what}的人数` }),
  };
}

/** The list of words that posts are looked through for. */
export function wordList(page: Page) {
  const dialog = page.getByRole('dialog', { name: '发出去之前要看一眼的词' });
  return {
    dialog,
    add: async (...words: string[]) => {
      const field = dialog.getByRole('combobox', { name: '词表' });
      for (const word of words) {
        await field.fill(word);
        await field.press('Enter');
      }
    },
    save: () => dialog.getByRole('button', { name: '保存词表' }).click(),
  };
}
