import iconv from 'iconv-lite';
import { limits } from './limits.ts';
import type { TableRow } from './table-row.ts';

const looked = 64 * 1024;
const strangeLooked = 8 * 1024;
/** of so many U+FFFD a short list may be sound: nicknames have them */
const fewSigns = 2;
const fewestHan = 3;

/** What somebody took the bytes for, and what they were: Excel and editors open a list wrongly, and saving it makes that last. */
const mistakes = [
  ['gb18030', 'utf-8'],
  ['windows-1252', 'utf-8'],
  ['latin1', 'gb18030'],
] as const;

/** Whether a text reads as rubbish although it decodes: U+FFFD that was written into it, or Chinese that was once opened in a wrong encoding and saved so. */
export function isGarbled(text: string): boolean {
  if (text.includes('\uFFFD') && count(text, /\uFFFD/g) > Math.max(fewSigns, text.length * limits.undecodable)) return true;
  const strange = text
    .slice(0, looked)
    .replace(/[\0-\x7f\uFFFD]+/g, ' ')
    .slice(0, strangeLooked);
  if (strange.length < fewestHan) return false;
  return mistakes.some(([taken, meant]) => readsAsChinese(iconv.decode(iconv.encode(strange, taken), meant)));
}

/** Makes the tables of the encodings, which takes longer than to look at a list, while nobody waits. */
export function warmEncodings(): void {
  for (const [taken, meant] of mistakes) iconv.decode(iconv.encode('é', taken), meant);
}

const sampledRows = 2000;

/** As isGarbled, for the lines that decode. */
export function isTextGarbled(text: string, badLines: ReadonlySet<number>): boolean {
  if (badLines.size === 0) return isGarbled(text);
  const lines = text.split(/\r\n|\n|\r/);
  return isGarbled(lines.filter((_, at) => !badLines.has(at + 1)).join('\n'));
}

/** As isGarbled, for the first rows of a table; those of which it is known that they do not decode come in by no means. */
export const areGarbled = (rows: readonly TableRow[]): boolean =>
  isGarbled(
    rows
      .slice(0, sampledRows)
      .filter(({ problem }) => problem !== 'badCharacters')
      .map(({ cells }) => cells.join(' '))
      .join('\n'),
  );

/** Sound Chinese hardly ever makes sense in another encoding; one name in three may have lost a sign on the way back. */
function readsAsChinese(text: string): boolean {
  const han = count(text, /\p{Script=Han}/gu);
  return han >= fewestHan && han * 2 > count(text, /\uFFFD/g) * 3 && han * 10 > count(text, /\S/gu) * 6;
}

const count = (text: string, sign: RegExp): number => text.match(sign)?.length ?? 0;
