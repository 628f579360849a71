import type { TestApp } from './test-app.ts';

/*
 * 今日 as a child would reckon it: everything read anew by plain SQL, one friend after the other, by the numbers of the first day, with follow-ups by hand only. Shares
 * no line with what it checks.
 */

const dayMs = 86_400_000;
const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
const daysApart = (from: number, to: number): number => Math.round((midnight(to) - midnight(from)) / dayMs);
const boughtSql = `SELECT id, at, coalesce(paid_fen, amount_fen) - refund_fen AS fen FROM orders WHERE friend_id = ? AND status IN (1, 2, 3, 4)
  AND at <= ? AND amount_fen BETWEEN 0 AND 100000000 AND refund_fen BETWEEN 0 AND max(amount_fen, coalesce(paid_fen, 0)) ORDER BY at / 60000, id`;

const middle = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 ? sorted[(sorted.length - 1) / 2]! : (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2;
};

interface Order {
  id: number;
  at: number;
  fen: number;
}

/** Days past the day she buys again, and the cycle; null = not known. */
function repurchase({ ctx }: TestApp, orders: Order[], now: number): { past: number; cycle: number } | null {
  const last = orders.at(-1);
  if (!last) return null;
  const days = [...new Set(orders.map(({ at }) => -daysApart(at, now)))];
  const gaps = days.slice(1).map((day, i) => day - days[i]!);
  const lines = ctx.db
    .sql('SELECT unit_days u, cycle_days c, quantity_milli q FROM order_lines JOIN products ON products.id = product_id WHERE order_id = ?')
    .all(last.id) as { u: number | null; c: number | null; q: number | null }[];
  const lasts = lines.flatMap(({ u, c, q }) => (u !== null ? [(u * (q ?? 1000)) / 1000] : c !== null ? [c] : []));
  const known = [...(days.length >= 3 ? [middle(gaps)] : []), ...(lasts.length ? [Math.min(...lasts)] : [])];
  if (known.length === 0) return null;
  const cycle = Math.max(1, Math.round(known.reduce((a, b) => a + b, 0) / known.length));
  return { past: daysApart(last.at, now) - cycle, cycle };
}

const pressingOf = (past: number, cycle: number): number => {
  if (past < -7 || past > Math.max(30, cycle, 6)) return 0;
  return past < -3 ? 0.25 : past < 0 ? 0.5 : past < 7 ? 1 : 0.75;
};

interface Friend {
  id: number;
  level: number;
  status: string;
  last: number | null;
  come: number;
  month: number | null;
  dayOfMonth: number | null;
  tagged: number;
  lastOut: number;
  wrote: number | null;
  talked: string | null;
}

const friendsSql = `SELECT friends.id, trust_level AS level, status, last_contact_at AS last, coalesce(added_at, created_at) AS come,
    birthday_month AS month, birthday_day AS dayOfMonth, coalesce(last_out_at, 0) AS wrote, talk_days AS talked,
    EXISTS (SELECT 1 FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = friends.id AND name = '勿扰') AS tagged,
    coalesce((SELECT max(at) FROM touches WHERE friend_id = friends.id AND direction = 'out'), 0) AS lastOut
  FROM friends LEFT JOIN friend_chat_stats ON friend_chat_stats.friend_id = friends.id WHERE archived_at IS NULL ORDER BY friends.id`;

