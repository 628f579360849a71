import { Button, Segmented } from 'antd';
import type { QueueSummary } from '../../../../shared/contracts/sending.ts';
import { count } from '../../../lib/format.ts';
import { ChevronLeftIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { Desk } from '../components/desk.tsx';
import { MiniButton } from '../components/mini-button.tsx';
import { QueueItems } from '../components/queue-items.tsx';
import { useQueueState } from '../mutations.ts';
import { sendingActions, useSendingStore } from '../store.ts';
import { useQueueWalk } from '../use-queue-walk.ts';
import { readyText, sendKindWords } from '../words.ts';
import '../sending.css';

function Progress({ queue }: { queue: QueueSummary }) {
  const done = queue.sent + queue.skipped;
  return (
    <div className="queue-progress">
      <progress aria-label="进度" max={queue.total} value={done} />
      <span>
        {count(done)} / {count(queue.total)}
        {queue.replied > 0 && ` · ${count(queue.replied)} 位回了`}
      </span>
      <span role="status">{readyText(queue)}</span>
    </div>
  );
}

interface QueueScreenProps {
  queueId: number;
  onBack: () => void;
  onOpen: (queueId: number) => void;
  onOpenFriend: (id: number) => void;
}

/** One queue, gone through friend by friend. */
export function QueueScreen({ queueId, onBack, onOpen, onOpenFriend }: QueueScreenProps) {
  const walk = useQueueWalk(queueId);
  const order = useSendingStore((state) => state.order);
  const setState = useQueueState();
  const { queue } = walk;
  if (walk.error) return <ErrorState error={walk.error} onRetry={() => void walk.refetch()} />;
  if (!queue) return <LoadingSkeleton rows={8} />;
  return (
    <PageFrame
      title={queue.name}
      summary={sendKindWords[queue.kind].label}
      scroll={false}
      actions={
        <>
          <Button icon={<ChevronLeftIcon />} onClick={onBack}>
            所有名单
          </Button>
          <MiniButton queueId={queueId} />
          {queue.state !== 'done' && (
            <Button onClick={() => setState.mutate({ queue, state: queue.state === 'open' ? 'paused' : 'open' })}>
              {queue.state === 'open' ? '先停着' : '接着发'}
            </Button>
          )}
        </>
      }
      toolbar={
        <div className="queue-toolbar">
          <Progress queue={queue} />
          <Segmented
            aria-label="先发谁"
            value={order}
            onChange={sendingActions.order}
            options={[
              { value: 'list' as const, label: '按名单' },
              { value: 'hour' as const, label: '正是时候的先' },
            ]}
          />
        </div>
      }
    >
      <div className="queue-body">
        <QueueItems items={walk.items} current={walk.current?.id ?? null} onOpen={walk.open} />
        <Desk queueId={queueId} walk={walk} onBack={onBack} onOpen={onOpen} onOpenFriend={onOpenFriend} />
      </div>
    </PageFrame>
  );
}
