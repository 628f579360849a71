import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { trpc } from '../../../lib/api.ts';
import { useFoundOptions } from '../../../ui/use-entered.ts';

interface BringerPickProps {
  /** who was brought: not among those to pick */
  friendId: number;
  onPick: (byId: number) => void;
}

/** Finds the friend who brought somebody, by typing. */
export function BringerPick({ friendId, onPick }: BringerPickProps) {
  const [text, setText] = useState('');
  const searching = text.trim() !== '';
  const found = useQuery({
    ...trpc.friends.list.queryOptions({ filter: { text }, sort: { key: 'name', direction: 'asc' }, offset: 0, limit: 20 }),
    enabled: searching,
    placeholderData: keepPreviousData,
  });
  const waiting = searching && found.isFetching && (found.isPlaceholderData || found.data === undefined);
  const rows = searching ? (found.data?.rows ?? []) : [];
  const people = rows.filter(({ id }) => id !== friendId).map(({ id, name }) => ({ value: id, label: name }));
  const finding = useFoundOptions({ text, onText: setText, waiting, first: people[0]?.value, onPick });
  return (
    <Select<number>
      className="bringer-pick"
      aria-label="谁带来的"
      autoFocus
      placeholder="输名字找好友"
      value={null}
      options={people}
      {...finding}
      onChange={onPick}
      popupMatchSelectWidth={260}
      notFoundContent={searching ? '没有这个名字的好友' : '输名字就能找'}
    />
  );
}
