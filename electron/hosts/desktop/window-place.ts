import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';

const pixels = z.int().min(-100_000).max(100_000);
const placeShape = z.strictObject({
  x: pixels,
  y: pixels,
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
  maximized: z.boolean(),
});

/** Where the window stood when it was last closed, in device-independent pixels; the size is that of the unmaximised window. */
export type WindowPlace = z.infer<typeof placeShape>;

export const defaultSize = Object.freeze({ width: 1366, height: 768 });
export const minSize = Object.freeze({ width: 1024, height: 640 });

const fileName = 'window.json';

/** How large a window is when nothing is remembered, and at least. */
export interface WindowSizes {
  usual: { width: number; height: number };
  least: { width: number; height: number };
}
const mainSizes: WindowSizes = { usual: defaultSize, least: minSize };

/** The remembered place, or null when there is none or the file makes no sense. Never throws. */
export function readPlace(dataDir: string, name = fileName): WindowPlace | null {
  try {
    const parsed = placeShape.safeParse(JSON.parse(readFileSync(join(dataDir, name), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Remembers the place. A folder that cannot be written only forgets it. Never throws. */
export function writePlace(dataDir: string, place: WindowPlace, name = fileName): void {
  try {
    const file = join(dataDir, name);
    writeFileSync(`${file}.part`, `${JSON.stringify(place)}\n`);
    renameSync(`${file}.part`, file);
  } catch {
    // the place of a window is not worth a message
  }
}

const overlap = (start: number, length: number, otherStart: number, otherLength: number) =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);

/**
 * Bounds for a new window: the remembered ones if enough of the title bar to grab lies on a display that is there now,
 * else the default size, centred by the system (no x and y). Never larger than the work area, never under the minimum.
 * @param workAreas of all displays, the primary one first
 */
export function fitPlace(
  place: WindowPlace | null,
  workAreas: readonly Rectangle[],
  { usual, least }: WindowSizes = mainSizes,
): { x?: number; y?: number; width: number; height: number } {
  const fit = (size: { width: number; height: number }, area: Rectangle | undefined) => ({
    width: Math.max(least.width, Math.min(size.width, area?.width ?? size.width)),
    height: Math.max(least.height, Math.min(size.height, area?.height ?? size.height)),
  });
  if (place) {
    const titleBar = 40;
    const home = workAreas.find(
      (area) =>
        overlap(place.x, place.width, area.x, area.width) >= 200 &&
        place.y >= area.y - 8 &&
        overlap(place.y, titleBar, area.y, area.height) >= titleBar / 2,
    );
    if (home) return { x: place.x, y: place.y, ...fit(place, home) };
  }
  return fit(place ?? usual, workAreas[0]);
}
