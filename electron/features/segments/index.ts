import type { AnyCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { readFactsCommand } from './explain.queries.ts';
import { factCommands } from './fact-load.ts';
import { noteSizesCommand } from './segments.service.ts';

export { amongFilter, audienceIds, membersOf } from './counting.ts';
export { bought, type ChatFacts, firstFrom, type OrderRows, placesWith, unpaid } from './fact-columns.ts';
export { countedOrders, paidSql, plugSegments, type SeenSource, stretches } from './fact-load.ts';
export { chatFactsOf, Kept, orderRowsOf } from './fact-store.ts';
export { daysSince, inLayers, type Layers, layersOf, payersOf, tallyLayers } from './layers.ts';
export { membersOfRule, namedByRules } from './of-rules.ts';
export { isPurchase, PurchaseKeeper, type Purchases } from './purchases.ts';
export { audienceAfterMerge, keepTagsOfSegments, tagsOfSegments } from './segments.merged.ts';
export { wholeSegments } from './segments.queries.ts';
export { segmentsRouter } from './segments.router.ts';
export { voiceTagIds } from './voice-tags.ts';

/** What may run in the worker. */
export const segmentsCommands: AnyCommand[] = [...factCommands, readFactsCommand, noteSizesCommand];

export const segmentsUndoTables: UndoTable[] = [
  { name: 'friend_segments', key: 'id' },
  { name: 'segment_sizes', key: 'segment_id', fixed: ['on'] },
];
