import { Button } from 'antd';
import { useState } from 'react';
import { doneQueuesShown, type QueueSummary } from '../../../../shared/contracts/sending.ts';
import { useCommands } from '../../../lib/commands.ts';
import { count, spokenAgo } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { MoreIcon, PlusIcon, SendIcon } from '../../../ui/icons.tsx';
import { Menu, type MenuItem } from '../../../ui/menu.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { NewQueue } from '../components/new-queue.tsx';
import { useDeleteQueue, useQueueState } from '../mutations.ts';
import { useOlderQueues, useQueues } from '../queries.ts';
import { sendingActions, useSendingStore } from '../store.ts';
import { readyText, sendKindWords } from '../words.ts';
import '../sending.css';

function QueueCard({ queue, onOpen }: { queue: QueueSummary; onOpen: () => void }) {
  const [setState, remove] = [useQueueState(), useDeleteQueue()];
  const done = queue.sent + queue.skipped;
  const going: MenuItem<QueueSummary['state']>[] =
    queue.state === 'done'
      ? []
      : [
          queue.state === 'open' ? { key: 'paused', label: '先停着' } : { key: 'open', label: '接着发' },
          { key: 'done', label: '不发了，结束' },
        ];
  return (
    <li className={`queue-card ${queue.state}`}>
      <button type="button" className="queue-card-open" onClick={onOpen}>
        <b>{queue.name}</b>
        <span className="queue-card-kind">{sendKindWords[queue.kind].label}</span>
        <span className="queue-card-when">{spokenAgo(queue.createdAt)}建的</span>
        <progress aria-label={`「${queue.name}」的进度`} max={queue.total} value={done} />
        <span className="queue-card-counts">
          {count(done)} / {count(queue.total)} 位{queue.replied > 0 ? `，${count(queue.replied)} 位回了` : ''}
        </span>
        <span className={queue.ready > 0 ? 'queue-card-ready now' : 'queue-card-ready'}>{readyText(queue)}</span>
      </button>
      <Menu
        sections={[going, [{ key: 'remove', label: '删除名单' }]]}
        onChoose={(key) => (key === 'remove' ? remove.mutate(queue) : setState.mutate({ queue, state: key }))}
      >
        {(button) => <Button {...button} size="small" icon={<MoreIcon />} aria-label={`「${queue.name}」的更多操作`} />}
      </Menu>
    </li>
  );
}

/** Lists that were done before those that come at once. */
function OlderQueues({ before, onOpen }: { before: number; onOpen: (queueId: number) => void }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetching } = useOlderQueues(before);
  return (
    <>
      <QueueCards label="更早的名单" queues={data?.pages.flat() ?? []} onOpen={onOpen} />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {hasNextPage && (
        <Button className="older-queues" loading={isFetching} onClick={() => void fetchNextPage()}>
          看更早的
        </Button>
      )}
    </>
  );
}

interface QueueCardsProps {
  label: string;
  queues: readonly QueueSummary[];
  onOpen: (queueId: number) => void;
}

const QueueCards = ({ label, queues, onOpen }: QueueCardsProps) => (
  <ul className="queue-cards" aria-label={label}>
    {queues.map((queue) => (
      <QueueCard key={queue.id} queue={queue} onOpen={() => onOpen(queue.id)} />
    ))}
  </ul>
);

/** All queues: which can go on now, which wait, which are done. */
export function QueuesScreen({ onOpen }: { onOpen: (queueId: number) => void }) {
  const queues = useQueues();
  const drafting = useSendingStore((state) => state.drafting);
  const [all, setAll] = useState(false);
  const [older, setOlder] = useState(false);
  const write = sendingActions.draftAnew;
  useShortcuts('发送', [{ keys: 'n', label: '新的名单', run: write }]);
  useCommands([{ id: 'new-queue', label: '新的发送名单', words: 'xindefasongmingdan xd fsmd qunfa', keys: 'n', run: write }]);
  const open = queues.data?.filter(({ state }) => state !== 'done') ?? [];
  const done = queues.data?.filter(({ state }) => state === 'done') ?? [];
  const showsDone = all || open.length === 0;
  const hasOlder = done.length >= doneQueuesShown;
  const ready = open.reduce((sum, queue) => sum + queue.ready, 0);
  const button = (
    <Button type="primary" icon={<PlusIcon />} onClick={write}>
      新的名单
    </Button>
  );
  return (
    <PageFrame
      title="今天一位一位发给谁？"
      summary={ready > 0 ? `现在可以发 ${count(ready)} 位` : undefined}
      actions={open.length > 0 && button}
    >
      {queues.error && <ErrorState error={queues.error} onRetry={() => void queues.refetch()} />}
      {!queues.data && !queues.error && <LoadingSkeleton rows={4} height={64} />}
      {queues.data?.length === 0 && (
        <EmptyState
          icon={<SendIcon width="22" height="22" />}
          title="还没有要一位一位发的名单"
          hint="选好人、写好话，每个人收到的都像专门写的。按 c 复制，去微信粘贴，发完自动记下。"
          action={button}
        />
      )}
      <QueueCards label="名单" queues={[...open, ...(showsDone ? done : [])]} onOpen={onOpen} />
      {!showsDone && done.length > 0 && (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          看发完的{hasOlder ? '名单' : ` ${count(done.length)} 份`}
        </button>
      )}
      {showsDone && hasOlder && !older && (
        <Button className="older-queues" onClick={() => setOlder(true)}>
          看更早的
        </Button>
      )}
      {showsDone && hasOlder && older && <OlderQueues before={done.at(-1)!.id} onOpen={onOpen} />}
      {drafting && <NewQueue begin={drafting} onClose={sendingActions.closeDraft} onMade={onOpen} />}
    </PageFrame>
  );
}
