import { type RecurrenceRule, type RecurringPost, recurrenceRule, recurringPost } from '../../../shared/contracts/recurrences.ts';
import { occurrenceAt, occurrenceDays } from '../../../shared/domain/recurrence.ts';
import { dayNamed, dayNumber, localZoneName, wallTime, zoneNamed } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { lunarMonths } from './lunar.ts';
import { insertPost, type PostRow } from './post-rows.ts';

/** Posts of a series stand ready for so many days. */
export const madeAheadDays = 56;

interface StoredRow {
  id: number;
  rule: string;
  post: string;
  from_on: string;
  until_on: string | null;
  made_until_on: string;
  skipped_on: string;
}

/** A series as it is kept. `zone`: where its posts were made; a change of zone moves those that nobody moved by hand. */
export interface Series {
  id: number;
  rule: RecurrenceRule;
  zone: string;
  post: RecurringPost;
  fromOn: string;
  untilOn: string | null;
  madeUntilOn: string;
  skippedOn: string[];
}

const open = "state IN ('planned', 'scheduled')";

export const recurrenceUndoTables: UndoTable[] = [
  {
    name: 'recurrences',
    key: 'id',
    // made ahead day by day, by no one's action
    derived: ['made_until_on'],
    orphans: (db: Database, ids) => [{ table: 'posts', ids: openPostsOf(db, ids) }],
  },
];

function openPostsOf(db: Database, ids: ArrayLike<number>): number[] {
  const read = db.pluck(`SELECT id FROM posts WHERE recurrence_id = ? AND ${open}`);
  return Array.from(ids).flatMap((id) => read.all(id) as number[]);
}

function toSeries(row: StoredRow): Series {
  const stored = JSON.parse(row.rule) as RecurrenceRule & { zone: string };
  return {
    id: row.id,
    rule: recurrenceRule.parse(stored),
    zone: stored.zone,
    post: recurringPost.parse(JSON.parse(row.post)),
    fromOn: row.from_on,
    untilOn: row.until_on,
    madeUntilOn: row.made_until_on,
    skippedOn: JSON.parse(row.skipped_on) as string[],
  };
}

export const storedRule = (rule: RecurrenceRule): string => JSON.stringify({ ...rule, zone: localZoneName() });

/** All series that can be read, the oldest first: one that was damaged keeps neither the others nor the program from going on. */
export function readSeries(ctx: ServiceContext): Series[] {
  const rows = ctx.db.sql('SELECT * FROM recurrences ORDER BY id').all() as StoredRow[];
  return rows.flatMap((row) => {
    try {
      return [toSeries(row)];
    } catch {
      ctx.logger.error('a series that cannot be read', { id: row.id });
      return [];
    }
  });
}

/** @throws AppError `notFound` */
export function findSeries(ctx: ServiceContext, id: number): Series {
  const row = ctx.db.sql('SELECT * FROM recurrences WHERE id = ?').get(id) as StoredRow | undefined;
  if (!row) throw new AppError('notFound', { what: 'recurrence' });
  return toSeries(row);
}

export interface NewSeries {
  rule: RecurrenceRule;
  post: RecurringPost;
  fromOn: string;
  untilOn: string | null;
}

/** Days that a new series begins with: those up to `madeUntilOn` have their posts already, those of `skippedOn` get none. */
export interface SeriesPlace {
  madeUntilOn?: string;
  skippedOn?: readonly string[];
}

