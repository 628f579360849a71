import { expect } from 'vitest';
import { accessibilityProblems, overflow } from './axe.ts';
import { type Screens, see } from './screens.ts';

export const looks = {
  light: { name: 'light-1366', colorScheme: 'light', width: 1366, height: 768 },
  dark: { name: 'dark-1366', colorScheme: 'dark', width: 1366, height: 768 },
  wide: { name: 'light-1920', colorScheme: 'light', width: 1920, height: 1080 },
  wideDark: { name: 'dark-1920', colorScheme: 'dark', width: 1920, height: 1080 },
  small: { name: 'light-1024', colorScheme: 'light', width: 1024, height: 640 },
} as const;
export type Look = (typeof looks)[keyof typeof looks];

/** The other sizes take a minute of all walks together; every page is looked at in them by pages.test.ts: `TIEFEN_ALL_LOOKS=1 npm run test:e2e` looks at them too. */
const everySize = process.env.TIEFEN_ALL_LOOKS === '1';

/** The screen as it stands, in every look: accessible, nothing off the side, a picture `<what>-<look>` to look at. */
export async function lookAt(screens: Screens, what: string, wanted: readonly Look[]): Promise<void> {
  const { page } = screens;
  const found: string[] = [];
  for (const { name, colorScheme, width, height } of wanted) {
    if (width !== 1366 && !everySize) continue;
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await see(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await screens.shoot(`${what}-${name}`);
    const sideways = await overflow(page);
    if (sideways > 0) found.push(`${name}: ${sideways} px run off the side`);
    if (width === 1366) {
      const only = colorScheme === 'dark' && wanted.some(({ name: other }) => other === looks.light.name) ? 'colours' : undefined;
      found.push(...(await accessibilityProblems(page, only)).map((problem) => `${name}: ${problem}`));
    }
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(found).toEqual([]);
}
