import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { SendCard as Card, QueueDetail, QueueSummary } from '../../../../shared/contracts/sending.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { arrowKey } from '../../publishing/index.ts';
import { useQueueState, useReplied, useSkip, useSnooze } from '../mutations.ts';
import { useCard } from '../queries.ts';
import { isUpToDate, useAwaitedKey } from '../use-awaited-key.ts';
import type { useQueueWalk } from '../use-queue-walk.ts';
import { pageClipboard, useSendStep } from '../use-send-step.ts';
import { copyHindrance, readyText } from '../words.ts';
import { useCardText } from './card-words.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import { SendCard } from './send-card.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

interface NextPartProps {
  part: QueueDetail['nextPart'];
  onOpen: (queueId: number) => void;
}

/** Of a list in several parts the next one is one press away. */
function NextPart({ part, onOpen }: NextPartProps) {
  const goOn = useQueueState();
  if (!part) return null;
  const open = () => {
    if (part.state === 'open') onOpen(part.id);
    else goOn.mutate({ queue: part, state: 'open' }, { onSuccess: () => onOpen(part.id) });
  };
  return (
    <Button type="primary" loading={goOn.isPending} onClick={open}>
      接着发「{part.name}」，{count(part.waiting)} 位
    </Button>
  );
}

interface EndProps extends NextPartProps {
  queue: QueueSummary;
  onBack: () => void;
}

/** Nobody is left in this list, or nobody who may be written to now. */
function End({ queue, part, onBack, onOpen }: EndProps) {
  if (queue.state === 'open')
    return (
      part && (
        <p className="queue-no-more">
          {readyText(queue)}
          <NextPart part={part} onOpen={onOpen} />
        </p>
      )
    );
  return (
    <EmptyState
      title={`「${queue.name}」发完了`}
      hint={`发了 ${count(queue.sent)} 位，跳过 ${count(queue.skipped)} 位，${count(queue.replied)} 位回了你。左边点名字还能看每个人收到的话，回了的按 r 记下。`}
      action={
        <>
          <NextPart part={part} onOpen={onOpen} />
          <Button onClick={onBack}>看所有名单</Button>
        </>
      }
    />
  );
}

type Asking = 'override' | 'snooze' | null;

interface DeskProps {
  queueId: number;
  walk: ReturnType<typeof useQueueWalk>;
  onBack: () => void;
  onOpen: (queueId: number) => void;
  onOpenFriend: (id: number) => void;
}

/** What can be done for the friend whose turn it is; one thing at a time. */
function useDesk({ walk, onOpenFriend }: Pick<DeskProps, 'walk' | 'onOpenFriend'>) {
  const { data: card, error } = useCard(walk.current?.id ?? null);
  const [text, setText] = useCardText(card);
  const [asking, setAsking] = useState<Asking>(null);
  const field = useRef<{ focus(): void }>(null);
  const once = useSendOnce(true);
  const [skip, snooze, replied] = [useSkip(), useSnooze(), useReplied()];
  const { goOn, queue } = walk;
  const nextName = walk.next?.name ?? null;
  const step = useSendStep({ card, queueState: queue?.state, text, nextName, clipboard: pageClipboard, once, onSent: goOn });
  const with_ = (work: (card: Card) => void) => () => card && work(card);
  // what may not be copied at all is told at once; a reason would not help
  const asks = (one: Card) => one.guard.answer !== 'ok' && step.done === 0 && !copyHindrance(queue?.state, text);
  const actions = {
    copy: with_((one) => {
      // she could not get it; the card says so
      if (one.gone) return;
      if (asks(one)) setAsking('override');
      else step.copy();
    }),
    skip: with_((one) => void once(() => skip.mutateAsync(one).then(() => goOn(one.id)))),
    snooze: () => setAsking('snooze'),
    replied: with_((one) => replied.mutate(one)),
    wake: with_((one) => void once(() => snooze.mutateAsync({ friend: one, until: null }))),
    write: () => field.current?.focus(),
    openFriend: with_((one) => onOpenFriend(one.friendId)),
  };
  return { card, error, text, setText, asking, setAsking, field, step, actions, once };
}

function useDeskKeys(walk: DeskProps['walk'], { card, actions }: Pick<ReturnType<typeof useDesk>, 'card' | 'actions'>): void {
  const press = useAwaitedKey(walk.current?.id ?? null, isUpToDate(card, walk.current), actions);
  // after an undo one of the two knows it before the other does
  const open = card?.state === 'waiting' || walk.current?.state === 'waiting';
  useShortcuts('发送', [
    { keys: 'c', label: '复制这段话，再按复制图片，最后一样复制完就下一位', enabled: open, run: () => press('copy') },
    { keys: 's', label: '跳过', enabled: open, run: () => press('skip') },
    { keys: 'z', label: '晚点再发', enabled: open, run: () => press('snooze') },
    { keys: 'r', label: '对方回了', enabled: walk.current !== null, run: () => press('replied') },
    { keys: 'e', label: '改这段话', enabled: open, run: () => press('write') },
    arrowKey({ keys: ['ArrowDown', 'ArrowRight', 'j'], label: '下一位', run: () => walk.step(1) }),
    arrowKey({ keys: ['ArrowUp', 'ArrowLeft', 'k'], label: '上一位', run: () => walk.step(-1) }),
  ]);
}

/** The current friend with the keys for her. */
export function Desk({ queueId, walk, onBack, onOpen, onOpenFriend }: DeskProps) {
  const desk = useDesk({ walk, onOpenFriend });
  useDeskKeys(walk, desk);
  const { card, text, step, setAsking } = desk;
  const { queue } = walk;
  const hasEnded = queue?.state === 'done' || (queue?.state === 'open' && queue.ready === 0);
  if (desk.error) return <ErrorState error={desk.error} />;
  if (!card) return <LoadingSkeleton rows={6} height={48} />;
  return (
    <div className="queue-desk">
      {hasEnded && <End queue={queue} part={walk.nextPart} onBack={onBack} onOpen={onOpen} />}
      <SendCard
        key={`${queueId}-${card.id}`}
        card={card}
        paused={queue?.state === 'paused'}
        text={text}
        onText={desk.setText}
        field={desk.field}
        step={step}
        actions={desk.actions}
      />
      {desk.asking === 'override' && (
        <OverrideDialog
          card={card}
          onClose={() => setAsking(null)}
          onGo={(reason) => {
            setAsking(null);
            step.copy(reason);
          }}
        />
      )}
      {desk.asking === 'snooze' && (
        <SnoozeDialog
          card={card}
          bestCell={walk.current?.bestCell ?? null}
          onClose={() => setAsking(null)}
          onSnoozed={() => {
            setAsking(null);
            walk.goOn(card.id);
          }}
        />
      )}
    </div>
  );
}
