export { FriendReferrals } from './components/friend-referrals.tsx';
export { ReferralsScreen, type ReferralsScreenProps } from './referrals-screen.tsx';
