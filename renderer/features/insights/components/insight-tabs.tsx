import { TabStrip } from '../../../ui/tab-strip.tsx';

export const insightTabs = [
  { key: 'content', label: '内容' },
  { key: 'layers', label: '分层' },
  { key: 'pool', label: '留量' },
  { key: 'funnel', label: '漏斗' },
  { key: 'channels', label: '渠道' },
  { key: 'cohorts', label: '留存' },
  { key: 'referrals', label: '转介绍' },
] as const;
export type InsightTab = (typeof insightTabs)[number]['key'];

const idStart = 'insights-tab';
export const insightTabId = (tab: InsightTab): string => `${idStart}-${tab}`;
export const insightsPanelId = 'insights-panel';

/** The views of 洞察. */
export function InsightTabs({ tab, onTab }: { tab: InsightTab; onTab: (tab: InsightTab) => void }) {
  return <TabStrip label="洞察" tabs={insightTabs} tab={tab} onTab={onTab} id={idStart} panelId={insightsPanelId} />;
}
