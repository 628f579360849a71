import { deflateRawSync, inflateRawSync } from 'node:zlib';

export type SqlValue = string | number | null;

export interface UndoStep {
  /**
   * turned: another action (`ids`) was turned round, `fixed` says to what; such a step stands alone.
   * left: what a turn left alone, as the insertion (no `rows`) or the change that it would have turned: the next turn has it again.
   */
  op: 'inserted' | 'deleted' | 'updated' | 'turned' | 'left';
  table: string;
  fixed: Record<string, SqlValue>;
  ids: Uint32Array | null;
  rows: StepRows | null;
}
/** deleted: `rows` are full rows. updated, left: `rows` are [id, before…, after…]. `cascaded`: fell with its parent. */
export interface StepRows {
  columns: string[];
  rows: SqlValue[][];
  cascaded?: boolean;
  /** columns of bytes, by place: their values stand here in base64 */
  bytes?: number[];
}

/** Full rows as they are kept: a step is JSON, so bytes stand in base64. */
export function readRows(rows: unknown[][], columns: { name: string; type: string | null }[]): StepRows {
  const names = columns.map(({ name }) => name);
  const bytes = columns.flatMap(({ type }, at) => (type?.toUpperCase() === 'BLOB' ? [at] : []));
  if (bytes.length === 0) return { columns: names, rows: rows as SqlValue[][] };
  for (const row of rows) for (const at of bytes) row[at] = row[at] instanceof Buffer ? row[at].toString('base64') : null;
  return { columns: names, rows: rows as SqlValue[][], bytes };
}

/** A full row as it goes back into the book. */
export const withBytes = (row: SqlValue[], bytes: number[]): (SqlValue | Buffer)[] =>
  row.map((value, at) => (bytes.includes(at) && typeof value === 'string' ? Buffer.from(value, 'base64') : value));

/** Bytes for undo_steps.rows. */
export const packRows = (rows: StepRows): Buffer => deflateRawSync(Buffer.from(JSON.stringify(rows)), { level: 1 });
/** The reverse of packRows. */
export const unpackRows = (bytes: Buffer): StepRows => JSON.parse(inflateRawSync(bytes).toString('utf8')) as StepRows;
