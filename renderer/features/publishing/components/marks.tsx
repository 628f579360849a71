import type { ReactNode } from 'react';
import type { PostState } from '../../../../shared/contracts/calendar.ts';
import type { ContentCategory } from '../../../../shared/contracts/content.ts';
import { categoryColors, categoryWords, stateWords } from '../words.ts';
import '../../../ui/tag-chip.css';
import './marks.css';

const shapes: Record<PostState, ReactNode> = {
  planned: <circle cx="7" cy="7" r="5" strokeDasharray="2.2 2" />,
  // one element each: a month draws dozens of them
  scheduled: <path d="M7 2a5 5 0 1 1 0 10A5 5 0 1 1 7 2M7 4.400V7l1.800 1.300" />,
  posted: (
    <>
      <circle cx="7" cy="7" r="5.4" fill="currentColor" stroke="none" />
      <path d="m4.700 7.200 1.600 1.600 3-3.300" className="knock" />
    </>
  ),
  skipped: <path d="M7 2a5 5 0 1 1 0 10A5 5 0 1 1 7 2M3.600 10.400l6.800-6.800" />,
};

/** The sign of a state; its word stands beside it or is read aloud, by the sign itself when it is `named`. */
export function StateIcon({ state, size = 14, named = false }: { state: PostState; size?: number; named?: boolean }) {
  return (
    <svg
      className="state-icon-mark"
      data-state={state}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      role={named ? 'img' : undefined}
      aria-label={named ? stateWords[state] : undefined}
      aria-hidden={!named}
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
