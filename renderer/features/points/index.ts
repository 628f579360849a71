export { FriendPoints } from './components/friend-points.tsx';
export { PointsDialog } from './components/points-dialog.tsx';
export { useBalances } from './queries.ts';
