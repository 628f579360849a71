import { expect, it } from 'vitest';
import { sameScores } from './layer-words.ts';

const apart = { by: 'quintiles', alike: null } as const;
const apartByLimits = { by: 'thresholds', alike: null } as const;

it('says of what all buyers are alike in that nobody is above the mean, and what was done instead', () => {
  expect(sameScores({ buyers: 40, by: 'quintiles', scored: { recency: apart, frequency: apart, money: apart } })).toEqual([]);
  expect(
    sameScores({ buyers: 8, by: 'thresholds', scored: { recency: apartByLimits, frequency: apartByLimits, money: apartByLimits } }),
  ).toEqual([]);
  const today = { recency: { by: 'thresholds', alike: 5 }, frequency: { by: 'thresholds', alike: 1 }, money: apartByLimits } as const;
  expect(sameScores({ buyers: 40, by: 'quintiles', scored: today })).toEqual([
    '最近一次买的日子（R）大家都是 5 分，没有谁高过平均：不比平均，4 分以上都记 1。',
    '买的次数（F）大家都是 1 分，没有谁高过平均：不比平均，不到 4 分都记 0。',
    '付的钱（M）差不多人人一样，名次分不出高低，改按固定的线打分。',
  ]);
  // of one buyer there is nobody to be like
  expect(sameScores({ buyers: 1, by: 'thresholds', scored: { ...today, money: { by: 'thresholds', alike: 2 } } })).toEqual([]);
});
