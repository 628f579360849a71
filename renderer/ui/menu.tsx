import { type KeyboardEvent, type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { ChevronLeftIcon, ChevronRightIcon } from './icons.tsx';
import { findTyped, moveIn } from './menu-keys.ts';
import { Popup } from './popup.tsx';
import './menu.css';

export interface MenuItem<K extends string = string> {
  key: K;
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  /** opens these in its place instead of being chosen */
  items?: readonly MenuItem<K>[];
}

/** What the button needs that opens a menu. */
interface MenuButton {
  id: string;
  ref: RefObject<HTMLButtonElement | null>;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

interface MenuProps<K extends string> {
  /** a line is drawn between sections; empty ones are left out */
  sections: readonly (readonly MenuItem<K>[])[];
  onChoose: (key: K) => void;
  /** draws the button, with these on it */
  children: (button: MenuButton) => ReactNode;
}

/** Letters typed one soon after the other are one word. */
const wordMs = 800;

/** What she has typed so far to find an entry. */
function useTyped(): (event: KeyboardEvent) => string | null {
  const typed = useRef({ text: '', at: 0 });
  return ({ key, ctrlKey, metaKey, altKey, timeStamp }) => {
    if ([...key].length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return null;
    const { text, at } = typed.current;
    typed.current = { text: timeStamp - at < wordMs ? text + key : key, at: timeStamp };
    return typed.current.text;
  };
}

const entriesOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

interface ListProps<K extends string> extends Pick<MenuProps<K>, 'sections' | 'onChoose'> {
  /** the entry that has the focus first */
  start: 'first' | 'last';
}

/** The entries; one of them always has the focus. */
function MenuList<K extends string>({ sections, start, onChoose }: ListProps<K>) {
  const [inside, setInside] = useState<MenuItem<K> | null>(null);
  const left = useRef<K | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const typed = useTyped();
  // before it is painted: a key pressed at its first sight must answer
  useLayoutEffect(() => {
    const all = entriesOf(list.current);
    const back = all.find(({ dataset }) => dataset.key === left.current);
    const first = inside ? all[1] : (back ?? all.at(start === 'first' ? 0 : -1));
    first?.focus({ preventScroll: true });
  }, [inside, start]);
  const goBack = () => {
    left.current = inside?.key ?? null;
    setInside(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = entriesOf(list.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (inside && (event.key === 'ArrowLeft' || event.key === 'Escape')) {
      event.preventDefault();
      return goBack();
    }
    if (event.key === 'ArrowRight' && all[at]?.ariaHasPopup) {
      event.preventDefault();
      return all[at].click();
    }
    const text = typed(event);
    const labels = all.map(({ textContent }) => textContent ?? '');
    const to = text === null ? moveIn(all.length, at, event.key) : findTyped(labels, at, text);
    if (text !== null || to !== null) event.preventDefault();
    if (to !== null) all[to]?.focus();
  };
  const shown = inside ? [inside.items ?? []] : sections.filter((section) => section.length > 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the menu around it
    <div ref={list} onKeyDown={onKeyDown}>
      {inside && (
        <div className="menu-section" role="none">
          <button type="button" className="menu-item" role="menuitem" tabIndex={-1} aria-label="返回" onClick={goBack}>
            <ChevronLeftIcon width="14" height="14" />
            <span>{inside.label}</span>
          </button>
        </div>
      )}
      {shown.map((section) => (
        <div key={section[0]?.key} className="menu-section" role="none">
          {section.map((item) => (
            <Entry key={item.key} item={item} onPress={() => (item.items ? setInside(item) : onChoose(item.key))} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Entry({ item, onPress }: { item: MenuItem; onPress: () => void }) {
  const { key, label, icon, danger = false, disabled = false, items } = item;
  return (
    <button
      type="button"
      className={danger ? 'menu-item danger' : 'menu-item'}
      role="menuitem"
      tabIndex={-1}
      data-key={key}
      aria-disabled={disabled || undefined}
      aria-haspopup={items && 'menu'}
      title={label}
      onClick={() => !disabled && onPress()}
    >
      {icon}
      <span>{label}</span>
      {items && <ChevronRightIcon width="14" height="14" />}
    </button>
  );
}

/**
 * A button with a menu: ↓ and ↑ open it and move in it, letters (also pinyin initials) find an entry, Enter chooses, Esc gives the focus
 * back to the button. Entries with entries of their own show them in their place.
 */
export function Menu<K extends string>({ sections, onChoose, children }: MenuProps<K>) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<'first' | 'last' | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    setOpen(event.key === 'ArrowDown' ? 'first' : 'last');
  };
  const choose = (key: K) => {
    // first: a window that opens now gives the focus back to whoever has it
    button.current?.focus({ preventScroll: true });
    setOpen(null);
    onChoose(key);
  };
  return (
    <>
      {children({
        id,
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': open !== null,
        onClick: () => setOpen(open ? null : 'first'),
        onKeyDown,
      })}
      {open && (
        <Popup button={button} role="menu" naming={{ 'aria-labelledby': id }} className="menu" onClose={() => setOpen(null)}>
          <MenuList sections={sections} start={open} onChoose={choose} />
        </Popup>
      )}
    </>
  );
}
