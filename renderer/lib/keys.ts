import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';

/** One key of the program. `keys`: 'j', 'shift+ArrowDown', 'mod+k' (mod = Ctrl, ⌘ on a Mac), '?'. */
export interface Shortcut {
  keys: string | readonly string[];
  /** what it does, in the words of the key map; without it the key is not listed */
  label?: string;
  run: (event: KeyboardEvent) => void;
  /** also while typing in a text field (for mod+… and Escape) */
  inFields?: boolean;
  enabled?: boolean;
}

interface Scope {
  id: number;
  name: string;
  /** a barrier (open dialog) hides everything below it */
  barrier: boolean;
  shortcuts: () => readonly Shortcut[];
}

export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);
const stack: Scope[] = [];
const listeners = new Set<() => void>();
let nextId = 1;
let version = 0;

function touch(): void {
  version += 1;
  for (const listener of listeners) listener();
}

function push(scope: Scope): () => void {
  stack.push(scope);
  touch();
  return () => {
    const at = stack.indexOf(scope);
    if (at >= 0) stack.splice(at, 1);
    touch();
  };
}

/** The normal form of a pressed key: modifiers in the order mod+alt+shift, then the key. Shift is left out for signs it made, such as '?'. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const single = event.key.length === 1;
  const letter = single && /[a-z]/i.test(event.key);
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
  const shift = event.shiftKey && (!single || letter || event.key === ' ');
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${shift ? 'shift+' : ''}${key}`;
}

/** Whether the key belongs to a field the person is writing in. */
export function inTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range', 'color', 'file'].includes(target.type);
}

/** Keys that a focused control wants for itself: a button its Enter, a list its arrows. */
const pressKeys = new Set(['enter', 'space']);
const moveKeys = new Set(['arrowup', 'arrowdown', 'arrowleft', 'arrowright', 'home', 'end', 'pageup', 'pagedown']);
const pressed = 'button, a[href], input, summary, [role=option], [role=menuitem], [role=tab], [role=radio], [role=switch]';
const moved = 'input, [role=option], [role=menuitem], [role=tab], [role=radio], [role=radiogroup], [role=slider], [role=separator]';

function wantedByControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  return (pressKeys.has(key) && target.closest(pressed) !== null) || (moveKeys.has(key) && target.closest(moved) !== null);
}

/** A key that is held down goes on moving, and does nothing else again: holding c must not send to everybody. */
export function mayRepeat(key: string): boolean {
  return /^(shift\+)?(j|k|\[|\]|arrow\w+|page\w+)$/.test(key);
}

function matches(shortcut: Shortcut, key: string): boolean {
  const list = typeof shortcut.keys === 'string' ? [shortcut.keys] : shortcut.keys;
  return list.some((candidate) => candidate.toLowerCase() === key);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const key = keyOf(event);
  const typing = inTextField(event.target);
  if (!typing && wantedByControl(event.target, key)) return;
  for (let at = stack.length - 1; at >= 0; at -= 1) {
    const scope = stack[at] as Scope;
    for (const shortcut of scope.shortcuts()) {
      if (shortcut.enabled === false || (typing && !shortcut.inFields) || !matches(shortcut, key)) continue;
      event.preventDefault();
      if (!event.repeat || mayRepeat(key)) shortcut.run(event);
      return;
    }
    if (scope.barrier) return;
  }
}

/** Starts listening; called once by the shell. */
export function listenForKeys(): () => void {
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}

/** Keys that work while this component stands. Later scopes win over earlier ones. `name` is the heading in the key map. */
export function useShortcuts(name: string, shortcuts: readonly Shortcut[], active = true): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  // before the page is painted: a key pressed at the first sight of it must answer
  useLayoutEffect(() => {
    if (!active) return;
    return push({ id: nextId++, name, barrier: false, shortcuts: () => latest.current });
  }, [name, active]);
}

/** While `open`, keys of everything registered before (the page below a dialog) are silent. */
export function useKeyBarrier(open: boolean): void {
  useLayoutEffect(() => {
    if (!open) return;
    return push({ id: nextId++, name: '', barrier: true, shortcuts: () => [] });
  }, [open]);
}

export interface KeyMapGroup {
  name: string;
  entries: { keys: readonly string[]; label: string }[];
}

function readKeyMap(): KeyMapGroup[] {
  const groups = new Map<string, KeyMapGroup>();
  for (const scope of stack) {
    for (const shortcut of scope.shortcuts()) {
      if (!shortcut.label) continue;
      const group = groups.get(scope.name) ?? { name: scope.name, entries: [] };
      group.entries.push({ keys: typeof shortcut.keys === 'string' ? [shortcut.keys] : shortcut.keys, label: shortcut.label });
      groups.set(scope.name, group);
    }
  }
  return [...groups.values()];
}

/** Everything that has a key just now, by scope, for the key map. */
export function useKeyMap(): KeyMapGroup[] {
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
  return readKeyMap();
}

const signs: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  escape: 'Esc',
  space: '空格',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  delete: 'Del',
  backspace: isMac ? '⌫' : '退格',
};

/** The caps to draw for a key: 'mod+shift+z' → ['Ctrl', 'Shift', 'Z']. */
export function keyCaps(keys: string): string[] {
  return keys.split('+').map((part) => signs[part.toLowerCase()] ?? part.toUpperCase());
}

/** Runs what a key would do now (for a menu command); false when nothing has that key. */
export function runShortcut(keys: string): boolean {
  for (let at = stack.length - 1; at >= 0; at -= 1) {
    const scope = stack[at] as Scope;
    const found = scope.shortcuts().find((shortcut) => shortcut.enabled !== false && matches(shortcut, keys));
    if (found) {
      found.run(new KeyboardEvent('keydown', { key: keys }));
      return true;
    }
    if (scope.barrier) return false;
  }
  return false;
}
