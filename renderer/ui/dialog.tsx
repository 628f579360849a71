import { Button } from 'antd';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useKeyBarrier } from '../lib/keys.ts';
import { CloseIcon } from './icons.tsx';
import { layers } from './layers.ts';
import { hasOpenList } from './popup.tsx';
import { notify } from './toast.tsx';
import './dialog.css';

export interface DialogProps {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** px */
  width?: number;
  /** bare = no title bar and no padding; the title is only read aloud */
  bare?: boolean;
}

let openDialogs = 0;

/** While any dialog stands, the page behind it can neither be reached by Tab nor read. */
function usePageBehind(): void {
  // while drawing: fields that take the focus have not done so yet
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    const page = document.getElementById('root');
    openDialogs += 1;
    if (page) page.inert = true;
    return () => {
      openDialogs -= 1;
      if (page && openDialogs === 0) page.inert = false;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [before]);
}

/** the second press of a double click lands beside the window that the first one opened */
const quietMs = 400;

/** A press beside the window closes it, but not the second one of the double click that opened it, and never over something written. */
function useBackPress(bare: boolean, onClose: () => void) {
  const openedAt = useRef(Number.POSITIVE_INFINITY);
  // after the first drawing, which may take long: a press is as old as the finger says, not as late as it is heard
  useEffect(() => {
    openedAt.current = performance.now();
  }, []);
  const touched = useRef(false);
  return {
    onChange: () => {
      touched.current = true;
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      // what is chosen in a list that opens from the window lies outside of it on the page
      if (!event.currentTarget.contains(event.target as Node)) touched.current = true;
    },
    onMouseDown: (event: MouseEvent<HTMLElement>) => {
      if (event.target !== event.currentTarget || event.detail > 1 || event.timeStamp - openedAt.current < quietMs) return;
      if (!touched.current || bare) return onClose();
      event.preventDefault();
      notify.done('填的内容还没保存。不要了就按 Esc 或右上角的 ×');
    },
  };
}

/** First of all inside the window: effects run in the order of siblings, so the keys of what follows come after the barrier. */
function KeyBarrier() {
  useKeyBarrier(true);
  return null;
}

function DialogWindow({ title, onClose, children, footer, width = 480, bare = false }: Omit<DialogProps, 'open'>) {
  const panel = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) panel.current?.focus({ preventScroll: true });
  }, []);
  // what had the focus may go by itself, a line that is done; then Esc would reach nobody
  useEffect(() => {
    const element = panel.current;
    if (!element) return;
    let last = document.activeElement;
    const onFocus = () => {
      last = document.activeElement;
    };
    const observer = new MutationObserver(() => {
      // on the way from one field to the next nothing has the focus either: taken then, it would never get there
      const isGone = last !== null && (!last.isConnected || last.matches(':disabled'));
      if (isGone && document.activeElement === document.body) element.focus({ preventScroll: true });
    });
    element.addEventListener('focusin', onFocus);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, []);
  usePageBehind();
  const backPress = useBackPress(bare, onClose);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing || hasOpenList()) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press beside the window closes it, Esc does the same
    <div className="dialog-back" {...backPress} onKeyDown={onKeyDown}>
      <div
        ref={panel}
        className={bare ? 'dialog bare' : 'dialog'}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        style={{ width }}
      >
        <KeyBarrier />
        {bare ? (
          <h2 id={titleId} className="sr-only">
            {title}
          </h2>
        ) : (
          <header className="dialog-head">
            <h2 id={titleId}>{title}</h2>
            <button type="button" className="icon-button" aria-label="关闭" title="关闭（Esc）" onClick={onClose}>
              <CloseIcon />
            </button>
          </header>
        )}
        <div className="dialog-body">{children}</div>
        {footer && <footer className="dialog-footer">{footer}</footer>}
      </div>
    </div>
  );
}

/**
 * A window over the page (no <dialog>: in its top layer it would lie over the lists that open from it): focus moves in and back,
 * Esc closes, keys of the page behind are silent.
 */
export function Dialog({ open, ...props }: DialogProps) {
  return open ? createPortal(<DialogWindow {...props} />, layers()) : null;
}

export interface ConfirmDialogProps {
  open: boolean;
  /** a question: 归档 812 位好友？ */
  title: string;
  /** who is touched, who is left out and why, how to take it back */
  children?: ReactNode;
  /** what the button does: 归档 812 位 */
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** The preview before a change to many: how many, who is left out, and one button that says what it does. */
export function ConfirmDialog({ open, title, children, confirmLabel, danger, busy, disabled, onConfirm, onClose }: ConfirmDialogProps) {
  return (
    <Dialog
      open={open}
      title={title}
      onClose={onClose}
      width={420}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不做</Button>
          <Button
            type="primary"
            danger={danger ?? false}
            loading={busy ?? false}
            disabled={disabled ?? false}
            autoFocus
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </div>
      }
    >
      <div className="dialog-text">{children}</div>
    </Dialog>
  );
}
