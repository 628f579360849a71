export { AskedWords } from './components/asked-words.tsx';
export { FriendChat } from './components/friend-chat.tsx';
export { FriendDialog } from './components/friend-dialog.tsx';
export { SegmentHours } from './components/segment-hours.tsx';
export { ChatsScreen } from './screens/chats-screen.tsx';
