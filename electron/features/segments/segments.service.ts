import type { Saved } from '../../../shared/contracts/common.ts';
import type { SegmentInput } from '../../../shared/contracts/segments.ts';
import { loopThrough } from '../../../shared/domain/segment-rule.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act, write } from '../../platform/undo/undo-log.ts';
import { Inventory, requireWhole, rulesOf, savedSegments } from './segments.queries.ts';

const light = () => false;
const topics = ['segments' as const];

/** Saves a rule under a name. @throws AppError `nameTaken`, `brokenSegment` */
export const createSegmentCommand = defineCommand<SegmentInput, Saved>({
  name: 'segments.create',
  writes: true,
  heavy: light,
  run(ctx, input) {
    const { value, undoId } = act(ctx, { kind: 'segments.create', topics, details: { name: input.name } }, (record) => {
      check(ctx, 0, input);
      const now = ctx.clock.now();
      const insert = ctx.db.sql('INSERT INTO friend_segments (name, note, rule, created_at, updated_at) VALUES (?, ?, ?, ?, ?)');
      const id = Number(insert.run(input.name, input.note, JSON.stringify(input.rule), now, now).lastInsertRowid);
      record.inserted('friend_segments', [id]);
      return id;
    });
    return { id: value, undoId };
  },
});

/** Renames a segment, or changes its note or rule. @throws AppError `notFound`, `nameTaken`, `brokenSegment`, `segmentLoop` */
export const updateSegmentCommand = defineCommand<{ id: number; values: SegmentInput }, Saved>({
  name: 'segments.update',
  writes: true,
  heavy: light,
  run(ctx, { id, values }) {
    const { name, note, rule } = values;
    const { undoId } = act(ctx, { kind: 'segments.update', topics, details: { name } }, (record, details) => {
      details.before = nameOf(ctx, id);
      check(ctx, id, values);
      const row = { name, note, rule: JSON.stringify(rule), updated_at: ctx.clock.now() };
      record.update('friend_segments', [id], row, ['name', 'note', 'rule']);
    });
    return { id, undoId };
  },
});

/** Deletes a segment; what was made of it is broken until it comes back or is changed. @throws AppError `notFound` */
export const deleteSegmentCommand = defineCommand<{ id: number }, Saved>({
  name: 'segments.delete',
  writes: true,
  heavy: light,
  run(ctx, { id }) {
    const { undoId } = act(ctx, { kind: 'segments.delete', topics }, (record, details) => {
      details.name = nameOf(ctx, id);
      record.remove('friend_segments', [id]);
    });
    return { id, undoId };
  },
});

/** Notes how many were in segments on a day, one row a day; nothing that could be undone. */
export const noteSizesCommand = defineCommand<{ on: string; sizes: { id: number; size: number }[] }, null>({
  name: 'segments.noteSizes',
  writes: true,
  heavy: light,
  run(ctx, { on, sizes }) {
    const set = ctx.db.sql(
      `INSERT INTO segment_sizes (segment_id, "on", size) SELECT id, ?, ? FROM friend_segments WHERE id = ?
       ON CONFLICT (segment_id, "on") DO UPDATE SET size = excluded.size`,
    );
    write(ctx, () => {
      for (const { id, size } of sizes) set.run(on, size, id);
    });
    return null;
  },
});

/** Those of the counts that are not noted for the day yet. */
export function unnotedSizes(
  ctx: ServiceContext,
  on: string,
  sizes: readonly { id: number; size: number }[],
): { id: number; size: number }[] {
  const known = ctx.db.pluck('SELECT size FROM segment_sizes WHERE segment_id = ? AND "on" = ?');
  return sizes.filter(({ id, size }) => known.get(id, on) !== size);
}

function check(ctx: ServiceContext, id: number, { name, rule }: SegmentInput): void {
  const saved = savedSegments(ctx);
  if (saved.some((segment) => segment.name === name && segment.id !== id)) throw new AppError('nameTaken', { name });
  const rules = rulesOf(saved);
  const through = id === 0 ? null : loopThrough(id, rule, rules);
  if (through !== null) throw new AppError('segmentLoop', { name: saved.find((segment) => segment.id === through)?.name ?? name });
  requireWhole(new Inventory(ctx, rules), rule);
}

function nameOf(ctx: ServiceContext, id: number): string {
  const name = ctx.db.pluck('SELECT name FROM friend_segments WHERE id = ?').get(id) as string | undefined;
  if (name === undefined) throw new AppError('notFound', { what: 'segment' });
  return name;
}
