import { readFileSync } from 'node:fs';

export interface DocumentedColumn {
  key: string;
  /** as the document says it: 'integer', 'text', 'ms UTC', '分, integer', 'one of `a` `b`' … */
  type: string;
  header: string;
}
export interface DocumentedTable {
  key: string;
  sheet: string;
  columns: DocumentedColumn[];
}

/** The tables that docs/export-format.md promises, in its order. */
export function documentedTables(): DocumentedTable[] {
  const text = readFileSync(new URL('../../docs/export-format.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^### `(\w+)` — (\S+)\n([^#]*)/gm)].map(([, key = '', sheet = '', body = '']) => ({
    key,
    sheet,
    columns: [...body.matchAll(/^\| (\w+) \| (.+?) \| (\S+) \|$/gm)]
      .filter(([, name]) => name !== 'key')
      .map(([, name = '', type = '', header = '']) => ({ key: name, type, header })),
  }));
}

/** Whether a value is what the document says of its column; null is always allowed. */
export function fits({ type }: DocumentedColumn, value: unknown): boolean {
  if (value === null) return true;
  if (type.startsWith('one of')) return typeof value === 'string' && type.includes(`\`${value}\``);
  if (type === 'text') return typeof value === 'string';
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'JSON') return true;
  return Number.isInteger(value);
}
