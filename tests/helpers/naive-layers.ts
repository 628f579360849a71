import type { LayersReport } from '../../shared/contracts/layers.ts';
import { type LayerCode, layerCodes } from '../../shared/domain/layers.ts';
import { naiveReferrals } from './naive-referrals.ts';
import type { TestApp } from './test-app.ts';

/*
 * The layers as a child would reckon them: everything read anew by plain SQL, counted one by one, by the rules of the first day. Shares
 * no line with what it checks.
 */

const dayMs = 86_400_000;
const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

interface Bought {
  order: number;
  friend: number | null;
  at: number;
  fen: number;
}

interface Friend {
  id: number;
  level: number;
  status: string;
  come: number;
  tie: string | null;
  written: number;
  days: number;
  lastIn: number;
  asked: number;
  acts: number;
  voices: number;
  refunds: number;
}

const boughtSql = `SELECT id AS "order", friend_id AS friend, at, coalesce(paid_fen, amount_fen) - refund_fen AS fen FROM orders
  WHERE status IN (1, 2, 3, 4) AND at <= ? AND amount_fen BETWEEN 0 AND 100000000
    AND refund_fen BETWEEN 0 AND max(amount_fen, coalesce(paid_fen, 0)) AND coalesce(paid_fen, amount_fen) > refund_fen`;
const friendsSql = `SELECT id, trust_level AS level, status, coalesce(added_at, created_at) AS come, tie,
    coalesce(in_count, 0) AS written, coalesce(two_way_days, 0) AS days, coalesce(last_in_at, 0) AS lastIn, coalesce(asked_count, 0) AS asked,
    (SELECT count(*) FROM orders WHERE friend_id = friends.id AND status <> 6)
      + (SELECT count(*) FROM touches WHERE friend_id = friends.id AND direction = 'in')
      + (SELECT count(*) FROM chat_talkers t JOIN conversation_members m ON m.talker_id = t.id
         JOIN conversations c ON c.id = m.conversation_id AND c.kind = 'group' WHERE t.friend_id = friends.id) AS acts,
    (SELECT count(*) FROM friend_tags ft JOIN tags ON tags.id = ft.tag_id AND tags.name IN ('好评', '转介绍', '晒单')
       WHERE ft.friend_id = friends.id) AS voices,
    (SELECT count(*) FROM orders WHERE friend_id = friends.id AND status = 5) AS refunds
  FROM friends LEFT JOIN friend_chat_stats ON friend_chat_stats.friend_id = friends.id WHERE archived_at IS NULL ORDER BY id`;
const leadSql = `SELECT min(coalesce(kind, '') IN ('lead', 'trial')) FROM order_lines LEFT JOIN products ON products.id = product_id
  WHERE order_id = ?`;

interface Person extends Friend {
  before: number;
  bought: number;
  lead: number;
  r: number;
  f: number;
  m: number;
}

function everybody({ ctx }: TestApp, now: number, since: number): Person[] {
  const bought = ctx.db.sql(boughtSql).all(now) as Bought[];
  const isLead = ctx.db.pluck(leadSql);
  return (ctx.db.sql(friendsSql).all() as Friend[]).map((friend) => {
    const own = bought.filter((one) => one.friend === friend.id);
    const recent = own.filter(({ at }) => at >= since);
    return {
      ...friend,
      before: own.length - recent.length,
      bought: own.length,
      lead: own.filter(({ order }) => isLead.get(order) === 1).length,
      r: -Math.min(...own.map(({ at }) => Math.round((midnight(now) - midnight(at)) / dayMs))),
      f: recent.length,
      m: recent.reduce((sum, { fen }) => sum + fen, 0),
    };
  });
}

const limits = { r: [-30, -60, -90, -180], f: [6, 4, 3, 2], m: [300_000, 100_000, 30_000, 10_000] };

