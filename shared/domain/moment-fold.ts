/*
 * How the text of a moment stands on a phone. 据反馈: WeChat folds a moment behind 「全文」 after about six lines; a pasted one of many
 * lines may be cut to a single line. Lines are estimated by the width of their characters, as on a phone of common size.
 */

/** full-width characters in a line of a moment on a common phone */
export const charsPerLine = 19;
export const foldLines = 6;

/** Width of a character in full-width ones: Latin letters, digits and half-width signs take about half. */
const widthOf = (char: string): number => (char.codePointAt(0)! < 0x2e80 && !/\p{Extended_Pictographic}/u.test(char) ? 0.55 : 1);

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

export interface Fold {
  /** lines on the phone, blank ones too */
  lines: number;
  folded: boolean;
  /** what stands before 「全文」 */
  shown: string;
}

/** Breaks a text as a phone does, roughly, and tells where it folds. */
export function foldMoment(text: string): Fold {
  let lines = 0;
  let cut: number | null = null;
  let at = 0;
  for (const paragraph of text.split('\n')) {
    lines++;
    if (lines > foldLines) cut ??= Math.max(0, at - 1);
    let width = 0;
    for (const { segment, index } of graphemes.segment(paragraph)) {
      const next = widthOf(segment);
      if (width + next > charsPerLine && width > 0) {
        lines++;
        width = 0;
        if (lines > foldLines) cut ??= at + index;
      }
      width += next;
    }
    at += paragraph.length + 1;
  }
  return { lines, folded: lines > foldLines, shown: text.slice(0, cut ?? text.length) };
}
