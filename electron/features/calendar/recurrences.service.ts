import type { z } from 'zod';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { changeRecurrenceInput, Recurrence, RecurringPost } from '../../../shared/contracts/recurrences.ts';
import { nextDays, occurrenceAt } from '../../../shared/domain/recurrence.ts';
import { localZoneName, wallClock } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { Recorder } from '../../platform/undo/recorder.ts';
import { act, write } from '../../platform/undo/undo-log.ts';
import { lunarMonths } from './lunar.ts';
import { beginning, checkPost, findPost, inputOf, type PostRow } from './post-rows.ts';
import {
  aheadUntil,
  comingFrom,
  dayBefore,
  doneFrom,
  findSeries,
  followZone,
  insertSeries,
  makeAhead,
  type NewSeries,
  openFrom,
  readSeries,
  replacedBy,
  type Series,
} from './recurrence-rows.ts';

/** All series with the time at which each comes next. */
export function listRecurrences(ctx: ServiceContext): Recurrence[] {
  const now = ctx.clock.now();
  const today = localDay(now);
  return readSeries(ctx).map(({ zone: _zone, ...series }) => {
    const skipped = new Set(series.skippedOn);
    const ahead = nextDays(series.rule, series.fromOn, today, skipped.size + 2, lunarMonths)
      .filter((on) => !skipped.has(on) && (series.untilOn === null || on <= series.untilOn))
      .map((on) => occurrenceAt(series.rule, on));
    return { ...series, nextAt: ahead.find((at) => at >= now) ?? null };
  });
}

/** Input: a series. Its posts of the next weeks are made at once. @throws AppError `invalidInput`, `notFound` (account, asset, piece) */
export const createRecurrenceCommand = defineCommand<NewSeries, Saved>({
  name: 'recurrences.create',
  writes: true,
  heavy: () => false,
  run(ctx, input) {
    const { value: id, undoId } = act(ctx, { kind: 'recurrences.create', topics: ['posts', 'calendar'] }, (record, details) => {
      checkSeries(ctx, input);
      const series = insertSeries(ctx, record, input);
      details.count = makeAhead(ctx, record, series);
      details.title = beginning(input.post.text);
      return series.id;
    });
    return { id, undoId };
  },
});

type RepeatPost = Pick<NewSeries, 'rule' | 'untilOn'> & { postId: number };

/**
 * Input: a post, and how it comes back. The post and its siblings become the first of the series, on whatever day they are.
 * @throws AppError `notFound`, `invalidInput` (it belongs to a series already)
 */
export const repeatPostCommand = defineCommand<RepeatPost, Saved>({
  name: 'recurrences.repeat',
  writes: true,
  heavy: () => false,
  run(ctx, { postId, rule, untilOn }) {
    const { value: id, undoId } = act(ctx, { kind: 'recurrences.create', topics: ['posts', 'calendar'] }, (record, details) => {
      const row = findPost(ctx, postId);
      if (row.recurrence_id !== null) throw new AppError('invalidInput', { fields: ['postId'] });
      const family = familyOf(ctx, row);
      const { scheduledAt, ...post } = inputOf(ctx, row);
      const fromOn = wallClock(scheduledAt).on;
      const alsoAccountIds = family.map((other) => other.account_id).filter((accountId) => accountId !== row.account_id);
      const input: NewSeries = { rule, post: { ...post, alsoAccountIds }, fromOn, untilOn };
      checkSeries(ctx, input);
      const series = insertSeries(ctx, record, input, { madeUntilOn: fromOn });
      const place = { recurrence_id: series.id, occurrence_on: fromOn, updated_at: ctx.clock.now() };
      record.update(
        'posts',
        family.map((other) => other.id),
        place,
        ['recurrence_id', 'occurrence_on'],
      );
      details.count = makeAhead(ctx, record, series) + family.length;
      details.title = beginning(row.text);
      return series.id;
    });
    return { id, undoId };
  },
});

function familyOf(ctx: ServiceContext, row: PostRow): PostRow[] {
  if (row.sibling_key === null) return [row];
  return ctx.db.sql('SELECT * FROM posts WHERE sibling_key = ? ORDER BY id').all(row.sibling_key) as PostRow[];
}

/**
 * Input: the series anew from a day on. What went before stays; later posts that are not settled are made again, those she had changed
 * by hand too. Days she took away or settled come no second time; a missed post stays to be asked about unless its day has a new one.
 * @throws AppError `notFound`, `invalidInput`
 */
