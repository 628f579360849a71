import { create } from 'zustand';
import type { FriendFilter, FriendSelection, FriendStatus } from '../../../shared/contracts/friends.ts';

/** What is selected: people ticked one by one, or everybody who matches a filter but some. */
export type Selection = { by: 'ids'; ids: ReadonlySet<number> } | { by: 'filter'; filter: FriendFilter; except: ReadonlySet<number> };

/** The dialog that is open over the list, with the people it is for. */
export type FriendAction =
  | { kind: 'tags' }
  | { kind: 'level'; level: number | null }
  | { kind: 'status'; status: FriendStatus | null }
  | { kind: 'channel' }
  | { kind: 'archive'; archived: boolean }
  | { kind: 'touch' }
  | { kind: 'points' }
  /** an order by hand, for one friend: from the feature that keeps orders */
  | { kind: 'order' }
  /** a queue of words for them, made on the page 发送 */
  | { kind: 'send' }
  /** when they write: from the feature that knows their chats */
  | { kind: 'hours'; chosen: number };
export interface OpenAction {
  action: FriendAction;
  selection: FriendSelection;
  /** name when it is for one friend */
  name: string | null;
}

interface FriendsState {
  selection: Selection;
  /** place of the keyboard cursor in the list */
  cursor: number;
  /** place where a Shift range begins */
  anchor: number;
  open: OpenAction | null;
  creating: boolean;
  /** the friend for whom a note is to be written next */
  noteFor: number | null;
  /** the list of possible doubles is open */
  doubles: boolean;
  /** something was typed that is not drawn yet */
  waiting: boolean;
  /** two friends of one account who are being made one */
  pair: readonly [number, number] | null;
}

export const noSelection: Selection = { by: 'ids', ids: new Set() };

/** What is on the screen of the friends page and nowhere else. */
export const useFriendsStore = create<FriendsState>(() => ({
  selection: noSelection,
  cursor: 0,
  anchor: 0,
  open: null,
  creating: false,
  noteFor: null,
  doubles: false,
  waiting: false,
  pair: null,
}));

/** Whether this friend is ticked. `matches` = stands in the list of the selection's filter. */
export function isSelected(selection: Selection, id: number): boolean {
  return selection.by === 'ids' ? selection.ids.has(id) : !selection.except.has(id);
}

/** How many are selected; `total` = friends that match the filter. */
export function selectedCount(selection: Selection, total: number): number {
  return selection.by === 'ids' ? selection.ids.size : Math.max(0, total - selection.except.size);
}

/** Ticks or unticks one friend. */
export function toggled(selection: Selection, id: number): Selection {
  const set = new Set(selection.by === 'ids' ? selection.ids : selection.except);
  if (!set.delete(id)) set.add(id);
  return selection.by === 'ids' ? { by: 'ids', ids: set } : { ...selection, except: set };
}

/** Adds people of a range to what is ticked. */
export function withIds(selection: Selection, ids: readonly number[]): Selection {
  if (selection.by === 'ids') return { by: 'ids', ids: new Set([...selection.ids, ...ids]) };
  const except = new Set(selection.except);
  for (const id of ids) except.delete(id);
  return { ...selection, except };
}

/** The form that the back end takes. */
export function toWire(selection: Selection): FriendSelection {
  if (selection.by === 'ids') return { by: 'ids', ids: [...selection.ids] };
  return { by: 'filter', filter: selection.filter, except: [...selection.except] };
}

export const friendsActions = {
  select: (selection: Selection) => useFriendsStore.setState({ selection }),
  clear: () => useFriendsStore.setState({ selection: noSelection }),
  /** unticks one who is not there any more */
  letGo: (id: number) =>
    useFriendsStore.setState(({ selection }) =>
      selection.by === 'ids' && selection.ids.has(id) ? { selection: toggled(selection, id) } : {},
    ),
  moveTo: (cursor: number) => useFriendsStore.setState({ cursor, anchor: cursor }),
  extendTo: (cursor: number) => useFriendsStore.setState({ cursor }),
  ask: (open: OpenAction) => useFriendsStore.setState({ open }),
  done: () => useFriendsStore.setState({ open: null }),
  create: (creating: boolean) => useFriendsStore.setState({ creating }),
  showDoubles: (doubles: boolean) => useFriendsStore.setState({ doubles }),
  merge: (pair: readonly [number, number] | null) => useFriendsStore.setState({ pair }),
  wait: (waiting: boolean) => useFriendsStore.setState((old) => (old.waiting === waiting ? old : { waiting })),
  writeNote: (noteFor: number | null) => useFriendsStore.setState({ noteFor }),
};
