import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright';

/** Runs axe in the page as it stands: one line for every WCAG 2.2 A/AA rule that an element breaks. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // evaluated by the test driver, which the policy of the page does not concern
  await page.evaluate(axe.source);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run: (context: Document, options: object) => Promise<AxeResults> } }).axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      resultTypes: ['violations'],
    }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} — ${(node.failureSummary ?? '').split('\n').slice(1).join(' ').trim()}`),
  );
}

/** Pixels by which the page is wider than its window; 0 = nothing scrolls sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
