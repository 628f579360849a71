import type { Locator, Page } from 'playwright';
import { press, see } from './screens.ts';

/** Tab until the control has the focus: everything must be reachable so. `back` = the other way round. */
export async function tabTo(target: Locator, { most = 60, back = false } = {}): Promise<void> {
  await see(target).toBeVisible();
  const way: string[] = [];
  for (let at = 0; at < most; at += 1) {
    const place = await target.evaluate((element) => {
      const focused = document.activeElement;
      return focused === element
        ? null
        : `${focused?.tagName} ${focused?.getAttribute('aria-label') ?? focused?.textContent?.slice(0, 20)}`;
    });
    if (place === null) return;
    way.push(place);
    await press(target.page(), back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not reach ${target}, it goes to ${way.join(', ')}`);
}

/** Presses a control that Tab leads to. */
export async function pressOn(target: Locator, options?: { most?: number; back?: boolean }): Promise<void> {
  await tabTo(target, options);
  await press(target.page(), 'Enter');
}

/** Chooses one entry of the list that the focused field opens. */
export async function pickByKeys(page: Page, entry: string): Promise<void> {
  await press(page, 'ArrowDown');
  const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
  await see(list).toBeVisible();
  const wanted = list.locator('.ant-select-item-option-active').getByText(entry, { exact: true });
  for (let at = 0; at < 20 && (await wanted.count()) === 0; at += 1) await press(page, 'ArrowDown');
  await press(page, 'Enter');
  await see(list).toHaveCount(0);
}
