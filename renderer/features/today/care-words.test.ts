import { expect, test } from 'vitest';
import type { FollowUp, Promised } from '../../../shared/contracts/follow-ups.ts';
import type { CareName, DueFact } from '../../../shared/contracts/today.ts';
import { dueKinds } from '../../../shared/domain/care-today.ts';
import { attentionText, doneWord, factorsText, hourText, nextMonday, reasonText, tomorrow } from './care-words.ts';

const factors = { value: 5, trust: 2.2, due: 4, silence: 2, score: 88 };
const name = (more: Partial<CareName>): CareName => ({
  ...{ friendId: 1, name: '青柠', level: 4, due: [], silentDays: 40, rhythm: null, isNew: false, money: 5, paidFen: 0, factors },
  ...{ followUps: [], promises: [] },
  ...more,
});
const due = (kind: DueFact['kind'], days = 0, count = 1): DueFact => ({ kind, days, count });

test('the reason is one plain sentence, the most pressing first', () => {
  expect(reasonText(name({}))).toBe('40 天没联系');
  expect(reasonText(name({ rhythm: 19.5 }))).toBe('40 天没联系，平常 19.5 天聊一次');
  expect(reasonText(name({ due: [due('birthday')], rhythm: 20 }))).toBe('今天生日；40 天没联系，平常 20 天聊一次');
  expect(reasonText(name({ due: [due('unpaid', 3, 2), due('repurchaseSoon3', -2)], silentDays: 9, rhythm: 20 }))).toBe(
    '2 单没付款，3 天了；再过 2 天该再买了',
  );
  expect(reasonText(name({ isNew: true, silentDays: 31 }))).toBe('加上 31 天了，还没联系过');
  expect(reasonText(name({ due: [due('promised', 0)], isNew: true, silentDays: 0 }))).toBe('你说好今天再联系');
});

test('a follow-up is told with what it comes of, a promise with its words', () => {
  const one: FollowUp = {
    ...{ pick: { by: 'id', id: 1 }, friendId: 1, name: '青柠', cause: null, title: '发尺码表', words: '', missing: [], written: null },
    ...{ kind: 'ordinary', minutes: 2, dueOn: '2026-11-22', on: '2026-11-23', putOff: null },
  };
  const promise: Promised = {
    ...{ id: 1, friendId: 1, name: '青柠', text: '寄样品', dueOn: '2026-11-23', state: 'open', createdAt: 0, settledAt: null },
  };
  const told = { followUps: [one, one], promises: [promise], silentDays: 0 };
  expect(reasonText(name({ ...told, due: [due('followUp', 1, 2)] }))).toBe('发尺码表（自己定的，晚了 1 天），还有 1 条');
  expect(reasonText(name({ ...told, due: [due('owed', 0), due('followUp')] }))).toBe('答应的「寄样品」今天到日子；发尺码表（自己定的）');
  const both = { ...told, silentDays: 40, due: [due('owed', 2), due('followUp')] };
  expect(reasonText(name(both))).toBe('答应的「寄样品」过了 2 天；发尺码表（自己定的）');
  expect([doneWord(name(told)), doneWord(name({ promises: [promise] })), doneWord(name({}))]).toEqual(['做完了', '做到了', '联系过了']);
});

test('nothing that may be due is without words, and none has a number it cannot have', () => {
  for (const kind of dueKinds) {
    const soon = kind.startsWith('repurchaseSoon');
    for (const days of soon ? [-7, -1] : [0, 12]) expect(reasonText(name({ due: [due(kind, days)], silentDays: 0 }))).toMatch(/^[^-]{4,}$/);
  }
});

test('hours and factors are told short', () => {
  expect(hourText({ friendId: 1, hour: 20, from: 'friend' })).toMatch(/20 点前后最常回$/);
  expect(hourText({ friendId: 1, hour: null, from: 'everybody' })).toBe('');
  expect(hourText(undefined)).toBe('');
  expect(factorsText(factors)).toBe('价值 ×5 · 信任 ×2.2 · 到期 ×4 · 沉默 ×2 ＝ 88 分');
});

test('tomorrow and next Monday by the calendar', () => {
  expect([tomorrow('2026-12-31'), nextMonday('2026-11-23'), nextMonday('2026-11-29')]).toEqual(['2027-01-01', '2026-11-30', '2026-11-30']);
});

test('the attention of the week says nothing where there is nothing to say', () => {
  const week = {
    fromOn: '2026-11-23',
    touches: 40,
    topTouches: 12,
    topHeads: 20,
    days: 180,
    shares: { touchShare: 0.3, moneyShare: 0.78, gap: 0.48 },
  };
  expect(attentionText(week)).toContain('40 次联系，给花钱最多的 20 位（前 20%）的有 12 次（30%）；他们带来 78% 的钱。差 48%');
  expect(attentionText({ ...week, touches: 0, topTouches: 0, shares: null })).toBe('这周还没记下联系。');
  expect(attentionText({ ...week, shares: null })).toContain('还看不出');
});
