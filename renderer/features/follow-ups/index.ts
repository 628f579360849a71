export { FriendFollowUps } from './components/friend-follow-ups.tsx';
export { FollowUpsScreen } from './screens/follow-ups-screen.tsx';
