import { type Candidates, candidatesOf } from './candidates.ts';
import { secondOf } from './message-id.ts';
import type { Row } from './message-row.ts';

/** What a record of the file knows of when it was said, and its id on the platform (-1 = none). */
export interface Holder {
  second: number;
  precision: number;
  key: number;
}

/** Who of the file stands for the messages of the book; only those are kept who know another time or id than their message. */
export class Holders {
  readonly #others = new Map<number, Holder>();
  readonly #isLoose: (id: number) => boolean;

  /** @param isLoose whether a record without an id stands for a message that has one, where that is known otherwise */
  constructor(isLoose: (id: number) => boolean) {
    this.#isLoose = isLoose;
  }

  /** Asked of messages that a record stands for. */
  of(row: Row): Holder {
    return this.#others.get(row[0]) ?? { second: secondOf(row[0]), precision: row[5], key: this.#isLoose(row[0]) ? -1 : (row[6] ?? -1) };
  }

  set(row: Row, holder: Holder): void {
    this.#others.delete(row[0]);
    const { second, precision, key } = this.of(row);
    if (second !== holder.second || precision !== holder.precision || key !== holder.key) this.#others.set(row[0], holder);
  }
}

/** Messages of one identity, by what may be known of their time. */
export class Moments {
  readonly #record: number;
  readonly #read: (second: number, precision: number) => Row[];
  readonly #known = new Map<string, Candidates>();

  /** @param read the messages that may be what is known at a moment, the most exact first */
  constructor(record: number, read: (second: number, precision: number) => Row[]) {
    this.#record = record;
    this.#read = read;
  }

  get record(): number {
    return this.#record;
  }

  at({ second, precision }: Holder): Candidates {
    const moment = `${second} ${precision}`;
    let candidates = this.#known.get(moment);
    if (!candidates) {
      candidates = candidatesOf(this.#record, this.#read(second, precision));
      this.#known.set(moment, candidates);
    }
    return candidates;
  }
}

interface Step {
  holder: Holder;
  /** the message that it would leave; null = it has none yet */
  row: Row | null;
  /** who gets that message */
  before: Step | null;
}

/**
 * Looks for a message for `seeker`, where others of the file may have to take another one in turn: the shortest row of such changes
 * that ends at a message nobody stands for, or at a record whose id another record of the file has already.
 * @returns the message that is taken now and was free before; `repeated` = none was needed; null = there is no way
 */
export function rearrange(seeker: Holder, moments: Moments, holders: Holders, isClaimed: (id: number) => boolean): Row | 'repeated' | null {
  const seen = new Set<number>();
  const looked = new Set<string>();
  const steps: Step[] = [{ holder: seeker, row: null, before: null }];
  for (const step of steps) {
    const { key, second, precision } = step.holder;
    const what = `${second} ${precision} ${key}`;
    if (looked.has(what)) continue;
    looked.add(what);
    const candidates = moments.at(step.holder);
    const rows = (key === -1 ? candidates.rows : (candidates.byKey.get(key) ?? [])).filter((row) => !seen.has(row[0]));
    const twice = key !== -1 && rows.some((row) => isClaimed(row[0]) && holders.of(row).key === key);
    const free = twice ? undefined : rows.find((row) => !isClaimed(row[0]));
    if (twice || free) {
      moveOn(step, free ?? null, holders);
      return free ?? 'repeated';
    }
    for (const row of rows) {
      seen.add(row[0]);
      steps.push({ holder: holders.of(row), row, before: step });
    }
  }
  return null;
}

/** Gives each holder of the row of changes the message that the next one leaves, the last one `free`. */
function moveOn(last: Step, free: Row | null, holders: Holders): void {
  let row = free;
  for (let step: Step | null = last; step; step = step.before) {
    if (row) holders.set(row, step.holder);
    row = step.row;
  }
}
