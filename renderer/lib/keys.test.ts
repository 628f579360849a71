import { expect, test } from 'vitest';
import { keyCaps, keyOf, mayRepeat } from './keys.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test('a sign made with Shift is that sign, a letter with Shift is not the letter', () => {
  expect(keyOf({ ...plain, key: '?', shiftKey: true })).toBe('?');
  expect(keyOf({ ...plain, key: 'N', shiftKey: true })).toBe('shift+n');
  expect(keyOf({ ...plain, key: 'ArrowDown', shiftKey: true })).toBe('shift+arrowdown');
});

test('Ctrl and ⌘ are one key, Caps Lock changes nothing', () => {
  expect(keyOf({ ...plain, key: 'k', metaKey: true })).toBe('mod+k');
  expect(keyOf({ ...plain, key: 'Z', ctrlKey: true, shiftKey: true })).toBe('mod+shift+z');
  expect(keyOf({ ...plain, key: 'J' })).toBe('j');
});

test('caps are drawn in the words of the keyboard', () => {
  expect(keyCaps('mod+shift+z')).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keyCaps('space')).toEqual(['空格']);
});

test('a key that is held down moves on, and does nothing else again', () => {
  expect(['j', 'k', 'arrowdown', 'shift+arrowup', 'pagedown', ']'].every(mayRepeat)).toBe(true);
  expect(['c', 'x', 's', 'z', 'enter', 'mod+z', '3', 'shift+n'].some(mayRepeat)).toBe(false);
});
