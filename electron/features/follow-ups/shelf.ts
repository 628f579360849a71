import { type PutOff, putOffReasons, type SopStep, type Sops, type Template } from '../../../shared/domain/follow-up.ts';
import { inOrder, type ShelfKind } from '../../platform/shelf.ts';

/** One follow-up that is open, wherever it comes from. Days are running numbers. */
export interface Item {
  friendId: number;
  /** its row; 0 = a step that nothing was done with yet */
  id: number;
  /** id of its template; null = by hand */
  sop: string | null;
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
  /** 1 + 16 × place of its template + place of the step in it; 0 = by hand */
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

function codesOf(sops: Sops): (sop: string | null, step: string) => number {
  const codes = new Map(
    sops.flatMap(({ id, steps }, place) => steps.map(({ key }, at) => [`${id} ${key}`, 1 + stepRoom * place + at] as const)),
  );
  return (sop, step) => (sop === null ? 0 : codes.get(`${sop} ${step}`)!);
}

/** Puts follow-ups in order. */
export function shelve(items: readonly Item[], sops: Sops): Shelf {
  const rough = room(items.length);
  const codeOf = codesOf(sops);
  for (const [i, { friendId, id, sop, step, fromOn, dueOn, on, isLate, putOff }] of items.entries()) {
    rough.friend[i] = friendId;
    rough.id[i] = id;
    rough.code[i] = codeOf(sop, step);
    rough.from[i] = fromOn;
    rough.due[i] = dueOn;
    rough.on[i] = on;
    rough.isLate[i] = isLate ? 1 : 0;
    rough.putOff[i] = putOff === null ? 0 : 1 + putOffReasons.indexOf(putOff);
  }
  return inOrder(followUpShelf, rough);
}

/** The step in one place, of a template. */
export const stepAt = (shelf: Shelf, i: number, sops: Sops): { sop: Template; step: SopStep } | null => stepOf(shelf.code[i]!, sops);

function stepOf(code: number, sops: Sops): { sop: Template; step: SopStep } | null {
  const sop = code === 0 ? undefined : sops[placeOf(code)];
  const step = sop?.steps[(code - 1) % stepRoom];
  return sop && step ? { sop, step } : null;
}

/** Friends with an advert that is due by a day, or waits for the guard. */
export function advertsDue(shelf: Shelf, sops: Sops, today: number): Set<number> {
  const friends = new Set<number>();
  for (let i = 0; i < shelf.friend.length; i++)
    if (shelf.due[i]! <= today && stepAt(shelf, i, sops)?.step.kind === 'privateAdvert') friends.add(shelf.friend[i]!);
  return friends;
}

/** The place of the template that a code tells. */
const placeOf = (code: number): number => Math.floor((code - 1) / stepRoom);

/** What is late or stands on a day: how much of it is listed there, and the places of those on the shelf. */
export interface Day {
  late: number[];
  now: number[];
  waiting: number;
}

/** In a class of their own: this many days late and more. */
const oldest = 127;

/**
 * What of today is listed when a day has room for `most`: all that the seller set or put off herself, then templates in their order, what
 * came up last before what is late for days, since late thanks are worth less than those in time.
 * @param most with what was done today already
 */
export function listedToday(shelf: Shelf, today: number, most: number): Day {
  const end = firstAfter(shelf, today);
  const classOf = (i: number) =>
    shelf.id[i]! > 0 ? 0 : 1 + placeOf(shelf.code[i]!) * (oldest + 1) + Math.min(oldest, today - shelf.due[i]!);
  const many: number[] = [];
  for (let i = 0; i < end; i++) many[classOf(i)] = (many[classOf(i)] ?? 0) + 1;
  // how many of each class there is room for: of the last one that gets some, the first ones of the shelf
  let room = Math.max(0, most - (many[0] ?? 0));
  const places = many.map((count, at) => {
    if (at === 0) return count;
    const taken = Math.min(room, count);
    room -= taken;
    return taken;
  });
  const day: Day = { late: [], now: [], waiting: 0 };
  for (let i = 0; i < end; i++) {
    const at = classOf(i);
    if (places[at]! > 0) (shelf.isLate[i] === 1 ? day.late : day.now).push(i);
    else day.waiting++;
    places[at]!--;
  }
  return day;
}

/** How many stand on a day or before it. */
export function firstAfter(shelf: Shelf, day: number): number {
  let end = 0;
  while (end < shelf.on.length && shelf.on[end]! <= day) end++;
  return end;
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
      sop: found?.sop.id ?? null,
      step: found?.step.key ?? '',
      fromOn: shelf.from[i]!,
      dueOn: shelf.due[i]!,
      on: shelf.on[i]!,
    },
    ...{ isLate: shelf.isLate[i] === 1, putOff },
  };
}
