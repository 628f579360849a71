export type { FriendIndex, Membership } from './friend-index.ts';
export { type FriendTexts, fold, friendTexts, phoneDigits } from './friend-texts.ts';
export { birthdayOf, type FriendRecord, orderedSelection, readFriend, resolveSelection } from './friends.queries.ts';
export { friendsRouter } from './friends.router.ts';
export { friendsCommands, friendsUndoTables, friendValues, noteEvents } from './friends.service.ts';
export { friendIndex, plugFriends, type TimelineSource } from './plugs.ts';
