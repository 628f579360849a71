import type { ServiceContext } from '../../platform/context.ts';
import type { RelativeMoment } from './demo-file.ts';

export type Row = Record<string, string | number | null | Buffer>;

/** Row ids by place in the demo file. */
export interface Places {
  accounts: number[];
  channels: number[];
  tags: number[];
  assets: number[];
  pieces: number[];
  friends: number[];
}

export const minute = 60_000;
export const hour = 60 * minute;

/** Local time of the machine, as the seller's clock shows it. */
export function moment([days, minutes]: RelativeMoment, now: number): number {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, 0, minutes).getTime();
}

/** What has happened cannot lie ahead: a time of today that is still to come was that time yesterday. */
export function pastMoment([days, minutes]: RelativeMoment, now: number): number {
  const at = moment([days, minutes], now);
  return at < now - minute ? at : moment([days - 1, minutes], now);
}

/** Some minutes from now on a round five minutes, but not after today unless today is as good as over. */
export function fromNow(minutes: number, now: number): number {
  const round = Math.ceil((now + minutes * minute) / (5 * minute)) * 5 * minute;
  const lateToday = moment([0, 23 * 60 + 45], now);
  return round > lateToday && now < lateToday ? lateToday : round;
}

/** A row that falls with another one of the demo. @returns its id */
export function plainInsert(ctx: ServiceContext, table: string, row: Row): number {
  const columns = Object.keys(row);
  const sql = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return Number(ctx.db.sql(sql).run(...Object.values(row)).lastInsertRowid);
}

/** A row that is noted as one of the demo. @returns its id */
export function insertRow(ctx: ServiceContext, table: string, row: Row): number {
  const id = plainInsert(ctx, table, row);
  register(ctx, table, id);
  return id;
}

/** A channel, tag or group that the seller already has by this name is used as it is, and stays hers. */
export function named(ctx: ServiceContext, table: string, row: Row): number {
  const known = ctx.db.pluck(`SELECT id FROM "${table}" WHERE name = ?`).get(row.name) as number | undefined;
  return known ?? insertRow(ctx, table, row);
}

/** Notes a row as one of the demo. */
export function register(ctx: ServiceContext, table: string, id: number): void {
  ctx.db.sql('INSERT INTO demo_rows (table_name, row_id) VALUES (?, ?)').run(table, id);
}
