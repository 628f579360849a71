/*
 * How the text of a moment stands on a phone. 据反馈: WeChat folds a moment behind 「全文」 after about six lines; a pasted one of many
 * lines may be cut to a single line. Lines are estimated by the width of their characters, as on a phone of common size.
 */

export interface FoldRule {
  /** shown before 「全文」 */
  lines: number;
  /** full-width characters in a line */
  charsPerLine: number;
}
/** A common phone; hers is a setting. */
export const firstFold: FoldRule = { lines: 6, charsPerLine: 19 };

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

/** Signs that phones never put at the beginning of a line: what stands before them goes down with them. */
const noStart = /^[，。、！？；：）】》〉」』〕…—～·％’”,.!?;:)\]}%]/u;

/** Where the lines of a paragraph begin, behind its first one. */
function breaksOf(paragraph: string, charsPerLine: number): number[] {
  const signs = Array.from(graphemes.segment(paragraph), ({ segment, index }) => ({ segment, index, width: widthOf(segment) }));
  const breaks: number[] = [];
  let start = 0;
  let width = 0;
  signs.forEach((sign, at) => {
    while (width + sign.width > charsPerLine && at > start) {
      let next = at;
      while (next > start + 1 && noStart.test(signs[next]!.segment)) next--;
      // nothing but such signs: they are broken as they come
      if (noStart.test(signs[next]!.segment)) next = at;
      breaks.push(signs[next]!.index);
      start = next;
      width = signs.slice(next, at).reduce((sum, moved) => sum + moved.width, 0);
    }
    width += sign.width;
  });
  return breaks;
}

/** Breaks a text as a phone does, roughly, and tells where it folds. */
export function foldMoment(text: string, rule: FoldRule): Fold {
  let lines = 0;
  let cut: number | null = null;
  let at = 0;
  for (const paragraph of text.split('\n')) {
    lines++;
    if (lines > rule.lines) cut ??= Math.max(0, at - 1);
    for (const index of breaksOf(paragraph, rule.charsPerLine)) {
      lines++;
      if (lines > rule.lines) cut ??= at + index;
    }
    at += paragraph.length + 1;
  }
  return { lines, folded: lines > rule.lines, shown: text.slice(0, cut ?? text.length) };
}
