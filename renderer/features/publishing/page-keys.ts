import type { Shortcut } from '../../lib/keys.ts';

/** Where arrows and letters already mean something. */
const takesArrows =
  'input, select, textarea, [role="radiogroup"], [role="separator"], [role="listbox"], [role="combobox"], .ant-picker-dropdown';
/** Where Enter and space press what has the focus. */
const takesPresses = `${takesArrows}, button, a[href], [role="button"]`;

function guarded(shortcut: Shortcut, owners: string): Shortcut {
  return {
    ...shortcut,
    // read at the moment of the key press, when the focus is known
    get enabled() {
      return shortcut.enabled !== false && !document.activeElement?.closest(owners);
    },
  };
}

/** A key of the page that leaves controls alone which use the arrows themselves. */
export function arrowKey(shortcut: Shortcut): Shortcut {
  return guarded(shortcut, takesArrows);
}

/** A key of the page (Enter, space) that never steals the press of a focused button. */
export function pressKey(shortcut: Shortcut): Shortcut {
  return guarded(shortcut, takesPresses);
}
