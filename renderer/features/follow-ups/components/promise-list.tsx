import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Promised } from '../../../../shared/contracts/follow-ups.ts';
import { count } from '../../../lib/format.ts';
import { DayDialog, soonDays } from '../../../ui/day-dialog.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useChangePromise } from '../mutations.ts';
import { usePromises } from '../queries.ts';
import { PromiseHead } from './promise-head.tsx';

interface PromiseLineProps {
  one: Promised;
  today: string;
  /** none = on the friend's own panel */
  onFriend?: (() => void) | undefined;
}

/** What was promised to one friend, until when, and whether it was kept. */
export function PromiseLine({ one, today, onFriend }: PromiseLineProps) {
  const change = useChangePromise();
  const [moving, setMoving] = useState(false);
  const to = (state: Promised['state'], dueOn = one.dueOn) => change.mutate({ one, state, dueOn });
  return (
    <li className="follow-up promise">
      <PromiseHead one={one} today={today} onFriend={onFriend} />
      <div className="follow-up-actions">
        {one.state === 'open' ? (
          <>
            <Button size="small" disabled={change.isPending} onClick={() => to('kept')}>
              做到了
            </Button>
            <Button size="small" disabled={change.isPending} onClick={() => setMoving(true)}>
              改日子
            </Button>
            <Button size="small" disabled={change.isPending} onClick={() => to('broken')}>
              没做到
            </Button>
          </>
        ) : (
          <Button size="small" disabled={change.isPending} onClick={() => to('open')}>
            改回没结
          </Button>
        )}
      </div>
      {moving && (
        <DayDialog
          title={`答应「${one.name}」的，改到哪天之前`}
          choices={soonDays}
          onClose={() => setMoving(false)}
          onPick={(on) => {
            setMoving(false);
            to('open', on);
          }}
        />
      )}
    </li>
  );
}

/** All promises, by day. */
export function PromiseList({ onFriend, onNew }: { onFriend: (id: number) => void; onNew: () => void }) {
  const [settled, setSettled] = useState(false);
  const { data, error, refetch } = usePromises(settled);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingSkeleton />;
  return (
    <>
      <Segmented<'open' | 'settled'>
        aria-label="看哪些答应的事"
        value={settled ? 'settled' : 'open'}
        onChange={(which) => setSettled(which === 'settled')}
        options={[
          { value: 'open', label: '没结的' },
          { value: 'settled', label: '结了的' },
        ]}
      />
      {data.rows.length === 0 ? (
        <EmptyState
          title={settled ? '还没有结了的' : '没有欠着的'}
          hint="聊天里随口答应的，记下来，到日子提醒你。"
          action={<Button onClick={onNew}>记下答应的事</Button>}
        />
      ) : (
        <>
          <p className="follow-up-note">
            {count(data.total)} 件{!settled && data.late > 0 && `，${count(data.late)} 件过了日子`}
          </p>
          <ul className="follow-up-list" aria-label="答应的事">
            {data.rows.map((one) => (
              <PromiseLine key={one.id} one={one} today={data.today} onFriend={() => onFriend(one.friendId)} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
