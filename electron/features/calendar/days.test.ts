import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { calendarDays } from './days.ts';

const one = (on: string) => calendarDays(on, on)[0]!;

describe('calendar of days', () => {
  test.each([
    ['2025-01-29', ['春节'], '正月', null],
    ['2026-02-16', ['除夕'], '廿九', null],
    ['2026-02-17', ['春节'], '正月', null],
    ['2026-03-03', ['元宵'], '十五', null],
    ['2026-04-05', [], '十八', '清明'],
    ['2025-05-31', ['端午'], '初五', null],
    ['2026-06-19', ['端午'], '初五', null],
    ['2026-08-19', ['七夕'], '初七', null],
    ['2025-10-06', ['中秋'], '十五', null],
    ['2026-09-25', ['中秋'], '十五', null],
    ['2026-10-18', ['重阳'], '初九', null],
    ['2026-12-22', [], '十四', '冬至'],
    ['2025-12-21', [], '初二', '冬至'],
    ['2026-02-04', [], '十七', '立春'],
    ['2026-01-26', ['腊八'], '初八', null],
  ])('%s: %j, lunar %s, term %s', (on, festivals, lunar, solarTerm) => {
    expect(one(on)).toMatchObject({ on, festivals, lunar, solarTerm });
  });

  test('knows the days sellers plan for', () => {
    const names = (on: string) => one(on).festivals;
    expect(names('2026-01-01')).toEqual(['元旦']);
    expect(names('2026-02-14')).toContain('情人节');
    expect(names('2026-03-08')).toEqual(['妇女节']);
    expect(names('2026-05-10')).toEqual(['母亲节']);
    expect(names('2025-05-11')).toEqual(['母亲节']);
    expect(names('2026-06-21')).toContain('父亲节');
    expect(names('2025-06-15')).toContain('父亲节');
    expect(names('2026-06-01')).toEqual(['儿童节']);
    expect(names('2026-06-18')).toContain('618');
    expect(names('2026-09-10')).toEqual(['教师节']);
    expect(names('2026-10-01')).toEqual(['国庆']);
    expect(names('2026-11-11')).toContain('双11');
    expect(names('2026-12-12')).toContain('双12');
    expect(names('2026-02-10')).toEqual(['北方小年']);
    expect(names('2026-03-20')).toEqual(['龙抬头']);
  });

  test('a leap month has its name and none of the festivals of the month before it', () => {
    expect(one('2025-07-25').lunar).toBe('闰六月');
    // 2023 had a second second month: its 初二 is no 龙抬头
    expect(one('2023-03-23')).toMatchObject({ lunar: '初二', festivals: [] });
  });

  test('public holidays and make-up work days of 2026', () => {
    const days = calendarDays('2026-01-01', '2026-12-31').filter((day) => day.arrangement);
    const work = days.filter((day) => day.arrangement!.work).map((day) => day.on);
    expect(work).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);
    expect(days.length - work.length).toBe(33);
    expect(one('2026-02-15').arrangement).toEqual({ name: '春节', work: false });
    expect(one('2026-10-10').arrangement).toEqual({ name: '国庆节', work: true });
    // an ordinary working day is not an arrangement
    expect(one('2026-03-03')).toMatchObject({ arrangement: null, arrangementKnown: true });
  });

  test('says so when a year has no published arrangement, instead of calling New Year a work day', () => {
    expect(one('2027-01-01')).toMatchObject({ festivals: ['元旦'], arrangement: null, arrangementKnown: false });
    expect(one('1999-10-01')).toMatchObject({ arrangement: null, arrangementKnown: false });
  });

  test('gives every day once, in order, at most 400 at a time', () => {
    const days = calendarDays('2027-12-01', '2028-03-01');
    expect(days).toHaveLength(92);
    expect(days.map((day) => day.on)).toContain('2028-02-29');
    expect([...days].sort((a, b) => a.on.localeCompare(b.on))).toEqual(days);
    expect(calendarDays('2026-01-01', '2027-02-04')).toHaveLength(400);
    for (const [from, to] of [
      ['2026-01-01', '2027-02-05'],
      ['2026-01-02', '2026-01-01'],
      ['2026-02-30', '2026-03-01'],
      ['0001-01-01', '0001-01-02'],
    ] as const)
      expect(() => calendarDays(from, to)).toThrow(AppError);
  });
});
