import { memo } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { clockTime } from '../../../lib/format.ts';
import { categoryColors, categoryWords, isSettled, StateIcon, stateWords } from '../../publishing/index.ts';
import { type BoardWidth, oneLine } from '../month-plan.ts';
import { chipWords, hoverText } from './board-items.tsx';

interface MonthChipProps {
  post: Post;
  /** one line for all of it, or a second one for its words */
  lines: 1 | 2;
  width: BoardWidth;
  /** lines left free above it */
  gap: number;
  accounts: ReadonlyMap<number, string> | null;
  open: boolean;
  chosen: boolean;
}

/** Its sign, with the word of it where there is room; else the word is for who does not see the sign. */
function chipState(post: Post, hasWord: boolean) {
  const icon = <StateIcon state={post.state} size={12} named={!hasWord} />;
  if (!hasWord && post.recurrenceId === null) return icon;
  return (
    <span className="post-chip-state">
      {post.recurrenceId !== null && <span className="post-chip-again" role="img" aria-label="定期重复" />}
      {icon}
      {hasWord && stateWords[post.state]}
    </span>
  );
}

/**
 * A post of the month: time, kind, state, first words as far as there is room. What a press and a drag of it mean is known to the board.
 * It is made of as few elements as may be: they are what a full month costs.
 */
export const MonthChip = memo(function MonthChip({ post, lines, width, gap, accounts, open, chosen }: MonthChipProps) {
  const [hasWords, hasStateWord] =
    lines === 1 ? [width === 'large' || width === 'huge', width === 'huge'] : [width !== 'tiny', width !== 'tiny' && width !== 'small'];
  const account = accounts?.get(post.accountId);
  const states = `board-event post-chip${open ? ' open' : ''}${chosen ? ' chosen' : ''}${isSettled(post) ? ' settled' : ''}`;
  const head = (
    <>
      <b>{clockTime(post.scheduledAt)}</b>
      <span className="post-chip-kind">{categoryWords[post.category]}</span>
    </>
  );
  const words = hasWords && (lines === 1 ? chipWords(post) : <span className="post-chip-title">{chipWords(post)}</span>);
  const state = chipState(post, hasStateWord);
  return (
    <button
      type="button"
      className={`${states} ${lines === 1 ? 'one-line' : 'two-lines'}`}
      title={hoverText({ post }, accounts)}
      style={gap > 0 ? { marginTop: gap * oneLine } : undefined}
      data-post={post.id}
      data-tag-color={categoryColors[post.category]}
      data-state={post.state}
    >
      {lines === 1 ? (
        <>
          {head}
          {words}
          {state}
        </>
      ) : (
        <>
          <span className="post-chip-head">
            {head}
            {state}
          </span>
          {words}
        </>
      )}
      {account && <span className="sr-only">，{account}</span>}
      {chosen && <span className="sr-only">，已选中</span>}
    </button>
  );
});
