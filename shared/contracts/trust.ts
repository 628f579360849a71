import { z } from 'zod';
import { line, moment, rowId } from './common.ts';
import { friendFilter, friendSelection, trustLevel } from './friends.ts';

export const levelAuthors = ['manual', 'rule', 'import'] as const;
export type LevelAuthor = (typeof levelAuthors)[number];

export const setLevelInput = z.object({ selection: friendSelection, level: trustLevel, reason: line(300) });

/** Why the moves of one trust.setLevel were made, told afterwards. */
export const explainInput = z.object({ undoId: rowId, reason: line(300).min(1) });

export const levelChange = z.object({
  id: rowId,
  friendId: rowId,
  /** null = the first level this friend ever had */
  fromLevel: trustLevel.nullable(),
  toLevel: trustLevel,
  at: moment,
  reason: z.string(),
  author: z.enum(levelAuthors),
});
export type LevelChange = z.infer<typeof levelChange>;
export const levelHistoryInput = z.object({ friendId: rowId });

export const boardInput = z.object({ filter: friendFilter });
/** `share` = count / total of the six columns, 0…1. Cards of a column come from friends.list with `levels:[n]`. */
export const board = z.object({
  total: z.int(),
  columns: z.array(z.object({ level: trustLevel, count: z.int(), share: z.number() })).length(6),
});
export type Board = z.infer<typeof board>;

/** Flow over [fromAt, toAt): where friends stood at the start, where at the end. */
export const flowInput = z.object({ fromAt: moment, toAt: moment, accountId: rowId.nullable() });
export const levelFlow = z.object({
  /** friends at each level at the start, index 0 = level 1 */
  start: z.array(z.int()).length(6),
  end: z.array(z.int()).length(6),
  /** joined the book within the period, by the level they hold at its end */
  joined: z.array(z.int()).length(6),
  /** net moves of friends who were there at the start: from ≠ to */
  moves: z.array(z.object({ from: trustLevel, to: trustLevel, count: z.int() })),
  ups: z.int(),
  downs: z.int(),
});
export type LevelFlow = z.infer<typeof levelFlow>;
/** Who made one move of the flow (from null = joined): opens these very people as a list. */
export const flowPeopleInput = flowInput.extend({ from: trustLevel.nullable(), to: trustLevel });
