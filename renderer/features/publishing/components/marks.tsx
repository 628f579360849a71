import type { ReactNode } from 'react';
import type { PostState } from '../../../../shared/contracts/calendar.ts';
import type { ContentCategory } from '../../../../shared/contracts/content.ts';
import { categoryColors, categoryWords, stateWords } from '../words.ts';
import '../../../ui/tag-chip.css';
import './marks.css';

const shapes: Record<PostState, ReactNode> = {
  planned: <circle cx="7" cy="7" r="5" strokeDasharray="2.2 2" />,
  scheduled: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="M7 4.4V7l1.8 1.3" />
    </>
  ),
  posted: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="currentColor" stroke="none" />
      <path d="m4.700 7.200 1.600 1.600 3-3.300" className="knock" />
    </>
  ),
  skipped: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="m3.600 10.400 6.800-6.800" />
    </>
  ),
};

/** The sign of a state; its word stands beside it or is read aloud. */
export function StateIcon({ state, size = 14 }: { state: PostState; size?: number }) {
  return (
    <svg
      className="state-icon-mark"
      data-state={state}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[state]}
    </svg>
  );
}

/** 计划 / 已排 / 已发 / 已跳过 by sign and word. */
export function StateMark({ state }: { state: PostState }) {
  return (
    <span className="state-mark" data-state={state}>
      <StateIcon state={state} />
      <span className="state-word">{stateWords[state]}</span>
    </span>
  );
}

/** The kind of content: colour and name. */
export function CategoryMark({ category }: { category: ContentCategory }) {
  return (
    <span className="category-mark" data-tag-color={categoryColors[category]}>
      {categoryWords[category]}
    </span>
  );
}