/** RFM code of each buyer. */
function rfm(buyers: readonly Person[]): Map<number, string> {
  const bits = (['r', 'f', 'm'] as const).map((key) => {
    const byRank = buyers.map((one) => 1 + Math.floor((5 * buyers.filter((other) => other[key] < one[key]).length) / buyers.length));
    const byLimits = buyers.map((one) => 1 + limits[key].filter((limit) => one[key] >= limit).length);
    const told = buyers.length >= 30 && new Set(byRank).size > 1 ? byRank : byLimits;
    const line = new Set(told).size > 1 ? told.reduce((sum, score) => sum + score, 0) / told.length : 3;
    return told.map((score) => (score > line ? '1' : '0'));
  });
  return new Map(buyers.map(({ id }, at) => [id, `rfm${bits.map((of) => of[at]).join('')}`]));
}

const stateOf = (one: Person, bringers: ReadonlySet<number>): string => {
  if (one.bought >= 2 || one.level === 6 || one.voices > 0 || bringers.has(one.id)) return 'L';
  if (one.bought === 1) return 'P';
  return one.acts > 0 || one.written > 0 ? 'I' : 'A';
};

function flow({ before, f, come, status }: Person, since: number): string {
  const start = before >= 2 ? 'back' : before === 1 ? 'once' : come < since ? 'none' : 'new';
  const fate = status !== 'normal' ? 'Lost' : before < 2 && f > 0 ? 'Moved' : 'Stayed';
  return start + fate;
}

function tie({ tie: told, days, written }: Person): string[] {
  if (told !== null) return [told === 'strong' ? 'tieStrong' : 'tieWeak'];
  if (days >= 10) return ['tieStrong'];
  return written > 0 ? ['tieWeak'] : [];
}

function talk({ m, lastIn, days }: Person, since: number, much: number): string[] {
  const talked = lastIn >= since;
  if (!talked && m === 0) return [];
  if (talked && days >= 3) return [m >= much ? 'talkBuy' : 'talkOnly'];
  return [m >= much ? 'buyOnly' : 'quiet'];
}

type Sums = Pick<LayersReport, 'people' | 'buyers' | 'recentBuyers' | 'orders' | 'fen'>;

/** @returns the sums of the report, and the ids of each layer, ascending */
export function naiveLayers(app: TestApp): Sums & { layers: Record<LayerCode, number[]> } {
  const now = app.clock.now();
  const since = midnight(now) - 179 * dayMs;
  const all = everybody(app, now, since);
  const buyers = all.filter(({ bought }) => bought > 0);
  const paying = buyers.filter(({ m }) => m > 0).sort((a, b) => b.m - a.m || a.id - b.id);
  const top = new Set(paying.slice(0, Math.ceil(paying.length / 5)).map(({ id }) => id));
  const much = [...paying].reverse()[Math.floor((paying.length - 1) / 2)]?.m ?? Number.POSITIVE_INFINITY;
  const classes = rfm(buyers);
  const { bringers } = naiveReferrals(app);
  const layers = Object.fromEntries(layerCodes.map((code) => [code, [] as number[]])) as Record<LayerCode, number[]>;
  for (const one of all) {
    const codes = [classes.get(one.id) ?? 'never', stateOf(one, bringers), flow(one, since), ...tie(one), ...talk(one, since, much)];
    if (top.has(one.id)) codes.push('top');
    if (top.has(one.id) && one.lastIn >= since && one.days >= 3) codes.push('super');
    if (one.bought >= 2 && one.lead === one.bought) codes.push('leadOnly');
    if (one.refunds >= 2 && one.refunds >= one.bought) codes.push('refunder');
    if (one.bought === 0 && one.asked >= 3) codes.push('askedOnly');
    for (const code of codes) layers[code as LayerCode].push(one.id);
  }
  const sum = (key: 'f' | 'm') => buyers.reduce((total, one) => total + one[key], 0);
  return { people: all.length, buyers: buyers.length, recentBuyers: paying.length, orders: sum('f'), fen: sum('m'), layers };
}
