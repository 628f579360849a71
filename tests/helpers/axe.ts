import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
type Axe = { run: (context: Document, options: object) => Promise<AxeResults> };

/**
 * Runs axe in the page as it stands: one line for every WCAG 2.2 A/AA rule that an element breaks.
 * `only: 'colours'` where the same screen was looked at in the other theme: nothing else differs between the two.
 */
export async function accessibilityProblems(page: Page, only?: 'colours'): Promise<string[]> {
  await standsStill(page);
  // evaluated by the test driver, which the policy of the page does not concern; it stays until the page is loaded anew
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const runOnly = only === 'colours' ? { type: 'rule', values: ['color-contrast'] } : { type: 'tag', values: wcag };
  const results = await page.evaluate(
    (runOnly) => (window as unknown as { axe: Axe }).axe.run(document, { runOnly, resultTypes: ['violations'] }),
    runOnly,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} — ${(node.failureSummary ?? '').split('\n').slice(1).join(' ').trim()}`),
  );
}

/** What is growing into its place is judged where it ends: half-way it is too small to hit and too pale to read. */
const standsStill = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const ends = document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    return Promise.all(ends.map(({ finished }) => finished.catch(() => undefined))).then(() => undefined);
  });

/** Pixels by which the page is wider than its window; 0 = nothing scrolls sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
