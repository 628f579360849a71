import type { Page } from 'playwright';

/** 素材库: its list, its panel, its picker. */
export function libraryPage(page: Page) {
  const panel = page.getByRole('complementary', { name: '素材' });
  return {
    list: page.getByRole('region', { name: /^素材，/ }),
    card: (name: string) => page.getByRole('article', { name }),
    open: (name: string) => page.getByRole('button', { name: `打开「${name}」` }).click(),
    search: page.getByRole('searchbox', { name: '搜素材' }),
    panel,
    title: panel.getByRole('textbox', { name: '标题' }),
    text: panel.getByRole('textbox', { name: '正文' }),
    channel: (name: string) => panel.getByRole('tab', { name }),
    /** one of the things done now and then */
    tool: async (name: RegExp) => {
      await page.getByRole('button', { name: '素材库的更多操作' }).click();
      await page.getByRole('menuitem', { name }).click();
    },
    save: () => panel.getByRole('button', { name: '保存' }).click(),
    preview: panel.getByRole('region', { name: '发给一位好友的样子' }),
    problems: panel.getByRole('list', { name: '变量的问题' }),
    assets: panel.getByRole('list', { name: /^图片和视频/ }),
  };
}
