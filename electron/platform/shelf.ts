type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** Rows about friends as columns, in an order of their own: as objects, those of 100,000 friends would take the host's thread long to receive. */
export interface ShelfKind<S extends { friend: Uint32Array }> {
  /** an empty one with so many places */
  room: (size: number) => S;
  /** where row i of one stands to row j of another */
  compare: (a: S, i: number, b: S, j: number) => number;
}

const columnsOf = (shelf: object) => shelf as Readonly<Record<string, Column>>;

function copy(from: object, i: number, to: object, j: number): void {
  const [source, goal] = [columnsOf(from), columnsOf(to)];
  for (const name of Object.keys(goal)) goal[name]![j] = source[name]![i]!;
}

/** Its rows in their order. */
export function inOrder<S extends { friend: Uint32Array }>({ room, compare }: ShelfKind<S>, rough: S): S {
  const order = Uint32Array.from(rough.friend, (_, i) => i).sort((i, j) => compare(rough, i, rough, j));
  const shelf = room(order.length);
  for (const [to, from] of order.entries()) copy(rough, from, shelf, to);
  return shelf;
}

/** The shelf with what some friends have now in place of what they had. What lies between two places that change is taken over as a whole. */
export function patched<S extends { friend: Uint32Array }>(kind: ShelfKind<S>, old: S, friendIds: ReadonlySet<number>, now: S): S {
  const gone: number[] = [];
  for (let i = 0; i < old.friend.length; i++) if (friendIds.has(old.friend[i]!)) gone.push(i);
  const shelf = kind.room(old.friend.length - gone.length + now.friend.length);
  const [source, goal] = [columnsOf(old), columnsOf(shelf)];
  let [from, to, skip] = [0, 0, 0];
  const takeOver = (end: number) => {
    for (const name of Object.keys(goal)) goal[name]!.set(source[name]!.subarray(from, end), to);
    to += end - from;
    from = end;
  };
  for (let j = 0; j <= now.friend.length; j++) {
    const end = j < now.friend.length ? placeBefore(kind, old, now, j) : old.friend.length;
    for (; skip < gone.length && gone[skip]! < end; skip++) {
      takeOver(gone[skip]!);
      from++;
    }
    takeOver(end);
    if (j < now.friend.length) copy(now, j, shelf, to++);
  }
  return shelf;
}

/** How many of a shelf stand before one of another. */
function placeBefore<S extends { friend: Uint32Array }>({ compare }: ShelfKind<S>, old: S, now: S, j: number): number {
  let [from, to] = [0, old.friend.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (compare(old, middle, now, j) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
