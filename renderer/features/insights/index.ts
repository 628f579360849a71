export { FriendWeekButton } from './components/friend-week.tsx';
export { type InsightTab, InsightTabs, insightTabs } from './components/insight-tabs.tsx';
export { InsightsScreen } from './insights-screen.tsx';
export { LayersScreen } from './layers-screen.tsx';