/** Ids in order with their scores. */
export function naiveToday(app: TestApp): { id: number; score: number }[] {
  const { db } = app.ctx;
  const now = app.clock.now();
  const today = new Date(now);
  const all = (db.sql(friendsSql).all() as Friend[]).map((friend) => {
    const orders = db.sql(boughtSql).all(friend.id, now) as Order[];
    const real = orders.filter(({ fen }) => fen > 0);
    const window = real.filter(({ at }) => daysApart(at, now) < 180).reduce((sum, { fen }) => sum + fen, 0);
    return { ...friend, orders, hasBought: real.length > 0, window };
  });
  const buyers = all.filter(({ hasBought }) => hasBought);
  const moneyOf = ({ hasBought, window }: (typeof all)[number]): number => {
    if (!hasBought) return 0;
    const fifth = (of: number) => 1 + Math.floor((5 * buyers.filter((other) => other.window < of).length) / buyers.length);
    const isTold = buyers.length >= 30 && new Set(buyers.map((other) => fifth(other.window))).size > 1;
    return isTold ? fifth(window) : 1 + [10_000, 30_000, 100_000, 300_000].filter((limit) => window >= limit).length;
  };
  const found = all.flatMap((friend) => {
    const on = today.toLocaleDateString('sv');
    const count = (sql: string): number => Number(db.pluck(`SELECT count(*) FROM ${sql}`).get(friend.id, on));
    const isDue = count("follow_ups WHERE friend_id = ? AND state = 'open' AND coalesce(until_on, due_on) <= ?");
    const isOwed = count("promises WHERE friend_id = ? AND state = 'open' AND due_on <= ?");
    const lastOut = Math.max(friend.lastOut, friend.wrote ?? 0);
    if (friend.status !== 'normal' || friend.tagged || lastOut >= midnight(isDue + isOwed > 0 ? now : now - 6 * dayMs)) return [];
    const put = db
      .sql("SELECT at, details FROM friend_events WHERE friend_id = ? AND kind = 'putOff' ORDER BY id DESC LIMIT 1")
      .get(friend.id) as { at: number; details: string } | undefined;
    const { answer, untilOn } = put ? (JSON.parse(put.details) as { answer: string; untilOn: string }) : { answer: '', untilOn: '' };
    if (untilOn > on) return [];
    const promised = answer === 'later' && (friend.last ?? 0) < put!.at ? 1 : 0;
    const isBirthday = friend.month === today.getMonth() + 1 && friend.dayOfMonth === today.getDate();
    const wished = db.pluck("SELECT 1 FROM touches WHERE friend_id = ? AND touchpoint = 'birthday' AND due_on = ?").get(friend.id, on);
    const oldest = db.pluck('SELECT min(at) FROM orders WHERE friend_id = ? AND status = 0 AND at <= ?').get(friend.id, now) as
      | number
      | null;
    const waits = oldest === null ? 0 : Math.floor((now - oldest) / dayMs);
    const again = repurchase(app, friend.orders, now);
    const pressing = Math.max(
      ...[promised, isBirthday && !wished ? 1 : 0, waits >= 1 && waits <= 30 ? 1 : 0, isDue > 0 ? 1 : 0, isOwed > 0 ? 1 : 0],
      again ? pressingOf(again.past, again.cycle) : 0,
    );
    const silent = Math.max(0, daysApart(friend.last ?? friend.come, now));
    let day = 0;
    const talks = friend.talked ? friend.talked.split(',').map((step) => (day += Number(step))) : [];
    const rhythm = talks.length >= 4 ? Math.max(1, middle(talks.slice(1).map((one, i) => one - talks[i]!))) : 30;
    if (pressing === 0 && silent < rhythm) return [];
    const factors = [1 + (4 * moneyOf(friend)) / 5, 1 + (2 * (friend.level - 1)) / 5, 1 + 3 * pressing];
    const score = factors.reduce((a, b) => a * b, Math.min(3, Math.max(1, silent / rhythm)));
    return [{ id: friend.id, level: friend.level, fen: friend.window, score }];
  });
  // what differs in the last digits only is equal
  const rounded = (score: number) => Math.round(score * 1e6);
  return found
    .sort((a, b) => rounded(b.score) - rounded(a.score) || b.fen - a.fen || b.level - a.level || b.id - a.id)
    .map(({ id, score }) => ({ id, score }));
}

/** Who is about to buy again: as `orders.due` would say it. */
export const naiveDue = (app: TestApp): number[] =>
  (
    app.ctx.db
      .pluck("SELECT id FROM friends WHERE archived_at IS NULL AND status NOT IN ('deletedMe', 'blocked') ORDER BY id")
      .all() as number[]
  ).filter((id) => {
    const again = repurchase(app, app.ctx.db.sql(boughtSql).all(id, app.clock.now()) as Order[], app.clock.now());
    return again !== null && pressingOf(again.past, again.cycle) > 0;
  });
