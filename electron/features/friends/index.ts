import type { AnyCommand } from '../../platform/jobs/command.ts';
import { tellApartCommand } from './apart.service.ts';
import { friendsCommands as commands } from './friends.service.ts';
import { linkFriendsCommand, mergeFriendsCommand, unlinkFriendCommand } from './merge.service.ts';

export { Bitset } from './bitset.ts';
export type { FriendIndex, FriendShelf } from './friend-index.ts';
export { type FriendTexts, fold, friendTexts, phoneDigits } from './friend-texts.ts';
export { birthdayOf, type FriendRecord, orderedSelection, readFriend, resolveSelection } from './friends.queries.ts';
export { friendsRouter } from './friends.router.ts';
export { friendsUndoTables, friendValues, noteEvents } from './friends.service.ts';
export type { Membership } from './membership.ts';
export { friendIndex, knownFilter, plugFriends, type TimelineSource } from './plugs.ts';
export { type PortraitField, portraitColumns } from './portrait-columns.ts';
export { contactsOfPerson } from './same-person.ts';

/** What may run in the worker. */
export const friendsCommands: AnyCommand[] = [...commands, mergeFriendsCommand, linkFriendsCommand, unlinkFriendCommand, tellApartCommand];
