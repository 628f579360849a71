import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charsPerLine, foldLines, foldMoment } from './moment-fold.ts';

describe('folding of a moment', () => {
  it('shows six lines and hides the rest', () => {
    expect(foldMoment('一\n二\n三\n四\n五\n六')).toEqual({ lines: 6, folded: false, shown: '一\n二\n三\n四\n五\n六' });
    expect(foldMoment('一\n二\n三\n四\n五\n六\n七')).toEqual({ lines: 7, folded: true, shown: '一\n二\n三\n四\n五\n六' });
    expect(foldMoment('字'.repeat(charsPerLine * foldLines)).folded).toBe(false);
    expect(foldMoment('字'.repeat(charsPerLine * foldLines + 1))).toMatchObject({ lines: 7, shown: '字'.repeat(charsPerLine * foldLines) });
  });

  it('counts letters as narrow and a joined emoji as one character', () => {
    expect(foldMoment('a'.repeat(34)).lines).toBe(1);
    expect(foldMoment('👨‍👩‍👧'.repeat(charsPerLine)).lines).toBe(1);
  });

  it('never lets a line begin with a sign that closes: what stands before goes down with it', () => {
    const line = '字'.repeat(charsPerLine);
    // the seventh line would be 「！」 alone; the sixth gives its last character to it
    const full = `${line.repeat(foldLines)}！`;
    expect(foldMoment(full)).toEqual({ lines: 7, folded: true, shown: full.slice(0, charsPerLine * foldLines - 1) });
    expect(foldMoment(`${line}，${line}`).lines).toBe(3);
    expect(foldMoment(`${'字'.repeat(charsPerLine - 1)}！`).lines).toBe(1);
    // nothing but signs is broken as it comes, in time that grows with its length only
    expect(foldMoment('！'.repeat(10_000)).lines).toBe(Math.ceil(10_000 / charsPerLine));
  });

  it('always shows a beginning of the text, whole when it is not folded, and never ends within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { folded, shown } = foldMoment(text);
        expect(text.startsWith(shown)).toBe(true);
        if (!folded) expect(shown).toBe(text);
        else expect(shown.length).toBeLessThan(text.length);
        expect(shown.isWellFormed()).toBe(true);
        expect(foldMoment(shown).folded).toBe(false);
      }),
    );
  });
});
