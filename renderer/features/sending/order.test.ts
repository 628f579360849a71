import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendItemRow } from '../../../shared/contracts/sending.ts';
import { isQuiet } from '../../../shared/domain/fatigue.ts';
import { inOrder, nextReady, tomorrowBest, tonight } from './order.ts';
import { cellText, clipboardText, laterText, sendSteps } from './words.ts';

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
const hourMs = 3_600_000;
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

const none = { from: 0, to: 0 };
const night = { from: 22 * 60, to: 8 * 60 };

it('snoozes until tonight while it is neither past nor quiet then, and until her hour of tomorrow', () => {
  expect(tonight(now, night)).toBeNull();
  expect(tonight(now - 3 * hourMs, night)).toBe(Date.UTC(2026, 10, 25, 12));
  expect(tonight(now - 3 * hourMs, { from: 19 * 60, to: 480 })).toBeNull();
  expect(tomorrowBest(now, wednesdayAt(21), night)).toBe(Date.UTC(2026, 10, 26, 13));
  expect(tomorrowBest(now, null, night)).toBe(Date.UTC(2026, 10, 26, 2));
  expect(tomorrowBest(now, null, { from: 0, to: 11 * 60 })).toBe(Date.UTC(2026, 10, 26, 3));
});

it('puts an hour in the quiet hours off to their end: of tonight as of tomorrow', () => {
  const eight = Date.UTC(2026, 10, 26, 0);
  expect(tomorrowBest(now, wednesdayAt(23), night)).toBe(eight);
  expect(tomorrowBest(now, wednesdayAt(3), night)).toBe(eight);
  expect(laterText(eight, wednesdayAt(23))).toMatch(/ 08:00（安静时段以后）$/);
  expect(tomorrowBest(now, wednesdayAt(23), none)).toBe(Date.UTC(2026, 10, 26, 15));
});

describe.each(['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Shanghai'])(
  'in %s',
  (zone) => {
    const home = process.env.TZ;
    beforeEach(() => {
      process.env.TZ = zone;
    });
    afterEach(() => {
      process.env.TZ = home;
    });
    const chinaClock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: 'numeric', minute: 'numeric' });
    const minute = fc.integer({ min: 0, max: 1439 });
    const moment = fc.integer({ min: Date.UTC(2016, 0), max: Date.UTC(2027, 0) });

    it('her hour is the one of China, never in the quiet hours of this place, the first from tomorrow on', () => {
      fc.assert(
        fc.property(moment, fc.integer({ min: 0, max: 167 }), fc.record({ from: minute, to: minute }), (at, cell, quiet) => {
          const local = new Date(at);
          const tomorrow = new Date(local.getFullYear(), local.getMonth(), local.getDate() + 1).getTime();
          const told = tomorrowBest(at, cell, quiet);
          expect(told).toBeGreaterThanOrEqual(tomorrow);
          expect(isQuiet(told, { quiet })).toBe(false);
          // hour by hour, minute by minute: the first time her hour strikes in China and, when it is quiet then, the end of that
          const wanted = `${String(cell % 24).padStart(2, '0')}:00`;
          let expected = Number.POSITIVE_INFINITY;
          for (let t = Math.floor(tomorrow / hourMs) * hourMs - 24 * hourMs; t <= tomorrow + 25 * hourMs; t += hourMs) {
            if (chinaClock.format(t) !== wanted) continue;
            let free = t;
            while (isQuiet(free, { quiet })) free += 60_000;
            if (free >= tomorrow) expected = Math.min(expected, free);
          }
          expect(told).toBe(expected);
        }),
        { numRuns: 60 },
      );
    });

    it('an hour of China is called so where the clock on the wall shows another one', () => {
      const china = zone === 'Asia/Shanghai';
      expect(cellText(wednesdayAt(20))).toBe(china ? '周三 20 点' : '北京时间 周三 20 点');
      const at = tomorrowBest(now, wednesdayAt(20), none);
      expect(laterText(at, wednesdayAt(20)).endsWith(china ? '20:00（常在的点）' : '（常在的点，北京时间 20 点）')).toBe(true);
    });
  },
);

it('says exactly what is on the clipboard', () => {
  const asset = (id: number, mime: 'image/png' | 'video/mp4') => ({ id, mime }) as never;
  const steps = sendSteps({ text: '你好', assets: [asset(1, 'image/png'), asset(2, 'video/mp4'), asset(3, 'image/png')] });
  expect(steps).toEqual([{ kind: 'text' }, { kind: 'picture', assetId: 1, place: 1 }, { kind: 'picture', assetId: 3, place: 2 }]);
  expect(clipboardText('王姐', '你好😀', steps[0]!, 2, '李姐')).toBe('剪贴板：给「王姐」的话，3 字，接着按 c 复制第 1 张图');
  expect(clipboardText('王姐', '你好', steps[2]!, 0, '李姐')).toBe('剪贴板：给「王姐」的第 2 张图，记为已发；下一位「李姐」');
  expect(clipboardText('王姐', '你好', steps[0]!, 0, null)).toBe('剪贴板：给「王姐」的话，2 字，记为已发');
});
