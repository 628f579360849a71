export { FriendWeekButton } from './components/friend-week.tsx';
export { InsightsScreen } from './insights-screen.tsx';
