import { type KeyboardEvent, useEffect, useState } from 'react';

interface Entered {
  /** Enter was pressed */
  enter: () => void;
  /** she typed on or turned away: that Enter means nothing any more */
  forget: () => void;
}

/**
 * Enter in a field whose list is asked for. Pressed before the answer, it waits for it: it means the first of what was typed, not of
 * what still stands there.
 * @param waiting the list answers what was typed before
 * @param choose takes what the keys are on
 */
export function useEntered(waiting: boolean, choose: () => void): Entered {
  const [entered, setEntered] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the answer makes up for the key
  useEffect(() => {
    if (waiting || !entered) return;
    setEntered(false);
    choose();
  }, [waiting, entered]);
  return {
    enter: () => (waiting ? setEntered(true) : choose()),
    forget: () => setEntered(false),
  };
}

interface FoundOptions {
  /** what is typed in its field */
  text: string;
  onText: (text: string) => void;
  /** as of useEntered */
  waiting: boolean;
  /** the first of what was found */
  first: number | undefined;
  onPick: (value: number) => void;
  /** it stays open for another one */
  many?: boolean;
}

/** The same for a Select whose options are found by what is typed; by itself it takes the row that stands there, by Tab as well. */
export function useFoundOptions({ text, onText, waiting, first, onPick, many = false }: FoundOptions) {
  const [open, setOpen] = useState(false);
  /** the row its list is on: null also for a moment after rows were found, when a key would close it with nothing taken */
  const [active, setActive] = useState<unknown>(null);
  const { enter, forget } = useEntered(waiting, () => {
    if (first === undefined) return;
    setOpen(many);
    onPick(first);
  });
  const isBetween = open && !waiting && first !== undefined && active === null;
  const onInputKeyDown = (event: KeyboardEvent) => {
    const isEnter = event.key === 'Enter';
    if (event.nativeEvent.isComposing || !(isEnter || event.key === 'Tab') || !(waiting || isBetween)) return;
    event.stopPropagation();
    if (isEnter) event.preventDefault();
    if (isEnter || isBetween) enter();
  };
  const onOpenChange = (next: boolean) => {
    if (!next) forget();
    setOpen(next);
  };
  const onSearch = (typed: string) => {
    forget();
    onText(typed);
  };
  return {
    open,
    onOpenChange,
    onInputKeyDown,
    onActive: setActive,
    showSearch: { filterOption: false as const, searchValue: text, onSearch },
  };
}
