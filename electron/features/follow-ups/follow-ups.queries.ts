import type { z } from 'zod';
import type {
  FollowUp,
  FollowUpList,
  FollowUpPartPage,
  FriendFollowUps,
  followUpListInput,
  Promised,
  PromiseList,
  SettledFollowUp,
} from '../../../shared/contracts/follow-ups.ts';
import type { SopStep, Sops, Template } from '../../../shared/domain/follow-up.ts';
import { fillTemplate, parseTemplate, type TemplateValues } from '../../../shared/domain/template.ts';
import { dayNamed, dayNumber, wallTime } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { templateValues } from '../content/index.ts';
import { readSettings } from '../settings/index.ts';
import { openItems, sopsOf } from './evaluate.ts';
import { followUpStore } from './follow-up-store.ts';
import { type Day, firstAfter, type Item, itemAt, listedToday, type Shelf, shelve } from './shelf.ts';

const nameSql = "CASE friends.remark WHEN '' THEN friends.nickname ELSE friends.remark END";
/** Minutes that one by hand takes. */
const handMinutes = 2;

interface HandRow {
  title: string;
  words: string;
}

/** Items as they are shown, with the words for each friend. Those whose friend went meanwhile are left out. */
function shown(ctx: ServiceContext, items: readonly Item[], sops: Sops): FollowUp[] {
  const values = templateValues(
    ctx,
    items.map(({ friendId }) => friendId),
  );
  const nameOf = ctx.db.pluck(`SELECT ${nameSql} FROM friends WHERE id = ?`);
  const handRow = ctx.db.sql('SELECT title, words FROM follow_ups WHERE id = ?');
  return items.flatMap((item): FollowUp[] => {
    const name = nameOf.get(item.friendId) as string | undefined;
    const sop = sops.find(({ id }) => id === item.sop) ?? null;
    const step = sop?.steps.find(({ key }) => key === item.step) ?? null;
    const hand = item.sop === null ? (handRow.get(item.id) as HandRow | undefined) : undefined;
    if (name === undefined || (!step && !hand)) return [];
    const { title, words } = (step ?? hand)!;
    return [{ ...outline(item, sop, step), name, title, ...wordsFor(words, values.get(item.friendId)), written: hand?.words ?? null }];
  });
}

function outline({ id, friendId, sop: sopId, step: key, fromOn, dueOn, on, putOff }: Item, sop: Template | null, step: SopStep | null) {
  const from = dayNamed(fromOn);
  return {
    pick: id > 0 || sopId === null ? { by: 'id' as const, id } : { by: 'step' as const, friendId, sop: sopId, step: key, fromOn: from },
    friendId,
    cause: sop && step ? { sop: sop.trigger, template: sop.name, fromOn: from, days: step.days } : null,
    kind: step?.kind ?? ('ordinary' as const),
    minutes: step?.minutes ?? handMinutes,
    ...{ dueOn: dayNamed(dueOn), on: dayNamed(on), putOff },
  };
}

function wordsFor(text: string, values: TemplateValues | undefined): { words: string; missing: string[] } {
  if (text === '' || !values) return { words: text, missing: [] };
  const { text: words, missing } = fillTemplate(parseTemplate(text).template, values);
  return { words, missing };
}

/** Places on the shelf, the first `limit` of them as they are shown. */
function page(ctx: ServiceContext, shelf: Shelf, sops: Sops, places: readonly number[], limit: number): FollowUpPartPage {
  return { total: places.length, rows: rowsAt(ctx, shelf, sops, places.slice(0, limit)) };
}

const placesFrom = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);

/** How many steps of templates were done today. */
function doneToday({ db, clock }: ServiceContext): number {
  const sql = "SELECT count(*) FROM follow_ups WHERE state = 'done' AND settled_at >= ? AND sop IS NOT NULL";
  return db.pluck(sql).get(wallTime(localDay(clock.now()), 0)) as number;
}

/** What is listed for today: what a day has room for, or all. */
function ofToday(ctx: ServiceContext, shelf: Shelf, today: number, isAll = false): Day {
  const { perDay } = readSettings(ctx)['followUps.numbers'];
  return listedToday(shelf, today, isAll ? Number.POSITIVE_INFINITY : perDay - doneToday(ctx));
}

/** What stands on some places. */
export const rowsAt = (ctx: ServiceContext, shelf: Shelf, sops: Sops, places: readonly number[]): FollowUp[] =>
  shown(
    ctx,
    places.flatMap((place) => itemAt(shelf, place, sops) ?? []),
    sops,
  );

/** What is open, in its three parts. */
export async function listFollowUps(ctx: HostContext, { limit, all }: z.infer<typeof followUpListInput>): Promise<FollowUpList> {
  const shelf = await followUpStore(ctx).open();
  const sops = sopsOf(ctx);
  const today = dayNumber(localDay(ctx.clock.now()));
  const { late, now, waiting } = ofToday(ctx, shelf, today, all);
  return {
    today: dayNamed(today),
    late: page(ctx, shelf, sops, late, limit),
    now: page(ctx, shelf, sops, now, limit),
    later: page(ctx, shelf, sops, placesFrom(firstAfter(shelf, today), shelf.on.length), limit),
    waiting,
  };
}

export const promiseSql = `SELECT p.id, p.friend_id AS friendId, ${nameSql} AS name, text, due_on AS dueOn, state, p.created_at AS createdAt,
    settled_at AS settledAt
  FROM promises p JOIN friends ON friends.id = friend_id`;

/** Promises that are open by day, those of friends put away too: a promise is a promise. */
export function listPromises(ctx: ServiceContext, { settled, limit }: { settled: boolean; limit: number }): PromiseList {
  const today = localDay(ctx.clock.now());
  const where = settled ? "state <> 'open'" : "state = 'open'";
  const order = settled ? 'settled_at DESC, p.id DESC' : 'due_on, p.id';
  const total = ctx.db.pluck(`SELECT count(*) FROM promises WHERE ${where}`).get() as number;
  const late = ctx.db.pluck("SELECT count(*) FROM promises WHERE state = 'open' AND due_on < ?").get(today) as number;
  return { today, total, late, rows: ctx.db.sql(`${promiseSql} WHERE ${where} ORDER BY ${order} LIMIT ?`).all(limit) as Promised[] };
}

/** What is open with one friend, read from the book as it is. */
export function followUpsOf(ctx: ServiceContext, friendId: number): FriendFollowUps {
  const sops = sopsOf(ctx);
  const now = ctx.clock.now();
  const shelf = shelve(openItems(ctx, { friendIds: [friendId], now }), sops);
  const promises = ctx.db.sql(`${promiseSql} WHERE friend_id = ? AND state = 'open' ORDER BY due_on, p.id`).all(friendId) as Promised[];
  const name = ctx.db.pluck(`SELECT ${nameSql} FROM friends WHERE id = ?`).get(friendId) as string | undefined;
  const followUps = page(ctx, shelf, sops, placesFrom(0, shelf.on.length), 50).rows;
  return { today: localDay(now), name: name ?? '', followUps, promises };
}

/** What was done or skipped, newest first. */
export const listSettled = ({ db }: ServiceContext, limit: number): SettledFollowUp[] =>
  db
    .sql(
      `SELECT f.id, friend_id AS friendId, ${nameSql} AS name, title, state, settled_at AS settledAt
       FROM follow_ups f JOIN friends ON friends.id = friend_id WHERE state <> 'open' ORDER BY settled_at DESC, f.id DESC LIMIT ?`,
    )
    .all(limit) as SettledFollowUp[];
