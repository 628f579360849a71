import type { ReactNode } from 'react';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { type InsightTab, insightsPanelId, insightTabId } from './insight-tabs.tsx';
import '../../../ui/plain-table.css';
import '../insights-screen.css';
import '../layers.css';
import '../pool.css';

export interface InsightPageProps {
  tab: InsightTab;
  title: string;
  /** the way to the other views of 洞察 */
  tabs: ReactNode;
  actions: ReactNode;
  children: ReactNode;
}

/** Frame of every view of 洞察. */
export function InsightPage({ tab, title, tabs, actions, children }: InsightPageProps) {
  return (
    <PageFrame title={title} toolbar={tabs} actions={actions}>
      <div className="insights" id={insightsPanelId} role="tabpanel" aria-labelledby={insightTabId(tab)}>
        {children}
      </div>
    </PageFrame>
  );
}

interface InsightFrameProps<Report> extends Omit<InsightPageProps, 'children'> {
  report: { data: Report | undefined; error: unknown; refetch: () => unknown };
  children: (report: Report) => ReactNode;
}

/** A view that is one report. */
export function InsightFrame<Report>({ report: { data, error, refetch }, children, ...page }: InsightFrameProps<Report>) {
  return (
    <InsightPage {...page}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <LoadingSkeleton rows={9} height={40} />}
      {data && children(data)}
    </InsightPage>
  );
}
