import type { FunnelPart } from '../../shared/domain/funnel.ts';
import { linesOf, type PoolPart, type PoolState, poolParts } from '../../shared/domain/pool.ts';
import { naiveReferrals } from './naive-referrals.ts';
import type { TestApp } from './test-app.ts';

/*
 * 留量 as a child would reckon it: each friend by herself, her events and her signs read by plain SQL. Shares only the table of lines
 * (which has a test of its own) with what it checks.
 */

const dayMs = 86_400_000;
const midnight = (on: string, later = 0): number => {
  const [year, month, day] = on.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, day + later).getTime();
};

interface Change {
  at: number;
  kind: string;
  details: string;
}

const signsSql = `SELECT at / 60000 * 60000 FROM orders WHERE friend_id = @id AND status <> 6
  UNION ALL SELECT at / 60000 * 60000 FROM touches WHERE friend_id = @id AND direction = 'in'
  UNION ALL SELECT last_in_at / 60000 * 60000 FROM friend_chat_stats WHERE friend_id = @id AND last_in_at IS NOT NULL`;

/** The two-way days of a friend, as moments. */
function talks({ ctx }: TestApp, id: number): number[] {
  const text = ctx.db.pluck('SELECT talk_days FROM friend_chat_stats WHERE friend_id = ?').get(id) as string | null | undefined;
  if (!text) return [];
  let day = 0;
  return text.split(',').map((step) => {
    day += Number(step);
    return day * dayMs - 8 * 3_600_000;
  });
}

/** After how many days somebody is silent. */
function silenceDays({ ctx }: TestApp, now: number): number | null {
  const words = ctx.db
    .pluck(
      `SELECT (SELECT count(*) FROM touches WHERE direction = 'in')
        + (SELECT count(*) FROM friend_chat_stats WHERE last_in_at IS NOT NULL OR talk_days <> '')`,
    )
    .get() as number;
  if (words === 0) return null;
  const bought = ctx.db
    .sql(
      `SELECT friend_id AS friend, at FROM orders WHERE status IN (1, 2, 3, 4) AND at <= ? AND friend_id IS NOT NULL
        AND amount_fen BETWEEN 0 AND 100000000 AND refund_fen BETWEEN 0 AND max(amount_fen, coalesce(paid_fen, 0))
        AND coalesce(paid_fen, amount_fen) > refund_fen ORDER BY friend_id, at`,
    )
    .all(now) as { friend: number; at: number }[];
  const pauses: number[] = [];
  for (const [n, { friend, at }] of bought.entries()) {
    const before = bought[n - 1];
    if (before?.friend !== friend) continue;
    const days = Math.round((new Date(at).setHours(12, 0, 0, 0) - new Date(before.at).setHours(12, 0, 0, 0)) / dayMs);
    if (days > 0) pauses.push(days);
  }
  if (pauses.length === 0) return 180;
  pauses.sort((a, b) => a - b);
  return Math.min(180, Math.max(30, pauses[Math.ceil(pauses.length * 0.9) - 1]!));
}

/** Who stands on each line of a period, ascending. */
export function naivePool(app: TestApp, fromOn: string, toOn: string): Record<PoolPart, number[]> & { silenceDays: number | null } {
  const { ctx, clock } = app;
  const now = clock.now();
  const limit = silenceDays(app, now);
  const friends = ctx.db.sql('SELECT id, status, archived_at, coalesce(added_at, created_at) AS come FROM friends ORDER BY id').all() as {
    id: number;
    status: PoolState | 'normal';
    archived_at: number | null;
    come: number;
  }[];
  const lines = Object.fromEntries(poolParts.map((part) => [part, [] as number[]])) as Record<PoolPart, number[]>;
  for (const { id, status, archived_at, come } of friends) {
    const changes = ctx.db
      .sql(
        "SELECT at, kind, details FROM friend_events WHERE friend_id = ? AND kind IN ('status', 'archived', 'unarchived') ORDER BY at, id",
      )
      .all(id) as Change[];
    const signs = [...(ctx.db.pluck(signsSql).all({ id }) as number[]), ...talks(app, id), come];
    const stateAt = (moment: number): PoolState => {
      if (come >= moment) return 'absent';
      const later = changes.filter(({ at }) => at >= moment);
      const moved = later.find(({ kind }) => kind === 'status');
      const kept = later.find(({ kind }) => kind !== 'status');
      const isArchived = kept ? kept.kind === 'unarchived' : archived_at !== null;
      const stood = moved ? (JSON.parse(moved.details) as { from: PoolState | 'normal' }).from : status;
      if (isArchived) return 'archived';
      if (stood !== 'normal') return stood;
      const last = Math.max(...signs.filter((at) => at < moment));
      return limit !== null && last < moment - limit * dayMs ? 'silent' : 'effective';
    };
    for (const part of linesOf(stateAt(midnight(fromOn)), stateAt(Math.min(midnight(toOn, 1), now + 1)))) lines[part].push(id);
  }
  return { ...lines, silenceDays: limit };
}

