/** A key that is held down begins to repeat after this long at most, ms (Windows: up to 1 s). */
const beginsToRepeat = 1_200;
/** and then comes again within this, ms */
const repeatsWithin = 150;

/**
 * One press of a system-wide key is one action, however long it is held: the system only says "pressed", again and again, never "released".
 * The first press acts at once. A second within the time in which holding begins to repeat may be either: it waits for a moment, and acts
 * only when no third follows. Repeats act never.
 */
export function onePress(act: () => void): { press(): void; stop(): void } {
  let quiet: NodeJS.Timeout | null = null;
  let second: NodeJS.Timeout | null = null;
  let held = false;
  const end = (timer: NodeJS.Timeout | null) => {
    if (timer) clearTimeout(timer);
  };
  const rest = (ms: number) => {
    end(quiet);
    quiet = setTimeout(() => {
      quiet = null;
      held = false;
    }, ms);
  };
  return {
    press() {
      if (!quiet) {
        rest(beginsToRepeat);
        return act();
      }
      if (held || second) {
        held = true;
        end(second);
        second = null;
        return rest(repeatsWithin * 2);
      }
      rest(beginsToRepeat);
      second = setTimeout(() => {
        second = null;
        act();
      }, repeatsWithin);
    },
    stop() {
      end(quiet);
      end(second);
      quiet = second = null;
      held = false;
    },
  };
}
