import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { count } from '../../../lib/format.ts';
import { useBalances } from '../../points/index.ts';
import type { FriendWindow } from '../queries.ts';

const Balances = createContext<Readonly<Record<string, number>>>({});

/** rows asked for together: scrolling by one row asks for nothing new */
const together = 50;

/** Reads what the friends of the rows on the screen have, for the cells in it; stands in the table only while its column is shown. */
export function PointsOfRows({ rows, first, last, children }: { rows: FriendWindow; first: number; last: number; children: ReactNode }) {
  const start = Math.floor(first / together) * together;
  const end = Math.ceil((last + 1) / together) * together;
  const ids = useMemo(() => {
    const places = Array.from({ length: Math.max(0, Math.min(end, rows.total) - start) }, (_, at) => start + at);
    return places.flatMap((index) => rows.rowAt(index)?.id ?? []);
  }, [rows, start, end]);
  return <Balances value={useBalances(ids) ?? {}}>{children}</Balances>;
}

/** What one friend has. */
export function PointsCell({ friendId }: { friendId: number }) {
  const balance = useContext(Balances)[friendId];
  return balance === undefined ? '—' : count(balance);
}
