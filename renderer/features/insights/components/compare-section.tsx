import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { type CompareKey, type Comparison, compareKeys } from '../../../../shared/contracts/insights.ts';
import { fewResults } from '../../../../shared/domain/post-results.ts';
import { count } from '../../../lib/format.ts';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useComparison } from '../queries.ts';
import { compareWords, groupName, groupVerdicts, weightsText } from '../words.ts';

const periods = [
  { value: 30, label: '最近 30 天' },
  { value: 90, label: '最近 90 天' },
  { value: 365, label: '最近一年' },
];

export interface CompareSectionProps {
  accountId: number | null;
  /** to the posts that wait for their results; null = none do */
  due: { posts: number; onOpen: () => void } | null;
}

/** 什么样的内容管用: what she counted, group against group, and an honest word where chance could have done it. */
export function CompareSection({ accountId, due }: CompareSectionProps) {
  const [by, setBy] = useState<CompareKey>('category');
  const [days, setDays] = useState(90);
  const comparison = useComparison(by, days, accountId);
  const { data } = comparison;
  return (
    <section className="insight" aria-labelledby="compare-title">
      <header>
        <h2 id="compare-title">什么样的内容管用？</h2>
        <Segmented<CompareKey>
          aria-label="按什么比"
          value={by}
          options={compareKeys.map((key) => ({ value: key, label: compareWords[key] }))}
          onChange={setBy}
        />
        <Select aria-label="哪段时间" value={days} options={periods} onChange={setDays} />
      </header>
      {due && (
        <p className="insight-due">
          有 {count(due.posts)} 条发了一天以上，还没记效果。
          <Button size="small" onClick={due.onOpen}>
            去记效果
          </Button>
        </p>
      )}
      {comparison.error && !data ? <ErrorState error={comparison.error} onRetry={() => void comparison.refetch()} /> : null}
      {!data && !comparison.error && <LoadingSkeleton rows={4} height={32} />}
      {data && data.counted === 0 && (
        <EmptyState title="这段时间还没有记过效果" hint="发过的内容打开以后，点「记效果」填几个数，这里就能看出什么管用。" />
      )}
      {data && data.counted > 0 && <Groups by={by} comparison={data} />}
    </section>
  );
}

function Groups({ by, comparison }: { by: CompareKey; comparison: Comparison }) {
  const most = Math.max(1, ...comparison.groups.map(({ median }) => median));
  return (
    <>
      <table className="compare-table">
        <caption>{compareSentence(by, comparison)}</caption>
        <thead>
          <tr>
            <th scope="col">{compareWords[by]}</th>
            <th scope="col">一般一条得多少分</th>
            <th scope="col">条数</th>
            <th scope="col">比别的</th>
          </tr>
        </thead>
        <tbody>
          {comparison.groups.map((group) => (
            <tr key={group.key} data-verdict={group.verdict}>
              <th scope="row">{groupName(by, group.key)}</th>
              <td>
                <svg className="compare-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={(group.median / most) * 100} height="8" rx="1" />
                </svg>
                <span>{count(Math.round(group.median))}</span>
              </td>
              <td>{count(group.posts)}</td>
              <td>{groupVerdicts[group.verdict]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="insight-note">
        {weightsText(comparison.weights)}（在设置里改）；取中间那条的分数。少于 {fewResults} 条不下结论，差别不够大也不说。
        {comparison.uncounted > 0 && `另有 ${count(comparison.uncounted)} 条没记效果，没算在内。`}
      </p>
    </>
  );
}

/** What the picture says, in one sentence. */
function compareSentence(by: CompareKey, { counted, groups }: Comparison): string {
  const named = (verdict: 'better' | 'worse') => groups.filter((group) => group.verdict === verdict).map(({ key }) => groupName(by, key));
  const [better, worse] = [named('better'), named('worse')];
  const say = [better.length > 0 ? `${better.join('、')}明显更管用` : '', worse.length > 0 ? `${worse.join('、')}明显差一些` : ''].filter(
    Boolean,
  );
  return `看了 ${count(counted)} 条：${say.length > 0 ? say.join('，') : '还看不出谁明显更好'}`;
}
