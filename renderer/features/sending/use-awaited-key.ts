import { useEffect, useLayoutEffect, useRef } from 'react';
import type { SendCard, SendItemRow } from '../../../shared/contracts/sending.ts';

/** Card and list tell the same of her: after an undo the one that was read before is still on the screen for a moment. */
export const isUpToDate = (card: Pick<SendCard, 'state'> | undefined, row: Pick<SendItemRow, 'state'> | null): boolean =>
  card !== undefined && card.state === row?.state;

/**
 * Keys for one friend whose card may still be on its way: a key pressed meanwhile is answered as soon as it is there, for that friend and
 * nobody else. Whoever moves on has taken it back.
 * @param itemId whose turn it is on the screen
 * @param isThere her card can be seen and is up to date
 */
export function useAwaitedKey<Action extends string>(itemId: number | null, isThere: boolean, actions: Record<Action, () => void>) {
  const latest = useRef(actions);
  useLayoutEffect(() => {
    latest.current = actions;
  });
  const pressed = useRef<{ itemId: number; action: Action } | null>(null);
  useEffect(() => {
    const key = pressed.current;
    pressed.current = null;
    if (key && isThere && key.itemId === itemId) latest.current[key.action]();
  }, [itemId, isThere]);
  return (action: Action): void => {
    if (isThere) latest.current[action]();
    else if (itemId !== null) pressed.current = { itemId, action };
  };
}
