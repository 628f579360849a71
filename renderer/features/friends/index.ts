export { FriendsScreen } from './screens/friends-screen.tsx';
export { friendsActions, useFriendsStore } from './store.ts';
