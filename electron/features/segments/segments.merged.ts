import { type Audience, audience } from '../../../shared/contracts/segments.ts';
import { idsAfterMerge, type MergedTags, ruleAfterMerge } from '../../../shared/domain/segment-rule.ts';
import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { savedSegments } from './segments.queries.ts';

/** Segments that ask for a merged tag ask for the one it went into. */
export function keepTagsOfSegments(ctx: ServiceContext, record: Recorder, merged: DomainEvents['tags.merged']): void {
  const rows = savedSegments(ctx).flatMap(({ id, rule }) => {
    const next = rule && ruleAfterMerge(rule, merged);
    return next === rule ? [] : [{ id, values: [JSON.stringify(next)] }];
  });
  record.updateEach('friend_segments', ['rule'], rows);
}

/** An audience as it is stored (JSON) with the merged tags replaced; null = it names none of them. */
export function audienceAfterMerge(stored: string, merged: MergedTags): Audience | null {
  const before = audience.parse(JSON.parse(stored));
  const tagIds = idsAfterMerge(before.tagIds, merged);
  return tagIds === before.tagIds ? null : { ...before, tagIds };
}

/** Tags that segments ask for. */
export const tagsOfSegments = (db: ServiceContext['db']): number[] =>
  db
    .pluck(
      "SELECT DISTINCT node.value FROM friend_segments, json_tree(rule) AS node WHERE node.type = 'integer' AND node.path LIKE '%.tagIds'",
    )
    .all() as number[];
