const mostSigns = 60;
const mostOfName = 14;

const shorten = (signs: readonly string[], most: number) =>
  signs.length <= most ? signs.join('') : `${signs.slice(0, most - 1).join('')}…`;

/** A message on one line of at most 60 characters: long names in 「」 are cut first, then its end. */
export function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if ([...flat].length <= mostSigns) return flat;
  return shorten([...flat.replace(/「([^」]+)」/g, (_, name: string) => `「${shorten([...name], mostOfName)}」`)], mostSigns);
}
