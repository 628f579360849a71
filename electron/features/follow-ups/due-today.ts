import type { FollowUp, Promised } from '../../../shared/contracts/follow-ups.ts';
import { followUpWeight } from '../../../shared/domain/care-today.ts';
import { putOffReasons, type SopKey, type Sops } from '../../../shared/domain/follow-up.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { sopsOf } from './evaluate.ts';
import { followUpStore } from './follow-up-store.ts';
import { promiseSql, rowsAt } from './follow-ups.queries.ts';
import { type Shelf, stepAt } from './shelf.ts';

/** What stands on today, late included, by friend: for 今日. Promises are no part of it. */
export class DueToday {
  /** how pressing the most pressing is, by friend id; 0 or nothing = nothing is due */
  readonly weight: Float32Array;
  /** the first so many places of the shelf are due */
  readonly total: number;
  readonly #shelf: Shelf;
  readonly #sops: Sops;
  /** 1 + the first place of a friend, by friend id, and 1 + the next of the same friend, by place; 0 = none */
  readonly #first: Uint32Array;
  readonly #next: Uint32Array;

  constructor(shelf: Shelf, sops: Sops, today: number) {
    [this.#shelf, this.#sops] = [shelf, sops];
    let total = 0;
    while (total < shelf.on.length && shelf.on[total]! <= today) total++;
    this.total = total;
    let last = 0;
    for (let i = 0; i < total; i++) last = Math.max(last, shelf.friend[i]!);
    this.weight = new Float32Array(last + 1);
    this.#first = new Uint32Array(last + 1);
    this.#next = new Uint32Array(total);
    for (let i = total - 1; i >= 0; i--) {
      const friend = shelf.friend[i]!;
      this.#next[i] = this.#first[friend]!;
      this.#first[friend] = i + 1;
      const found = shelf.putOff[i] === byHerself ? null : stepAt(shelf, i, sops);
      this.weight[friend] = Math.max(this.weight[friend]!, followUpWeight(found?.sop.trigger ?? null, found?.step.days ?? 0));
    }
  }

  friendAt(place: number): number {
    return this.#shelf.friend[place]!;
  }

  /** The places of one friend, in order. */
  placesOf(friendId: number): number[] {
    const places: number[] = [];
    for (let at = this.#first[friendId] ?? 0; at > 0; at = this.#next[at - 1]!) places.push(at - 1);
    return places;
  }

  /** What the templates count from that something due comes of. */
  sopsOf(friendId: number): SopKey[] {
    return this.placesOf(friendId).flatMap((place) => stepAt(this.#shelf, place, this.#sops)?.sop.trigger ?? []);
  }

  /** Days that the longest due is late; 0 = it is of today. */
  lateDays(friendId: number, today: number): number {
    return Math.max(0, ...this.placesOf(friendId).map((at) => (this.#shelf.isLate[at] === 1 ? today - this.#shelf.due[at]! : 0)));
  }

  rows(ctx: ServiceContext, places: readonly number[]): FollowUp[] {
    return rowsAt(ctx, this.#shelf, this.#sops, places);
  }
}

/** A day that the seller chose is as pressing as one by hand. */
const byHerself = 1 + putOffReasons.indexOf('seller');

const kept = new WeakMap<Shelf, DueToday>();

/** What is due today. The store is kept warm by whoever asks, so that asking again costs nothing. */
export async function dueToday(ctx: HostContext): Promise<DueToday> {
  const shelf = await followUpStore(ctx).open();
  let due = kept.get(shelf);
  if (!due) kept.set(shelf, (due = new DueToday(shelf, sopsOf(ctx), dayNumber(localDay(ctx.clock.now())))));
  return due;
}

/** Open promises of a day and of days before, the oldest first. */
export const duePromises = ({ db }: ServiceContext, on: string): Promised[] =>
  db.sql(`${promiseSql} WHERE state = 'open' AND due_on <= ? ORDER BY due_on, p.id`).all(on) as Promised[];
