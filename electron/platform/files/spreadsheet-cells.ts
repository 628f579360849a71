/**
 * A spreadsheet takes cells that begin with these for formulas (also their full-width forms); an apostrophe stops that. One that was there
 * before gets another, so that taking the first away gives back what was written.
 */
const formulaStart = /^'*(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r])/u;

const guarded = new RegExp(`^'${formulaStart.source.slice(1)}`, 'u');

/** A cell of a table as it was before csvCell made it safe. */
export const unguarded = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);

/** One CSV cell (RFC 4180), safe to open in a spreadsheet program. */
export function csvCell(text: string): string {
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Excel takes a workbook with a longer cell for damaged. */
const longestCell = 32_767;
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these
const noXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** A text that every workbook reader takes: without the characters XML forbids, cut where a cell ends. */
export function xlsxText(text: string): string {
  const clean = text.replace(noXml, '');
  return clean.length > longestCell ? `${clean.slice(0, longestCell - 1).replace(/[\ud800-\udbff]$/, '')}…` : clean;
}
