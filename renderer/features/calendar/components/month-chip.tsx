import { memo } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { clockTime } from '../../../lib/format.ts';
import { categoryColors, categoryWords, isSettled, StateIcon, stateWords } from '../../publishing/index.ts';
import { fitText, type WidthOf, widthsIn } from '../fit-text.ts';
import { type BoardWidth, oneLine } from '../month-plan.ts';
import { chipWords, hoverText } from './board-items.tsx';

interface MonthChipProps {
  post: Post;
  /** one line for all of it, or a second one for its words */
  lines: 1 | 2;
  width: BoardWidth;
  /** px that the board is wide for each day */
  dayWidth: number;
  /** lines left free above it */
  gap: number;
  accounts: ReadonlyMap<number, string> | null;
  open: boolean;
  chosen: boolean;
}

/** px of a line that are no words, as month-board.css draws it: margins, padding and time at the left, signs at the right */
const besideWords = 1 + 6 + 8 + 42;
const rightOf = { sign: 20, again: 36, word: 64 } as const;

let widths: WidthOf | undefined;

/** As much of the words after the time as a day has room for. */
function seen(words: string, { dayWidth, width, post }: MonthChipProps): string {
  widths ??= widthsIn(`12px ${getComputedStyle(document.body).fontFamily}`);
  const right = width === 'huge' ? rightOf.word : post.recurrenceId === null ? rightOf.sign : rightOf.again;
  return fitText(words, dayWidth - besideWords - right, widths);
}

/** The words behind the time as they are, and as much of them as is seen. */
function wordsOf(props: MonthChipProps): { whole: string; cut: string } {
  const kind = categoryWords[props.post.category];
  const whole = props.width === 'large' || props.width === 'huge' ? `${kind}\u2002${chipWords(props.post)}` : kind;
  return { whole, cut: seen(whole, props) };
}

/**
 * What is read aloud of one line: all its words, and those of its signs. Where the words that are seen end stands a space of no width:
 * what somebody says who sees them is then found in it, though the end of a Chinese word is missing.
 */
function spoken({ post, accounts, chosen }: MonthChipProps, { whole, cut }: { whole: string; cut: string }): string {
  const kind = categoryWords[post.category];
  const words = whole === kind ? `${kind} ${chipWords(post)}` : whole;
  const end = cut === whole ? words.length : cut.length - 1;
  const account = accounts?.get(post.accountId);
  const more = [stateWords[post.state], post.recurrenceId !== null && '定期重复', account, chosen && '已选中'].filter(Boolean);
  return `${clockTime(post.scheduledAt)} ${words.slice(0, end)}\u200b${words.slice(end)}，${more.join('，')}`;
}

/** Time and words, cut to what is seen; the sign of its state is painted by the style: a full month is made of these. */
function OneLine({ post, width }: MonthChipProps, cut: string) {
  const word = width === 'huge' && stateWords[post.state];
  return (
    <>
      <b>{clockTime(post.scheduledAt)}</b>
      {cut}
      {(post.recurrenceId !== null || word) && (
        <span className="post-chip-state">
          {post.recurrenceId !== null && <span className="post-chip-again" />}
          {word}
        </span>
      )}
    </>
  );
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

function TwoLines({ post, width, accounts, chosen }: MonthChipProps) {
  const account = accounts?.get(post.accountId);
  return (
    <>
      <span className="post-chip-head">
        <b>{clockTime(post.scheduledAt)}</b>
        <span className="post-chip-kind">{categoryWords[post.category]}</span>
        {chipState(post, width !== 'tiny' && width !== 'small')}
      </span>
      {width !== 'tiny' && <span className="post-chip-title">{chipWords(post)}</span>}
      {account && <span className="sr-only">，{account}</span>}
      {chosen && <span className="sr-only">，已选中</span>}
    </>
  );
}

/** A post of the month: time, kind, state, first words as far as there is room. What a press and a drag of it mean is known to the board. */
export const MonthChip = memo(function MonthChip(props: MonthChipProps) {
  const { post, lines, gap, accounts, open, chosen } = props;
  const states = `board-event post-chip${open ? ' open' : ''}${chosen ? ' chosen' : ''}${isSettled(post) ? ' settled' : ''}`;
  const words = lines === 1 ? wordsOf(props) : null;
  const shape = lines === 2 ? 'two-lines' : post.recurrenceId === null ? 'one-line' : 'one-line again';
  return (
    <button
      type="button"
      className={`${states} ${shape}`}
      title={hoverText({ post }, accounts)}
      aria-label={words ? spoken(props, words) : undefined}
      style={gap > 0 ? { marginTop: gap * oneLine } : undefined}
      data-post={post.id}
      data-tag-color={categoryColors[post.category]}
      data-state={post.state}
    >
      {words ? OneLine(props, words.cut) : TwoLines(props)}
    </button>
  );
});
