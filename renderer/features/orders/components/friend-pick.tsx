import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import type { BuyerCandidate } from '../../../../shared/contracts/orders-buyers.ts';
import { trpc } from '../../../lib/api.ts';
import { useFoundOptions } from '../../../ui/use-entered.ts';
import { reasonWords } from '../words.ts';

export interface FriendPickProps {
  label: string;
  /** whose friends may be picked: an order and its buyer are of one account; null = anybody, the order goes with her */
  accountId: number | null;
  /** undefined = not answered, null = nobody of the book */
  value: number | null | undefined;
  /** proposed first, before she types */
  candidates: readonly BuyerCandidate[];
  /** name of `value` when it is not among the candidates */
  name?: string | null | undefined;
  placeholder?: string;
  autoFocus?: boolean;
  onPick: (friendId: number | null, name: string | null) => void;
}

const nobody = 0;

/** Whose is it? Proposals with their reasons first; typing searches the friends of the account. */
export function FriendPick({ label, accountId, value, candidates, name, placeholder, autoFocus = false, onPick }: FriendPickProps) {
  const [text, setText] = useState('');
  const found = useQuery({
    ...trpc.friends.list.queryOptions({
      filter: accountId === null ? { text } : { text, accountIds: [accountId] },
      sort: { key: 'name', direction: 'asc' },
      offset: 0,
      limit: 20,
    }),
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
  });
  const proposed = candidates.map(({ friendId, name: friend, score, reason }) => ({
    value: friendId,
    label: `${friend}（${reasonWords[reason]}，像 ${Math.round(score * 100)}%）`,
  }));
  const searching = text.trim() !== '';
  const waiting = searching && found.isFetching && (found.isPlaceholderData || found.data === undefined);
  const people = !searching ? proposed : (found.data?.rows ?? []).map((friend) => ({ value: friend.id, label: friend.name }));
  // while searching only those found count
  const own = !searching && value && name && !people.some((option) => option.value === value) ? [{ value, label: name }] : [];
  const pick = (picked: number) => {
    setText('');
    onPick(picked === nobody ? null : picked, people.find((option) => option.value === picked)?.label ?? null);
  };
  const finding = useFoundOptions({ text, onText: setText, waiting, first: people[0]?.value, onPick: pick });
  return (
    <Select<number>
      className="friend-pick"
      aria-label={label}
      autoFocus={autoFocus}
      placeholder={placeholder ?? (candidates[0] ? `像是${candidates[0].name}，点这里选` : '认不出，点这里选')}
      value={value === undefined ? null : (value ?? nobody)}
      options={[...own, ...people, { value: nobody, label: '不是好友' }]}
      {...finding}
      // nobody of that name: Enter must not say that it is no friend
      defaultActiveFirstOption={people.length > 0 || !searching}
      onChange={pick}
      popupMatchSelectWidth={260}
      notFoundContent="没有这个名字的好友"
    />
  );
}
