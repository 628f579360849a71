import type { KeyboardEvent } from 'react';
import type { ContentCard } from '../../../../shared/contracts/content.ts';
import { markWords } from '../../../../shared/domain/content-search.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { categoryColors, categoryWords, channelWords, pieceName, resultText, reuseText, usageText } from '../words.ts';
import { Thumb } from './thumb.tsx';
import '../../../ui/filter-menu.css';
import '../../../ui/tag-chip.css';
import './piece-card.css';

/** A text with the words that were searched for marked. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return markWords(text, words).map(({ text: part, isHit }, at) => (isHit ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>));
}

/** The part of a text around the first word found, so that the mark is seen. */
function around(text: string, words: readonly string[]): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const hit = markWords(flat, words);
  const before = hit[0] && !hit[0].isHit && hit.length > 1 ? [...hit[0].text].length : 0;
  return before > 30 ? `…${[...flat].slice(before - 12).join('')}` : flat;
}

export interface PieceCardProps {
  piece: ContentCard;
  words: readonly string[];
  isOpen: boolean;
  isCursor: boolean;
  isChosen: boolean;
  /** without it there is no box to tick */
  onChoose?: (() => void) | undefined;
  onOpen: () => void;
}

function ChooseBox({ piece, isChosen, onChoose }: Pick<PieceCardProps, 'piece' | 'isChosen' | 'onChoose'>) {
  if (!onChoose) return null;
  return (
    <span className="piece-choose">
      <label>
        <input type="checkbox" className="over-input" checked={isChosen} onChange={onChoose} aria-label={`选中「${pieceName(piece)}」`} />
        <span className="check-box" aria-hidden="true">
          {isChosen && <CheckIcon width="12" height="12" />}
        </span>
      </label>
    </span>
  );
}

function classOf(base: string, { isOpen, isCursor, isChosen }: PieceCardProps): string {
  return [base, isOpen && 'open', isCursor && 'cursor', isChosen && 'chosen'].filter(Boolean).join(' ');
}

/** A piece as a card: what it shows, what it says, how it was used and what came of it. */
export function PieceCard(props: PieceCardProps) {
  const { piece, words, onOpen } = props;
  const name = pieceName(piece);
  const { text, tone } = reuseText(piece);
  const [first] = piece.assets;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onOpen();
  };
  return (
    <article className={classOf('piece-card', props)} aria-label={name} data-tag-color={categoryColors[piece.category]}>
      {/* the whole card is pressed; the box to tick lies over it */}
      <button type="button" className="piece-open" aria-label={`打开「${name}」`} onClick={onOpen} onKeyDown={onKeyDown} />
      <div className={first ? 'piece-cover' : 'piece-cover words'}>
        {first ? (
          <Thumb asset={first} alt={first.name} />
        ) : (
          <p>
            <Marked text={around(piece.excerpt || name, words)} words={words} />
          </p>
        )}
        {piece.assets.length > 1 && <span className="piece-pictures">{piece.assets.length} 图</span>}
        <span className="piece-category">{categoryWords[piece.category]}</span>
      </div>
      <div className="piece-words">
        <h3>
          <Marked text={name} words={words} />
        </h3>
        {first && (
          <p className="piece-excerpt">
            <Marked text={around(piece.excerpt, words)} words={words} />
          </p>
        )}
        <p className="piece-tags">
          {piece.channels.length > 0 && <span>{piece.channels.map((channel) => channelWords[channel]).join(' ')}</span>}
          {piece.tags.map((tag) => (
            <span key={tag}>#{tag}</span>
          ))}
        </p>
        <div className="piece-use">
          <p>{resultText(piece)}</p>
          <p>
            <span className="reuse-mark" data-tone={tone}>
              {text}
            </span>
            {usageText(piece)}
          </p>
        </div>
      </div>
      <ChooseBox {...props} />
    </article>
  );
}

/** The same as one line of a list. */
export function PieceRow(props: PieceCardProps) {
  const { piece, words, onOpen } = props;
  const name = pieceName(piece);
  const { text, tone } = reuseText(piece);
  const [first] = piece.assets;
  return (
    <article className={classOf('piece-row', props)} aria-label={name} data-tag-color={categoryColors[piece.category]}>
      <button type="button" className="piece-open" aria-label={`打开「${name}」`} onClick={onOpen} />
      <ChooseBox {...props} />
      <span className="row-cover">{first && <Thumb asset={first} alt="" />}</span>
      <span className="piece-category">{categoryWords[piece.category]}</span>
      <span className="row-name">
        <b>
          <Marked text={name} words={words} />
        </b>
        <Marked text={around(piece.excerpt, words)} words={words} />
      </span>
      <span className="row-use">{usageText(piece)}</span>
      <span className="row-result">{resultText(piece)}</span>
      <span className="reuse-mark" data-tone={tone}>
        {text}
      </span>
    </article>
  );
}
