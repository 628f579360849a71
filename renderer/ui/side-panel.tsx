import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useShortcuts } from '../lib/keys.ts';
import { CloseIcon } from './icons.tsx';
import { useRoomTaken } from './layers.ts';
import './side-panel.css';

export interface SidePanelProps {
  /** name of the panel for screen readers */
  label: string;
  /** px */
  width: number;
  onWidth: (width: number) => void;
  onClose: () => void;
  header: ReactNode;
  children: ReactNode;
  minWidth?: number;
  maxWidth?: number;
}

/** Details beside a list, never over it. Its left edge is dragged (or moved with ← →); Esc closes. */
export function SidePanel({ label, width, onWidth, onClose, header, children, minWidth = 300, maxWidth = 720 }: SidePanelProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const start = useRef({ x: 0, width: 0 });
  const panel = useRef<HTMLElement>(null);
  useRoomTaken(panel, '--side-width');
  const clamp = (value: number) => Math.round(Math.min(maxWidth, Math.max(minWidth, value)));
  useShortcuts('面板', [{ keys: 'escape', label: '关闭面板', run: onClose, inFields: false }]);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    start.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged(width);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (dragged !== null) setDragged(clamp(start.current.width + start.current.x - event.clientX));
  };
  const onPointerUp = () => {
    if (dragged !== null) onWidth(dragged);
    setDragged(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    onWidth(clamp(width + step));
  };
  return (
    <aside ref={panel} className="side-panel" aria-label={label} style={{ width: dragged ?? clamp(width) }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a draggable separator has no element of its own */}
      <div
        className="side-panel-edge"
        role="separator"
        aria-label="调整面板宽度"
        aria-orientation="vertical"
        aria-valuenow={clamp(width)}
        aria-valuemin={minWidth}
        aria-valuemax={maxWidth}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onKeyDown={onKeyDown}
      />
      <header className="side-panel-head">
        <div className="side-panel-title">{header}</div>
        <button type="button" className="icon-button" aria-label="关闭面板" title="关闭（Esc）" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <div className="side-panel-body">{children}</div>
    </aside>
  );
}