const boughtMonthsSql = `SELECT strftime('%Y-%m', at / 1000, 'unixepoch', 'localtime') FROM orders WHERE friend_id = @id
  AND status IN (1, 2, 3, 4) AND at <= @now AND amount_fen BETWEEN 0 AND 100000000
  AND refund_fen BETWEEN 0 AND max(amount_fen, coalesce(paid_fen, 0)) AND coalesce(paid_fen, amount_fen) > refund_fen`;
const wordMonthsSql = `SELECT strftime('%Y-%m', at / 1000, 'unixepoch', 'localtime') FROM (
    SELECT at FROM touches WHERE friend_id = @id AND direction = 'in'
    UNION ALL SELECT last_in_at FROM friend_chat_stats WHERE friend_id = @id AND last_in_at IS NOT NULL) WHERE at <= @now`;

const monthLater = (month: string, later: number): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1 + later, 1)).toISOString().slice(0, 7);

/** Who of those added in a month gave a sign in each month since, ascending; as far as months have begun. */
export function naiveCohort(app: TestApp, month: string): { added: number[]; kept: number[][] } {
  const { db } = app.ctx;
  const now = app.clock.now();
  const thisMonth = new Date(now).toLocaleDateString('sv').slice(0, 7);
  const added = db
    .pluck(
      `SELECT id FROM friends WHERE strftime('%Y-%m', coalesce(added_at, created_at) / 1000, 'unixepoch', 'localtime') = ?
        AND coalesce(added_at, created_at) <= ? ORDER BY id`,
    )
    .all(month, now) as number[];
  const months = new Map(
    added.map((id) => {
      const told = [boughtMonthsSql, wordMonthsSql].flatMap((sql) => db.pluck(sql).all({ id, now }) as string[]);
      const talked = talks(app, id).filter((at) => at <= now);
      return [id, new Set([...told, ...talked.map((at) => new Date(at).toLocaleDateString('sv').slice(0, 7))])];
    }),
  );
  const kept: number[][] = [];
  for (let later = 0; later < 25 && monthLater(month, later) <= thisMonth; later++)
    kept.push(added.filter((id) => months.get(id)!.has(monthLater(month, later))));
  return { added, kept };
}

const boughtSql = `SELECT count(*) FROM orders WHERE friend_id = ? AND status IN (1, 2, 3, 4) AND at <= ?
  AND amount_fen BETWEEN 0 AND 100000000 AND refund_fen BETWEEN 0 AND max(amount_fen, coalesce(paid_fen, 0))
  AND coalesce(paid_fen, amount_fen) > refund_fen`;

/** Who of those added in a period reached each step by now, ascending. */
export function naiveFunnel(app: TestApp, fromOn: string, toOn: string): Record<FunnelPart, number[]> {
  const now = app.clock.now();
  const today = new Date(now).toLocaleDateString('sv');
  const effective = new Set(naivePool(app, today, today).closing);
  const added = app.ctx.db
    .pluck('SELECT id FROM friends WHERE coalesce(added_at, created_at) >= ? AND coalesce(added_at, created_at) < ? ORDER BY id')
    .all(midnight(fromOn), Math.min(midnight(toOn, 1), now + 1)) as number[];
  const times = (id: number) => app.ctx.db.pluck(boughtSql).get(id, now) as number;
  const brought = naiveReferrals(app).bringers;
  return {
    added,
    spread: added.filter((id) => times(id) > 1 && brought.has(id)),
    early: added.filter((id) => times(id) < 2 && brought.has(id)),
    stayed: added.filter((id) => effective.has(id) || times(id) > 0),
    bought: added.filter((id) => times(id) > 0),
    again: added.filter((id) => times(id) > 1),
  };
}
