import { idsAfterMerge, ruleAfterMerge } from '../../../shared/domain/segment-rule.ts';
import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { readBody } from './saved-rules.ts';

/** Rules that name a merged tag name the one it went into, in their condition and in what they give. */
export function keepTagsOfRules(ctx: ServiceContext, record: Recorder, merged: DomainEvents['tags.merged']): void {
  const rows = ctx.db.sql('SELECT id, body FROM tag_rules').all() as { id: number; body: string }[];
  const changed = rows.flatMap(({ id, body }) => {
    const before = readBody(body);
    if (!before) return [];
    const [rule, tagIds] = [ruleAfterMerge(before.rule, merged), idsAfterMerge(before.tagIds, merged)];
    if (rule === before.rule && tagIds === before.tagIds) return [];
    return [{ id, values: [JSON.stringify({ ...before, rule, tagIds })] }];
  });
  record.updateEach('tag_rules', ['body'], changed);
}

/** Tags that rules give or ask for. */
export const tagsOfRules = (db: ServiceContext['db']): number[] =>
  db
    .pluck("SELECT DISTINCT node.value FROM tag_rules, json_tree(body) AS node WHERE node.type = 'integer' AND node.path LIKE '%.tagIds'")
    .all() as number[];

/** What rules gave to either of two friends who are one, they gave to the kept one. The other's rows stay: undo brings the friend back. */
export function takeOverGiven({ db }: ServiceContext, _: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  db.sql(
    `INSERT OR IGNORE INTO tag_rule_given (rule_id, tag_id, friend_id, at, state)
     SELECT rule_id, tag_id, ?, at, state FROM tag_rule_given WHERE friend_id = ?`,
  ).run(keepId, otherId);
}
