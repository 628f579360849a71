import type { Page } from 'playwright';

/** The panel in which a post is written, copied and settled. */
export function postPanel(page: Page) {
  const panel = page.getByRole('complementary', { name: '排期' });
  return {
    panel,
    text: panel.getByRole('textbox', { name: '文字' }),
    category: (name: string) => panel.getByRole('radio', { name }),
    time: panel.getByLabel('发布时间', { exact: true }),
    pictures: panel.getByLabel('选择图片'),
    picture: (place: number) => panel.getByRole('button', { name: new RegExp(`^看第 ${place} 张图`) }),
    save: panel.getByRole('button', { name: '保存', exact: true }),
  };
}

/** What stands on the page 今日. */
export function todayPage(page: Page) {
  const section = (title: string) => page.getByRole('region', { name: title });
  return {
    names: section('今天先联系这几位'),
    cared: section('今天联系过的'),
    overdue: section('这些到点了还没确认：发了吗？'),
    posts: section('今天要发'),
    lapsed: section('过了时间还没排'),
    birthdays: section('今天过生日'),
    upcoming: section('接下来 7 天过生日'),
    done: section('今天已完成'),
    current: page.locator('[aria-current="true"]'),
  };
}
