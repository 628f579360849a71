import type { TableRow } from './table-row.ts';

const idLike = /^(wxid_\w+|gh_\w+|\d+@chatroom|[\w-]+@openim|[A-Za-z][\w-]{5,19}|-)$/;

/** Programs that write commas and line ends of names as they are. */
export type UnquotedWriter = 'chatlog' | 'WeChat-Contact';

/** How wide their rows are: chatlog UserName,Alias,Remark,NickName · WeChat-Contact 备注,昵称,微信号,地区,标签,个性签名,元数据. */
export const unquotedWidth: Record<UnquotedWriter, number> = { chatlog: 4, 'WeChat-Contact': 7 };

/**
 * Puts rows of an unquoting writer together again by their number of cells (source: import-format notes on both programs):
 * lines that are too short are joined to the following ones, and the cells that a comma has split are joined where the ids anchor
 * them. What stays doubtful is reported as `tooFewCells` or `tooManyCells`. Takes the rows after the header.
 */
export function rejoinUnquoted(rows: readonly TableRow[], writer: UnquotedWriter): TableRow[] {
  const width = unquotedWidth[writer];
  const joined: TableRow[] = [];
  for (let i = 0; i < rows.length; i++) {
    let row = rows[i]!;
    const before = joined.at(-1);
    if (writer === 'chatlog' && row.cells.length < width && before && !before.problem && !idLike.test(row.cells[0]!)) {
      // Every row begins with an id, so this is the rest of the nickname above.
      before.cells[width - 1] += `\n${row.cells.join(',')}`;
      continue;
    }
    while (row.cells.length < width && i + 1 < rows.length) {
      const next = rows[i + 1]!;
      const cells = [...row.cells.slice(0, -1), `${row.cells.at(-1)}\n${next.cells[0]}`, ...next.cells.slice(1)];
      if (beginsRow(next.cells, cells.length, width, writer)) break;
      row = { line: row.line, cells, problem: row.problem ?? next.problem };
      i++;
    }
    joined.push(fitted(row, width, writer));
  }
  return joined;
}

/** Whether a line is a row of its own rather than the rest of the short one before it, which would become `together` cells wide. */
function beginsRow(cells: readonly string[], together: number, width: number, writer: UnquotedWriter): boolean {
  if (writer === 'chatlog') return cells.length > 1 && idLike.test(cells[0]!);
  return together > width && cells.length >= width && together > cells.length;
}

function fitted(row: TableRow, width: number, writer: UnquotedWriter): TableRow {
  const { cells, line } = row;
  const extra = cells.length - width;
  if (extra === 0) return clean(row);
  if (extra < 0) return { line, cells, problem: row.problem ?? 'tooFewCells' };
  if (writer === 'chatlog') {
    // One comma too many: it may stand in the remark or the nickname; the tail counts as the nickname.
    if (extra === 1) return clean({ ...row, cells: [cells[0]!, cells[1]!, cells[2]!, cells.slice(3).join(',')] });
    return { line, cells, problem: row.problem ?? 'tooManyCells' };
  }
  const last = cells.at(-1)!;
  if (idLike.test(cells[2]!)) {
    return clean({ ...row, cells: [...cells.slice(0, 5), cells.slice(5, -1).join(','), last] });
  }
  if (idLike.test(cells[2 + extra]!)) {
    return clean({ ...row, cells: [cells.slice(0, extra + 1).join(','), ...cells.slice(extra + 1)] });
  }
  return { line, cells, problem: row.problem ?? 'tooManyCells' };
}

function clean({ line, cells, problem }: TableRow): TableRow {
  return problem ? { line, cells, problem } : { line, cells };
}
