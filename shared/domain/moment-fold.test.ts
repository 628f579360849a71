import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstFold, foldMoment } from './moment-fold.ts';

const { lines: foldLines, charsPerLine } = firstFold;
const fold = (text: string) => foldMoment(text, firstFold);

const anyRule = fc.record({ lines: fc.integer({ min: 1, max: 30 }), charsPerLine: fc.integer({ min: 8, max: 40 }) });

describe('folding of a moment', () => {
  it('shows six lines and hides the rest', () => {
    expect(fold('一\n二\n三\n四\n五\n六')).toEqual({ lines: 6, folded: false, shown: '一\n二\n三\n四\n五\n六' });
    expect(fold('一\n二\n三\n四\n五\n六\n七')).toEqual({ lines: 7, folded: true, shown: '一\n二\n三\n四\n五\n六' });
    expect(fold('字'.repeat(charsPerLine * foldLines)).folded).toBe(false);
    expect(fold('字'.repeat(charsPerLine * foldLines + 1))).toMatchObject({ lines: 7, shown: '字'.repeat(charsPerLine * foldLines) });
  });

  it('counts letters as narrow and a joined emoji as one character', () => {
    expect(fold('a'.repeat(34)).lines).toBe(1);
    expect(fold('👨‍👩‍👧'.repeat(charsPerLine)).lines).toBe(1);
  });

  it('never lets a line begin with a sign that closes: what stands before goes down with it', () => {
    const line = '字'.repeat(charsPerLine);
    // the seventh line would be 「！」 alone; the sixth gives its last character to it
    const full = `${line.repeat(foldLines)}！`;
    expect(fold(full)).toEqual({ lines: 7, folded: true, shown: full.slice(0, charsPerLine * foldLines - 1) });
    expect(fold(`${line}，${line}`).lines).toBe(3);
    expect(fold(`${'字'.repeat(charsPerLine - 1)}！`).lines).toBe(1);
    // nothing but signs is broken as it comes, in time that grows with its length only
    expect(fold('！'.repeat(10_000)).lines).toBe(Math.ceil(10_000 / charsPerLine));
  });

  it('goes by the lines and their width that she set', () => {
    expect(foldMoment('一\n二\n三', { lines: 2, charsPerLine: 19 })).toEqual({ lines: 3, folded: true, shown: '一\n二' });
    expect(foldMoment('字'.repeat(30), { lines: 6, charsPerLine: 10 }).lines).toBe(3);
  });

  it('always shows a beginning of the text, whole when it is not folded, and never ends within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), anyRule, (text, rule) => {
        const { folded, shown } = foldMoment(text, rule);
        expect(text.startsWith(shown)).toBe(true);
        if (!folded) expect(shown).toBe(text);
        else expect(shown.length).toBeLessThan(text.length);
        expect(shown.isWellFormed()).toBe(true);
        expect(foldMoment(shown, rule).folded).toBe(false);
      }),
    );
  });
});
