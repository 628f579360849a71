import type { Tag, TagBook, TagGroup } from '../../../shared/contracts/tags.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { friendIndex } from '../friends/index.ts';

interface TagRow {
  id: number;
  groupId: number | null;
  name: string;
  color: Tag['color'];
  origin: Tag['origin'];
  place: number;
}

/** Chinese order: by pinyin, digits by their value. */
const collator = new Intl.Collator('zh-Hans-CN', { numeric: true });

/** All groups and tags in the order of the screen (tags without a group last); counts leave archived friends out. */
export async function readTagBook(ctx: HostContext): Promise<TagBook> {
  const counts = (await friendIndex(ctx)).tagCounts();
  const groups = ctx.db.sql('SELECT id, name, color FROM tag_groups ORDER BY place, id').all() as TagGroup[];
  const rows = ctx.db
    .sql(
      `SELECT t.id, t.group_id AS groupId, t.name, coalesce(t.color, g.color, 'grey') AS color, t.origin, t.place
       FROM tags t LEFT JOIN tag_groups g ON g.id = t.group_id`,
    )
    .all() as TagRow[];
  const placeOfGroup = new Map(groups.map((group, place) => [group.id, place]));
  const groupPlace = (row: TagRow) => (row.groupId === null ? groups.length : placeOfGroup.get(row.groupId)!);
  rows.sort((a, b) => groupPlace(a) - groupPlace(b) || a.place - b.place || collator.compare(a.name, b.name) || a.id - b.id);
  return { groups, tags: rows.map(({ place: _, ...row }) => ({ ...row, friendCount: counts.get(row.id) ?? 0 })) };
}
