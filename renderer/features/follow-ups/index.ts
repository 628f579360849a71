export { FollowUpBody, FollowUpWords } from './components/follow-up-line.tsx';
export { FriendFollowUps } from './components/friend-follow-ups.tsx';
export { DuePromise } from './components/promise-head.tsx';
export { useChangePromise, usePostpone, useSettle } from './mutations.ts';
export { FollowUpsScreen } from './screens/follow-ups-screen.tsx';
export { useCopyWords } from './use-copy-words.ts';
export { keyOf } from './use-walk.ts';
export { reasonText as followUpReason } from './words.ts';
