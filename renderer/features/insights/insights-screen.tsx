import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAccounts } from '../../lib/book.ts';
import { CompareSection, type CompareSectionProps } from './components/compare-section.tsx';
import { InsightPage } from './components/insight-frame.tsx';
import { MixSection, type MixSectionProps } from './components/mix-section.tsx';
import { TitleTests } from './components/title-tests.tsx';

export interface InsightsScreenProps {
  onWrite: MixSectionProps['onWrite'];
  due: CompareSectionProps['due'];
  /** the way to the other views of 洞察 */
  tabs: ReactNode;
}

/** 洞察: whether what she posts reads like a person, and what of it works. */
export function InsightsScreen({ onWrite, due, tabs }: InsightsScreenProps) {
  const accounts = useAccounts();
  const [wanted, setAccountId] = useState<number | null>(null);
  const accountId = accounts.active.some(({ id }) => id === wanted) ? wanted : null;
  return (
    <InsightPage
      tab="content"
      title="发的内容管用吗？"
      tabs={tabs}
      actions={
        accounts.active.length > 1 && (
          <Select
            aria-label="看哪个微信号"
            className="insights-account"
            value={accountId ?? 0}
            options={[{ value: 0, label: '全部微信号' }, ...accounts.active.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(id: number) => setAccountId(id === 0 ? null : id)}
          />
        )
      }
    >
      <MixSection accountId={accountId} onWrite={onWrite} />
      <CompareSection accountId={accountId} due={due} />
      <TitleTests />
    </InsightPage>
  );
}
