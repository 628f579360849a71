export { FriendChat } from './components/friend-chat.tsx';
export { ChatsScreen } from './screens/chats-screen.tsx';
