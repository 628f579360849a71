import { z } from 'zod';
import { line, rowId, tagColor } from './common.ts';
import { friendSelection } from './friends.ts';

export const tagOrigins = ['manual', 'import', 'rule'] as const;
export type TagOrigin = (typeof tagOrigins)[number];
export const tag = z.object({
  id: rowId,
  groupId: rowId.nullable(),
  name: z.string(),
  color: tagColor,
  origin: z.enum(tagOrigins),
  /** friends who carry it, archived ones left out */
  friendCount: z.int(),
});
export type Tag = z.infer<typeof tag>;
export const tagGroup = z.object({ id: rowId, name: z.string(), color: tagColor });
export type TagGroup = z.infer<typeof tagGroup>;
/** Tags in the order of the screen: by group, then by place, then by name. */
export const tagBook = z.object({ groups: z.array(tagGroup), tags: z.array(tag) });
export type TagBook = z.infer<typeof tagBook>;

export const tagGroupInput = z.object({ name: line(30).min(1), color: tagColor });
export const updateTagGroupInput = z.object({ id: rowId, values: tagGroupInput });
/** color null = colour of the group, else grey */
export const tagInput = z.object({ name: line(30).min(1), groupId: rowId.nullable(), color: tagColor.nullable() });
export const updateTagInput = z.object({ id: rowId, values: tagInput });
/** Puts tags into a group; null = into none. A colour of their own stays theirs. */
export const moveTagsInput = z.object({ ids: z.array(rowId).min(1).max(1000), groupId: rowId.nullable() });
/** All friends of `fromIds` get `intoId`; the others are deleted. */
export const mergeTagsInput = z.object({ fromIds: z.array(rowId).min(1).max(100), intoId: rowId });
export const assignTagsInput = z.object({ selection: friendSelection, tagIds: z.array(rowId).min(1).max(20) });
/** How many of a selection carry each tag: `t` shows it before anything is changed. */
export const tagCoverageInput = z.object({ selection: friendSelection });
export const tagCoverage = z.object({ selected: z.int(), counts: z.record(z.string(), z.int()) });
export type TagCoverage = z.infer<typeof tagCoverage>;
