import { useNavigate } from 'react-router';
import { ChatsScreen } from '../../features/chats/index.ts';
import { BulkDialogs, FriendPanel, friendsActions, useFriendsStore } from '../../features/friends/index.ts';
import { TagPicker } from '../../features/tags/index.ts';
import { LevelPicker } from '../../features/trust/index.ts';
import { OrderOfFriend } from '../order-of-friend.tsx';
import { useChatOfFriend } from '../use-chat-of-friend.tsx';
import { pageOf } from './index.ts';

/** 聊天, with the friend's own panel beside the conversation. */
export default function ChatsPage() {
  const navigate = useNavigate();
  const chat = useChatOfFriend();
  const open = useFriendsStore((state) => state.open);
  return (
    <>
      <ChatsScreen
        onImport={pageOf('import') ? () => void navigate('/import') : undefined}
        panel={(id, onClose) => <FriendPanel key="panel" id={id} onClose={onClose} chat={chat} />}
      />
      <BulkDialogs />
      {open?.action.kind === 'tags' && <TagPicker selection={open.selection} name={open.name} onClose={friendsActions.done} />}
      {open?.action.kind === 'level' && (
        <LevelPicker selection={open.selection} level={open.action.level} name={open.name} onClose={friendsActions.done} />
      )}
      <OrderOfFriend />
    </>
  );
}
