import { useRef, useState } from 'react';
import type { FollowUp, FollowUpList } from '../../../shared/contracts/follow-ups.ts';
import { dayText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { usePostpone, useSettle } from './mutations.ts';
import { useFollowUps } from './queries.ts';

export const keyOf = ({ pick }: FollowUp): string =>
  pick.by === 'id' ? `id-${pick.id}` : `${pick.friendId}-${pick.sop}-${pick.step}-${pick.fromOn}`;

const rowsOf = (list: FollowUpList | undefined): FollowUp[] => (list ? [...list.late.rows, ...list.now.rows, ...list.later.rows] : []);

/** The list, the place of the keys in it, and what they do. A key pressed while another one works waits, and means the line that is there then. */
export function useWalk() {
  const [all, setAll] = useState(false);
  const query = useFollowUps(all);
  const rows = rowsOf(query.data);
  const [key, setKey] = useState<string | null>(null);
  const place = useRef(0);
  const found = rows.findIndex((row) => keyOf(row) === key);
  // the place of one that left is taken by the next
  const at = found >= 0 ? found : Math.min(place.current, rows.length - 1);
  place.current = Math.max(0, at);
  const latest = useRef({ rows, at });
  latest.current = { rows, at };
  const settle = useSettle();
  const postpone = usePostpone();
  const line = useRef<Promise<unknown>>(Promise.resolve());
  /** does something with one, or with the one the keys are on, and waits until the list knows */
  const act = (one: FollowUp | undefined, work: (one: FollowUp) => Promise<unknown>) => {
    line.current = line.current.then(async () => {
      const { rows: present, at: here } = latest.current;
      const meant = one ?? present[here];
      if (!meant) return;
      try {
        await work(meant);
      } catch {
        // told by the mutation
      }
      const next = rowsOf((await query.refetch()).data);
      latest.current = { rows: next, at: Math.min(here, next.length - 1) };
    });
  };
  return {
    ...{ query, rows, current: rows[at], all, showAll: () => setAll(true) },
    go: (row: FollowUp) => setKey(keyOf(row)),
    move: (by: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
      if (next) setKey(keyOf(next));
    },
    settle: (state: 'done' | 'skipped', one?: FollowUp) => act(one, (meant) => settle.mutateAsync({ one: meant, state })),
    postpone: (untilOn: string, one?: FollowUp) => act(one, (meant) => postpone.mutateAsync({ one: meant, untilOn })),
    tomorrow: () => dayText(now(), 1),
  };
}
export type Walk = ReturnType<typeof useWalk>;