export const changeRecurrenceCommand = defineCommand<z.output<typeof changeRecurrenceInput>, Saved>({
  name: 'recurrences.change',
  writes: true,
  heavy: () => false,
  run(ctx, { id, ...wanted }) {
    const { value, undoId } = act(ctx, { kind: 'recurrences.change', topics: ['posts', 'calendar'] }, (record, details) => {
      const old = findSeries(ctx, id);
      checkSeries(ctx, wanted);
      const before = openFrom(ctx, id, wanted.fromOn);
      const series = insertSeries(ctx, record, wanted, { skippedOn: doneFrom(ctx, old, wanted.fromOn) });
      details.count = makeAhead(ctx, record, series);
      record.remove('posts', replacedBy(ctx, before, series.id));
      endBefore(ctx, record, old, wanted.fromOn);
      details.title = beginning(wanted.post.text);
      return series.id;
    });
    return { id: value, undoId };
  },
});

/** Input: the first day that is no longer part of the series. A missed post stays to be asked about. @throws AppError `notFound` */
export const endRecurrenceCommand = defineCommand<{ id: number; fromOn: string }, Saved>({
  name: 'recurrences.end',
  writes: true,
  heavy: () => false,
  run(ctx, { id, fromOn }) {
    const { undoId } = act(ctx, { kind: 'recurrences.end', topics: ['posts', 'calendar'] }, (record, details) => {
      const series = findSeries(ctx, id);
      details.title = beginning(series.post.text);
      details.count = record.remove('posts', comingFrom(ctx, id, fromOn));
      endBefore(ctx, record, series, fromOn);
    });
    return { id, undoId };
  },
});

/** A series that never came goes; any other ends the day before. */
function endBefore(ctx: ServiceContext, record: Recorder, series: Series, fromOn: string): void {
  const left = ctx.db.pluck('SELECT 1 FROM posts WHERE recurrence_id = ? LIMIT 1').get(series.id) === 1;
  if (!left) record.remove('recurrences', [series.id]);
  else record.update('recurrences', [series.id], { until_on: dayBefore(fromOn), updated_at: ctx.clock.now() }, ['until_on']);
}

function checkSeries(ctx: ServiceContext, { post, fromOn, untilOn }: NewSeries): void {
  if (untilOn !== null && untilOn < fromOn) throw new AppError('invalidInput', { fields: ['untilOn'] });
  const { alsoAccountIds, ...input }: RecurringPost = post;
  for (const accountId of [post.accountId, ...alsoAccountIds]) checkPost(ctx, { ...input, accountId, scheduledAt: 0 }, null);
}

/** Whether a series lacks posts that should stand ready by now, or was made in another zone. */
export function seriesWait(ctx: ServiceContext): boolean {
  const until = aheadUntil(ctx);
  return readSeries(ctx).some(
    (series) =>
      series.zone !== localZoneName() || (series.madeUntilOn < until && (series.untilOn === null || series.madeUntilOn < series.untilOn)),
  );
}

/**
 * Makes the posts of all series for the weeks to come, and lets them follow a change of zone. Not an action of hers: no undo of its own,
 * but undoing the series takes these posts along.
 */
export const rollForwardCommand = defineCommand<null, { made: number; moved: number }>({
  name: 'recurrences.rollForward',
  writes: true,
  heavy: () => false,
  run(ctx) {
    const done = write(ctx, () => {
      const record = new Recorder(ctx.db, ctx.undoTables);
      const all = readSeries(ctx);
      const moved = all.reduce((sum, series) => sum + followZone(ctx, record, series), 0);
      const made = all.reduce((sum, series) => sum + makeAhead(ctx, record, series), 0);
      return { made, moved };
    });
    if (done.made + done.moved > 0) ctx.announce({ topics: ['posts', 'calendar'] });
    return done;
  },
});

/** The next occurrences of a rule, to look at before it is saved. */
export function previewRecurrence({ rule, fromOn, count }: { rule: Recurrence['rule']; fromOn: string; count: number }) {
  return nextDays(rule, fromOn, fromOn, count, lunarMonths).map((on) => ({ on, at: occurrenceAt(rule, on) }));
}

export const recurrenceCommands: AnyCommand[] = [
  createRecurrenceCommand,
  repeatPostCommand,
  changeRecurrenceCommand,
  endRecurrenceCommand,
  rollForwardCommand,
];
