/** what three lines of a toast hold at its full width */
const mostSigns = 84;
const mostOfName = 14;

const shorten = (signs: readonly string[], most: number) =>
  signs.length <= most ? signs.join('') : `${signs.slice(0, most - 1).join('')}…`;

/** A message of at most 84 characters without breaks: long names in 「」 are cut first, then its end. */
export function fewLines(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if ([...flat].length <= mostSigns) return flat;
  return shorten([...flat.replace(/「([^」]+)」/g, (_, name: string) => `「${shorten([...name], mostOfName)}」`)], mostSigns);
}
