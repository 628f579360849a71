import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../helpers/test-app.ts';

const sheets = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'renderer/*.css'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);

/** features/<name>, ui, app: who writes a sheet. */
const areaOf = (sheet: string): string => /^renderer\/(features\/[^/]+|[^/]+)/.exec(sheet)?.[1] ?? sheet;

/** The selectors of a sheet that count on a screen, nested ones in full: without those of keyframes and of what is printed. */
function selectorsOf(css: string): string[] {
  const found: string[] = [];
  const open: { at: string | null; selectors: string[] }[] = [];
  for (const [, head = '', brace] of css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{};]*)([{};])/g)) {
    if (brace === '}') open.pop();
    if (brace !== '{') continue;
    const words = head.trim();
    const around = open.at(-1)?.selectors ?? [''];
    if (words.startsWith('@')) open.push({ at: words, selectors: around });
    else {
      const own = words.split(/,(?![^(]*\))/).map((selector) => selector.trim());
      const selectors = around.flatMap((outer) => own.map((inner) => `${outer} ${inner}`.trim()));
      if (!open.some(({ at }) => /^@(keyframes|font-face|media print)/.test(at ?? ''))) found.push(...selectors);
      open.push({ at: null, selectors });
    }
  }
  return found;
}

const classesOf = (selector: string): string[] => [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name as string);

it('styles in a feature nothing but its own: a sheet once loaded stays, and would dress other pages too', () => {
  const selectors = sheets.flatMap((sheet) =>
    selectorsOf(readFileSync(join(projectRoot, sheet), 'utf8')).map((selector) => ({ sheet, selector, area: areaOf(sheet) })),
  );
  // who begins a selector with a class dresses it; who names it behind a class of its own only changes it in its own place
  const areas = new Map<string, Set<string>>();
  for (const { selector, area } of selectors)
    for (const name of classesOf(selector.split(/[\s>+~]/)[0] ?? '')) areas.set(name, (areas.get(name) ?? new Set()).add(area));
  const foreign = selectors.filter(
    ({ selector, area }) => area.startsWith('features/') && !classesOf(selector).some((name) => (areas.get(name)?.size ?? 1) === 1),
  );
  expect(selectors.length).toBeGreaterThan(1000);
  expect(foreign.map(({ sheet, selector }) => `${sheet}: ${selector}`)).toEqual([]);
});
