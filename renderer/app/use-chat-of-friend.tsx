import { Fragment, type ReactNode, useCallback } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { FriendChat } from '../features/chats/index.ts';
import { FriendFollowUps } from '../features/follow-ups/index.ts';
import { friendsActions } from '../features/friends/index.ts';
import { FriendWeekButton } from '../features/insights/index.ts';
import { FriendOrders } from '../features/orders/index.ts';
import { FriendReferrals } from '../features/referrals/index.ts';
import { FriendSuggestions } from '../features/suggestions/index.ts';
import { LoadMeter } from '../features/touches/index.ts';
import { useOpenProof } from './use-open-proof.ts';

/** What is suggested of a friend, what she bought, what chats say of her and what she sees of the seller, for her panel on any page; its links lead to the page 聊天, which keeps her panel where it has one. */
export function useChatOfFriend(): (friendId: number) => ReactNode {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const openProof = useOpenProof();
  return useCallback(
    (friendId) => (
      <Fragment key={friendId}>
        <FriendSuggestions friendId={friendId} onOpen={openProof} />
        <FriendFollowUps friendId={friendId} />
        <LoadMeter friendId={friendId} />
        <FriendWeekButton friendId={friendId} />
        <FriendOrders
          friendId={friendId}
          onOpen={(orderId) => void navigate(`/orders?o=${orderId}`)}
          onWrite={() => friendsActions.ask({ action: { kind: 'order' }, selection: { by: 'ids', ids: [friendId] }, name: null })}
        />
        <FriendReferrals friendId={friendId} onFriend={(id) => void navigate(`/friends?id=${id}`)} />
        <FriendChat
          friendId={friendId}
          onOpen={(conversationId, messageId) => {
            const to = new URLSearchParams({ c: String(conversationId) });
            if (messageId !== undefined) to.set('m', String(messageId));
            if (pathname === '/chats') to.set('id', String(friendId));
            void navigate(`/chats?${to}`);
          }}
        />
      </Fragment>
    ),
    [navigate, openProof, pathname],
  );
}
