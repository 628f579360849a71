import { expect, test } from 'vitest';
import { messageKinds } from '../../../shared/domain/messages.ts';
import { readParts } from './message-parts.ts';
import { previewText } from './words.ts';

test('a transfer tells its amount, state and memo', () => {
  expect(readParts('transfer', '￥1116.00 两箱')).toMatchObject({ main: '¥1,116.00', transfer: { state: 'sent', memo: '两箱' } });
  expect(readParts('transfer', '已收款 ￥0.05')).toMatchObject({ main: '¥0.05', transfer: { state: 'received', memo: '' } });
  expect(readParts('transfer', '已退还').transfer).toBeUndefined();
  expect(readParts('transfer', '约定 3 点').main).toBe('约定 3 点');
});

test('a reply is taken apart, whatever stands in it', () => {
  expect(readParts('quote', '要\n「引用 李姐：第一行\n第二行」')).toMatchObject({
    main: '要',
    quoted: { name: '李姐', text: '第一行\n第二行' },
  });
  expect(readParts('quote', '「引用 ：[图片]」')).toMatchObject({ main: '', quoted: { name: '', text: '[图片]' } });
  expect(readParts('quote', '没有引用')).toEqual({ brief: '没有引用', main: '没有引用' });
});

test('a link keeps its address as words', () => {
  expect(readParts('link', '做法\nhttps://a.example/b')).toMatchObject({ main: '做法', address: 'https://a.example/b' });
  expect(readParts('link', 'https://a.example/b')).toMatchObject({
    main: '',
    address: 'https://a.example/b',
    brief: 'https://a.example/b',
  });
  expect(readParts('link', '题目\njavascript:alert(1)')).toEqual({ brief: '题目\njavascript:alert(1)', main: '题目\njavascript:alert(1)' });
});

test('a sign-up list is its head and its numbered lines, lines that go on included', () => {
  expect(readParts('solitaire', '#接龙\n橙子\n\n1. 张妈 2 份\n2、王姐\n周六拿')).toMatchObject({
    main: '橙子',
    entries: [
      { no: '1', text: '张妈 2 份' },
      { no: '2', text: '王姐\n周六拿' },
    ],
  });
  expect(readParts('solitaire', '接龙').entries).toBeUndefined();
});

test.each(messageKinds)('%s has something to show, empty or not', (kind) => {
  expect(previewText(kind, '')).not.toBe('');
  expect(previewText(kind, '<b>一\n二</b>')).toContain('<b>一');
});
