import type { AnyCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { assignTagsCommand, unassignTagsCommand } from './assign.service.ts';
import { deleteTagsCommand, mergeTagsCommand } from './tags.service.ts';

export { assignPairs, type PairOptions } from './assignments.ts';
export { ensureTags, type WantedTag } from './ensure-tags.ts';
export { tagsRouter } from './tags.router.ts';

/** What may run in the worker. */
export const tagsCommands: AnyCommand[] = [assignTagsCommand, unassignTagsCommand, deleteTagsCommand, mergeTagsCommand];

/** So many who got or lost a tag are told one by one. */
const fewFriends = 300;

export const tagsUndoTables: UndoTable[] = [
  { name: 'tag_groups', key: 'id', staysInUse: 'row' },
  { name: 'tags', key: 'id', staysInUse: 'row', hint: (ids) => ({ tagIds: Array.from(ids) }) },
  {
    name: 'friend_tags',
    key: 'friend_id',
    fixed: ['tag_id'],
    // who carries a tag is cached by tag; assignments that fell with a friend or a tag are covered by the hint of that row
    hint: (friendIds, fixed) => ({
      ...(typeof fixed.tag_id === 'number' ? { tagIds: [fixed.tag_id] } : {}),
      aboutIds: friendIds.length > fewFriends ? 'many' : Array.from(friendIds),
    }),
  },
];
export { takeOverTags } from './tags.merged.ts';
