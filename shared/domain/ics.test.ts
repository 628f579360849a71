import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeIcs, foldIcs, icsMoment, isIcs, readIcs, readIcsTime, readProperty, textOf, unescapeIcs, writeIcs } from './ics.ts';
import { icsRuleDays, icsRuleWalk, readIcsRule } from './ics-rule.ts';

const bytes = (text: string) => new TextEncoder().encode(text).length;

describe('lines of a calendar', () => {
  test('any text comes back as it went out, folded into lines of at most 75 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (raw) => {
        const text = raw.replaceAll('\r', '');
        expect(unescapeIcs(escapeIcs(text))).toBe(text);
        const file = writeIcs([], [{ name: 'VEVENT', lines: [`SUMMARY:${escapeIcs(text)}`] }]);
        for (const line of file.split('\r\n')) expect(bytes(line)).toBeLessThanOrEqual(75);
        const [event] = readIcs(file, 'VEVENT');
        expect(textOf(event!, 'SUMMARY')).toBe(text.trim());
      }),
    );
    expect(foldIcs('字'.repeat(30)).split('\r\n ')).toHaveLength(2);
  });

  test('parameters, quotes, alarms inside, a file cut off, line ends of every kind', () => {
    expect(readProperty('DTSTART;TZID="Asia/Shanghai";X-A=b:20261122T080000')).toEqual({
      ...{ name: 'DTSTART', value: '20261122T080000' },
      params: new Map([
        ['TZID', 'Asia/Shanghai'],
        ['X-A', 'b'],
      ]),
    });
    expect(readProperty('no property')).toBeNull();
    const file =
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:一\n 二\nBEGIN:VALARM\nSUMMARY:响\nEND:VALARM\nEND:VEVENT\rBEGIN:VEVENT\r\nSUMMARY:断';
    expect(readIcs(file, 'VEVENT').map((event) => [event.line, textOf(event, 'SUMMARY')])).toEqual([
      [2, '一二'],
      [9, '断'],
    ]);
    expect([isIcs(file), isIcs(`\uFEFF${file}`), isIcs('时间,内容')]).toEqual([true, true, false]);
  });

  test('times: a day, floating, UTC, of a zone, and what is none', () => {
    expect(readIcsTime('20261122')).toEqual({ on: '2026-11-22', minute: null, utc: false, zone: null });
    expect(readIcsTime('20261122T2005', 'Asia/Shanghai')).toEqual({ on: '2026-11-22', minute: 1205, utc: false, zone: 'Asia/Shanghai' });
    expect(readIcsTime('20261122T200500Z', 'Asia/Shanghai')).toMatchObject({ utc: true, zone: null });
    for (const wrong of ['20260230', '20261122T2500', '2026-11-22', '']) expect(readIcsTime(wrong)).toBeNull();
    expect(icsMoment(Date.UTC(2026, 10, 22, 12, 0, 5))).toBe('20261122T120005Z');
  });
});

describe('rules of a calendar', () => {
  const days = (rule: string, startOn: string, fromOn = startOn, toOn = '2027-12-31') => {
    const read = readIcsRule(rule);
    return read && icsRuleDays(read, startOn, fromOn, toOn);
  };
  test.each([
    ['FREQ=DAILY;INTERVAL=10;COUNT=3', '2026-11-22', ['2026-11-22', '2026-12-02', '2026-12-12']],
    ['FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4', '2026-11-23', ['2026-11-23', '2026-11-26', '2026-11-30', '2026-12-03']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;UNTIL=20261220T160000Z', '2026-11-23', ['2026-11-23', '2026-11-29', '2026-12-07', '2026-12-13']],
    ['FREQ=MONTHLY;COUNT=3', '2026-01-31', ['2026-01-31', '2026-03-31', '2026-05-31']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2026-01-31', ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['FREQ=MONTHLY;BYDAY=2TU;COUNT=3', '2026-11-10', ['2026-11-10', '2026-12-08', '2027-01-12']],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=2', '2026-11-27', ['2026-11-27', '2026-12-25']],
    ['FREQ=YEARLY;UNTIL=20290101', '2026-05-20', ['2026-05-20', '2027-05-20']],
  ])('%s from %s', (rule, startOn, wanted) => {
    expect(days(rule, startOn)).toEqual(wanted);
  });

  test('COUNT is counted from the first day, also where only later days are wanted', () => {
    expect(days('FREQ=DAILY;COUNT=5', '2026-11-01', '2026-11-04')).toEqual(['2026-11-04', '2026-11-05']);
  });

  test('only the days in question are walked, unless they have to be counted', () => {
    const steps = (rule: string, startOn: string) => {
      const { first, last } = icsRuleWalk(readIcsRule(rule)!, startOn, '2026-11-22', '2027-11-23');
      return last - first + 1;
    };
    expect(steps('FREQ=DAILY', '1900-01-01')).toBe(367);
    expect(steps('FREQ=YEARLY', '2027-11-20')).toBe(4);
    expect(steps('FREQ=DAILY;UNTIL=20261130', '1900-01-01')).toBe(9);
    expect(steps('FREQ=DAILY;COUNT=5000', '2026-11-12')).toBe(377);
    expect(steps('FREQ=DAILY;COUNT=5000', '1900-01-01')).toBe(366 * 60 + 1);
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU', '1900-01-01', '2026-11-22', '2026-12-08')).toEqual([
      ...['2026-11-22', '2026-11-30', '2026-12-06'],
    ]);
    expect(days('FREQ=YEARLY', '1904-02-29', '2026-01-01', '2030-01-01')).toEqual(['2028-02-29']);
    expect(days('FREQ=MONTHLY;BYDAY=-1FR', '1969-11-28', '2026-11-22', '2026-12-31')).toEqual(['2026-11-27', '2026-12-25']);
  });

  test.each([
    'FREQ=DAILY;COUNT=5001',
    'FREQ=HOURLY',
    'FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO',
    'FREQ=YEARLY;BYDAY=2SU',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;UNTIL=soon',
    '',
  ])('「%s」 is not guessed at', (rule) => expect(readIcsRule(rule)).toBeNull());
});
