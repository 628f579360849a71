import type { Row } from './message-row.ts';

/** Messages of one identity that records of one chunk may turn out to be. */
export interface Candidates {
  record: number;
  rows: Row[];
  /** where clocks went wrong, one id may stand at several times */
  byKey: Map<number, Row[]>;
  /** rows before these are taken: for records without and with a server id */
  nextAny: number;
  nextKeyless: number;
}

export function candidatesOf(record: number, rows: Row[]): Candidates {
  const candidates: Candidates = { record, rows, byKey: new Map(), nextAny: 0, nextKeyless: 0 };
  for (const row of rows) if (row[6] !== null) addKeyed(candidates, row[6], row);
  return candidates;
}

/** Notes that a message has this id now. */
export function addKeyed({ byKey }: Candidates, key: number, row: Row): void {
  const rows = byKey.get(key);
  if (rows) rows.push(row);
  else byKey.set(key, [row]);
}
