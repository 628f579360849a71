import { useEffect, useLayoutEffect, useRef } from 'react';
import type { QueueSummary, SendCard } from '../../../../shared/contracts/sending.ts';
import { unfilledIn } from '../../../../shared/domain/template.ts';
import { toAppError } from '../../../lib/api.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count } from '../../../lib/format.ts';
import { keyOf, mayRepeat } from '../../../lib/keys.ts';
import { now } from '../../../lib/now.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { MessageLine } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { answerText, useQuietHours } from '../../touches/index.ts';
import { useSkip, useSnooze } from '../mutations.ts';
import { tomorrowBest, tonight } from '../order.ts';
import { useCard } from '../queries.ts';
import { isUpToDate, useAwaitedKey } from '../use-awaited-key.ts';
import { useQueueWalk } from '../use-queue-walk.ts';
import { type Clipboard, useSendStep } from '../use-send-step.ts';
import { copyHindrance, readyText } from '../words.ts';
import '../mini.css';

interface MiniCardProps {
  queueId: number;
  clipboard: Clipboard;
  /** document whose keys it listens to */
  keys: Document;
  /** hears of the system-wide key for "copy and go on"; returns how to stop listening */
  onCopyNext?: ((run: () => void) => () => void) | undefined;
  /** the system-wide key, as it is written on its caps; null = none */
  shortcut?: string | null;
}

type Mini = ReturnType<typeof useMini>;

const goneText = { title: '这份名单不在了', hint: '刚删的话，在大窗口按 Ctrl+Z 就回来，接着发；不要了，关上小窗就行。发过的记录都在。' };

/** What the small window can do for the friend whose turn it is; one thing at a time. */
function useMini({ queueId, clipboard }: Pick<MiniCardProps, 'queueId' | 'clipboard'>) {
  const walk = useQueueWalk(queueId);
  const { data: card, error, refetch } = useCard(walk.current?.id ?? null);
  const [skip, snooze] = [useSkip(), useSnooze()];
  const once = useSendOnce(true);
  const quiet = useQuietHours(card?.kind);
  const { goOn, queue } = walk;
  const text = card?.text ?? '';
  const step = useSendStep({ card, queueState: queue?.state, text, nextName: walk.next?.name ?? null, clipboard, once, onSent: goOn });
  const waiting = card?.state === 'waiting';
  const free = waiting && !card.gone && card.guard.answer === 'ok' && !copyHindrance(queue?.state, text);
  const press = useAwaitedKey(walk.current?.id ?? null, isUpToDate(card, walk.current), {
    copy: () => free && step.copy(),
    later: () => {
      const until = tonight(now(), quiet) ?? tomorrowBest(now(), walk.current?.bestCell ?? null, quiet);
      if (waiting) void once(() => snooze.mutateAsync({ friend: card, until }).then(() => goOn(card.id)));
    },
    pass: () => {
      if (waiting) void once(() => skip.mutateAsync(card).then(() => goOn(card.id)));
    },
  });
  const readAgain = () => void Promise.all([walk.refetch(), refetch()]);
  return { walk, card, error: walk.error ?? error, readAgain, text, step, free, waiting, press };
}

function useMiniKeys({ walk, press }: Mini, { keys, onCopyNext }: Pick<MiniCardProps, 'keys' | 'onCopyNext'>): void {
  const latest = useRef(press);
  useLayoutEffect(() => {
    latest.current = press;
  });
  useEffect(() => onCopyNext?.(() => latest.current('copy')), [onCopyNext]);
  // before it is painted: a key pressed at the first sight of a friend must answer
  useLayoutEffect(() => {
    const actions: Record<string, (() => void) | undefined> = {
      c: () => press('copy'),
      s: () => press('pass'),
      z: () => press('later'),
      arrowdown: () => walk.step(1),
      arrowup: () => walk.step(-1),
    };
    const onKey = (event: KeyboardEvent) => {
      const run = actions[keyOf(event)];
      if (!run || event.defaultPrevented) return;
      event.preventDefault();
      if (!event.repeat || mayRepeat(keyOf(event))) run();
    };
    keys.addEventListener('keydown', onKey);
    return () => keys.removeEventListener('keydown', onKey);
  });
}

