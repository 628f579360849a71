import { create } from 'zustand';
import { client } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { levelText } from '../../lib/words.ts';
import { notify } from '../../ui/toast.tsx';

/** Somebody on the board, with the name for the messages. */
export interface Person {
  id: number;
  name: string;
}
/** The newest move, as long as its bar stands: a reason can be added, or it is taken back. */
export interface Moved {
  level: number;
  /** 「王姐」 or 「3 位好友」 */
  whom: string;
  undoId: number;
}
interface TrustState {
  selected: ReadonlyMap<number, string>;
  moved: Moved | null;
  /** friends on their way to another column */
  leaving: ReadonlySet<number>;
}

/** What is on the screen of the board and nowhere else. */
export const useTrustStore = create<TrustState>(() => ({ selected: new Map(), moved: null, leaving: new Set() }));
const set = useTrustStore.setState;

const whomOf = (people: readonly Person[], changed: number): string =>
  changed === 1 && people.length === 1 ? `「${people[0]?.name}」` : ` ${count(changed)} 位好友`;

/** Moves people to a level at once; the reason can be told afterwards. */
async function move(people: readonly Person[], level: number): Promise<void> {
  const ids = people.map((person) => person.id);
  set({ leaving: new Set(ids) });
  try {
    const report = await client.trust.setLevel.mutate({ selection: { by: 'ids', ids }, level, reason: '' });
    if (report.undoId === null) notify.done(`${whomOf(people, people.length).trim()}原本就是「${levelText(level)}」`);
    else set({ moved: { level, whom: whomOf(people, report.changed), undoId: report.undoId } });
    set((state) => ({ selected: new Map([...state.selected].filter(([id]) => !ids.includes(id))) }));
  } catch (error) {
    notify.failed(error);
  } finally {
    set({ leaving: new Set() });
  }
}

/** Writes the reason on the newest move itself. */
async function explain(moved: Moved, reason: string): Promise<void> {
  set({ moved: null });
  try {
    const report = await client.trust.explain.mutate({ undoId: moved.undoId, reason });
    notify.done(`原因已记下：${reason}`, report.undoId);
  } catch (error) {
    notify.failed(error);
  }
}

export const trustActions = {
  move,
  explain,
  toggle: (person: Person) =>
    set((state) => {
      const selected = new Map(state.selected);
      if (!selected.delete(person.id)) selected.set(person.id, person.name);
      return { selected };
    }),
  add: (people: readonly Person[]) =>
    set((state) => ({ selected: new Map([...state.selected, ...people.map((person): [number, string] => [person.id, person.name])]) })),
  clear: () => set({ selected: new Map() }),
  dismiss: () => set({ moved: null }),
};

/** Those a key or a drag on `person` is for: the whole selection when she is in it. */
export function chosenWith(person: Person): Person[] {
  const { selected } = useTrustStore.getState();
  return selected.has(person.id) ? [...selected].map(([id, name]) => ({ id, name })) : [person];
}
