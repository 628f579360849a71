import type { ReactNode } from 'react';
import type { CareList } from '../../../../shared/contracts/today.ts';
import { count } from '../../../lib/format.ts';
import type { TodayItem } from '../agenda.ts';
import './name-line.css';

interface DueSectionProps {
  title: string;
  items: readonly TodayItem[];
  total: number;
  line: (item: TodayItem) => ReactNode;
}

/** Follow-ups or promises of today beside the names: the first ones, and how many wait behind them. */
function DueSection({ title, items, total, line }: DueSectionProps) {
  if (items.length === 0) return null;
  return (
    <section className="today-section" aria-label={title}>
      <h2>
        {title}
        <span>{count(total)}</span>
      </h2>
      <ul>{items.map(line)}</ul>
      {total > items.length && <p className="care-note">先列出 {count(items.length)} 条，做完的走了，后面的补上；全部在「跟进」里。</p>}
    </section>
  );
}

interface DueSectionsProps {
  care: CareList;
  followUps: readonly TodayItem[];
  promises: readonly TodayItem[];
  line: (item: TodayItem) => ReactNode;
}

/** What is due with friends whom the minutes of today are not enough for, or who are not to be named. */
export function DueSections({ care, followUps, promises, line }: DueSectionsProps) {
  const isNamed = care.names.length > 0;
  return (
    <>
      <DueSection title={isNamed ? '还要跟进的' : '今天要跟进的'} items={followUps} total={care.followUps.total} line={line} />
      <DueSection title="答应的，今天到日子" items={promises} total={care.promises.total} line={line} />
    </>
  );
}
