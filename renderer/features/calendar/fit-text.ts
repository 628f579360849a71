/** px that a text is wide */
export type WidthOf = (text: string) => number;

/** Made of more than one code unit: emoji and signs joined to one. */
const joined = /[\ud800-\udfff]|\u200d|\ufe0f/;
let segmenter: Intl.Segmenter | undefined;

function signsOf(text: string): Iterable<string> {
  if (!joined.test(text)) return text;
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * The beginning of a line of text that has room in `room` px, with … where something is left out. Reckoned from the widths of its signs:
 * laying it all out first, to cut it off then, is what makes hundreds of lines slow.
 */
export function fitText(text: string, room: number, widthOf: WidthOf): string {
  const rest = widthOf('…');
  let [width, fits] = [0, ''];
  let done = '';
  for (const sign of signsOf(text)) {
    width += widthOf(sign);
    if (width > room) return `${fits}…`;
    done += sign;
    if (width + rest <= room) fits = done;
  }
  return text;
}

/** Widths in one font (as CSS writes it), each sign measured once. */
export function widthsIn(font: string): WidthOf {
  const pen = document.createElement('canvas').getContext('2d');
  if (pen) pen.font = font;
  const known = new Map<string, number>();
  return (sign) => {
    let width = known.get(sign);
    // the page draws all digits as wide as the widest
    if (width === undefined) known.set(sign, (width = pen?.measureText(/^[0-9]$/.test(sign) ? '0' : sign).width ?? 12));
    return width;
  };
}
