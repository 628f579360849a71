import type { Page } from 'playwright';
import { see } from '../screens.ts';

/** The page 发送: the queues, and one of them gone through friend by friend. */
export function sendingPage(page: Page) {
  const card = page.getByRole('article');
  return {
    card,
    /** the friend whose turn it is */
    async current(name: string) {
      await see(page.getByRole('article', { name: `给${name}` })).toBeVisible();
    },
    words: (name: string) => page.getByRole('textbox', { name: `给${name}的话` }),
    item: (name: string | RegExp) => page.getByRole('list', { name: '名单' }).getByRole('button', { name }),
    /** '12 / 30' */
    async progress(done: number, total: number) {
      await see(page.locator('.queue-progress')).toContainText(`${done} / ${total}`);
    },
    status: page.locator('.queue-progress').getByRole('status'),
    dialog: (name: string | RegExp) => page.getByRole('dialog', { name }),
    queue: (name: string) => page.getByRole('list', { name: '名单' }).getByRole('listitem').filter({ hasText: name }),
  };
}

/** From here on no card but that of `exceptItem` arrives before the function it returns is called. */
export async function holdCards(page: Page, exceptItem?: number): Promise<() => void> {
  let release = () => {};
  const mayGo = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/rpc/sending.card', async (route) => {
    if ((route.request().postDataJSON() as { itemId: number }).itemId !== exceptItem) await mayGo;
    await route.continue();
  });
  return () => release();
}
