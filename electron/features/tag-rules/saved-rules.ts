import { type RuleTrouble, type TagRuleBody, tagRuleBody } from '../../../shared/contracts/tag-rules.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { namedByRules } from '../segments/index.ts';

/** A rule as it is kept. */
export interface SavedRule extends TagRuleBody {
  id: number;
  name: string;
  isOn: boolean;
}

/** All rules in their order; one written by a later version stays in the book, out of sight. */
export function savedRules({ db }: ServiceContext): SavedRule[] {
  const rows = db.sql('SELECT id, name, is_on AS isOn, body FROM tag_rules ORDER BY place, id').all() as {
    id: number;
    name: string;
    isOn: number;
    body: string;
  }[];
  return rows.flatMap(({ id, name, isOn, body }) => {
    const read = readBody(body);
    return read ? { id, name, isOn: isOn === 1, ...read } : [];
  });
}

export function readBody(text: string): TagRuleBody | null {
  try {
    return tagRuleBody.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export const exclusiveGroups = ({ db }: ServiceContext): Set<number> =>
  new Set(db.pluck('SELECT group_id FROM tag_rule_groups').all() as number[]);

export interface TagRow {
  id: number;
  name: string;
  groupId: number | null;
  group: string | null;
}

export const tagRows = ({ db }: ServiceContext): Map<number, TagRow> =>
  new Map(
    (
      db
        .sql(
          'SELECT tags.id, tags.name, group_id AS groupId, tag_groups.name AS "group" FROM tags LEFT JOIN tag_groups ON tag_groups.id = group_id',
        )
        .all() as TagRow[]
    ).map((row) => [row.id, row]),
  );

/**
 * What keeps each of these rules from running, told from the rules alone: those that are on, and `asIfOn`. Whether everybody meets a
 * condition has to be counted: see tasks.ts.
 */
export function troublesOf(ctx: ServiceContext, rules: readonly SavedRule[], asIfOn: number | null = null): (RuleTrouble | null)[] {
  const tags = tagRows(ctx);
  const exclusive = exclusiveGroups(ctx);
  const acting = rules.filter(({ id, isOn }) => isOn || id === asIfOn);
  const givers = giversOf(acting, tags, exclusive);
  const named = namedByRules(
    ctx,
    rules.map(({ rule }) => rule),
  );
  return rules.map(({ tagIds }, at): RuleTrouble | null => {
    if (tagIds.some((id) => !tags.has(id))) return { why: 'tagGone' };
    const { broken, tagIds: asked } = named[at]!;
    if (broken[0]) return { why: 'conditionGone', what: broken[0].what };
    for (const id of asked) {
      const by = givers.get(id);
      if (by !== undefined) return { why: 'feedback', tag: tags.get(id)!.name, by };
    }
    return twoOfGroup(tagIds, tags, exclusive);
  });
}

/** Tags that rules put on or take off, with the name of one that does: of a group of which there is only one, all. */
function giversOf(rules: readonly SavedRule[], tags: ReadonlyMap<number, TagRow>, exclusive: ReadonlySet<number>): Map<number, string> {
  const givers = new Map<number, string>();
  const groups = new Map<number, string>();
  for (const { name, tagIds } of rules)
    for (const id of tagIds) {
      givers.set(id, name);
      const groupId = tags.get(id)?.groupId ?? null;
      if (groupId !== null && exclusive.has(groupId)) groups.set(groupId, name);
    }
  for (const { id, groupId } of tags.values()) {
    const by = groupId === null ? undefined : groups.get(groupId);
    if (by !== undefined && !givers.has(id)) givers.set(id, by);
  }
  return givers;
}

function twoOfGroup(tagIds: readonly number[], tags: ReadonlyMap<number, TagRow>, exclusive: ReadonlySet<number>): RuleTrouble | null {
  const seen = new Map<number, TagRow>();
  for (const id of tagIds) {
    const tag = tags.get(id)!;
    if (tag.groupId === null || !exclusive.has(tag.groupId)) continue;
    const other = seen.get(tag.groupId);
    if (other) return { why: 'twoOfGroup', group: tag.group ?? '', tags: [other.name, tag.name] };
    seen.set(tag.groupId, tag);
  }
  return null;
}
