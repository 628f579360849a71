import { expect, test } from 'vitest';
import { oneLine } from './one-line.ts';

test('a short message stays as it is, line breaks become spaces', () => {
  expect(oneLine('已记下「李姐」')).toBe('已记下「李姐」');
  expect(oneLine('已记下「李\n姐」')).toBe('已记下「李 姐」');
});

test('a long name is cut before the words around it', () => {
  expect(oneLine(`已把「${'长'.repeat(80)}」设为「3 信任」`)).toBe(`已把「${'长'.repeat(13)}…」设为「3 信任」`);
});

test('nothing is longer than sixty characters, and no emoji is cut in two', () => {
  const cut = oneLine('😀'.repeat(90));
  expect([...cut]).toHaveLength(60);
  expect(cut.endsWith('😀…')).toBe(true);
});
