import { extname } from 'node:path';

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name that every system takes: no path parts, no control or reserved characters, at most 120 characters,
 * with the ending of the file itself whatever was proposed.
 * @param ownName a name that ends as the file does
 */
export function safeFileName(suggested: string, ownName: string): string {
  const ending = extname(ownName);
  const stem = suggested.toLowerCase().endsWith(ending.toLowerCase()) && ending !== '' ? suggested.slice(0, -ending.length) : suggested;
  const clean = [...stem.normalize('NFC')]
    .map((char) => (char < ' ' || char === '\u007f' || '<>:"/\\|?*'.includes(char) ? '_' : char))
    .join('')
    .slice(0, 120)
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  return `${clean === '' || reserved.test(clean) ? `铁粉簿 ${clean}`.trim() : clean}${ending}`;
}
