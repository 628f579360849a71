import type { Segment } from '../../../../shared/contracts/segments.ts';
import { count } from '../../../lib/format.ts';
import { Trend } from './trend.tsx';

export interface SegmentListProps {
  list: readonly Segment[];
  sizeOf: (id: number) => number | null | undefined;
  /** 0 = a new one; null = none */
  openId: number | null;
  /** whether something unsaved is written for a segment */
  isDraft: (id: number) => boolean;
  onOpen: (id: number) => void;
}

/** The saved segments with how many are in each and how that went. */
export function SegmentList({ list, sizeOf, openId, isDraft, onOpen }: SegmentListProps) {
  return (
    <nav className="segment-list" aria-label="人群">
      <ul>
        {isDraft(0) && (
          <li>
            <button
              type="button"
              className={openId === 0 ? 'segment-row open' : 'segment-row'}
              aria-current={openId === 0}
              onClick={() => onOpen(0)}
            >
              <span className="segment-name">新人群</span>
              <span className="rule-hint">还没保存</span>
            </button>
          </li>
        )}
        {list.map((segment) => {
          const { id, name, broken, sizes } = segment;
          const size = sizeOf(id);
          return (
            <li key={id}>
              <button
                type="button"
                data-segment={id}
                className={openId === id ? 'segment-row open' : 'segment-row'}
                aria-current={openId === id}
                title={segment.note || undefined}
                onClick={() => onOpen(id)}
              >
                <span className="segment-name">
                  {name}
                  {isDraft(id) && <span className="segment-dot" role="img" aria-label="有改动没保存" title="有改动没保存" />}
                </span>
                <Trend sizes={sizes} width={56} height={18} />
                {broken.length > 0 ? (
                  <span className="segment-size warn">坏了</span>
                ) : (
                  <span className="segment-size">{size === undefined || size === null ? '…' : count(size)}</span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
