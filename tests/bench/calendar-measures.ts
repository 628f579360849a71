import type { Page } from 'playwright';
import { startLoopback } from '../../electron/hosts/loopback/index.ts';
import { readStaticManifest } from '../../electron/hosts/static-files.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { randomIds } from '../../electron/platform/ids.ts';
import { launchBrowser, newSellerContext } from '../helpers/browser.ts';
import { call, openBook } from './book.ts';
import { type Measure, median } from './measure.ts';

/** posts of the full month */
const many = 300;
/** the month that the page opens with; two months on there is none of its days left */
const full = { year: new Date().getFullYear(), month: new Date().getMonth() + 1 };
const monthText = (months: number) => {
  const date = new Date(full.year, full.month - 1 + months, 1);
  return `${date.getFullYear()}年${date.getMonth() + 1}月`;
};

/**
 * Presses the key and waits for the picture: title of the month there, its posts there, two frames drawn.
 * Looked for in each frame of the page, so that what is measured is what is seen.
 */
function turn(page: Page, key: string, title: string, posts: boolean | null): Promise<number> {
  return page.evaluate(
    ([key, title, posts]) =>
      new Promise<number>((resolve) => {
        const started = performance.now();
        const board = () => document.querySelector('.calendar-board');
        const shown = () => document.querySelector('.calendar-pager h2')?.textContent === title;
        const there = () => posts === null || (board()?.querySelectorAll('[data-post]').length ?? 0) > 0 === posts;
        const look = () => {
          if (!(shown() && there())) return requestAnimationFrame(look);
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)));
        };
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        requestAnimationFrame(look);
      }),
    [key, title, posts] as const,
  );
}

async function fillMonth(app: Awaited<ReturnType<typeof openBook>>): Promise<void> {
  const categories = ['science', 'tips', 'review', 'case', 'life', 'interaction', 'offer'] as const;
  for (let n = 0; n < many; n++) {
    const scheduledAt = new Date(full.year, full.month - 1, 1 + (n % 28), 8 + (Math.floor(n / 28) % 14), (n * 7) % 60).getTime();
    const text = `第 ${n + 1} 条：新一批脐橙明天到，五斤装 39.9，要的说一声`;
    await call(app, 'posts.create', { accountId: 1, text, category: categories[n % 7], scheduledAt, state: 'scheduled', assetIds: [] });
  }
}

/** A month with 300 posts against an empty one, both reached by one key from their neighbour, both days known already. */
export async function measureCalendar(options: { root: string; rendererDir: string; dataDir: string; rounds: number }): Promise<Measure[]> {
  const { root, rendererDir, dataDir, rounds } = options;
  const browser = await launchBrowser();
  const app = await openBook(root, dataDir);
  await call(app, 'settings.set', { key: 'app.firstRunDone', value: true });
  await call(app, 'settings.set', { key: 'calendar.view', value: 'month' });
  await call(app, 'settings.set', { key: 'app.lastPage', value: '/calendar' });
  await fillMonth(app);
  const loopback = await startLoopback({ app, manifest: readStaticManifest(rendererDir), port: 0, clock: systemClock, ids: randomIds });
  const context = await newSellerContext(browser);
  try {
    const page = await context.newPage();
    await page.goto(loopback.address);
    await page.getByRole('link', { name: '内容日历', exact: true }).click();
    await page.locator('.calendar-board [data-post]').first().waitFor();
    const [fullTimes, emptyTimes] = [[] as number[], [] as number[]];
    // away from the full month to two empty ones, and back
    for (let round = -1; round < rounds; round++) {
      await turn(page, ']', monthText(1), null);
      await page.waitForTimeout(200);
      const empty = await turn(page, ']', monthText(2), false);
      await page.waitForTimeout(200);
      await turn(page, '[', monthText(1), null);
      await page.waitForTimeout(200);
      const back = await turn(page, '[', monthText(0), true);
      await page.waitForTimeout(200);
      if (round < 0) continue;
      fullTimes.push(back);
      emptyTimes.push(empty);
    }
    const note = `${many} posts against none, from the key to the second frame`;
    return [{ name: 'calendar: month painted', ours: median(fullTimes), reference: median(emptyTimes), goal: 2, note }];
  } finally {
    await browser.close();
    await loopback.close();
    await app.close();
  }
}
