import { Button, Checkbox, InputNumber, Select } from 'antd';
import { Link } from 'react-router';
import type { BanDayAccount, ReAddQueue } from '../../../../shared/contracts/ban-day.ts';
import { count } from '../../../lib/format.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useSetting } from '../../settings/index.ts';
import { useBan, useReAddQueue } from '../queries.ts';
import { useReAddKeys } from '../use-re-add-keys.ts';
import { useReAdds } from '../use-re-adds.ts';
import { daysText } from '../words.ts';
import { ReAddCard } from './re-add-card.tsx';
import { ReAddLists } from './re-add-lists.tsx';
import { ReconnectWords } from './reconnect-words.tsx';

interface DeskProps {
  account: BanDayAccount;
  accounts: readonly BanDayAccount[];
  onOpenFriend: (id: number) => void;
}

interface Via {
  id: number;
  name: string;
}

/** From which account, how many a day, and what becomes of who came. */
function Terms({ via, others, queue }: { via: Via | null; others: readonly Via[]; queue: ReAddQueue }) {
  const [, setVia] = useSetting('banDay.viaAccountId');
  const [cap, setCap] = useSetting('banDay.cap');
  const [move, setMove] = useSetting('banDay.move');
  return (
    <div className="ban-terms">
      <label htmlFor="ban-via">用哪个号加</label>
      <Select
        id="ban-via"
        style={{ minWidth: 140 }}
        value={via?.id ?? null}
        onChange={(id) => setVia(id)}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <label htmlFor="ban-cap">一天最多</label>
      <InputNumber
        id="ban-cap"
        style={{ width: 72 }}
        min={1}
        max={50}
        precision={0}
        value={cap}
        onChange={(value) => value !== null && setCap(value)}
      />
      <span title="一天加太多人，是新号被封最常见的原因（据反馈，各家说法不一）。默认 10 位，宁可慢一点。">位，慢一点才安全</span>
      <span className="ban-today" role="status">
        今天 {count(queue.askedToday)} / {count(queue.cap)}
      </span>
      <Checkbox checked={move} onChange={(event) => setMove(event.target.checked)}>
        通过以后，归到这个号
      </Checkbox>
    </div>
  );
}

function Progress({ queue }: { queue: ReAddQueue }) {
  const { waiting, asked, passed, notFound, skipped } = queue.counts;
  const total = waiting + asked + passed + notFound + skipped;
  const { elsewhere, noWay } = queue.left;
  return (
    <div className="ban-progress">
      <progress aria-label="加回来的进度" max={Math.max(1, total)} value={total - waiting} />
      <p>
        {count(total)} 位里，通过 {count(passed)}，等通过 {count(asked)}，还没加 {count(waiting)}
        {waiting > 0 && `（${daysText(waiting, queue.cap)}）`}。{elsewhere > 0 && `另有 ${count(elsewhere)} 位别的号里就有，不用加。`}
        {noWay > 0 && `还有 ${count(noWay)} 位没有联系方式，加不了。`}
      </p>
    </div>
  );
}

function stoppedBy(queue: ReAddQueue, via: Via | null): string | null {
  if (!via) return '还没有别的号可以用来加。';
  if (queue.askedToday < queue.cap) return null;
  return `今天从「${via.name}」加了 ${count(queue.askedToday)} 位，到上限了。明天接着加，名单会等着。`;
}

function Desk({
  account,
  via,
  others,
  queue,
  onOpenFriend,
}: Omit<DeskProps, 'accounts'> & { via: Via | null; others: readonly Via[]; queue: ReAddQueue }) {
  const [move] = useSetting('banDay.move');
  const walk = useReAdds({ accountId: account.accountId, queue, via, move });
  const stopped = stoppedBy(queue, via);
  useReAddKeys(
    {
      next: walk.next,
      previous: walk.previous,
      copyPhone: () => void walk.copy('phone'),
      copyId: () => void walk.copy('id'),
      copyWords: () => void walk.copy('words'),
      asked: () => stopped === null && walk.onCurrent('asked'),
      notFound: () => walk.onCurrent('notFound'),
      skip: () => walk.onCurrent('skipped'),
    },
    walk.current !== null,
  );
  return (
    <>
      {others.length > 0 ? (
        <Terms via={via} others={others} queue={queue} />
      ) : (
        <p className="ban-amber">
          还没有别的号可以用来加人。<Link to="/accounts">先添加一个没有被封的微信号</Link>
        </p>
      )}
      <ReconnectWords />
      <Progress queue={queue} />
      <div className="ban-desk">
        {walk.card ? (
          <ReAddCard card={walk.card} walk={walk} stopped={stopped} onOpenFriend={onOpenFriend} />
        ) : (
          <div className="ban-card ban-card-empty" role="status">
            {walk.current ? '' : queue.counts.asked > 0 ? '都申请过了。有人通过了，就在右边点「已通过」。' : '没有要加的人了。'}
          </div>
        )}
        <ReAddLists queue={queue} walk={walk} />
      </div>
    </>
  );
}

/** After the ban: one by one, as many a day as is safe, over as many days as it takes. */
export function ReAddDesk({ account, accounts, onOpenFriend }: DeskProps) {
  const [kept] = useSetting('banDay.viaAccountId');
  const ban = useBan();
  const others = accounts
    .filter((one) => one.standing !== 'banned' && one.accountId !== account.accountId)
    .map(({ accountId, name }): Via => ({ id: accountId, name }));
  const via = others.find(({ id }) => id === kept) ?? others[0] ?? null;
  const queue = useReAddQueue(account.accountId, via?.id ?? null);
  const banned = account.standing === 'banned';
  return (
    <section className="ban-group ban-again" aria-labelledby="ban-again">
      <h2 id="ban-again">{banned ? '一位一位加回来' : '真的被封了'}</h2>
      {!banned ? (
        <div className="ban-line">
          <div>
            <h3>先记下来</h3>
            <p>把「{account.name}」记为封禁，这里就排出要加回来的人：成交多、信任高的在前，每天只加几位，一步一步记着，关掉也不会丢。</p>
          </div>
          <Button danger loading={ban.isPending} onClick={() => ban.mutate(account.accountId)}>
            这个号被封了
          </Button>
        </div>
      ) : queue.error ? (
        <ErrorState error={queue.error} onRetry={() => void queue.refetch()} />
      ) : queue.data ? (
        <Desk account={account} via={via} others={others} queue={queue.data} onOpenFriend={onOpenFriend} />
      ) : (
        <LoadingSkeleton rows={4} />
      )}
    </section>
  );
}
