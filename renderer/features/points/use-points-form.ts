import { useState } from 'react';
import type { FriendSelection } from '../../../shared/contracts/friends.ts';
import { readPoints } from '../../../shared/domain/points.ts';
import { count } from '../../lib/format.ts';
import { useSendOnce } from '../../ui/use-send-once.ts';
import { useAddPoints, useFriendPoints, useSelected } from './queries.ts';

/** What is being given or taken, to whom, and whether it can be. `name` when it is for one friend. */
export function usePointsForm(selection: FriendSelection, name: string | null, onDone: () => void) {
  const [isTaken, setTaken] = useState(false);
  const [written, setWritten] = useState('');
  const [reason, setReason] = useState('');
  const send = useSendOnce();
  const many = useSelected(selection);
  const alone = name !== null && selection.by === 'ids' ? (selection.ids[0] ?? null) : null;
  const balance = useFriendPoints(alone).data?.balance;
  const add = useAddPoints(name, onDone);
  const read = readPoints(written);
  // the sign is chosen beside it
  const amount = read !== null && read > 0 ? read : null;
  const delta = amount === null ? null : isTaken ? -amount : amount;
  const after = balance === undefined || delta === null ? null : balance + delta;
  const isShort = isTaken && after !== null && after < 0;
  const ready = delta !== null && many !== 0 && !isShort;
  return {
    isTaken,
    setTaken,
    written,
    setWritten,
    reason,
    setReason,
    amount,
    ready,
    busy: add.isPending,
    whom: name !== null ? `「${name}」` : many === undefined ? '选中的好友' : ` ${count(many)} 位好友`,
    /** why it cannot be; null = it can */
    wrong: written !== '' && amount === null ? '要写整数，一次最多 1 亿' : isShort ? `只有 ${count(balance ?? 0)} 积分，不够扣` : null,
    /** what there is and will be; '' where that is not known or not of one friend */
    balances: balance === undefined ? '' : `现在 ${count(balance)}${after === null ? '' : `，之后 ${count(after)}`}`,
    save: () => {
      if (ready) void send(() => add.mutateAsync({ selection, delta, reason }));
    },
  };
}

export type PointsForm = ReturnType<typeof usePointsForm>;
