import type { KeyboardEvent, ReactNode } from 'react';
import './tab-strip.css';

export interface StripTab<Key extends string> {
  key: Key;
  label: ReactNode;
  title?: string;
  className?: string;
}

export interface TabStripProps<Key extends string> {
  /** what it chooses, for those who hear it */
  label: string;
  tabs: readonly StripTab<Key>[];
  tab: Key;
  onTab: (tab: Key) => void;
  /** the id of each tab is this, a hyphen and its key */
  id: string;
  /** of what it changes */
  panelId: string;
  className?: string;
}

/** Views of one page beside each other; the arrow keys go from one to the next. */
export function TabStrip<Key extends string>({ label, tabs, tab, onTab, id, panelId, className = 'tab-strip' }: TabStripProps<Key>) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    // from the tab that has the focus: the address may still be on its way to it
    const here = tabs.findIndex(({ key }) => `${id}-${key}` === (event.target as HTMLElement).id);
    const next = (here + step + tabs.length) % tabs.length;
    onTab(tabs[next]!.key);
    // by name: the page of another view may have drawn a strip of its own
    document.getElementById(`${id}-${tabs[next]!.key}`)?.focus();
  };
  return (
    <div className={className} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ key, label: words, title, className: own }) => (
        <button
          key={key}
          id={`${id}-${key}`}
          type="button"
          role="tab"
          aria-selected={key === tab}
          aria-controls={panelId}
          tabIndex={key === tab ? 0 : -1}
          title={title}
          className={own}
          onClick={() => onTab(key)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
