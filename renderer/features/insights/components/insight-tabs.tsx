import type { KeyboardEvent } from 'react';
import './insight-tabs.css';

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

export const insightTabId = (tab: InsightTab): string => `insights-tab-${tab}`;
export const insightsPanelId = 'insights-panel';

/** The views of 洞察. */
export function InsightTabs({ tab, onTab }: { tab: InsightTab; onTab: (tab: InsightTab) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = insightTabs[(insightTabs.findIndex(({ key }) => key === tab) + step + insightTabs.length) % insightTabs.length]!.key;
    onTab(next);
    document.getElementById(insightTabId(next))?.focus();
  };
  return (
    <div className="insight-tabs" role="tablist" aria-label="洞察" onKeyDown={onKeyDown}>
      {insightTabs.map(({ key, label }) => (
        <button
          key={key}
          id={insightTabId(key)}
          type="button"
          role="tab"
          aria-selected={key === tab}
          aria-controls={insightsPanelId}
          tabIndex={key === tab ? 0 : -1}
          onClick={() => onTab(key)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
