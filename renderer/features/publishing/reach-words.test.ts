import { expect, it } from 'vitest';
import type { GuardSummary } from '../../../shared/contracts/guard.ts';
import { neighbourText, spareText, tiredText, waitText } from './reach-words.ts';

const reach = (notBefore: number, blocked: number) => {
  const guard: GuardSummary = {
    total: 10,
    ok: 10 - notBefore - blocked,
    notBefore,
    blocked,
    rules: { tag: blocked, quiet: 0, day: 0, window: 0, load: notBefore },
  };
  return { heads: 10, guard };
};

it('another day is proposed only for those whom it helps', () => {
  expect(tiredText(reach(3, 2))).toBe('10 位里有 3 位这几天看的广告够多了，可以挪一天，或者换条不卖货的。');
  expect(tiredText(reach(0, 2))).toBeNull();
  expect(tiredText({ heads: 10, guard: null })).toBeNull();
});

it('who may never get adverts is told apart, with the tag that says so and what to do', () => {
  expect(spareText(reach(3, 2), 'all', ['勿扰'])).toBe('10 位里有 2 位打了「勿扰」，哪天都别给他们看广告：在「不给谁看」里选上这个标签。');
  expect(spareText(reach(0, 1), 'only', ['勿扰', '同行'])).toBe(
    '10 位里有 1 位打了「勿扰」或「同行」，哪天都别给他们看广告：在「只给谁看」里换成不带他们的。',
  );
  expect(spareText(reach(3, 0), 'all', ['勿扰'])).toBeNull();
  expect(spareText({ heads: 10, guard: null }, 'all', ['勿扰'])).toBeNull();
});

it('what the same people saw is told apart from what they will see', () => {
  const post = (posted: boolean, category: 'life' | 'offer') => ({ postId: 1, at: 0, title: '', category, posted, overlap: 1 });
  expect(neighbourText([post(true, 'life'), post(true, 'offer'), post(false, 'life')])).toBe(
    '前后三天，这些人看过 2 条（促销 1 条），还会看到 1 条',
  );
  expect(neighbourText([post(false, 'offer'), post(false, 'offer')])).toBe('前后三天，这些人还会看到 2 条（促销 2 条）');
  expect(neighbourText([post(true, 'life')])).toBe('前后三天，这些人看过 1 条');
});

it('of a private message it is told who has to wait and who is left out', () => {
  expect(waitText(reach(3, 2), ['勿扰'])).toBe('一位一位发，10 位里有 3 位到那时还不宜打扰，会先等着；2 位打了「勿扰」，不会放进名单。');
  expect(waitText(reach(0, 1), ['勿扰'])).toBe('一位一位发，10 位里有 1 位打了「勿扰」，不会放进名单。');
  expect(waitText(reach(0, 0), ['勿扰'])).toBeNull();
});
