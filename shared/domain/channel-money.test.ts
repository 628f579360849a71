import { expect, it } from 'vitest';
import { channelRates, channelSentence, monthsOf, type NamedChannel } from './channel-money.ts';

const sums = { spendFen: 100_000, added: 40, bought: 10, again: 4, freebies: 2, marginFen: 150_000 };

it('says what follows from the sums of a channel, and nothing where there is nobody', () => {
  expect(channelRates(sums)).toEqual({
    ...{ costPerFriendFen: 2500, cacFen: 10_000, firstRate: 0.25, secondRate: 0.4 },
    ...{ ltvFen: 15_000, roi: 0.5, freebieRate: 0.2 },
  });
  const nobody = { spendFen: 100_000, added: 0, bought: 0, again: 0, freebies: 0, marginFen: 0 };
  expect(channelRates(nobody)).toEqual({
    ...{ costPerFriendFen: null, cacFen: null, firstRate: null, secondRate: null },
    ...{ ltvFen: null, roi: -1, freebieRate: null },
  });
  expect(channelRates({ ...sums, spendFen: null })).toMatchObject({ costPerFriendFen: null, cacFen: null, roi: null });
  expect(channelRates({ ...sums, spendFen: 0 })).toMatchObject({ costPerFriendFen: 0, cacFen: 0, roi: null });
});

it('knows the months that a period touches', () => {
  expect(monthsOf({ fromOn: '2026-11-30', toOn: '2026-11-30' })).toEqual(['2026-11']);
  expect(monthsOf({ fromOn: '2025-11-30', toOn: '2026-02-01' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});

it('says in one sentence which channel was worth it, and does not judge by few', () => {
  const channel = (name: string, more: Partial<NamedChannel> = {}): NamedChannel => ({ ...sums, paidBackOn: null, name, ...more });
  expect(channelSentence([], '11月')).toBe('11月没有新加的好友。');
  expect(channelSentence([channel('抖音', { spendFen: null })], '11月')).toBe('11月新加了 40 位；还没填花费，算不出哪个渠道划算。');
  expect(channelSentence([channel('抖音', { added: 5 })], '11月')).toBe(
    '11月在 1 个渠道花了 ¥1,000，每个渠道加的人都太少，还比不出哪个划算。',
  );
  expect(channelSentence([channel('抖音', { marginFen: 90_000 }), channel('门店')], '11月')).toBe(
    '11月在 2 个渠道花了 ¥2,000，1 个回了本；最划算的是门店：花 ¥1,000，毛利 ¥1,500。',
  );
  expect(channelSentence([channel('抖音', { marginFen: 90_000 })], '11月')).toContain('都还没回本');
});
