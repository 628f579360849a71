import type { OrderTable } from './order-table.ts';

/**
 * A table with the sheets behind it that have exactly its header, read as one: sellers keep a sheet for each month or each 团.
 * Their rows carry the name of their sheet. The table itself when there are none.
 */
export function withAlikeSheets(table: OrderTable, tables: readonly OrderTable[]): OrderTable {
  const header = headerCells(table);
  const others = tables.filter((other) => other !== table && header !== null && headerCells(other) === header);
  if (others.length === 0) return table;
  return {
    ...table,
    sheet: [table, ...others].map(({ sheet }) => sheet).join('、'),
    isJoined: true,
    async *rows() {
      yield* table.rows();
      for (const other of others) yield* below(other);
    },
  };
}

async function* below(table: OrderTable): ReturnType<OrderTable['rows']> {
  const headerLine = table.head[table.header!.index]!.line;
  for await (const { rows, bytesRead } of table.rows())
    yield { rows: rows.filter(({ line }) => line > headerLine).map((row) => ({ ...row, sheet: table.sheet! })), bytesRead };
}

/** The header of a table as one text; null = it has none, or is no sheet. */
function headerCells({ sheet, head, header }: OrderTable): string | null {
  if (sheet === null || !header) return null;
  const cells = head[header.index]!.cells.map((cell) => cell.trim());
  while (cells.at(-1) === '') cells.pop();
  return cells.join('\u001F');
}
