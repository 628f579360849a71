import { joinUsage } from '../../shared/domain/reuse.ts';
import { accountsUndoTables, plugAccounts } from '../features/accounts/index.ts';
import { backupsFor, noteErasing, plugBackups } from '../features/backups/index.ts';
import { bandayUndoTables, reAddTimeline, takeOverReAdds } from '../features/banday/index.ts';
import {
  bytesOfViewers,
  calendarUndoTables,
  keepTagsOfPosts,
  plugCalendar,
  recurringAssets,
  settleByQueue,
  tagsOfPosts,
  takeOverSeenPosts,
} from '../features/calendar/index.ts';
import { advertsSeenSince } from '../features/calendar/seen-adverts.ts';
import { postsSeenBy, postsSeenSince } from '../features/calendar/seen-posts.ts';
import { chatsUndoTables, chatTimeline, contactsWent, daysTheyWrote, settlingContacts, takeOverChats } from '../features/chats/index.ts';
import { contentUndoTables, plugContent } from '../features/content/index.ts';
import { plugErasure } from '../features/erasure/index.ts';
import { followUpsUndoTables, followUpTimeline, takeOverFollowUps } from '../features/follow-ups/index.ts';
import { friendIndex, friendsUndoTables, plugFriends } from '../features/friends/index.ts';
import { importTimeline } from '../features/imports/imports.timeline.ts';
import { forgetUnread, importsUndoTables, plugImports, rememberSolitaire } from '../features/imports/index.ts';
import { figureMembers, insightsUndoTables, pieceUsage } from '../features/insights/index.ts';
import { ordersUndoTables, orderTimeline, takeOverOrders } from '../features/orders/index.ts';
import { pointsUndoTables, takeOverPoints } from '../features/points/index.ts';
import { pointTimeline } from '../features/points/points.timeline.ts';
import { referralsUndoTables, takeOverReferrals } from '../features/referrals/index.ts';
import { plugAsked, plugErasing, plugSearch } from '../features/search/index.ts';
import { amongFilter, keepTagsOfSegments, plugSegments, segmentsUndoTables, tagsOfSegments } from '../features/segments/index.ts';
import { keepTagsOfQueues, queueUsage, queueUses, sendingUndoTables, tagsOfQueues, takeOverSending } from '../features/sending/index.ts';
import { settingsUndoTables } from '../features/settings/index.ts';
import { plugAutomatic, plugTalkDays, suggestionsUndoTables, takeOverAnswers } from '../features/suggestions/index.ts';
import { givenByRule, keepTagsOfRules, plugTagRules, tagRulesUndoTables, tagsOfRules, takeOverGiven } from '../features/tag-rules/index.ts';
import { tagsUndoTables, takeOverTags } from '../features/tags/index.ts';
import { tagMembership, tagTimeline } from '../features/tags/tags.membership.ts';
import { keepBlocking, keepBlockingTags, plugGuard, takeOverTouches, touchesUndoTables } from '../features/touches/index.ts';
import { touchTimeline } from '../features/touches/touches.timeline.ts';
import { recordFirstLevel, takeOverLevels, trustUndoTables } from '../features/trust/index.ts';
import { levelTimeline } from '../features/trust/trust.timeline.ts';
import type { DomainHandlers } from '../platform/context.ts';
import type { HostContext } from '../platform/host-context.ts';
import type { UndoTable } from '../platform/undo/recorder.ts';

// here and not with the context: they are asked in the workers as well
plugErasing(noteErasing);
plugGuard({ adverts: advertsSeenSince, daysTheyWrote });
plugContent({ usage: (ctx) => joinUsage(pieceUsage(ctx), queueUsage(ctx)), otherUses: queueUses, promised: recurringAssets });
plugSegments({ seen: { counts: postsSeenSince, by: postsSeenBy } });

/** Who hears of what: the only place where one feature's event reaches another. */
export const domainHandlers: DomainHandlers = {
  'friends.created': [recordFirstLevel],
  'solitaire.saved': [rememberSolitaire],
  'friends.merged': [
    takeOverTags,
    takeOverLevels,
    takeOverTouches,
    takeOverPoints,
    takeOverChats,
    takeOverOrders,
    takeOverSending,
    takeOverSeenPosts,
    takeOverReAdds,
    takeOverAnswers,
    takeOverGiven,
    takeOverFollowUps,
    takeOverReferrals,
  ],
  'tags.renamed': [keepBlocking],
  'tags.deleting': [keepBlockingTags],
  'tags.merged': [keepTagsOfSegments, keepTagsOfPosts, keepTagsOfQueues, keepTagsOfRules],
  'queues.ofPost': [settleByQueue],
  'touches.removed': [contactsWent],
  'chats.erased': [forgetUnread],
};

/** Tags that something asks for without carrying them stay in use. */
const namedTags: UndoTable['inUse'] = (db, ids) => {
  const named = new Set([tagsOfSegments, tagsOfPosts, tagsOfQueues, tagsOfRules].flatMap((find) => find(db)));
  return Array.from(ids).filter((id) => named.has(id));
};

/** Tables whose changes can be taken back. */
export const undoTables: UndoTable[] = settlingContacts([
  ...accountsUndoTables,
  ...friendsUndoTables.map((table) =>
    table.name === 'friend_events' ? { ...table, follows: "json_extract(details, '$.rule') IS NOT NULL" } : table,
  ),
  ...tagsUndoTables.map((table) =>
    table.name === 'tags' ? { ...table, inUse: namedTags } : table.name === 'friend_tags' ? { ...table, follows: givenByRule } : table,
  ),
  ...trustUndoTables,
  ...touchesUndoTables,
  ...pointsUndoTables,
  ...sendingUndoTables,
  ...contentUndoTables,
  ...calendarUndoTables,
  ...chatsUndoTables,
  ...ordersUndoTables,
  ...importsUndoTables,
  ...insightsUndoTables,
  ...segmentsUndoTables,
  ...settingsUndoTables,
  ...bandayUndoTables,
  ...suggestionsUndoTables,
  ...tagRulesUndoTables,
  ...followUpsUndoTables,
  ...referralsUndoTables,
]);

/** Gives friends what only the features above them know. */
export function plugFeatures(ctx: HostContext): void {
  plugFriends(ctx, {
    membership: tagMembership,
    timeline: [
      tagTimeline,
      levelTimeline,
      touchTimeline,
      pointTimeline,
      importTimeline,
      orderTimeline,
      chatTimeline,
      reAddTimeline,
      followUpTimeline,
    ],
    segments: amongFilter,
    figures: figureMembers,
    mergeWeight: bytesOfViewers,
  });
  plugSearch(ctx);
  plugAsked(ctx);
  plugTalkDays(ctx);
  plugAutomatic(ctx);
  plugTagRules(ctx);
  plugAccounts(ctx, async () => (await friendIndex(ctx)).facets({}));
  plugCalendar(ctx);
  plugImports({ beforeBig: (host) => backupsFor(host).beforeImport() });
  plugBackups(ctx);
  plugErasure(ctx);
}
