import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fitPlace, readPlace, writePlace } from './window-place.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-place-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const place = { x: 100, y: 50, width: 1400, height: 900, maximized: false };
const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1600, height: 900 };

describe('the file', () => {
  test('comes back as it was written, and leaves nothing beside it', () => {
    writePlace(dir, { ...place, maximized: true });
    expect(readPlace(dir)).toEqual({ ...place, maximized: true });
    expect(readdirSync(dir)).toEqual(['window.json']);
  });
  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"x":1}',
    '{"x":1e9,"y":0,"width":1,"height":1,"maximized":false}',
    '{"x":0.5,"y":0,"width":1,"height":1,"maximized":false}',
    '{"x":"0","y":0,"width":1,"height":1,"maximized":false}',
    '{"x":0,"y":0,"width":-5,"height":1,"maximized":false}',
    '{"x":0,"y":0,"width":9,"height":9,"maximized":1}',
  ])('nonsense is no place: %s', (text) => {
    writeFileSync(join(dir, 'window.json'), text);
    expect(readPlace(dir)).toBeNull();
  });
  test('a missing folder is forgotten quietly', () => {
    expect(readPlace(join(dir, 'none'))).toBeNull();
    expect(() => writePlace(join(dir, 'none'), place)).not.toThrow();
  });
});

describe('the bounds', () => {
  test('first start: 1366×768 where the system likes it; on a small screen no larger than its work area', () => {
    expect(fitPlace(null, [screen])).toEqual({ width: 1366, height: 768 });
    expect(fitPlace(null, [{ x: 0, y: 0, width: 1366, height: 728 }])).toEqual({ width: 1366, height: 728 });
    expect(fitPlace(null, [{ x: 0, y: 0, width: 800, height: 600 }])).toEqual({ width: 1024, height: 640 });
  });
  test('a remembered place is kept, also on a second display', () => {
    expect(fitPlace(place, [screen])).toEqual({ x: 100, y: 50, width: 1400, height: 900 });
    expect(fitPlace({ ...place, x: 2000 }, [screen, second])).toEqual({ x: 2000, y: 50, width: 1400, height: 900 });
  });
  test('a place on a display that is gone, or with no title bar to grab, loses its position and keeps its size', () => {
    for (const gone of [{ x: 2000 }, { x: -1300 }, { y: -500 }, { y: 1035 }, { x: 1900 }]) {
      expect(fitPlace({ ...place, ...gone }, [screen])).toEqual({ width: 1400, height: 900 });
    }
  });
  test('never smaller than the minimum', () => {
    expect(fitPlace({ ...place, width: 300, height: 200 }, [screen])).toEqual({ x: 100, y: 50, width: 1024, height: 640 });
  });
});
