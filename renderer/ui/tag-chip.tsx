import type { ReactNode } from 'react';
import { CloseIcon } from './icons.tsx';
import './tag-chip.css';

export interface TagChipProps {
  color: string;
  children: ReactNode;
  /** shows a small button that takes the tag away */
  onRemove?: (() => void) | undefined;
  removeLabel?: string;
}

/** A tag in one of the twelve colours. */
export function TagChip({ color, children, onRemove, removeLabel }: TagChipProps) {
  return (
    <span className="tag-chip" data-tag-color={color}>
      <span className="tag-chip-name">{children}</span>
      {onRemove && (
        <button type="button" className="tag-chip-remove" aria-label={removeLabel ?? '移除'} onClick={onRemove}>
          <CloseIcon width="10" height="10" />
        </button>
      )}
    </span>
  );
}

/** The colour of a tag as a dot, for lists and pickers. */
export function TagDot({ color }: { color: string }) {
  return <span className="tag-dot" data-tag-color={color} aria-hidden="true" />;
}