/** Writes a series; its posts are made by makeAhead. */
export function insertSeries(ctx: ServiceContext, record: Recorder, series: NewSeries, place: SeriesPlace = {}): Series {
  const now = ctx.clock.now();
  const { madeUntilOn = dayBefore(series.fromOn), skippedOn = [] } = place;
  const { rule, post, fromOn, untilOn } = series;
  const id = Number(
    ctx.db
      .sql(
        `INSERT INTO recurrences (rule, post, from_on, until_on, made_until_on, skipped_on, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(storedRule(rule), JSON.stringify(post), fromOn, untilOn, madeUntilOn, JSON.stringify(skippedOn), now, now).lastInsertRowid,
  );
  record.inserted('recurrences', [id]);
  return findSeries(ctx, id);
}

export const dayBefore = (on: string): string => dayNamed(dayNumber(on) - 1);

/** The last day whose posts should stand ready now. */
export const aheadUntil = (ctx: ServiceContext): string => dayNamed(dayNumber(localDay(ctx.clock.now())) + madeAheadDays);

/**
 * Makes the posts of a series that should stand ready by now. Days that are over are left out: nobody is asked about what was never
 * planned for him. Accounts that are no longer in use get none.
 * @returns number of posts made
 */
export function makeAhead(ctx: ServiceContext, record: Recorder, series: Series): number {
  const until = earlier(aheadUntil(ctx), series.untilOn);
  if (until <= series.madeUntilOn) return 0;
  const from = dayNamed(dayNumber(series.madeUntilOn) + 1);
  const skipped = new Set(series.skippedOn);
  const days = occurrenceDays(series.rule, series.fromOn, from, until, lunarMonths).filter((on) => !skipped.has(on));
  const accountIds = accountsInUse(ctx, series.post);
  const post = withoutWhatIsGone(ctx, series.post);
  let made = 0;
  for (const on of days) {
    const scheduledAt = occurrenceAt(series.rule, on);
    if (scheduledAt < ctx.clock.now()) continue;
    const siblingKey = accountIds.length > 1 ? ctx.ids.token('siblings') : null;
    for (const accountId of accountIds) {
      insertPost(ctx, record, { ...post, accountId, scheduledAt }, { siblingKey, recurrenceId: series.id, occurrenceOn: on });
      made++;
    }
  }
  ctx.db.sql('UPDATE recurrences SET made_until_on = ? WHERE id = ?').run(until, series.id);
  return made;
}

const earlier = (a: string, b: string | null) => (b !== null && b < a ? b : a);

function accountsInUse(ctx: ServiceContext, post: RecurringPost): number[] {
  const inUse = ctx.db.pluck('SELECT 1 FROM accounts WHERE id = ? AND archived_at IS NULL');
  return [...new Set([post.accountId, ...post.alsoAccountIds])].filter((id) => inUse.get(id) === 1);
}

/** A picture or piece that was thrown away since must not end the series. */
function withoutWhatIsGone(
  ctx: ServiceContext,
  { alsoAccountIds: _accounts, ...post }: RecurringPost,
): Omit<RecurringPost, 'alsoAccountIds'> {
  const asset = ctx.db.pluck('SELECT 1 FROM assets WHERE id = ?');
  const piece = ctx.db.pluck('SELECT 1 FROM contents WHERE id = ?');
  const contentId = post.contentId !== null && piece.get(post.contentId) === 1 ? post.contentId : null;
  return { ...post, contentId, assetIds: post.assetIds.filter((id) => asset.get(id) === 1) };
}

/**
 * After the seller went to another zone: posts to come keep their hour on the wall, unless she gave them another time by hand.
 * @returns number of posts that moved
 */
export function followZone(ctx: ServiceContext, record: Recorder, series: Series): number {
  const zone = localZoneName();
  if (series.zone === zone) return 0;
  const before = zoneNamed(series.zone);
  const rows = ctx.db
    .sql(`SELECT id, occurrence_on AS "on", scheduled_at AS at FROM posts WHERE recurrence_id = ? AND ${open} AND occurrence_on >= ?`)
    .all(series.id, localDay(ctx.clock.now())) as { id: number; on: string; at: number }[];
  const untouched = rows.filter(({ on, at }) => before !== null && wallTime(on, series.rule.minute, before) === at);
  const values = untouched.map(({ id, on }) => ({ id, values: [wallTime(on, series.rule.minute), ctx.clock.now()] }));
  const moved = record.updateEach('posts', ['scheduled_at', 'updated_at'], values).length;
  ctx.db.sql('UPDATE recurrences SET rule = ? WHERE id = ?').run(storedRule(series.rule), series.id);
  return moved;
}

/** Days of a series whose posts she took away are not made again. Call before they go. */
export function skipOccurrences(ctx: ServiceContext, record: Recorder, rows: readonly PostRow[]): void {
  const bySeries = Map.groupBy(
    rows.filter((row) => row.recurrence_id !== null && row.occurrence_on !== null),
    (row) => row.recurrence_id!,
  );
  for (const [id, of] of bySeries) {
    const days = [...new Set([...findSeries(ctx, id).skippedOn, ...of.map((row) => row.occurrence_on!)])].sort();
    record.update('recurrences', [id], { skipped_on: JSON.stringify(days), updated_at: ctx.clock.now() }, ['skipped_on']);
  }
}

/** Posts of a series from a day on that are not settled. */
export const openFrom = (ctx: ServiceContext, id: number, fromOn: string): number[] =>
  ctx.db.pluck(`SELECT id FROM posts WHERE recurrence_id = ? AND occurrence_on >= ? AND ${open}`).all(id, fromOn) as number[];

/** Of those, the ones still to come: what was missed stays to be asked about. */
export const comingFrom = (ctx: ServiceContext, id: number, fromOn: string): number[] =>
  ctx.db
    .pluck(`SELECT id FROM posts WHERE recurrence_id = ? AND occurrence_on >= ? AND scheduled_at >= ? AND ${open}`)
    .all(id, fromOn, ctx.clock.now()) as number[];

/** Days of a series from one on that need no post any more: she took them away, or posted or skipped them already. */
export function doneFrom(ctx: ServiceContext, { id, skippedOn }: Series, fromOn: string): string[] {
  const settled = ctx.db
    .pluck(`SELECT DISTINCT occurrence_on FROM posts WHERE recurrence_id = ? AND occurrence_on >= ? AND NOT (${open})`)
    .all(id, fromOn) as string[];
  return [...new Set([...skippedOn.filter((on) => on >= fromOn), ...settled])].sort();
}

/** Of these posts, the ones whose day a series has made a post for, or that are still to come. */
export const replacedBy = (ctx: ServiceContext, ids: readonly number[], seriesId: number): number[] =>
  ctx.db
    .pluck(
      `SELECT id FROM posts p WHERE id IN (SELECT value FROM json_each(@ids)) AND (scheduled_at >= @now
         OR EXISTS (SELECT 1 FROM posts n WHERE n.recurrence_id = @seriesId AND n.occurrence_on = p.occurrence_on))`,
    )
    .all({ ids: JSON.stringify(ids), seriesId, now: ctx.clock.now() }) as number[];

/** Pictures of all series: they are shown again, whether or not a post with them stands ready now. */
export const recurringAssets = (ctx: ServiceContext): number[] =>
  ctx.db.pluck("SELECT DISTINCT value FROM recurrences, json_each(recurrences.post, '$.assetIds')").all() as number[];
