import type { Period } from '../../../shared/domain/periods.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import { AppError } from '../../../shared/errors.ts';

/** The days that are asked for without those still to come. @throws AppError `invalidInput` when all of them are */
export function upToToday({ fromOn, toOn }: Period, now: number): Period {
  const today = dayOf(now);
  if (fromOn > today) throw new AppError('invalidInput', { fields: ['fromOn'] });
  return { fromOn, toOn: toOn < today ? toOn : today };
}

/** First moment behind a day that is over, and the present one of a day that is not: ms. */
export const closeOf = (toOn: string, now: number): number => Math.min(startOfDay(toOn, 1), now + 1);
