import { count } from '../../../lib/format.ts';
import { SendIcon } from '../../../ui/icons.tsx';
import { useQueues } from '../queries.ts';
import { readyText } from '../words.ts';
import '../sending.css';

/** Queues that are not done, for 今日: how many may be written to now. Nothing when there are none. */
export function OpenQueues({ onOpen }: { onOpen: (queueId: number) => void }) {
  const open = useQueues().data?.filter(({ state }) => state === 'open') ?? [];
  if (open.length === 0) return null;
  const shown = open.slice(0, 4);
  return (
    <nav className="open-queues" aria-label="一位一位发">
      {shown.map((queue) => (
        <button key={queue.id} type="button" className={queue.ready > 0 ? 'now' : undefined} onClick={() => onOpen(queue.id)}>
          <SendIcon width="14" height="14" />
          <b>{queue.name}</b>
          <span>{readyText(queue)}</span>
        </button>
      ))}
      {open.length > shown.length && <span>还有 {count(open.length - shown.length)} 份名单</span>}
    </nav>
  );
}
