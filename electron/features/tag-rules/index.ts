import type { AnyCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { carryingCommand, runRulesCommand, tryRulesCommand } from './run.service.ts';

export { plugTagRules, tagRulesFor } from './auto.plug.ts';
export { keepTagsOfRules, tagsOfRules, takeOverGiven } from './tag-rules.merged.ts';
export { tagRulesRouter } from './tag-rules.router.ts';
export { eraseGiven } from './tag-rules.service.ts';

/** What may run in the workers. */
export const tagRulesCommands: AnyCommand[] = [tryRulesCommand, carryingCommand, runRulesCommand];

export const tagRulesUndoTables: UndoTable[] = [
  { name: 'tag_rules', key: 'id' },
  { name: 'tag_rule_groups', key: 'group_id' },
];

/** SQL over friend_tags: a rule put it there, so it is no use of the friend that an undo would have to respect. */
export const givenByRule =
  'EXISTS (SELECT 1 FROM tag_rule_given g WHERE g.friend_id = friend_tags.friend_id AND g.tag_id = friend_tags.tag_id AND g.at = friend_tags.added_at)';
