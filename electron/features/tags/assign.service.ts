import type { ChangeReport } from '../../../shared/contracts/common.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { noteEvents } from '../friends/index.ts';
import { addMissing, carriersAmong, choose } from './assignments.ts';
import { living, nameOf, namesInDetails } from './tags.service.ts';

export interface AssignInput {
  tagIds: number[];
  /** ascending */
  friendIds: Uint32Array;
}
const heavy = ({ tagIds, friendIds }: AssignInput) => tagIds.length * friendIds.length > heavyRows;

/**
 * Gives every tag to every friend; tags that are gone are passed over. `changed` = friends who got at least one they had not, `unchanged` =
 * the others.
 * @throws AppError `nothingSelected`, `notFound` when none of the tags is there
 */
export const assignTagsCommand = defineCommand<AssignInput, ChangeReport>({
  name: 'tags.assign',
  writes: true,
  heavy,
  run: (ctx, input) =>
    onTags(ctx, 'tags.assign', input, (record, tagIds) => {
      const at = ctx.clock.now();
      const chosen = choose(input.friendIds);
      return tagIds.map((tagId) => addMissing(ctx.db, record, tagId, chosen, at));
    }),
});

/**
 * Takes every tag off every friend; the timeline of each keeps it. `changed` = friends who lost at least one.
 * @throws AppError `nothingSelected`, `notFound` when none of the tags is there
 */
export const unassignTagsCommand = defineCommand<AssignInput, ChangeReport>({
  name: 'tags.unassign',
  writes: true,
  heavy,
  run: (ctx, input) =>
    onTags(ctx, 'tags.unassign', input, (record, tagIds) => {
      const { ids } = choose(input.friendIds);
      return tagIds.map((tagId) => {
        const carriers = carriersAmong(ctx.db, tagId, ids);
        if (carriers.length === 0) return carriers;
        record.remove('friend_tags', carriers, { tag_id: tagId });
        noteEvents(ctx, record, carriers, 'tagRemoved', { tag: nameOf(ctx, 'tags', tagId) });
        return carriers;
      });
    }),
});

function onTags(
  ctx: ServiceContext,
  kind: string,
  { tagIds, friendIds }: AssignInput,
  work: (record: Recorder, tagIds: number[]) => Uint32Array[],
): ChangeReport {
  const { value, undoId } = act(ctx, { kind, topics: ['tags', 'friends'] }, (record, details) => {
    // one that somebody deleted meanwhile keeps nobody from getting the others
    const there = living(ctx, tagIds);
    details.names = there.map(({ name }) => name).slice(0, namesInDetails);
    details.tags = there.length;
    const ids = there.map(({ id }) => id);
    const changed = countDistinct(work(record, ids));
    details.changed = changed;
    details.unchanged = friendIds.length - changed;
    return { changed, unchanged: friendIds.length - changed };
  });
  return { ...value, undoId };
}

function countDistinct(lists: Uint32Array[]): number {
  if (lists.length === 1) return lists[0]!.length;
  const all = new Set<number>();
  for (const list of lists) for (const id of list) all.add(id);
  return all.size;
}
