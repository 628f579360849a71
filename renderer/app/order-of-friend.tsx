import { useQuery } from '@tanstack/react-query';
import { friendsActions, useFriendsStore } from '../features/friends/index.ts';
import { OrderForm } from '../features/orders/index.ts';
import { trpc } from '../lib/api.ts';

/** The order form for the friend it was asked for, on every page that has her panel. */
export function OrderOfFriend() {
  const open = useFriendsStore((state) => state.open);
  const id = open?.action.kind === 'order' && open.selection.by === 'ids' ? open.selection.ids[0] : undefined;
  const asked = useQuery({ ...trpc.friends.get.queryOptions({ id: id ?? 0 }), enabled: id !== undefined && open?.name === null });
  const name = open?.name ?? asked.data?.name;
  return id !== undefined && name !== undefined ? <OrderForm friend={{ id, name }} onClose={friendsActions.done} /> : null;
}
