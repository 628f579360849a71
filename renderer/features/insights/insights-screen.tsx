import type { ReactNode } from 'react';
import { CompareSection, type CompareSectionProps } from './components/compare-section.tsx';
import { InsightPage } from './components/insight-frame.tsx';
import { MixSection, type MixSectionProps } from './components/mix-section.tsx';
import { TitleTests } from './components/title-tests.tsx';
import { AccountPicker } from './components/whose-picker.tsx';

export interface InsightsScreenProps extends Omit<CompareSectionProps, 'accountId'> {
  onWrite: MixSectionProps['onWrite'];
  /** the way to the other views of 洞察 */
  tabs: ReactNode;
  /** null = all of them */
  accountId: number | null;
  onAccount: (id: number | null) => void;
}

/** 洞察: whether what she posts reads like a person, and what of it works. */
export function InsightsScreen({ onWrite, onPost, tabs, accountId, onAccount, ...compare }: InsightsScreenProps) {
  return (
    <InsightPage tab="content" title="发的内容管用吗？" tabs={tabs} actions={<AccountPicker accountId={accountId} onAccount={onAccount} />}>
      <MixSection accountId={accountId} onWrite={onWrite} onPost={onPost} />
      <CompareSection accountId={accountId} onPost={onPost} {...compare} />
      <TitleTests />
    </InsightPage>
  );
}
