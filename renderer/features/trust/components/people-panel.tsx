import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { trpc } from '../../../lib/api.ts';
import { count, spokenAgo } from '../../../lib/format.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import type { FlowMove } from '../flow-layout.ts';
import type { Period } from '../periods.ts';
import { useFlowPeople } from '../queries.ts';
import { moveText } from './flow-picture.tsx';

function PersonRow({ id, top, onOpen }: { id: number; top: number; onOpen: () => void }) {
  const friend = useQuery(trpc.friends.get.queryOptions({ id }, { gcTime: 60_000 })).data;
  return (
    <li className="flow-person" style={{ transform: `translateY(${top}px)` }}>
      {friend && (
        <button type="button" title={friend.name} onClick={onOpen}>
          <span>{friend.name}</span>
          <small>{friend.lastContactAt === null ? '还没联系过' : `${spokenAgo(friend.lastContactAt)}联系过`}</small>
          <LevelPill level={friend.trustLevel} short />
        </button>
      )}
    </li>
  );
}

function People({ ids, onOpen }: { ids: readonly number[]; onOpen: (id: number) => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: ids.length, getScrollElement: () => frame.current, estimateSize: () => 40, overscan: 4 });
  return (
    <div className="flow-people" ref={frame}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const id = ids[item.index] ?? 0;
          return <PersonRow key={id} id={id} top={item.start} onOpen={() => onOpen(id)} />;
        })}
      </ul>
    </div>
  );
}

export interface PeoplePanelProps {
  move: FlowMove;
  period: Period;
  accountId: number | null;
  onOpen: (id: number) => void;
  /** takes these very people to the list of friends */
  onSelect: (ids: readonly number[]) => void;
  onClose: () => void;
}

/** The very people behind one part of the flow. */
export function PeoplePanel({ move, period, accountId, onOpen, onSelect, onClose }: PeoplePanelProps) {
  const [width, setWidth] = useState(340);
  const people = useFlowPeople(period, accountId, move.from, move.to);
  const ids = people.data;
  return (
    <SidePanel
      label={`${period.label}，${moveText(move)}的好友`}
      width={width}
      onWidth={setWidth}
      onClose={onClose}
      header={
        <>
          <h2 className="flow-people-title">{moveText(move)}</h2>
          <p className="flow-people-note">
            {period.label}
            {ids && `，${count(ids.length)} 位`}
          </p>
        </>
      }
    >
      {people.error && <ErrorState error={people.error} onRetry={() => void people.refetch()} />}
      {!ids && !people.error && <LoadingSkeleton rows={5} />}
      {ids && (
        <div className="flow-people-body">
          {ids.length > 0 && <Button onClick={() => onSelect(ids)}>到好友里选中这 {count(ids.length)} 位</Button>}
          <People ids={ids} onOpen={onOpen} />
        </div>
      )}
    </SidePanel>
  );
}
