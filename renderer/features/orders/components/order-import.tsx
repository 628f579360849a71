import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { OrderScan } from '../../../../shared/contracts/orders-import.ts';
import type { JobProgress } from '../../../../shared/events.ts';
import { client, toAppError, trpc } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { byteSteps, count, money } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { columnTitle } from '../../../lib/words.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { freshWalk, isOf, type OrderItem, orderWalk, useOrderWalk } from '../import-walk.ts';
import { columnWords, controlWords, lostRows, phaseWords, warningWords } from '../import-words.ts';
import { FriendPick } from './friend-pick.tsx';
import { OrderProblems } from './order-problems.tsx';
import { OrderReport, type OrderReportProps } from './order-report.tsx';
import { OrderRows } from './order-rows.tsx';
import { OrderTwins } from './order-twins.tsx';

export interface OrderImportProps {
  queueId: string;
  itemId: string;
  /** name of the file */
  label: string;
  accountId: number | null;
  onAccount: (id: number) => void;
  /** progress of the queue in hand */
  job: JobProgress | undefined;
  /** back to the queue; nothing has been written */
  onBack: () => void;
  /** it is in: the file is done with */
  onDone: () => void;
  onShow: OrderReportProps['onShow'];
}

const shownBuyers = 100;

function Control({ scan }: { scan: OrderScan }) {
  if (scan.control.length === 0) return null;
  return (
    <ul className="order-control" aria-label="和文件里写的合计核对">
      {scan.control.map((sum) => (
        <li key={sum.what} className={sum.agrees ? undefined : 'order-warn'}>
          {controlWords[sum.what]}：文件里写 {sum.amountFen === null ? `${count(sum.count ?? 0)} 笔` : money(sum.amountFen)}，读到{' '}
          {sum.amountFen === null ? `${count(sum.countedCount)} 笔` : money(sum.countedFen)}
          {sum.agrees ? '，一致' : '，对不上，导入前请核对'}
        </li>
      ))}
    </ul>
  );
}

interface BuyersProps {
  item: OrderItem;
  accountId: number;
  bill: boolean;
}

