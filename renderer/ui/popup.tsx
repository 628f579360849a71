import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useKeyBarrier, useShortcuts } from '../lib/keys.ts';
import { layers } from './layers.ts';
import { placeBeside } from './place-beside.ts';
import './popup.css';

export interface PopupProps {
  /** what it opens from; the focus goes back to it */
  button: RefObject<HTMLElement | null>;
  role: 'menu' | 'dialog';
  naming: { 'aria-label': string } | { 'aria-labelledby': string };
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

const stops = 'input:not(:disabled), button:not(:disabled), textarea:not(:disabled), a[href], [tabindex="0"]';

/** Where Tab stops inside; of radios that belong together one stands for all. */
function tabStops(popup: HTMLElement): HTMLElement[] {
  return [...popup.querySelectorAll<HTMLElement>(stops)].filter((stop) => {
    if (stop.tabIndex < 0) return false;
    if (!(stop instanceof HTMLInputElement) || stop.type !== 'radio') return true;
    const together = [...popup.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter(({ name }) => name === stop.name);
    return stop === (together.find(({ checked }) => checked) ?? together[0]);
  });
}

/** A list or a calendar of antd that is open takes Esc for itself. */
export const hasOpenList = (): boolean =>
  document.querySelector('.ant-select-open, .ant-picker-dropdown:not(.ant-picker-dropdown-hidden)') !== null;

/** Stays beside its button, whatever scrolls or grows. */
function usePlace(popup: RefObject<HTMLElement | null>, button: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const place = () => {
      const [element, from] = [popup.current, button.current];
      if (!element || !from) return;
      const size = { width: element.offsetWidth, height: element.scrollHeight };
      const { left, top, maxHeight } = placeBeside(from.getBoundingClientRect(), size, { width: innerWidth, height: innerHeight });
      Object.assign(element.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` });
    };
    place();
    const growing = new ResizeObserver(place);
    for (const child of popup.current?.children ?? []) growing.observe(child);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    window.addEventListener('resize', place);
    return () => {
      growing.disconnect();
      window.removeEventListener('scroll', place, { capture: true });
      window.removeEventListener('resize', place);
    };
  }, [popup, button]);
}

/** A press beside it closes it; one in a list that opened from it is inside, wherever on the page that list lies. */
function usePressOutside(button: RefObject<HTMLElement | null>, onClose: () => void): () => void {
  const isInside = useRef(false);
  const close = useRef(onClose);
  useLayoutEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    // after React has told whoever the press belongs to
    const onPress = (event: PointerEvent) => {
      const isOurs = isInside.current || button.current?.contains(event.target as Node);
      isInside.current = false;
      if (!isOurs) close.current();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [button]);
  return () => {
    isInside.current = true;
  };
}

/** Something small that opens from a button: the focus goes in, Esc and Tab past its ends give it back to the button, keys of the page are silent. */
export function Popup({ button, role, naming, className, onClose, children }: PopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  const noteInside = usePressOutside(button, onClose);
  const leave = () => {
    button.current?.focus({ preventScroll: true });
    onClose();
  };
  useKeyBarrier(true);
  // where the focus was lost: what had it is gone
  useShortcuts('', [{ keys: 'escape', run: leave, inFields: true }]);
  usePlace(popup, button);
  // before it is painted: a key pressed at its first sight must answer
  useLayoutEffect(() => {
    const element = popup.current;
    if (element && !element.contains(document.activeElement)) (tabStops(element)[0] ?? element).focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.defaultPrevented || event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && !hasOpenList()) {
      event.preventDefault();
      leave();
    } else if (event.key === 'Tab' && popup.current) {
      const all = tabStops(popup.current);
      if (document.activeElement !== (event.shiftKey ? all[0] : all.at(-1)) && role !== 'menu') return;
      // forward it goes on from the button, to whatever comes behind that
      if (event.shiftKey) event.preventDefault();
      leave();
    }
  };
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: it has a role, given by whoever opens it
    <div
      ref={popup}
      className={className ? `popup ${className}` : 'popup'}
      role={role}
      {...naming}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onPointerDownCapture={noteInside}
    >
      {children}
    </div>,
    layers(),
  );
}
