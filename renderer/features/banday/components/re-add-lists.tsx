import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ReAddItem, ReAddQueue } from '../../../../shared/contracts/ban-day.ts';
import { reAddWords } from '../../../../shared/domain/words.ts';
import { count, fullTime, money, spokenAgo } from '../../../lib/format.ts';
import { LevelPill } from '../../../ui/level.tsx';
import type { useReAdds } from '../use-re-adds.ts';

type Walk = ReturnType<typeof useReAdds>;

function List({
  title,
  total,
  items,
  row,
}: {
  title: string;
  total: number;
  items: readonly ReAddItem[];
  row: (item: ReAddItem) => ReactNode;
}) {
  if (total === 0) return null;
  return (
    <section className="ban-people" aria-label={title}>
      <h3>
        {title} <span>{count(total)}</span>
      </h3>
      <ul>
        {items.map((item) => (
          <li key={item.friendId}>{row(item)}</li>
        ))}
      </ul>
      {total > items.length && <small>这里是最前面的 {count(items.length)} 位</small>}
    </section>
  );
}

function Waiting({ item, walk }: { item: ReAddItem; walk: Walk }) {
  const isCurrent = item.friendId === walk.current?.friendId;
  return (
    <button type="button" className="ban-person" aria-current={isCurrent} onClick={() => walk.choose(item.friendId)}>
      <b>{item.name}</b>
      <LevelPill level={item.trustLevel} short />
      <span>{item.paidFen > 0 ? money(item.paidFen) : ''}</span>
    </button>
  );
}

function Asked({ item, walk }: { item: ReAddItem; walk: Walk }) {
  return (
    <div className="ban-person">
      <b>{item.name}</b>
      <span title={item.askedAt === null ? undefined : fullTime(item.askedAt)}>
        {item.askedAt === null ? '' : `${spokenAgo(item.askedAt)}申请`}
      </span>
      <Button size="small" type="primary" ghost aria-label={`${item.name}：已通过`} onClick={() => void walk.step(item, 'passed')}>
        已通过
      </Button>
      <Button size="small" type="text" aria-label={`${item.name}：找不到`} onClick={() => void walk.step(item, 'notFound')}>
        找不到
      </Button>
    </div>
  );
}

function Settled({ item, walk }: { item: ReAddItem; walk: Walk }) {
  return (
    <div className="ban-person">
      <b>{item.name}</b>
      <span title={item.settledAt === null ? undefined : fullTime(item.settledAt)}>{item.state && reAddWords[item.state]}</span>
      {item.state !== 'passed' && (
        <Button size="small" type="text" aria-label={`${item.name}：放回`} onClick={() => void walk.step(item, null)}>
          放回
        </Button>
      )}
    </div>
  );
}

/** Everybody by how far they are. */
export function ReAddLists({ queue, walk }: { queue: ReAddQueue; walk: Walk }) {
  const { counts } = queue;
  return (
    <div className="ban-lists">
      <List title="等通过" total={counts.asked} items={queue.asked} row={(item) => <Asked item={item} walk={walk} />} />
      <List title="待加" total={counts.waiting} items={queue.waiting} row={(item) => <Waiting item={item} walk={walk} />} />
      <List
        title="有结果"
        total={counts.passed + counts.notFound + counts.skipped}
        items={queue.settled}
        row={(item) => <Settled item={item} walk={walk} />}
      />
    </div>
  );
}
