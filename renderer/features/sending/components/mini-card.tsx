import { useCallback, useEffect } from 'react';
import { count } from '../../../lib/format.ts';
import { keyOf, mayRepeat } from '../../../lib/keys.ts';
import { now } from '../../../lib/now.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { answerText } from '../../touches/index.ts';
import { useSkip, useSnooze } from '../mutations.ts';
import { tomorrowBest, tonight } from '../order.ts';
import { useCard } from '../queries.ts';
import { useQueueWalk } from '../use-queue-walk.ts';
import { type Clipboard, useSendStep } from '../use-send-step.ts';
import { readyText } from '../words.ts';
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

/** The queue as one small card beside WeChat: her name, her words, one key. */
export function MiniCard({ queueId, clipboard, keys, onCopyNext, shortcut = null }: MiniCardProps) {
  const walk = useQueueWalk(queueId);
  const { data: card } = useCard(walk.current?.id ?? null);
  const [skip, snooze] = [useSkip(), useSnooze()];
  const { goOn } = walk;
  const text = card?.text ?? '';
  const step = useSendStep({ card, text, nextName: walk.next?.name ?? null, clipboard, onSent: goOn });
  const waiting = card?.state === 'waiting' && !card.gone;
  const free = waiting && card.guard.answer === 'ok' && card.missing.length === 0;
  const { copy } = step;
  const go = useCallback(() => {
    if (free) void copy();
  }, [free, copy]);
  const later = () => card && snooze.mutate({ friend: card, until: tonight(now()) ?? tomorrowBest(now(), null) }, { onSuccess: goOn });
  const pass = () => card && skip.mutate(card, { onSuccess: goOn });
  useEffect(() => onCopyNext?.(go), [onCopyNext, go]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const run = { c: go, s: pass, z: later, arrowdown: () => walk.step(1), arrowup: () => walk.step(-1) }[keyOf(event)];
      if (!run || event.defaultPrevented || (run === pass && !waiting) || (run === later && !waiting)) return;
      event.preventDefault();
      if (!event.repeat || mayRepeat(keyOf(event))) run();
    };
    keys.addEventListener('keydown', press);
    return () => keys.removeEventListener('keydown', press);
  });
  if (!walk.queue || !card) return <main className="mini">正在读取…</main>;
  const next = step.steps[step.done];
  return (
    <main className="mini" aria-label="小窗">
      <header>
        <b>{card.name}</b>
        <LevelPill level={card.trustLevel} />
        <span>
          {count(walk.queue.sent + walk.queue.skipped)} / {count(walk.queue.total)}
        </span>
      </header>
      <p className="mini-words">{text}</p>
      <p className={free ? 'mini-state' : 'mini-state held'} role="status">
        {step.refused
          ? '没有复制成功，也没有记成已发。点一下这个小窗，再按 c。'
          : card.state !== 'waiting'
            ? readyText(walk.queue)
            : card.missing.length > 0
              ? '缺资料，回大窗口补上'
              : card.guard.answer === 'ok'
                ? step.done > 0
                  ? `接着复制第 ${step.done} 张图`
                  : ''
                : answerText(card.guard)}
      </p>
      <footer>
        <button type="button" className="mini-copy" disabled={!free || !next} onClick={go}>
          {next?.kind === 'picture' ? `复制第 ${next.place} 张图` : '复制'} <kbd>{shortcut ?? 'C'}</kbd>
        </button>
        <button type="button" disabled={!waiting} onClick={pass}>
          跳过
        </button>
        <button type="button" disabled={!waiting} onClick={later}>
          晚点
        </button>
      </footer>
    </main>
  );
}
