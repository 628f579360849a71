import { mostBringers, mostShown, type ReferralReport, type ReferralsOf } from '../../../shared/contracts/referrals.ts';
import type { ReferralFigure } from '../../../shared/domain/figures.ts';
import { inCircles, kFactor, type ReferralState, referralState } from '../../../shared/domain/referrals.ts';
import { dayOf, startOfDay } from '../../../shared/domain/segment-days.ts';
import { asOf, type ServiceContext } from '../../platform/context.ts';
import { atOneMoment } from '../../platform/db/one-moment.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { readSettings } from '../settings/index.ts';

/** So many are looked at in a moment. */
const fewRows = 2000;

const nameSql = (table: string) => `CASE ${table}.remark WHEN '' THEN ${table}.nickname ELSE ${table}.remark END`;

/** Other contacts of the person of `f`: linked by hand, or of the same wxid. */
const otherContacts = `SELECT friend_id AS id FROM person_links WHERE person_id = (SELECT person_id FROM person_links WHERE friend_id = f.id)
  UNION SELECT same.id FROM friends same WHERE same.account_id IN (SELECT id FROM accounts) AND same.wxid = f.wxid`;
const cameSql = (table: string) => `coalesce(${table}.added_at, ${table}.created_at)`;

const referralSql = `SELECT r.id, f.id AS friendId, r.by_friend_id AS byId, ${nameSql('f')} AS name, ${nameSql('b')} AS byName, ${cameSql('f')} AS cameAt,
    r.created_at AS toldAt, b.added_at AS byCameAt, f.status <> 'normal' AS isGone, b.id IN (${otherContacts}) AS isSamePerson,
    EXISTS (SELECT 1 FROM friends earlier WHERE earlier.id IN (${otherContacts}) AND earlier.id <> f.id AND ${cameSql('earlier')} < ${cameSql('f')}) AS wasKnown
  FROM referrals r JOIN friends f ON f.id = r.friend_id JOIN friends b ON b.id = r.by_friend_id`;
interface Row {
  id: number;
  friendId: number;
  byId: number;
  name: string;
  byName: string;
  cameAt: number;
  toldAt: number;
  byCameAt: number | null;
  isGone: 0 | 1;
  isSamePerson: 0 | 1;
  wasKnown: 0 | 1;
}

interface Referral extends Pick<Row, 'id' | 'friendId' | 'byId' | 'name' | 'byName' | 'cameAt' | 'toldAt'> {
  state: ReferralState;
}

/** Who brought each. */
export const readByOf = ({ db }: ServiceContext): Map<number, number> =>
  new Map(db.arrays('SELECT friend_id, by_friend_id FROM referrals ORDER BY id').all() as [number, number][]);

/** Rows with what became of them. */
function judged(ctx: ServiceContext, rows: readonly Row[], circles: ReadonlySet<number>, now = ctx.clock.now()): Referral[] {
  const rules = { now, stayDays: readSettings(ctx)['referrals.rules'].stayDays };
  return rows.map(({ id, friendId, byId, name, byName, cameAt, toldAt, byCameAt, ...signs }) => {
    const is = { isGone: signs.isGone === 1, isSamePerson: signs.isSamePerson === 1, wasKnown: signs.wasKnown === 1 };
    const state = referralState({ cameAt, byCameAt, ...is, isInCircle: circles.has(friendId) }, rules);
    return { id, friendId, byId, name, byName, cameAt, toldAt, state };
  });
}

/** Who brought a friend, and the tree of those who came through her. */
function referralsOf(ctx: ServiceContext, friendId: number): ReferralsOf {
  const byOf = readByOf(ctx);
  const circles = inCircles(byOf);
  const children = new Map<number, number[]>();
  for (const [id, by] of byOf) {
    const ids = children.get(by);
    if (ids) ids.push(id);
    else children.set(by, [id]);
  }
  const order: { id: number; depth: number }[] = [];
  const seen = new Set([friendId]);
  const open = (children.get(friendId) ?? []).map((id) => ({ id, depth: 1 })).reverse();
  while (open.length > 0) {
    const { id, depth } = open.pop()!;
    if (seen.has(id)) continue;
    seen.add(id);
    order.push({ id, depth });
    for (const child of [...(children.get(id) ?? [])].reverse()) open.push({ id: child, depth: depth + 1 });
  }
  const wanted = [friendId, ...order.filter(({ depth }, place) => depth === 1 || place < mostShown).map(({ id }) => id)];
  const rows = ctx.db.sql(`${referralSql} WHERE r.friend_id IN (SELECT value FROM json_each(?))`).all(JSON.stringify(wanted)) as Row[];
  const found = new Map(judged(ctx, rows, circles).map((one) => [one.friendId, one]));
  const people = order.slice(0, mostShown).flatMap(({ id, depth }) => {
    const one = found.get(id);
    return one ? [{ friendId: id, name: one.name, cameAt: one.cameAt, state: one.state, depth }] : [];
  });
  const own = [...found.values()].filter(({ byId }) => byId === friendId);
  const by = found.get(friendId);
  return {
    by: by ? { friendId: by.byId, name: by.byName, state: by.state } : null,
    people,
    more: order.length - people.length,
    total: order.length,
    own: { brought: own.length, valid: own.filter(({ state }) => state === 'valid').length },
    stayDays: readSettings(ctx)['referrals.rules'].stayDays,
  };
}

