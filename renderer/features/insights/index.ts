export { ChannelsScreen } from './channels-screen.tsx';
export { CohortsScreen } from './cohorts-screen.tsx';
export { FriendWeekButton } from './components/friend-week.tsx';
export { type InsightTab, InsightTabs, insightsPanelId, insightTabId, insightTabs } from './components/insight-tabs.tsx';
export { periodIn, periodParam } from './components/period-picker.tsx';
export { FunnelScreen } from './funnel-screen.tsx';
export { InsightsScreen } from './insights-screen.tsx';
export { LayersScreen } from './layers-screen.tsx';
export { PoolScreen } from './pool-screen.tsx';
