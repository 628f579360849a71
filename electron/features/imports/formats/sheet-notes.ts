import { normalizeHeader } from '../../../../shared/domain/contact-columns.ts';

const sum = /^(?:(?:合|总|小|共|累)\s*计|汇\s*总|总\s*数|平均)\s*(?:$|[:：(（\d共人])|^共\s*\d+\s*[人位行条个名]/;
const note = /^(?:制表|填表|审核|打印|导出|统计|登记)(?:人|日期|时间)?\s*[:：]|^(?:注|备注|说明|注意|提示|日期)\s*[:：]/;

/** Whether a row without any id or phone is one that people write under and between their lists: a sum, or a note that stands alone. */
export function isSheetNote(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const first = filled[0]?.trim() ?? '';
  return first.length <= 60 && (sum.test(first) || (filled.length === 1 && note.test(first)));
}

/** Makes the test for a header that stands again further down, as where two lists were put together. */
export function headerAgain(columns: readonly { field: string; header: string }[]): (cells: readonly string[]) => boolean {
  const names = columns.map(({ header }) => header.replace(/#\d+$/, ''));
  const headers = names.map(normalizeHeader);
  const used = columns.flatMap(({ field }, at) => (field === 'ignore' ? [] : [at]));
  return (cells) => {
    // of nearly all rows a cell or two say enough: under `wxid` each id has that word in it
    if (used.length === 0 || !cells[used[0]!]) return false;
    for (const at of used) if (cells[at] && !cells[at].includes(names[at]!)) return false;
    return cells.every((cell, at) => cell.trim() === '' || normalizeHeader(cell) === headers[at]);
  };
}
