import { Button } from 'antd';
import { followUpStateWords } from '../../../../shared/domain/words.ts';
import { spokenTime } from '../../../lib/format.ts';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useReopen } from '../mutations.ts';
import { useSettled } from '../queries.ts';

/** What was done or skipped, newest first; each can be opened again. */
export function Settled({ onFriend }: { onFriend: (id: number) => void }) {
  const { data, error, refetch } = useSettled();
  const reopen = useReopen();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingSkeleton />;
  if (data.length === 0) return <EmptyState title="还没做过跟进" hint="做完的、跳过的记在这里，点错了能重新打开。" />;
  return (
    <ul className="follow-up-list" aria-label="做过的跟进">
      {data.map(({ id, friendId, name, title, state, settledAt }) => (
        <li key={id} className="follow-up settled">
          <div className="follow-up-head">
            <button type="button" className="follow-up-name" title={name} onClick={() => onFriend(friendId)}>
              {name}
            </button>
            <b>{title}</b>
            <span className="follow-up-why">{followUpStateWords[state]}</span>
            <time>{spokenTime(settledAt)}</time>
            <Button
              size="small"
              disabled={reopen.isPending}
              aria-label={`重新打开${name}的「${title}」`}
              onClick={() => reopen.mutate({ id, name })}
            >
              重新打开
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
