import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { SegmentHours } from '../../features/chats/index.ts';
import { FriendsScreen, friendsActions, useFriendsStore } from '../../features/friends/index.ts';
import { sendingActions } from '../../features/sending/index.ts';
import { TagPicker } from '../../features/tags/index.ts';
import { LevelPicker } from '../../features/trust/index.ts';
import { OrderOfFriend } from '../order-of-friend.tsx';
import { useChatOfFriend } from '../use-chat-of-friend.tsx';
import { pageOf } from './index.ts';

/** 好友, put together with tags and the trust ladder. */
export default function FriendsPage() {
  const navigate = useNavigate();
  const chat = useChatOfFriend();
  const open = useFriendsStore((state) => state.open);
  useEffect(() => {
    if (open?.action.kind !== 'send') return;
    sendingActions.draft({ by: 'selection', selection: open.selection });
    friendsActions.done();
    void navigate('/sending');
  }, [open, navigate]);
  return (
    <>
      <FriendsScreen onImport={pageOf('import') ? () => void navigate('/import') : undefined} chat={chat} />
      {open?.action.kind === 'tags' && <TagPicker selection={open.selection} name={open.name} onClose={friendsActions.done} />}
      {open?.action.kind === 'level' && (
        <LevelPicker selection={open.selection} level={open.action.level} name={open.name} onClose={friendsActions.done} />
      )}
      {open?.action.kind === 'hours' && (
        <SegmentHours selection={open.selection} chosen={open.action.chosen} onClose={friendsActions.done} />
      )}
      <OrderOfFriend />
    </>
  );
}
