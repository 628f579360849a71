import { accountsRouter, channelsRouter } from '../features/accounts/index.ts';
import { backupsRouter } from '../features/backups/index.ts';
import { bandayRouter } from '../features/banday/index.ts';
import { calendarRouter, eventsRouter, postsRouter, recurrencesRouter, slotsRouter } from '../features/calendar/index.ts';
import { chatsRouter, conversationsRouter } from '../features/chats/index.ts';
import { contentRouter, titleTestsRouter } from '../features/content/index.ts';
import { demoRouter } from '../features/demo/index.ts';
import { diagnosticsRouter } from '../features/diagnostics/index.ts';
import { erasureRouter } from '../features/erasure/index.ts';
import { exportsRouter } from '../features/exports/index.ts';
import { followUpsRouter } from '../features/follow-ups/index.ts';
import { friendsRouter } from '../features/friends/index.ts';
import { chatImportRouter, importQueueRouter, importsRouter, orderImportRouter } from '../features/imports/index.ts';
import { insightsRouter, resultsRouter } from '../features/insights/index.ts';
import { lockRouter } from '../features/lock/index.ts';
import { groupBuysRouter, ordersRouter, paymentsRouter, productsRouter, solitaireRouter } from '../features/orders/index.ts';
import { pointsRouter } from '../features/points/index.ts';
import { referralsRouter } from '../features/referrals/index.ts';
import { chatInsightsRouter, searchRouter } from '../features/search/index.ts';
import { segmentsRouter } from '../features/segments/index.ts';
import { sendingRouter } from '../features/sending/index.ts';
import { settingsRouter } from '../features/settings/index.ts';
import { suggestionsRouter } from '../features/suggestions/index.ts';
import { tagRulesRouter } from '../features/tag-rules/index.ts';
import { tagsRouter } from '../features/tags/index.ts';
import { todayRouter } from '../features/today/index.ts';
import { guardRouter, touchesRouter } from '../features/touches/index.ts';
import { trustRouter } from '../features/trust/index.ts';
import { mergeRouters, router } from '../platform/rpc.ts';
import { undoRouter } from './undo.router.ts';

export const appRouter = router({
  accounts: accountsRouter,
  channels: channelsRouter,
  friends: friendsRouter,
  tags: tagsRouter,
  tagRules: tagRulesRouter,
  segments: segmentsRouter,
  trust: trustRouter,
  suggestions: suggestionsRouter,
  today: todayRouter,
  followUps: followUpsRouter,
  referrals: referralsRouter,
  touches: touchesRouter,
  guard: guardRouter,
  points: pointsRouter,
  sending: sendingRouter,
  content: contentRouter,
  posts: postsRouter,
  calendar: calendarRouter,
  slots: slotsRouter,
  events: eventsRouter,
  recurrences: recurrencesRouter,
  conversations: conversationsRouter,
  chats: mergeRouters(chatsRouter, chatInsightsRouter),
  search: searchRouter,
  products: productsRouter,
  orders: ordersRouter,
  payments: paymentsRouter,
  groupBuys: groupBuysRouter,
  solitaire: solitaireRouter,
  imports: importsRouter,
  importQueue: importQueueRouter,
  orderImport: orderImportRouter,
  chatImport: chatImportRouter,
  titleTests: titleTestsRouter,
  insights: insightsRouter,
  results: resultsRouter,
  exports: exportsRouter,
  settings: settingsRouter,
  lock: lockRouter,
  diagnostics: diagnosticsRouter,
  demo: demoRouter,
  backups: backupsRouter,
  banday: bandayRouter,
  erasure: erasureRouter,
  undo: undoRouter,
});

export type AppRouter = typeof appRouter;
export type { RescueRouter } from './rescue/rescue.router.ts';
export type { UpdateRouter } from './rescue/update.router.ts';
