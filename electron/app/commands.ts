import { backupsCommands } from '../features/backups/index.ts';
import { bandayCommands } from '../features/banday/index.ts';
import { calendarCommands } from '../features/calendar/index.ts';
import { chatsCommands } from '../features/chats/index.ts';
import { contentCommands } from '../features/content/index.ts';
import { demoCommands } from '../features/demo/index.ts';
import { diagnosticsCommands } from '../features/diagnostics/index.ts';
import { erasureCommands } from '../features/erasure/index.ts';
import { exportsCommands } from '../features/exports/index.ts';
import { followUpsCommands } from '../features/follow-ups/index.ts';
import { friendsCommands } from '../features/friends/index.ts';
import { importsCommands } from '../features/imports/index.ts';
import { insightsCommands } from '../features/insights/index.ts';
import { ordersCommands } from '../features/orders/index.ts';
import { pointsCommands } from '../features/points/index.ts';
import { referralsCommands } from '../features/referrals/index.ts';
import { askedCommands, searchCommands } from '../features/search/index.ts';
import { segmentsCommands } from '../features/segments/index.ts';
import { sendingCommands } from '../features/sending/index.ts';
import { suggestionsCommands } from '../features/suggestions/index.ts';
import { tagRulesCommands } from '../features/tag-rules/index.ts';
import { tagsCommands } from '../features/tags/index.ts';
import { todayCommands } from '../features/today/index.ts';
import { touchesCommands } from '../features/touches/index.ts';
import { trustCommands } from '../features/trust/index.ts';
import { wakeIndexesCommand } from '../platform/db/resting-indexes.ts';
import type { AnyCommand } from '../platform/jobs/command.ts';
import { undoCommands } from '../platform/undo/commands.ts';

/** Everything that may run in the worker, by name. */
export const commands: AnyCommand[] = [
  ...undoCommands,
  ...friendsCommands,
  ...tagsCommands,
  ...trustCommands,
  ...suggestionsCommands,
  ...todayCommands,
  ...followUpsCommands,
  ...referralsCommands,
  ...segmentsCommands,
  ...tagRulesCommands,
  ...touchesCommands,
  ...pointsCommands,
  ...sendingCommands,
  ...contentCommands,
  ...calendarCommands,
  ...chatsCommands,
  ...searchCommands,
  ...askedCommands,
  ...ordersCommands,
  ...importsCommands,
  ...insightsCommands,
  ...exportsCommands,
  ...demoCommands,
  ...backupsCommands,
  ...bandayCommands,
  ...diagnosticsCommands,
  ...erasureCommands,
  wakeIndexesCommand,
];
