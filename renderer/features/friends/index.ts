export { BulkDialogs } from './components/bulk-dialogs.tsx';
export { FriendPanel } from './components/friend-panel.tsx';
export { FriendsScreen } from './screens/friends-screen.tsx';
export { friendsActions, useFriendsStore } from './store.ts';