/** The same, in the second worker where there are many: whoever asks for one tree looks at every row, since any of them may lead back to her. */
export const referralsOfCommand = defineCommand<{ friendId: number; rows: number; now: number }, ReferralsOf>({
  name: 'referrals.of',
  writes: false,
  heavy: ({ rows }) => rows > fewRows,
  thread: 'reader',
  run: (ctx, { friendId, now }) => atOneMoment([ctx.db], () => referralsOf(asOf(ctx, now), friendId)),
});

/** Who brought somebody, whether she counts or not. */
export const bringerIds = ({ db }: ServiceContext): number[] => db.pluck('SELECT DISTINCT by_friend_id FROM referrals').all() as number[];

export interface ValidReferral extends Pick<Row, 'id' | 'friendId' | 'byId' | 'name'> {
  /** ms UTC: counts since then, or since it was written down, if that was later */
  since: number;
}

/** Those who count by now, of whom some brought or anybody (null). */
export function validReferrals(ctx: ServiceContext, byIds: readonly number[] | null, now: number): ValidReferral[] {
  const only = byIds === null ? '' : 'WHERE r.by_friend_id IN (SELECT value FROM json_each(?))';
  const rows = ctx.db.sql(`${referralSql} ${only}`).all(...(byIds === null ? [] : [JSON.stringify(byIds)])) as Row[];
  // whether there are circles is a walk over everybody
  if (rows.length === 0) return [];
  const { stayDays } = readSettings(ctx)['referrals.rules'];
  return judged(ctx, rows, inCircles(readByOf(ctx)), now)
    .filter(({ state }) => state === 'valid')
    .map(({ id, friendId, byId, name, cameAt, toldAt }) => {
      return { id, friendId, byId, name, since: Math.max(startOfDay(dayOf(cameAt), stayDays), toldAt) };
    });
}

export const countReferrals = ({ db }: ServiceContext): number => db.pluck('SELECT count(*) FROM referrals').get() as number;

/** Those who came from one day to another, both included, and were brought. */
function broughtIn(ctx: ServiceContext, fromOn: string, toOn: string): Referral[] {
  const sql = `${referralSql} WHERE ${cameSql('f')} >= ? AND ${cameSql('f')} < ? ORDER BY f.id`;
  return judged(ctx, ctx.db.sql(sql).all(startOfDay(fromOn), startOfDay(toOn, 1)) as Row[], inCircles(readByOf(ctx)));
}

/** Ids of those of the report of whom that became, ascending. */
export const broughtCommand = defineCommand<Pick<ReferralFigure, 'part' | 'fromOn' | 'toOn'> & { rows: number }, Uint32Array>({
  name: 'referrals.brought',
  writes: false,
  heavy: ({ rows }) => rows > fewRows,
  thread: 'reader',
  run(ctx, { part, fromOn, toOn }) {
    const wanted = broughtIn(ctx, fromOn, toOn).filter(({ state }) => part === 'brought' || part === state);
    return Uint32Array.from(wanted, ({ friendId }) => friendId);
  },
});

/** The numbers of the window, in the second worker where there are many. */
export const referralReportCommand = defineCommand<{ rows: number }, ReferralReport>({
  name: 'referrals.report',
  writes: false,
  heavy: ({ rows }) => rows > fewRows,
  thread: 'reader',
  run: (ctx) => referralReport(ctx),
});

/** Who brought somebody who counts by now, and since when the newest of them does (ms UTC). */
export type Bringers = ReadonlyMap<number, number>;

export const bringersCommand = defineCommand<{ rows: number; now: number }, Bringers>({
  name: 'referrals.bringers',
  writes: false,
  heavy: ({ rows }) => rows > fewRows,
  thread: 'reader',
  run(ctx, { now }) {
    const newest = new Map<number, number>();
    for (const { byId, since } of validReferrals(ctx, null, now)) newest.set(byId, Math.max(since, newest.get(byId) ?? 0));
    return newest;
  },
});

export function referralReport(ctx: ServiceContext): ReferralReport {
  const { windowDays, stayDays } = readSettings(ctx)['referrals.rules'];
  const toOn = dayOf(ctx.clock.now());
  const from = startOfDay(toOn, 1 - windowDays);
  const all = broughtIn(ctx, dayOf(from), toOn);
  const count = (state: ReferralState) => all.filter((one) => one.state === state).length;
  const friends = ctx.db.pluck('SELECT count(*) FROM friends WHERE archived_at IS NULL').get() as number;
  const bringers = new Map<number, ReferralReport['bringers'][number]>();
  for (const { byId, byName, state } of all) {
    const one = bringers.get(byId) ?? { friendId: byId, name: byName, brought: 0, valid: 0, waiting: 0 };
    one.brought++;
    if (state === 'valid' || state === 'waiting') one[state]++;
    bringers.set(byId, one);
  }
  const sums = { friends, brought: all.length, valid: count('valid'), waiting: count('waiting') };
  return {
    fromOn: dayOf(from),
    toOn,
    days: windowDays,
    stayDays,
    ...sums,
    left: { gone: count('gone'), notNew: count('notNew'), samePerson: count('samePerson'), circle: count('circle') },
    k: kFactor(sums),
    bringers: [...bringers.values()]
      .sort((a, b) => b.valid - a.valid || b.brought - a.brought || a.friendId - b.friendId)
      .slice(0, mostBringers),
    bringerHeads: bringers.size,
  };
}
