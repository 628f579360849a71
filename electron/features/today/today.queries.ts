import type { CareDone, CareHours, CareList, CareName, CareRest } from '../../../shared/contracts/today.ts';
import { restRows } from '../../../shared/contracts/today.ts';
import { attention, namesOf } from '../../../shared/domain/care-today.ts';
import { startOfDay } from '../../../shared/domain/segment-days.ts';
import { weekdayOf } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { friendIndex } from '../friends/index.ts';
import { goodsOfRows, linesOf, unpaidFenOf } from '../orders/index.ts';
import { bestHoursCommand } from '../search/index.ts';
import { readSettings } from '../settings/index.ts';
import { First } from './first.ts';
import { type Looked, lookAtAll, type Named, stepOf } from './names.ts';
import { type Ground, todayStore } from './today-store.ts';

const nameSql = "SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE id = ?";
const nameOf = ({ db }: ServiceContext, friendId: number): string => (db.pluck(nameSql).get(friendId) as string | undefined) ?? '';

/** What everybody is looked at for: nothing may come between the index of friends and the walk, which takes from it what it needs. */
async function look(ctx: HostContext, ground: Ground, many: number): Promise<Looked> {
  const settings = readSettings(ctx);
  const { shelf } = await friendIndex(ctx);
  const tagIds = ctx.db
    .pluck('SELECT id FROM tags WHERE name IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(settings['guard.blockTags'])) as number[];
  const blocked = tagIds.flatMap((id) => shelf.carriers(id) ?? []);
  return lookAtAll(shelf, ground, { rules: settings['today.rules'], many, blocked });
}

/** Whom to care for today, and what was done. */
export async function careList(ctx: HostContext, more: number): Promise<CareList> {
  const ground = await todayStore(ctx).ground();
  const done = doneToday(ctx, ground);
  const cared = new Set(done.flatMap(({ what, friendId }) => (what === 'touched' ? [friendId] : []))).size;
  const enoughFor = namesOf(readSettings(ctx)['today.rules']);
  const looked = await look(ctx, ground, Math.max(0, enoughFor - cared) + more);
  const named = new Set(looked.names.map(({ friendId }) => friendId));
  return {
    on: ground.on,
    names: toNames(ctx, ground, looked.names),
    ...dueBeside(ctx, ground, named),
    reasons: looked.reasons - looked.quiet.touched - looked.quiet.tagged - looked.quiet.putOff,
    quiet: looked.quiet,
    ...{ enoughFor, cared, done: done.slice(0, shownDone).map((one) => ({ ...one, name: nameOf(ctx, one.friendId) })) },
    book: { friends: looked.friends, buyers: ground.worth.buyers, chats: looked.chats },
  };
}
const shownDone = 100;

function toNames(ctx: ServiceContext, { worth, followUps, owed }: Ground, names: readonly Named[]): CareName[] {
  const due = followUps.rows(
    ctx,
    names.flatMap(({ friendId }) => followUps.placesOf(friendId)),
  );
  return names.map(({ friendId, facts, factors, due: told, isNew }) => ({
    ...{ friendId, name: nameOf(ctx, friendId), level: facts.level, due: told, isNew, factors },
    ...{ silentDays: facts.silentDays, rhythm: facts.rhythm, money: facts.money, paidFen: worth.fen[friendId] ?? 0 },
    ...{ followUps: due.filter((one) => one.friendId === friendId), promises: owed.get(friendId) ?? [] },
  }));
}

/** Follow-ups and promises of today whose friends are neither named nor put off. */
function dueBeside(ctx: ServiceContext, { followUps, owed, putOffs, on }: Ground, named: ReadonlySet<number>) {
  const isBeside = (friendId: number) => !named.has(friendId) && (putOffs.get(friendId)?.untilOn ?? on) <= on;
  const places: number[] = [];
  let total = 0;
  for (let place = 0; place < followUps.total; place++) {
    if (!isBeside(followUps.friendAt(place))) continue;
    total++;
    if (places.length < besideRows) places.push(place);
  }
  const promises = [...owed.values()].flat().filter(({ friendId }) => isBeside(friendId));
  return {
    followUps: { total, rows: followUps.rows(ctx, places) },
    promises: { total: promises.length, rows: promises.slice(0, besideRows) },
  };
}
const besideRows = 10;

/** Contacts of today that she noted by hand or with a follow-up (not those of a send queue), and names she put aside, the latest first. */
function doneToday(ctx: ServiceContext, { on, putOffs }: Ground): Omit<CareDone, 'name'>[] {
  const from = startOfDay(on);
  const touched = ctx.db
    .sql(
      `SELECT touches.friend_id AS friendId, at, touchpoint, coalesce(title, '') AS title
       FROM touches LEFT JOIN (SELECT touch_id, title FROM follow_ups WHERE state = 'done' AND settled_at >= @from) ON touch_id = touches.id
       WHERE at >= @from AND direction = 'out' AND (kind = 0 OR touch_id IS NOT NULL) AND send_item_id IS NULL ORDER BY at DESC, touches.id DESC`,
    )
    .all({ from }) as Pick<CareDone, 'friendId' | 'at' | 'touchpoint' | 'title'>[];
  const aside = [...putOffs.values()]
    .filter(({ at, untilOn }) => at >= from && untilOn > on)
    .map(({ friendId, at, answer, untilOn }) => ({
      friendId,
      at,
      what: answer,
      touchpoint: null,
      title: '',
      untilOn: answer === 'later' ? untilOn : null,
    }));
  return [...touched.map((one) => ({ ...one, what: 'touched' as const, untilOn: null })), ...aside].sort((a, b) => b.at - a.at);
}

/** The best hour of today for some friends. */
export function careHours(ctx: HostContext, friendIds: number[]): Promise<CareHours> {
  const now = ctx.clock.now();
  return ctx.execute(bestHoursCommand, { friendIds, weekday: weekdayOf(localDay(now)) - 1, now });
}

/** The short lists below the names. */
export async function careRest(ctx: HostContext): Promise<CareRest> {
  const ground = await todayStore(ctx).ground();
  const { lost } = await look(ctx, ground, 0);
  const breather = new Breather();
  const here = await whoIsThere(ctx);
  await breather.breathe();
  const unpaid = unpaidPeople(ctx, ground, here);
  await breather.breathe();
  return {
    unpaid,
    repurchase: repurchasePeople(ctx, ground, here),
    lost: { total: lost.total, people: lost.first.map(({ urgency: _, ...one }) => ({ ...one, name: nameOf(ctx, one.friendId) })) },
    attention: attentionOf(ctx, ground),
  };
}

/** Friends who are not archived; `isReachable` = and neither deleted nor blocked her. By friend id. */
async function whoIsThere(ctx: HostContext): Promise<{ isHere: Uint8Array; isReachable: Uint8Array }> {
  const { columns, alive } = (await friendIndex(ctx)).shelf;
  const [isHere, isReachable] = [new Uint8Array(columns.placeOf.length + 1), new Uint8Array(columns.placeOf.length + 1)];
  alive.forEach((at) => {
    if (columns.archived[at] === 1) return;
    isHere[columns.id[at]!] = 1;
    if (!gone.includes(columns.status[at]!)) isReachable[columns.id[at]!] = 1;
  });
  return { isHere, isReachable };
}
/** places in friendStatuses: deletedMe, blocked */
const gone = [1, 2];

type Here = Awaited<ReturnType<typeof whoIsThere>>;

interface Waiting {
  friendId: number;
  urgency: number;
}
/** The first of a short list; of equal ones who came first. */
const firstRows = () => new First<Waiting>(restRows, (a, b) => b.urgency - a.urgency || a.friendId - b.friendId);
const waiting = (friendId: number) => (urgency: number) => ({ friendId, urgency });

/** Who has not paid, who has waited longest first. */
function unpaidPeople(ctx: ServiceContext, { days, now }: Ground, { isHere }: Here): CareRest['unpaid'] {
  const first = firstRows();
  for (let id = 1; id < days.unpaid.length; id++)
    if (days.unpaid[id]! > 0 && isHere[id] === 1) first.offer(-days.unpaidSince[id]!, waiting(id));
  return {
    total: first.offered,
    unlinked: days.unpaid[0] ?? 0,
    people: first.all.map(({ friendId }) => ({
      ...{ friendId, name: nameOf(ctx, friendId), orders: days.unpaid[friendId]!, amountFen: unpaidFenOf(ctx, friendId) },
      days: Math.max(0, Math.floor((now / 1000 - days.unpaidSince[friendId]!) / 86_400)),
    })),
  };
}

/** Who is about to buy again, as `orders.due` lists them. */
function repurchasePeople(ctx: ServiceContext, ground: Ground, { isReachable }: Here): CareRest['repurchase'] {
  const { days, today } = ground;
  const first = firstRows();
  for (let id = 1; id < days.cycle.length; id++)
    if (isReachable[id] === 1 && stepOf(id, ground)) first.offer(-days.dueOn[id]!, waiting(id));
  return {
    total: first.offered,
    people: first.all.map(({ friendId }) => ({
      ...{ friendId, name: nameOf(ctx, friendId), past: today - days.dueOn[friendId]!, cycleDays: days.cycle[friendId]! },
      goods: goodsOfRows(linesOf(ctx, days.lastOrder[friendId]!)),
    })),
  };
}

/** Where the contacts of this week went, against where the money comes from. */
function attentionOf(ctx: ServiceContext, { lately, worth, weekFromOn }: Ground): CareRest['attention'] {
  let [touches, topTouches] = [0, 0];
  for (const [i, id] of lately.friend.entries()) {
    touches += lately.thisWeek[i]!;
    if (worth.top[id] === 1) topTouches += lately.thisWeek[i]!;
  }
  const { paying: buyers, moneyShare, topHeads } = worth;
  const shares = attention({ touches, topTouches, buyers, moneyShare });
  return { fromOn: weekFromOn, touches, topTouches, topHeads, days: readSettings(ctx)['layers.rules'].windowDays, shares };
}
