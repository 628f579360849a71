export { FriendReferrals } from './components/friend-referrals.tsx';
export { ReferralsScreen } from './referrals-screen.tsx';
