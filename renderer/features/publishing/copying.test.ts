import { expect, test } from 'vitest';
import type { Asset } from '../../../shared/contracts/content.ts';
import { clipboardSentence, nextStep, notStarted, stepsOf } from './copying.ts';

const picture = (id: number, mime: Asset['mime'] = 'image/jpeg'): Asset => ({
  id,
  name: `${id}.jpg`,
  mime,
  bytes: 10,
  width: 4,
  height: 3,
  durationMs: null,
  hasThumb: false,
});
const post = { text: '今天的面包出炉了', assets: [picture(7), picture(8), picture(9)] };

test('the text comes first, then the pictures in their order', () => {
  expect(stepsOf(post)).toEqual([
    { kind: 'text' },
    { kind: 'picture', assetId: 7, place: 1 },
    { kind: 'picture', assetId: 8, place: 2 },
    { kind: 'picture', assetId: 9, place: 3 },
  ]);
});

test('a post without words begins with its first picture', () => {
  expect(stepsOf({ text: '  \n', assets: [picture(7)] })).toEqual([{ kind: 'picture', assetId: 7, place: 1 }]);
  expect(stepsOf({ text: '', assets: [] })).toEqual([]);
});

test('a video is left to her hands, and it is said', () => {
  const video = { text: '摘果子', assets: [picture(4, 'video/mp4')] };
  expect(stepsOf(video)).toEqual([{ kind: 'text' }]);
  expect(stepsOf({ ...video, text: '' })).toEqual([]);
  expect(clipboardSentence(video, { kind: 'text' })).toBe('剪贴板：文字，3 字。视频不能复制，发的时候在微信里自己选');
});

test('each press goes one step on, and after the last it begins again', () => {
  expect(nextStep(notStarted, 4)).toBe(0);
  expect(nextStep({ ...notStarted, done: 3 }, 4)).toBe(3);
  expect(nextStep({ ...notStarted, done: 4 }, 4)).toBe(0);
  expect(nextStep(notStarted, 0)).toBe(0);
});

test('the message says exactly what is on the clipboard', () => {
  expect(clipboardSentence(post, { kind: 'text' })).toBe('剪贴板：文字，8 字，接着按 c 复制第 1 张图');
  expect(clipboardSentence(post, { kind: 'picture', assetId: 8, place: 2 })).toBe('剪贴板：第 2 张图，共 3 张');
  expect(clipboardSentence(post, { kind: 'picture', assetId: 9, place: 3 })).toBe('剪贴板：第 3 张图，共 3 张，这是最后一张');
  expect(clipboardSentence({ text: '😀好', assets: [] }, { kind: 'text' })).toBe('剪贴板：文字，2 字');
});
