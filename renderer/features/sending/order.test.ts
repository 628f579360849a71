import { expect, it } from 'vitest';
import type { SendItemRow } from '../../../shared/contracts/sending.ts';
import { inOrder, nextReady, tomorrowBest, tonight } from './order.ts';
import { clipboardText, sendSteps } from './words.ts';

const item = (id: number, more: Partial<SendItemRow> = {}): SendItemRow => ({
  id,
  friendId: id,
  name: `好友${id}`,
  trustLevel: 1,
  place: id,
  state: 'waiting',
  settledAt: null,
  repliedAt: null,
  reason: '',
  wait: null,
  bestCell: null,
  ...more,
});
/** Wednesday 20:30 in China */
const now = Date.UTC(2026, 10, 25, 12, 30);
const wednesdayAt = (hour: number) => 48 + hour;

it('goes behind the one before, then from the beginning, past those who wait or are settled', () => {
  const items = [item(1), item(2, { state: 'sent' }), item(3, { wait: { why: 'blocked', until: null } }), item(4)];
  expect(nextReady(items, null)?.id).toBe(1);
  expect(nextReady(items, 1)?.id).toBe(4);
  expect(nextReady(items, 4)?.id).toBe(1);
  expect(nextReady([item(1)], 1)).toBeNull();
});

it('puts first whose best hour is now or about to come, last who is not known', () => {
  const items = [
    item(1),
    item(2, { bestCell: wednesdayAt(23) }),
    item(3, { bestCell: wednesdayAt(19) }),
    item(4, { bestCell: wednesdayAt(20) }),
  ];
  expect(inOrder(items, 'hour', now).map(({ id }) => id)).toEqual([3, 4, 2, 1]);
  expect(inOrder(items, 'list', now).map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

it('snoozes until tonight while it is not past, and until her hour of tomorrow', () => {
  expect(tonight(now)).toBeNull();
  expect(tonight(now - 3 * 3_600_000)).toBe(Date.UTC(2026, 10, 25, 12));
  expect(tomorrowBest(now, wednesdayAt(21))).toBe(Date.UTC(2026, 10, 26, 13));
  expect(tomorrowBest(now, null)).toBe(Date.UTC(2026, 10, 26, 2));
});

it('says exactly what is on the clipboard', () => {
  const asset = (id: number, mime: 'image/png' | 'video/mp4') => ({ id, mime }) as never;
  const steps = sendSteps({ text: '你好', assets: [asset(1, 'image/png'), asset(2, 'video/mp4'), asset(3, 'image/png')] });
  expect(steps).toEqual([{ kind: 'text' }, { kind: 'picture', assetId: 1, place: 1 }, { kind: 'picture', assetId: 3, place: 2 }]);
  expect(clipboardText('王姐', '你好😀', steps[0]!, 2, '李姐')).toBe('剪贴板：给「王姐」的话，3 字，接着按 c 复制第 1 张图');
  expect(clipboardText('王姐', '你好', steps[2]!, 0, '李姐')).toBe('剪贴板：给「王姐」的第 2 张图，记为已发；下一位「李姐」');
  expect(clipboardText('王姐', '你好', steps[0]!, 0, null)).toBe('剪贴板：给「王姐」的话，2 字，记为已发');
});
