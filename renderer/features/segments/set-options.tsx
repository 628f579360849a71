import { useTagBook } from '../../lib/book.ts';
import { levels, levelText } from '../../lib/words.ts';
import { LevelPill } from '../../ui/level.tsx';
import { TagDot } from '../../ui/tag-chip.tsx';
import { useSegmentSizes, useSegments } from './queries.ts';

/*
 * The sets of friends that can be chosen in a list with boxes (CheckList): tags, levels, segments.
 */

/** All tags with how many carry each, under the names of their groups where there are groups. */
export function useTagOptions() {
  const { tags, groups } = useTagBook();
  const groupName = new Map(groups.map((group) => [group.id, group.name]));
  return tags.map((tag) => ({
    key: tag.id,
    label: tag.name,
    before: <TagDot color={tag.color} />,
    count: tag.friendCount,
    group: groups.length > 0 ? (groupName.get(tag.groupId ?? 0) ?? '未分组') : undefined,
  }));
}

/** The six levels. @param heads how many friends each would list, once they are counted */
export const levelOptions = (heads: (level: number) => number | undefined) =>
  levels.map((level) => ({ key: level, label: levelText(level), look: <LevelPill level={level} />, count: heads(level) }));

/** All segments with how many are in each; what cannot be counted any more says so. */
export function useSegmentOptions() {
  const { list } = useSegments();
  const sizeOf = useSegmentSizes();
  return list.map(({ id, name, broken }) => ({
    key: id,
    label: broken.length > 0 ? `${name}（坏了）` : name,
    count: sizeOf(id) ?? undefined,
  }));
}
