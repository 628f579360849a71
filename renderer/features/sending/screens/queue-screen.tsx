import { Button, Segmented } from 'antd';
import { useCallback, useRef, useState } from 'react';
import type { SendCard as Card, QueueSummary } from '../../../../shared/contracts/sending.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ChevronLeftIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { arrowKey } from '../../publishing/index.ts';
import { useCardText } from '../components/card-words.tsx';
import { MiniButton } from '../components/mini-button.tsx';
import { OverrideDialog } from '../components/override-dialog.tsx';
import { QueueItems } from '../components/queue-items.tsx';
import { SendCard } from '../components/send-card.tsx';
import { SnoozeDialog } from '../components/snooze-dialog.tsx';
import { useQueueState, useReplied, useSkip, useSnooze } from '../mutations.ts';
import { useCard } from '../queries.ts';
import { sendingActions, useSendingStore } from '../store.ts';
import { useQueueWalk } from '../use-queue-walk.ts';
import { pageClipboard, useSendStep } from '../use-send-step.ts';
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

function Done({ queue, onBack }: { queue: QueueSummary; onBack: () => void }) {
  return (
    <EmptyState
      title={`「${queue.name}」发完了`}
      hint={`发了 ${count(queue.sent)} 位，跳过 ${count(queue.skipped)} 位，${count(queue.replied)} 位回了你。左边点名字还能看每个人收到的话，回了的按 r 记下。`}
      action={<Button onClick={onBack}>看所有名单</Button>}
    />
  );
}

type Asking = 'override' | 'snooze' | null;

interface DeskProps extends QueueScreenProps {
  walk: ReturnType<typeof useQueueWalk>;
}

/** The current friend with the keys for her. */
function Desk({ queueId, walk, onBack, onOpenFriend }: DeskProps) {
  const { data: card, error } = useCard(walk.current?.id ?? null);
  const [text, setText] = useCardText(card);
  const [asking, setAsking] = useState<Asking>(null);
  const field = useRef<{ focus(): void }>(null);
  const [skip, snooze, replied] = [useSkip(), useSnooze(), useReplied()];
  const { goOn } = walk;
  const onSent = useCallback(() => goOn(), [goOn]);
  const step = useSendStep({ card, text, nextName: walk.next?.name ?? null, clipboard: pageClipboard, onSent });
  const open = card?.state === 'waiting';
  const with_ = (work: (card: Card) => void) => () => card && work(card);
  const actions = {
    copy: with_((one) => (one.guard.answer === 'ok' || step.done > 0 ? void step.copy() : setAsking('override'))),
    skip: with_((one) => skip.mutate(one, { onSuccess: goOn })),
    snooze: () => setAsking('snooze'),
    replied: with_((one) => replied.mutate(one)),
    wake: with_((one) => snooze.mutate({ friend: one, until: null })),
    openFriend: with_((one) => onOpenFriend(one.friendId)),
  };
  useShortcuts('发送', [
    { keys: 'c', label: '复制这段话，再按复制图片，最后一样复制完就下一位', enabled: open, run: actions.copy },
    { keys: 's', label: '跳过', enabled: open, run: actions.skip },
    { keys: 'z', label: '晚点再发', enabled: open, run: actions.snooze },
    { keys: 'r', label: '对方回了', enabled: card !== undefined, run: actions.replied },
    { keys: 'e', label: '改这段话', enabled: open, run: () => field.current?.focus() },
    arrowKey({ keys: ['ArrowDown', 'ArrowRight', 'j'], label: '下一位', run: () => walk.step(1) }),
    arrowKey({ keys: ['ArrowUp', 'ArrowLeft', 'k'], label: '上一位', run: () => walk.step(-1) }),
  ]);
  if (error) return <ErrorState error={error} />;
  if (!card) return <LoadingSkeleton rows={6} height={48} />;
  return (
    <div className="queue-desk">
      {walk.queue?.state === 'done' && <Done queue={walk.queue} onBack={onBack} />}
      <SendCard key={`${queueId}-${card.id}`} card={card} text={text} onText={setText} field={field} step={step} actions={actions} />
      {asking === 'override' && (
        <OverrideDialog
          card={card}
          onClose={() => setAsking(null)}
          onGo={(reason) => {
            setAsking(null);
            void step.copy(reason);
          }}
        />
      )}
      {asking === 'snooze' && (
        <SnoozeDialog
          card={card}
          bestCell={walk.current?.bestCell ?? null}
          onClose={() => {
            setAsking(null);
            goOn();
          }}
        />
      )}
    </div>
  );
}

interface QueueScreenProps {
  queueId: number;
  onBack: () => void;
  onOpenFriend: (id: number) => void;
}

/** One queue, gone through friend by friend. */
export function QueueScreen({ queueId, onBack, onOpenFriend }: QueueScreenProps) {
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
        <Desk queueId={queueId} walk={walk} onBack={onBack} onOpenFriend={onOpenFriend} />
      </div>
    </PageFrame>
  );
}