/** Buyers of whom it is not certain who they are. What she does not answer stays with nobody. */
function Buyers({ item, accountId, bill }: BuyersProps) {
  const answers = useOrderWalk((walk) => walk.answers);
  const { data, error, refetch } = useQuery({
    ...trpc.orderImport.buyers.queryOptions({ ...item, match: 'doubtful', offset: 0, limit: shownBuyers }),
    placeholderData: keepPreviousData,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || data.total === 0) return null;
  return (
    <section aria-label="请你认一认">
      <h3>
        请你认一认
        <small>
          {count(data.total)} 位{bill ? '付款的人' : '买家'}像是你的好友，又不敢肯定；不选的先不挂到好友名下，以后还能补认
        </small>
      </h3>
      <table className="orders-table">
        <tbody>
          {data.rows.map((buyer) => (
            <tr key={buyer.key}>
              <td className="w-name">{buyer.name || buyer.receiver}</td>
              <td className="order-source">{[buyer.receiver, buyer.phone].filter(Boolean).join(' ')}</td>
              <td>
                {count(buyer.orders)} {bill ? '笔' : '单'}，{money(buyer.amountFen)}
              </td>
              <td className="w-pick">
                <FriendPick
                  label={`「${buyer.name || buyer.receiver}」是谁`}
                  accountId={accountId}
                  value={answers[buyer.key]}
                  candidates={buyer.candidates}
                  onPick={(friendId) => orderWalk.answer(buyer.key, friendId)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.total > shownBuyers && (
        <p className="order-hint">
          其余 {count(data.total - shownBuyers)} 位，导入后在「订单」页{bill ? '的「收款」' : ''}选「还没认出」，慢慢认。
        </p>
      )}
    </section>
  );
}

function Columns({ scan }: { scan: OrderScan }) {
  const options = scan.fields.map((field) => ({ value: field, label: columnWords[field] ?? field }));
  const isNew = scan.format.startsWith('other') && !scan.columns.some(({ by }) => by === 'template');
  return (
    <details className="order-columns" open={isNew || scan.counts.read === 0 || undefined}>
      <summary>{isNew ? '这种表第一次见，请看看每一列认得对不对' : '每一列是什么'}（认错了可以改，下次同样的表自动照办）</summary>
      <table className="orders-table">
        <tbody>
          {scan.columns.map((column) => (
            <tr key={column.index}>
              <td className="w-name">{columnTitle(column.header)}</td>
              <td className="w-pick">
                <Select<string>
                  aria-label={`「${columnTitle(column.header)}」是什么`}
                  value={column.field}
                  options={options}
                  onChange={(field) => orderWalk.map(column.header, field)}
                />
              </td>
              <td className="order-source">{column.samples.slice(0, 3).join(' ／ ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Letters that are lost already are not taken unasked: another export may have them. */
function LostLetters({ rows, unit }: { rows: number; unit: string }) {
  const accepted = useOrderWalk((walk) => walk.lossAccepted);
  return (
    <div className="order-warn" role="alert">
      {count(rows)} {unit}里有乱码（�），那些字已经找不回来了。最好从原来的平台重新导出一次。{' '}
      <label>
        <input type="checkbox" checked={accepted} onChange={(event) => orderWalk.acceptLoss(event.target.checked)} />
        没有别的文件了，照样导入
      </label>
    </div>
  );
}

/** What a scan says, before anything is written. */
function Facts({ scan }: { scan: OrderScan }) {
  const { counts, sums, matches, warnings } = scan;
  const unit = scan.kind === 'bill' ? '笔' : '单';
  const lost = lostRows(scan);
  return (
    <>
      <p className="orders-sums">
        {scan.tool}
        {scan.title && `「${scan.title}」`}：读到 {count(counts.read)} {unit}，共 {money(sums.amountFen)}
        {sums.refundFen > 0 && `，退款 ${money(sums.refundFen)}`}。其中新的 {count(counts.added)}，有变化 {count(counts.changed)}，本来就有{' '}
        {count(counts.same)}
        {counts.problem > 0 && `，读不了 ${count(counts.problem)}`}。
      </p>
      <p className="orders-sums">
        {scan.kind === 'bill' ? '付款的人' : '买家'}里认得准的 {count(matches.certain)} 位，要你认的 {count(matches.doubtful)}{' '}
        位，不在好友里的 {count(matches.none)} 位。
      </p>
      {lost > 0 && <LostLetters rows={lost} unit={unit} />}
      {Object.entries(warnings)
        .filter(([warning]) => lost === 0 || warning !== 'lostLetters')
        .map(([warning, times]) => (
          <p key={warning} className="order-hint">
            {count(times ?? 0)} 处：{warningWords[warning as keyof typeof warningWords]}
          </p>
        ))}
      <Control scan={scan} />
    </>
  );
}

interface WorkingProps {
  job: JobProgress | undefined;
  /** the orders are on their way into the book */
  writes: boolean;
  bill: boolean;
}

/** How far reading or bringing in has come, how long still, and the way out. */
function Working({ job, writes, bill }: WorkingProps) {
  const [cancelling, setCancelling] = useState(false);
  // the look before has the same id, and its last word may come behind its answer
  const running = job?.state === 'running' && job.name === (writes ? 'orderImport.commit' : 'orderImport.scan') ? job : undefined;
  const { phase = writes ? 'write' : 'read', done = 0, total = 0 } = running ?? {};
  const steps = phase === 'read' ? byteSteps(done, total) : { done, total, unit: bill ? '笔' : '单' };
  return (
    <div className="order-import">
      <ProgressBar
        label={cancelling ? '正在取消' : (phaseWords[phase] ?? '正在导入')}
        {...steps}
        elapsedMs={running?.elapsedMs ?? 0}
        onCancel={
          cancelling
            ? undefined
            : () => {
                setCancelling(true);
                orderWalk.cancel();
              }
        }
      />
      <p className="order-hint">
        {writes ? '可以去别的页面，导入不会停。取消的话，一条也不会留下，铁粉簿和导入前一样。' : '只是看一遍，还没有写进任何东西。'}
      </p>
    </div>
  );
}

interface ActionsProps {
  found: OrderScan | null;
  /** she has said of somebody who it is */
  answered: boolean;
  onBack: () => void;
}

function Actions({ found, answered, onBack }: ActionsProps) {
  const fresh = found ? found.counts.added + found.counts.changed : 0;
  const accepted = useOrderWalk((walk) => walk.lossAccepted);
  const blocked = found !== null && lostRows(found) > 0 && !accepted;
  const ready = fresh > 0 && !blocked;
  useShortcuts('导入', [{ keys: 'mod+enter', label: '导入', inFields: true, run: () => void (ready && orderWalk.commit()) }]);
  // leaving forgets the answers: a stray Esc must not
  useShortcuts('导入', [{ keys: 'escape', label: '回到文件', run: onBack }], !answered);
  return (
    <>
      <Button onClick={onBack}>返回</Button>
      <Button type="primary" disabled={!ready} onClick={() => void orderWalk.commit()}>
        {!found
          ? '导入'
          : blocked
            ? '先看看上面的乱码'
            : fresh === 0
              ? '没有新的'
              : `导入 ${count(fresh)} ${found.kind === 'bill' ? '笔' : '单'}`}
      </Button>
      <Kbd keys="mod+enter" />
    </>
  );
}

/** The walk as it stands; a report that stands there when she leaves has been seen, and does not wait. */
function useWalk({ queueId, itemId, accountId, onBack, onDone }: OrderImportProps) {
  const last = useOrderWalk();
  useEffect(() => orderWalk.begin({ queueId, itemId }, accountId), [queueId, itemId, accountId]);
  // before it has begun the last one may stand there still
  const walk = isOf(last, { queueId, itemId }) ? last : freshWalk;
  const back = () => {
    orderWalk.end();
    onBack();
  };
  const done = () => {
    orderWalk.end();
    onDone();
  };
  const stopped = walk.failure !== null && toAppError(walk.failure).kind === 'cancelled';
  const latest = useRef({ back, done });
  useEffect(() => {
    latest.current = { back, done };
  });
  useEffect(() => {
    if (stopped) latest.current.back();
  }, [stopped]);
  useEffect(
    () => () => {
      if (useOrderWalk.getState().report) latest.current.done();
    },
    [],
  );
  return { ...walk, stopped, back, done };
}

/** An order file or a bill on its way in: what was read, sums that must agree, whose orders they are. */
export function OrderImport(props: OrderImportProps) {
  const { queueId, itemId, label, accountId, onAccount, job, onShow } = props;
  const { active: accounts } = useAccounts();
  const { step, scan: found, scans, failure, answers, sameAs, report, stopped, back, done } = useWalk(props);
  if (report)
    return (
      <PageFrame title={label} scroll>
        <OrderReport report={report} onShow={onShow} onDone={done} />
      </PageFrame>
    );
  if (step === 'run')
    return (
      <PageFrame title={label}>
        <Working job={job} writes bill={found?.kind === 'bill'} />
      </PageFrame>
    );
  const item = { queueId, itemId };
  return (
    <PageFrame
      title={label}
      actions={<Actions found={found} answered={Object.keys(answers).length + Object.keys(sameAs).length > 0} onBack={back} />}
      toolbar={
        accounts.length > 1 && (
          <Select<number>
            aria-label="算在哪个微信号名下"
            placeholder="算在哪个微信号名下"
            value={accountId}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={onAccount}
          />
        )
      }
    >
      <div className="order-import">
        {failure !== null && !stopped && <ErrorState error={failure} />}
        {!found && failure === null && accountId !== null && <Working job={job} writes={false} bill={false} />}
        {accountId === null && <p>先选一下这些订单算在哪个微信号名下。</p>}
        {found && accountId !== null && (
          <>
            <Facts scan={found} />
            {found.kind === 'orders' && <OrderTwins key={`twins ${scans}`} item={item} />}
            <Buyers item={item} accountId={accountId} bill={found.kind === 'bill'} />
            <OrderRows key={scans} item={item} scan={found} />
            <Columns scan={found} />
            <OrderProblems
              total={found.counts.problem}
              problems={found.problems}
              list={() => client.orderImport.problemsFile.mutate(item)}
            />
          </>
        )}
      </div>
    </PageFrame>
  );
}
