import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { type CompareInput, type CompareKey, type Comparison, compareKeys } from '../../../../shared/contracts/insights.ts';
import { contentSentence } from '../../../../shared/domain/content-results.ts';
import { periodText } from '../../../../shared/domain/periods.ts';
import { fewResults } from '../../../../shared/domain/post-results.ts';
import { useAccounts } from '../../../lib/book.ts';
import { count, dayText, money, yuanText } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import type { ChartTable } from '../../../ui/chart-picture.ts';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useComparedPosts, useComparison } from '../queries.ts';
import { compareWords, groupName, groupVerdicts, weightsText } from '../words.ts';
import { ChartSection } from './chart-section.tsx';
import { daysOf, PeriodPicker, type PeriodProps } from './period-picker.tsx';
import { type PostDoors, PostsDialog } from './posts-dialog.tsx';

export interface CompareSectionProps extends PeriodProps, PostDoors {
  accountId: number | null;
  /** to the posts that wait for their results; null = none do */
  due: { posts: number; onOpen: () => void } | null;
}

type Named = Comparison['groups'][number] & { name: string };

/** 什么样的内容管用: what she counted and what it sold, kind against kind, and an honest word where chance could have done it. */
export function CompareSection({ accountId, due, onPost, ...period }: CompareSectionProps) {
  const [by, setBy] = useState<CompareKey>('category');
  const days = daysOf(period.chosen);
  const { data, error, refetch } = useComparison({ by, ...days, accountId });
  const accounts = useAccounts();
  const shown = accounts.active.length > 1 ? compareKeys : compareKeys.filter((key) => key !== 'account');
  const groups = data?.groups.map((group): Named => ({ ...group, name: groupName(by, group.key, accounts.byId) })) ?? [];
  const when = periodText(days, dayText(now()));
  return (
    <ChartSection
      title="什么样的内容管用？"
      sentence={data ? contentSentence({ total: data.total, groups }, money) : ''}
      basis={data ? `${when}，发了 ${count(data.total.posts)} 条` : ''}
      table={data && data.total.posts > 0 ? () => tableOf(by, groups) : null}
      tools={
        <>
          <Segmented<CompareKey>
            aria-label="按什么比"
            value={by}
            options={shown.map((key) => ({ value: key, label: compareWords[key] }))}
            onChange={setBy}
          />
          <PeriodPicker {...period} />
        </>
      }
    >
      {due && (
        <p className="insight-due">
          有 {count(due.posts)} 条发了一天以上，还没记效果。
          <Button size="small" onClick={due.onOpen}>
            去记效果
          </Button>
        </p>
      )}
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <LoadingSkeleton rows={4} height={32} />}
      {data?.total.posts === 0 && <EmptyState title="这段时间没有发过内容" hint="换一段时间看看；或者先在内容日历里把发过的标为已发。" />}
      {data && data.total.posts > 0 && (
        <Groups by={by} comparison={data} groups={groups} ask={{ by, ...days, accountId }} onPost={onPost} />
      )}
    </ChartSection>
  );
}

function tableOf(by: CompareKey, groups: readonly Named[]): ChartTable {
  const most = Math.max(1, ...groups.map(({ median }) => median ?? 0));
  return {
    header: [compareWords[by], '发了', '记了效果', '一般一条得分', '赞', '评论', '私信', '成交', '带来的单', '收到（元）', '比别的'],
    rows: groups.map(({ name, posts, counted, median, likes, comments, privates, deals, orders, fen, verdict }) => [
      ...[name, posts, counted, median === null ? '' : Math.round(median)],
      ...[likes, comments, privates, deals, orders, yuanText(fen), groupVerdicts[verdict]],
    ]),
    paint: { as: 'bar', shares: groups.map(({ median }) => [0, 0, 0, (median ?? 0) / most]) },
  };
}

/** A row of the table: of which kind, and what that is called. */
interface AskedPosts extends CompareInput {
  key: string;
  name: string;
}

function RowPosts({ ask: { name, ...ask }, ...doors }: PostDoors & { ask: AskedPosts; onClose: () => void }) {
  return <PostsDialog title={`「${name}」发了这些`} posts={useComparedPosts(ask)} {...doors} />;
}

interface GroupsProps extends PostDoors {
  by: CompareKey;
  comparison: Comparison;
  groups: readonly Named[];
  ask: Omit<AskedPosts, 'key' | 'name'>;
}

function Groups({ by, comparison: { weights, total, leftOrders }, groups, ask, onPost }: GroupsProps) {
  const [open, setOpen] = useState<Pick<AskedPosts, 'key' | 'name'> | null>(null);
  const most = Math.max(1, ...groups.map(({ median }) => median ?? 0));
  return (
    <>
      <table className="plain-table compare-table" aria-label="什么样的内容管用">
        <thead>
          <tr>
            <th scope="col">{compareWords[by]}</th>
            <th scope="col">发了</th>
            <th scope="col">一般一条得多少分</th>
            <th scope="col">赞</th>
            <th scope="col">评论</th>
            <th scope="col">私信</th>
            <th scope="col">成交</th>
            <th scope="col">带来的订单</th>
            <th scope="col">比别的</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Row key={group.key} group={group} most={most} onOpen={() => setOpen(group)} />
          ))}
        </tbody>
      </table>
      <p className="insight-note">
        {weightsText(weights)}
        （在设置里改）；取中间那条的分数。赞、评论、私信、成交是记了效果的加起来；订单是你勾上的、付了钱没全退的，一单只算一次
        {leftOrders > 0 && `（另有 ${count(leftOrders)} 单没付、全退了或者数目不对，没算）`}。记了效果的少于 {fewResults}{' '}
        条不下结论，差别不够大也不说。
        {total.counted < total.posts && `还有 ${count(total.posts - total.counted)} 条没记效果。`}
      </p>
      {open && <RowPosts ask={{ ...ask, key: open.key, name: open.name }} onPost={onPost} onClose={() => setOpen(null)} />}
    </>
  );
}

function Row({ group, most, onOpen }: { group: Named; most: number; onOpen: () => void }) {
  const { name, posts, counted, median, verdict, orders, fen } = group;
  const sum = (value: number) => (counted === 0 ? <span className="layer-nobody">–</span> : count(value));
  return (
    <tr data-verdict={verdict}>
      <th scope="row">{name}</th>
      <td>
        <button type="button" className="link-button layer-heads" aria-label={`看「${name}」的 ${count(posts)} 条`} onClick={onOpen}>
          {count(posts)}
        </button>
        {counted < posts && <small>记了 {count(counted)} 条</small>}
      </td>
      <td>
        {median === null ? (
          <span className="layer-nobody">还没记</span>
        ) : (
          <>
            <svg className="compare-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(median / most) * 100} height="8" rx="1" />
            </svg>
            <span>{count(Math.round(median))}</span>
          </>
        )}
      </td>
      <td>{sum(group.likes)}</td>
      <td>{sum(group.comments)}</td>
      <td>{sum(group.privates)}</td>
      <td>{sum(group.deals)}</td>
      <td>
        {orders === 0 ? (
          <span className="layer-nobody">–</span>
        ) : (
          <>
            {count(orders)} 单<small>{money(fen)}</small>
          </>
        )}
      </td>
      <td>{groupVerdicts[verdict]}</td>
    </tr>
  );
}
