import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { create } from 'zustand';
import { textOfFailure } from '../lib/error-text.ts';
import { fewLines } from './few-lines.ts';
import { CloseIcon } from './icons.tsx';
import { layers, useRoomTaken } from './layers.ts';
import './toast.css';

interface ToastItem {
  key: number;
  tone: 'done' | 'error';
  text: string;
  hint?: string | undefined;
  undoId?: number | undefined;
  /** ms on the screen */
  life: number;
  /** performance.now() when it came */
  since: number;
  /** she has gone to another page since: it waits at the foot of the sidebar, where it covers nothing */
  docked: boolean;
}

/** ms */
const doneLife = 6_000;
const errorLife = 12_000;
/** a docked one is looked for, not met: it stays a little longer */
const dockedLife = 10_000;
/** a message this young was said on the way to the new page and is meant for it */
const freshMs = 500;
const useToasts = create<{ items: ToastItem[] }>(() => ({ items: [] }));
let nextKey = 1;
let takeBack: ((undoId: number) => void) | null = null;

function show(item: Omit<ToastItem, 'key' | 'since' | 'docked'>): void {
  nextKey += 1;
  const added = { ...item, key: nextKey, since: performance.now(), docked: false };
  // an error stays beside what follows; of the done ones only the newest says what Ctrl+Z would take back
  useToasts.setState((state) => ({ items: [...state.items.filter((old) => old.tone === 'error').slice(-2), added] }));
}

function drop(key: number): void {
  useToasts.setState((state) => ({ items: state.items.filter((item) => item.key !== key) }));
}

/** The shell says how an action is taken back; the button in the toast calls it. */
export function setUndoHandler(handler: ((undoId: number) => void) | null): void {
  takeBack = handler;
}

/**
 * What was done on one page must not cover the next: it moves to the foot of the sidebar while it can be taken back there
 * or has hardly been read, else it goes. Errors stay until they have been read.
 */
export function leaveToasts(): void {
  const after = performance.now() - freshMs;
  useToasts.setState((state) => ({
    items: state.items
      .filter((item) => item.tone === 'error' || item.undoId !== undefined || item.since > after)
      .map((item) => (item.tone === 'error' || item.docked ? item : { ...item, docked: true, life: dockedLife })),
  }));
}

/** Short messages at the bottom of the window, read aloud by screen readers. */
export const notify = {
  /** Says what was done; with an undo id it offers 撤销. */
  done(text: string, undoId?: number | null): void {
    show({ tone: 'done', text, undoId: undoId ?? undefined, life: doneLife });
  },
  /** Says what failed, what is safe, what to do next. */
  failed(error: unknown): void {
    const { title, hint } = textOfFailure(error);
    show({ tone: 'error', text: title, hint, life: errorLife });
  },
};

function Toast({ item }: { item: ToastItem }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => drop(item.key), item.life);
    return () => clearTimeout(timer);
  }, [item, held]);
  const undoId = item.undoId;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting the pointer on it only holds it longer
    <div
      className={`toast ${item.tone}${item.docked ? ' docked' : ''}`}
      role={item.tone === 'error' ? 'alert' : undefined}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
    >
      <div className="toast-text">
        <span title={item.text}>{item.tone === 'done' ? fewLines(item.text) : item.text}</span>
        {item.hint && <small>{item.hint}</small>}
      </div>
      {undoId !== undefined && (
        <button
          type="button"
          className="toast-undo"
          onClick={() => {
            drop(item.key);
            takeBack?.(undoId);
          }}
        >
          撤销
        </button>
      )}
      <button type="button" className="toast-close" aria-label="关闭提示" onClick={() => drop(item.key)}>
        <CloseIcon width="12" height="12" />
      </button>
    </div>
  );
}

/**
 * The newest message as a line in its place, for a window too small for one that floats over it. It stays until the next one:
 * what is on the clipboard is still asked about later. Says nothing of what came before it.
 */
export function MessageLine() {
  const [since] = useState(nextKey);
  const newest = useToasts((state) => state.items.at(-1));
  const [shown, setShown] = useState<ToastItem | null>(null);
  // while drawing: it outlives the message itself, which goes after a while
  if (newest && newest.key > since && newest.key !== shown?.key) setShown(newest);
  const undoId = shown?.undoId;
  return (
    <p className={shown?.tone === 'error' ? 'told-line error' : 'told-line'} role="status" aria-label="提示">
      {shown && (
        <span title={shown.text}>
          {shown.text}
          {shown.hint && `。${shown.hint}`}
        </span>
      )}
      {undoId !== undefined && (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            if (shown) setShown({ ...shown, undoId: undefined });
            takeBack?.(undoId);
          }}
        >
          撤销
        </button>
      )}
    </p>
  );
}

/** Where the messages appear; stands once in the shell. */
export function Toaster() {
  const items = useToasts((state) => state.items);
  const toaster = useRef<HTMLDivElement>(null);
  useRoomTaken(toaster, '--told-height');
  // beside the page, not inside: an open dialog makes the page unreachable
  return createPortal(
    <div ref={toaster} className="toaster" role="status" aria-live="polite" aria-label="提示">
      {items.map((item) => (
        <Toast key={item.key} item={item} />
      ))}
    </div>,
    layers(),
  );
}
