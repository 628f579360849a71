import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answeredAfter, type ChatMark, contactGapMs, contactsOf, openedBy } from './chat-contacts.ts';

const at = (moment: number, precision: 'second' | 'minute' | 'day' = 'second') => ({ at: moment, precision });
const noon = Date.UTC(2024, 4, 1, 4);
const marksOf = (list: [at: number, side: 'in' | 'out'][]): ChatMark[] =>
  list.map(([moment, side], i) => ({ id: i + 1, conversationId: 1, at: moment, precision: 'second' as const, side })).reverse();

describe('who began', () => {
  it('is the one who wrote earlier, or the only one', () => {
    expect(openedBy(at(noon), at(noon + 1000))).toBe('in');
    expect(openedBy(at(noon + 1000), at(noon))).toBe('out');
    expect(openedBy(at(noon), null)).toBe('in');
    expect(openedBy(null, at(noon))).toBe('out');
    expect(openedBy(null, null)).toBe(null);
    expect(answeredAfter(at(noon + 5000), at(noon))).toBe(5000);
    expect(answeredAfter(at(noon), null)).toBe(null);
  });

  it('is not guessed where the file does not say', () => {
    expect(openedBy(at(noon), at(noon))).toBe(null);
    expect(openedBy(at(noon, 'minute'), at(noon + 59_000))).toBe(null);
    expect(openedBy(at(noon, 'minute'), at(noon + 60_000))).toBe('in');
    expect(openedBy(at(noon, 'day'), at(noon + 3_600_000))).toBe(null);
    expect(answeredAfter(at(noon, 'day'), at(noon + 3_600_000))).toBe(null);
  });
});

describe('contacts', () => {
  it('end where nobody writes for three hours', () => {
    const hour = 3_600_000;
    const list = marksOf([
      [noon, 'out'],
      [noon + 2.9 * hour, 'in'],
      [noon + 5.9 * hour, 'in'],
      [noon + 5.9 * hour + 1000, 'out'],
    ]);
    expect([...contactsOf(list)]).toEqual([
      {
        messageId: 3,
        conversationId: 1,
        fromAt: noon + 5.9 * hour,
        toAt: noon + 5.9 * hour + 1000,
        precision: 'second',
        openedBy: 'in',
        inCount: 1,
        outCount: 1,
      },
      {
        messageId: 1,
        conversationId: 1,
        fromAt: noon,
        toAt: noon + 2.9 * hour,
        precision: 'second',
        openedBy: 'out',
        inCount: 1,
        outCount: 1,
      },
    ]);
  });

  it('hold every message once, apart by the gap, whatever was written', () => {
    const list = fc.array(fc.tuple(fc.integer({ min: 0, max: 2e9 }), fc.constantFrom('in' as const, 'out' as const)), { maxLength: 60 });
    fc.assert(
      fc.property(list, (written) => {
        const sorted = [...written].sort((a, b) => a[0] - b[0]);
        const contacts = [...contactsOf(marksOf(sorted))].reverse();
        expect(contacts.reduce((sum, one) => sum + one.inCount + one.outCount, 0)).toBe(written.length);
        for (const [i, one] of contacts.entries()) {
          const inside = sorted.filter(([moment]) => moment >= one.fromAt && moment <= one.toAt);
          expect(inside).toHaveLength(one.inCount + one.outCount);
          for (let n = 1; n < inside.length; n++) expect(inside[n]![0] - inside[n - 1]![0]).toBeLessThan(contactGapMs);
          if (i > 0) expect(one.fromAt - contacts[i - 1]!.toAt).toBeGreaterThanOrEqual(contactGapMs);
        }
      }),
    );
  });
});
