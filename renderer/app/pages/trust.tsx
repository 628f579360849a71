import { useNavigate } from 'react-router';
import { BulkDialogs, FriendPanel, friendsActions, useFriendsStore } from '../../features/friends/index.ts';
import { useSetting } from '../../features/settings/index.ts';
import { SuggestionsView } from '../../features/suggestions/index.ts';
import { TagPicker } from '../../features/tags/index.ts';
import { LevelPicker, TrustScreen } from '../../features/trust/index.ts';
import { undo } from '../../features/undo/index.ts';
import { OrderOfFriend } from '../order-of-friend.tsx';
import { useChatOfFriend } from '../use-chat-of-friend.tsx';
import { useOpenProof } from '../use-open-proof.ts';
import { pageOf } from './index.ts';

/** 信任阶梯, with the friend's own panel beside the board. */
export default function TrustPage() {
  const navigate = useNavigate();
  const chat = useChatOfFriend();
  const openProof = useOpenProof();
  const [accountId, setAccountId] = useSetting('trust.board.accountId');
  const open = useFriendsStore((state) => state.open);
  const select = (ids: readonly number[]) => {
    friendsActions.select({ by: 'ids', ids: new Set(ids) });
    void navigate('/friends');
  };
  return (
    <>
      <TrustScreen
        accountId={accountId}
        onAccount={setAccountId}
        panel={(id, onClose) => <FriendPanel key="panel" id={id} onClose={onClose} chat={chat} />}
        onUndo={(undoId) => void undo(undoId)}
        onSelectPeople={select}
        suggestions={(onFriend, isPanelOpen) => <SuggestionsView onFriend={onFriend} onOpen={openProof} isPanelOpen={isPanelOpen} />}
        onImport={pageOf('import') ? () => void navigate('/import') : undefined}
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
