import { type CSSProperties, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useShortcuts } from '../../../lib/keys.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import { dayName } from '../days.ts';
import type { MonthDay } from '../month-plan.ts';
import type { ItemLooks } from './board-items.tsx';
import { DayList } from './month-cell.tsx';

interface DayPopoverProps {
  day: MonthDay;
  /** where the day lies, from 0, among so many weeks */
  place: { row: number; column: number; weeks: number };
  looks: ItemLooks;
  onClose: () => void;
}

/** All that a day has, over the month. It goes when she presses elsewhere, with Escape, or when Tab leaves it. */
export function DayPopover({ day, place: { row, column, weeks }, looks, onClose }: DayPopoverProps) {
  const frame = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useLayoutEffect(() => frame.current?.querySelector('button')?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) onClose();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [onClose]);
  useShortcuts('这一天', [{ keys: 'escape', run: onClose }]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return;
    const buttons = [...(frame.current?.querySelectorAll('button') ?? [])];
    if (document.activeElement !== buttons.at(event.shiftKey ? 0 : -1)) return;
    event.preventDefault();
    onClose();
  };
  // from the top of its week down, from the bottom of its week up: whichever has more room
  const upper = row < weeks / 2;
  const style = { '--column': column, '--row': upper ? row : weeks - 1 - row, '--weeks': weeks } as CSSProperties;
  return (
    <div
      ref={frame}
      role="dialog"
      aria-labelledby={titleId}
      className={`board-popover month-popover ${upper ? 'upper' : 'lower'}`}
      style={style}
      data-date={day.on}
      onKeyDown={onKeyDown}
    >
      <div className="board-pop-header">
        <h3 id={titleId}>{dayName(day.at)}</h3>
        <button type="button" className="icon-button board-popover-close" aria-label="关闭" onClick={onClose}>
          <CloseIcon width="14" height="14" />
        </button>
      </div>
      <DayList {...day.all} looks={looks} />
    </div>
  );
}
