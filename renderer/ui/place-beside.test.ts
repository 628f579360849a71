import { expect, it } from 'vitest';
import { placeBeside } from './place-beside.ts';

const view = { width: 1000, height: 600 };
const button = (left: number, top: number) => ({ left, top, right: left + 30, bottom: top + 20 });

it('opens below the button, at its left edge', () => {
  expect(placeBeside(button(100, 100), { width: 200, height: 150 }, view)).toEqual({ left: 100, top: 124, maxHeight: 468 });
});

it('ends at the right edge of the button where the window ends', () => {
  expect(placeBeside(button(960, 100), { width: 200, height: 150 }, view).left).toBe(790);
  // a button that is itself cut off
  expect(placeBeside(button(980, 100), { width: 200, height: 150 }, view).left).toBe(792);
  // wider than the window
  expect(placeBeside(button(960, 100), { width: 1200, height: 150 }, view).left).toBe(8);
});

it('opens above where it does not fit below and there is more room, and scrolls what fits nowhere', () => {
  expect(placeBeside(button(100, 560), { width: 200, height: 150 }, view)).toEqual({ left: 100, top: 406, maxHeight: 548 });
  expect(placeBeside(button(100, 400), { width: 200, height: 900 }, view)).toEqual({ left: 100, top: 8, maxHeight: 388 });
  expect(placeBeside(button(100, 100), { width: 200, height: 900 }, view)).toEqual({ left: 100, top: 124, maxHeight: 468 });
});
