import { memo, useEffect, useRef } from 'react';
import type { SendItemRow } from '../../../../shared/contracts/sending.ts';
import { fullTime } from '../../../lib/format.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { cellText, waitText } from '../words.ts';

function stateText(item: SendItemRow): string {
  if (item.state === 'sent') return item.repliedAt !== null ? '回了' : item.reason ? '仍发了' : '已发';
  if (item.state === 'skipped') return '跳过';
  return item.wait ? waitText(item) : '';
}

interface RowProps {
  item: SendItemRow;
  isCurrent: boolean;
  onOpen: (itemId: number) => void;
}

/** Drawn again only when something of this friend changed: a list has up to two thousand. */
const Row = memo(function Row({ item, isCurrent, onOpen }: RowProps) {
  return (
    <li>
      <button
        type="button"
        className={`queue-item ${item.state}${item.wait ? ' later' : ''}`}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => onOpen(item.id)}
      >
        <span className="queue-item-name">{item.name}</span>
        <span className="queue-item-state" title={item.settledAt === null ? item.reason || undefined : fullTime(item.settledAt)}>
          {item.state === 'sent' && <CheckIcon width="12" height="12" />}
          {stateText(item) || (item.bestCell === null ? '' : cellText(item.bestCell))}
        </span>
      </button>
    </li>
  );
});

interface QueueItemsProps {
  items: readonly SendItemRow[];
  current: number | null;
  onOpen: (itemId: number) => void;
}

/** Everybody of the queue in order; who is next, who waits until when, who is done. */
export function QueueItems({ items, current, onOpen }: QueueItemsProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (current !== null) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <ul ref={list} className="queue-items" aria-label="名单">
      {items.map((item) => (
        <Row key={item.id} item={item} isCurrent={item.id === current} onOpen={onOpen} />
      ))}
    </ul>
  );
}
