import { trustLevels } from '../../../shared/domain/trust-ladder.ts';

/**
 * How a value is written: `time` ms UTC (JSON) or local time (tables), `money` 分 or 元, `milli` thousandths or a decimal number,
 * `json` a list within a text, `flag` 0/1, the others as they are.
 */
export type ValueKind = 'text' | 'number' | 'time' | 'money' | 'milli' | 'json' | 'flag';

export interface ExportColumn {
  /** name in JSON */
  key: string;
  /** name in tables */
  header: string;
  sql: string;
  kind: ValueKind;
  /** words for numbers that stand for their place in a list */
  words?: readonly string[];
  /** Chinese for the codes, in tables and pages; JSON keeps the codes */
  shown?: Readonly<Record<string, string>>;
}

/** A table of the book as it is handed out (docs/export-format.md is its documentation). */
export interface ExportTable {
  /** name in JSON and of CSV files */
  key: string;
  /** name of the sheet */
  sheet: string;
  from: string;
  columns: ExportColumn[];
}

export const column = (header: string, key: string, sql = key, kind: ValueKind = 'text', words?: readonly string[]): ExportColumn =>
  words ? { key, header, sql, kind, words } : { key, header, sql, kind };
export const coded = (header: string, key: string, shown: Readonly<Record<string, string>>, sql = key): ExportColumn => ({
  ...column(header, key, sql),
  shown,
});
export const listed = (header: string, key: string, words: readonly string[], shown: Readonly<Record<string, string>>): ExportColumn => ({
  ...column(header, key, key, 'number', words),
  shown,
});
export const levelWords = Object.fromEntries(trustLevels.map(({ name }, at) => [String(at + 1), name]));
export const level = (header: string, key: string, sql: string): ExportColumn => ({
  ...column(header, key, sql, 'number'),
  shown: levelWords,
});
export const id = column('编号', 'id', 'id', 'number');
export const friend = column('好友编号', 'friendId', 'friend_id', 'number');
export const account = column('账号编号', 'accountId', 'account_id', 'number');
export const time = (header: string, key: string, sql: string): ExportColumn => column(header, key, sql, 'time');
export const number = (header: string, key: string, sql: string): ExportColumn => column(header, key, sql, 'number');
export const money = (header: string, key: string, sql: string): ExportColumn => column(header, key, sql, 'money');
export const created = time('创建时间', 'createdAt', 'created_at');
export const updated = time('修改时间', 'updatedAt', 'updated_at');
