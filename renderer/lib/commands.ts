import { useEffect, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';

/** Something the command palette can do. */
export interface Command {
  id: string;
  label: string;
  /** other words it is found by, e.g. pinyin initials */
  words?: string;
  /** key to draw beside it */
  keys?: string;
  run: () => void;
}

const useStore = create<{ commands: Map<string, () => Command> }>(() => ({ commands: new Map() }));

/** Offers commands in the palette while this component stands. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
  });
  const ids = commands.map((command) => command.id).join(' ');
  useEffect(() => {
    const mine = ids === '' ? [] : ids.split(' ');
    useStore.setState((state) => {
      const next = new Map(state.commands);
      for (const id of mine) next.set(id, () => latest.current.find((command) => command.id === id) as Command);
      return { commands: next };
    });
    return () =>
      useStore.setState((state) => {
        const next = new Map(state.commands);
        for (const id of mine) next.delete(id);
        return { commands: next };
      });
  }, [ids]);
}

/** All commands on offer, in the order they came. */
export function useAllCommands(): Command[] {
  const commands = useStore((state) => state.commands);
  return [...commands.values()].map((read) => read()).filter(Boolean);
}
