import type { SourceColumn } from '../../../../shared/contracts/imports.ts';
import { describeColumns } from '../../../../shared/domain/contact-columns.ts';
import type { DecodedText } from './decode.ts';
import { boundRow, boundRowCount, type TableRow } from './table-row.ts';

/** The columns of WeChatDataAnalysis (import notes §2.6), which it writes as words before their values. */
const words = [
  '用户名',
  '显示名称',
  '备注',
  '昵称',
  '微信号',
  '类型',
  '公众号类型',
  '公众号类型码',
  '地区',
  '国家/地区码',
  '省份',
  '城市',
  '来源',
  '来源场景码',
  '头像链接',
];
const begin = /^\[\d+\]\s*(?=用户名\s*[:：])/;
const cutAt = new RegExp(`(?:^| \\| )(${words.map((word) => word.replace('/', '\\/')).join('|')})\\s*[:：] ?`, 'g');

/** Whether a text is WeChatDataAnalysis's list of contacts: `[1] 用户名: … | 显示名称: …`. */
export const isContactsText = (head: string): boolean => /^\[\d+\]\s*用户名\s*[:：].*\|\s*显示名称\s*[:：]/m.test(head.slice(0, 4000));

/** Reads WeChatDataAnalysis's list of contacts as text, a row a person; what stands above the first one is left out. Throws AppError `tooManyRows`. */
export function readContactsText({ text, badLines }: DecodedText): { columns: SourceColumn[]; rows: TableRow[]; headerLine: number } {
  const rows: TableRow[] = [];
  let entry: { line: number; text: string; bad: boolean } | null = null;
  const close = () => {
    if (!entry) return;
    const row = boundRow({ line: entry.line, cells: cellsOf(entry.text) });
    rows.push(entry.bad ? { ...row, problem: 'badCharacters' } : row);
    boundRowCount(rows.length);
    entry = null;
  };
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (begin.test(line)) {
      close();
      entry = { line: index + 1, text: line.replace(begin, ''), bad: badLines.has(index + 1) };
    } else if (entry) {
      const open: { text: string; bad: boolean } = entry;
      if (line.trim() !== '') open.text += `\n${line}`;
      if (badLines.has(index + 1)) open.bad = true;
    }
  }
  close();
  const columns = describeColumns(
    words,
    rows.slice(0, 500).map(({ cells }) => cells),
  );
  return { columns, rows, headerLine: 1 };
}

function cellsOf(text: string): string[] {
  const cells = words.map(() => '');
  const found = [...text.matchAll(cutAt)];
  for (const [n, match] of found.entries()) {
    const place = words.indexOf(match[1]!);
    const value = text.slice(match.index + match[0].length, found[n + 1]?.index ?? text.length).trim();
    if (place >= 0 && cells[place] === '') cells[place] = value;
  }
  return cells;
}
