import { type PutOff, putOffReasons, type SopKey, type SopStep, type Sops, sopKeys } from '../../../shared/domain/follow-up.ts';
import { inOrder, type ShelfKind } from '../../platform/shelf.ts';

/** One follow-up that is open, wherever it comes from. Days are running numbers. */
export interface Item {
  friendId: number;
  /** its row; 0 = a step that nothing was done with yet */
  id: number;
  /** null = by hand */
  sop: SopKey | null;
  /** key of the step; '' = by hand */
  step: string;
  fromOn: number;
  dueOn: number;
  /** the day it stands on; of what is late, today */
  on: number;
  isLate: boolean;
  putOff: PutOff | null;
}

/** Follow-ups as columns, in the order of the list. */
export interface Shelf {
  friend: Uint32Array;
  id: Uint32Array;
  /** 1 + 16 × place in sopKeys + place of the step in its template; 0 = by hand */
  code: Uint16Array;
  from: Int32Array;
  due: Int32Array;
  on: Int32Array;
  isLate: Uint8Array;
  /** 1 + place in putOffReasons; 0 = not put off */
  putOff: Uint8Array;
}

const stepRoom = 16;
const room = (size: number): Shelf => ({
  friend: new Uint32Array(size),
  id: new Uint32Array(size),
  code: new Uint16Array(size),
  from: new Int32Array(size),
  due: new Int32Array(size),
  on: new Int32Array(size),
  isLate: new Uint8Array(size),
  putOff: new Uint8Array(size),
});

/** By the day they stand on, what is late first; then the longest due, by hand before templates, and templates in their order. */
function compare(a: Shelf, i: number, b: Shelf, j: number): number {
  return (
    a.on[i]! - b.on[j]! ||
    b.isLate[j]! - a.isLate[i]! ||
    a.due[i]! - b.due[j]! ||
    a.code[i]! - b.code[j]! ||
    a.friend[i]! - b.friend[j]! ||
    a.id[i]! - b.id[j]! ||
    a.from[i]! - b.from[j]!
  );
}

export const followUpShelf: ShelfKind<Shelf> = { room, compare };

const codeOf = (sops: Sops, sop: SopKey | null, step: string): number =>
  sop === null ? 0 : 1 + stepRoom * sopKeys.indexOf(sop) + sops[sop].steps.findIndex(({ key }) => key === step);

/** Puts follow-ups in order. */
export function shelve(items: readonly Item[], sops: Sops): Shelf {
  const rough = room(items.length);
  for (const [i, { friendId, id, sop, step, fromOn, dueOn, on, isLate, putOff }] of items.entries()) {
    rough.friend[i] = friendId;
    rough.id[i] = id;
    rough.code[i] = codeOf(sops, sop, step);
    rough.from[i] = fromOn;
    rough.due[i] = dueOn;
    rough.on[i] = on;
    rough.isLate[i] = isLate ? 1 : 0;
    rough.putOff[i] = putOff === null ? 0 : 1 + putOffReasons.indexOf(putOff);
  }
  return inOrder(followUpShelf, rough);
}

/** The step in one place, of a template. */
export const stepAt = (shelf: Shelf, i: number, sops: Sops): { sop: SopKey; step: SopStep } | null => stepOf(shelf.code[i]!, sops);

function stepOf(code: number, sops: Sops): { sop: SopKey; step: SopStep } | null {
  const sop = code === 0 ? undefined : sopKeys[Math.floor((code - 1) / stepRoom)];
  const step = sop && sops[sop].steps[(code - 1) % stepRoom];
  return sop && step ? { sop, step } : null;
}

/** Friends with an advert that is due by a day, or waits for the guard. */
export function advertsDue(shelf: Shelf, sops: Sops, today: number): Set<number> {
  const friends = new Set<number>();
  for (let i = 0; i < shelf.friend.length; i++)
    if (shelf.due[i]! <= today && stepAt(shelf, i, sops)?.step.kind === 'privateAdvert') friends.add(shelf.friend[i]!);
  return friends;
}

/** The follow-up in one place; null where its step is gone from the template since. */
export function itemAt(shelf: Shelf, i: number, sops: Sops): Item | null {
  const code = shelf.code[i]!;
  const found = stepOf(code, sops);
  if (code !== 0 && !found) return null;
  const putOff = shelf.putOff[i]! === 0 ? null : putOffReasons[shelf.putOff[i]! - 1]!;
  return {
    ...{
      friendId: shelf.friend[i]!,
      id: shelf.id[i]!,
      sop: found?.sop ?? null,
      step: found?.step.key ?? '',
      fromOn: shelf.from[i]!,
      dueOn: shelf.due[i]!,
      on: shelf.on[i]!,
    },
    ...{ isLate: shelf.isLate[i] === 1, putOff },
  };
}
