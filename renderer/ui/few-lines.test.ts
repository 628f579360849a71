import { expect, test } from 'vitest';
import { fewLines } from './few-lines.ts';

test('a short message stays as it is, line breaks become spaces', () => {
  expect(fewLines('已记下「李姐」')).toBe('已记下「李姐」');
  expect(fewLines('已记下「李\n姐」')).toBe('已记下「李 姐」');
});

test('a long name is cut before the words around it', () => {
  expect(fewLines(`已把「${'长'.repeat(80)}」设为「3 信任」`)).toBe(`已把「${'长'.repeat(13)}…」设为「3 信任」`);
});

test('a whole sentence stays as it is', () => {
  const sentence = '这笔钱和订单分开了，订单改回没付；「果果妈妈3号楼」的另外两笔收款和 12 月 3 日那一单还是对上的，都没有动';
  expect(fewLines(sentence)).toBe(sentence);
});

test('nothing is longer than what three lines hold, and no emoji is cut in two', () => {
  const cut = fewLines('😀'.repeat(90));
  expect([...cut]).toHaveLength(84);
  expect(cut.endsWith('😀…')).toBe(true);
});