/** Why nothing can be copied here, and where to go for what this window does not do. */
function stateOf({ walk, card, text, step }: Mini): string {
  if (step.refused) return '没有复制成功，也没有记成已发。点一下这个小窗，再按 c；还是不行，回大窗口用二维码。';
  if (!walk.queue || !card) return '';
  if (card.state !== 'waiting')
    return readyText(walk.queue) + (walk.queue.state === 'done' && walk.nextPart ? `。回大窗口接着发「${walk.nextPart.name}」` : '');
  if (card.gone) return '对方已经删了你或拉黑了你，跳过吧';
  if (walk.queue.state === 'paused') return '名单先停着。要接着发，回大窗口点「接着发」';
  if (unfilledIn(text).length > 0) return '缺资料。回大窗口按 e 补上';
  if (card.guard.answer !== 'ok') return `${answerText(card.guard)}。一定要发，回大窗口按 c 选理由`;
  const next = step.steps[step.done];
  return next?.kind === 'picture' ? `接着复制第 ${next.place} 张图` : '要改这段话，回大窗口按 e';
}

/** Nothing to go on with: the list is gone, or she could not be read. */
function Unread({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isGone = toAppError(error).kind === 'notFound';
  const { title, hint } = isGone ? goneText : textOfFailure(error);
  return (
    <main className="mini mini-unread" aria-label="小窗" role="alert">
      <b>{title}</b>
      <p>{hint}</p>
      {!isGone && (
        <button type="button" onClick={onRetry}>
          再试一次
        </button>
      )}
    </main>
  );
}

/** Her name, her words, and why they cannot be copied when they cannot. */
function Friend({ mini, queue, card }: { mini: Mini; queue: QueueSummary; card: SendCard }) {
  return (
    <>
      <header>
        <b>{card.name}</b>
        <LevelPill level={card.trustLevel} />
        <span>
          {count(queue.sent + queue.skipped)} / {count(queue.total)}
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long words are scrolled by keys */}
      <p className="mini-words" tabIndex={0}>
        {mini.text}
      </p>
      <p className={mini.free ? 'mini-state' : 'mini-state held'} role="status">
        {stateOf(mini)}
      </p>
    </>
  );
}

/** The queue as one small card beside WeChat: her name, her words, one key. */
export function MiniCard({ queueId, clipboard, keys, onCopyNext, shortcut = null }: MiniCardProps) {
  const mini = useMini({ queueId, clipboard });
  useMiniKeys(mini, { keys, onCopyNext });
  const { walk, card, error, step, free, waiting, press } = mini;
  const { queue } = walk;
  // what was read before stays while the program does not answer, but not when it says that there is no such list any more
  if (error && (!queue || !card || toAppError(error).kind === 'notFound')) return <Unread error={error} onRetry={mini.readAgain} />;
  const next = step.steps[step.done];
  return (
    <main className="mini" aria-label="小窗">
      {queue && card ? <Friend mini={mini} queue={queue} card={card} /> : <p className="mini-words">正在读取…</p>}
      {/* what was done with the last friend is still told while the next one is on her way */}
      <MessageLine />
      <footer>
        <button type="button" className="mini-copy" disabled={!free || !next} onClick={() => press('copy')}>
          {next?.kind === 'picture' ? `复制第 ${next.place} 张图` : '复制'} <kbd>{shortcut ?? 'C'}</kbd>
        </button>
        <button type="button" disabled={!waiting} onClick={() => press('pass')}>
          跳过
        </button>
        <button type="button" disabled={!waiting} onClick={() => press('later')}>
          晚点
        </button>
      </footer>
    </main>
  );
}
