import { type TagColor, tagColors } from '../../../shared/contracts/common.ts';
import type { TagOrigin } from '../../../shared/contracts/tags.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** A tag by name; `group` = the group it goes into if it has to be made. */
export interface WantedTag {
  name: string;
  group?: string;
}

/**
 * Finds tags by name and makes those that are missing, with their groups. Tags that exist stay in the group they are in.
 * @returns name → id for every wanted name
 */
export function ensureTags(ctx: ServiceContext, record: Recorder, names: WantedTag[], origin: TagOrigin): Map<string, number> {
  const wanted = new Map<string, WantedTag>();
  for (const tag of names) if (!wanted.get(tag.name)?.group) wanted.set(tag.name, tag);
  const ids = new Map<string, number>();
  for (const name of wanted.keys()) {
    const id = ctx.db.pluck('SELECT id FROM tags WHERE name = ?').get(name) as number | undefined;
    if (id !== undefined) ids.set(name, id);
  }
  const missing = [...wanted.values()].filter((tag) => !ids.has(tag.name));
  const groups = ensureGroups(ctx, record, new Set(missing.flatMap((tag) => (tag.group ? [tag.group] : []))));
  const insert = ctx.db.sql('INSERT INTO tags (group_id, name, color, origin, place, created_at) VALUES (?, ?, NULL, ?, 0, ?)');
  const made: number[] = [];
  for (const { name, group } of missing) {
    const id = Number(insert.run(group ? groups.get(group)! : null, name, origin, ctx.clock.now()).lastInsertRowid);
    ids.set(name, id);
    made.push(id);
  }
  record.inserted('tags', made);
  return ids;
}

function ensureGroups(ctx: ServiceContext, record: Recorder, names: Set<string>): Map<string, number> {
  const ids = new Map<string, number>();
  const made: number[] = [];
  for (const name of names) {
    let id = ctx.db.pluck('SELECT id FROM tag_groups WHERE name = ?').get(name) as number | undefined;
    if (id === undefined) {
      id = insertGroup(ctx, name, nextColor(ctx));
      made.push(id);
    }
    ids.set(name, id);
  }
  record.inserted('tag_groups', made);
  return ids;
}

/** The bare insert at the end of the groups. @returns the new id */
export function insertGroup(ctx: ServiceContext, name: string, color: TagColor): number {
  const place = ctx.db.pluck('SELECT coalesce(max(place), 0) + 1 FROM tag_groups').get() as number;
  const insert = ctx.db.sql('INSERT INTO tag_groups (name, color, place, created_at) VALUES (?, ?, ?, ?)');
  return Number(insert.run(name, color, place, ctx.clock.now()).lastInsertRowid);
}

/** The colour fewest groups have, so that new groups can be told apart. */
function nextColor(ctx: ServiceContext): TagColor {
  const used = new Map(ctx.db.arrays('SELECT color, count(*) FROM tag_groups GROUP BY color').all() as [string, number][]);
  const usable = tagColors.filter((color) => color !== 'grey');
  return usable.reduce((best, color) => ((used.get(color) ?? 0) < (used.get(best) ?? 0) ? color : best));
}
