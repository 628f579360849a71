import type { ContentCategory } from '../contracts/content.ts';
import type { FreeSlot, SlotPlace } from '../contracts/slots.ts';
import { dayNamed, dayNumber, wallTime, weekdayOf, type ZoneOffset } from './wall-time.ts';

/** A post so near to a slot (ms) is what the slot was for. */
export const slotReach = 60 * 60_000;

/** The moments of weekly patterns on the days `fromOn` … `toOn`, both included, by time. */
export function slotTimes(
  slots: readonly (SlotPlace & { accountId: number })[],
  fromOn: string,
  toOn: string,
  zone?: ZoneOffset,
): FreeSlot[] {
  const times: FreeSlot[] = [];
  for (let day = dayNumber(fromOn); day <= dayNumber(toOn); day++) {
    const on = dayNamed(day);
    const weekday = weekdayOf(on);
    for (const { accountId, weekday: of, minute, category } of slots)
      if (of === weekday) times.push({ accountId, at: wallTime(on, minute, zone), on, category });
  }
  return times.sort(inOrder);
}

/** By time, then by account. */
export const inOrder = (a: { at: number; accountId: number }, b: { at: number; accountId: number }): number =>
  a.at - b.at || a.accountId - b.accountId;

/**
 * The slots that no post has taken. A post of the account takes the slot nearest to it within an hour, one each: two posts
 * in the same hour take two slots, and one post never takes both of a pair.
 */
export function freeSlots(times: readonly FreeSlot[], posts: readonly { accountId: number; at: number }[]): FreeSlot[] {
  const taken = new Set<FreeSlot>();
  const byAccount = Map.groupBy(times, ({ accountId }) => accountId);
  for (const post of [...posts].sort(inOrder)) {
    let nearest: FreeSlot | null = null;
    for (const slot of byAccount.get(post.accountId) ?? []) {
      const away = Math.abs(slot.at - post.at);
      if (away <= slotReach && !taken.has(slot) && (nearest === null || away < Math.abs(nearest.at - post.at))) nearest = slot;
    }
    if (nearest) taken.add(nearest);
  }
  return times.filter((slot) => !taken.has(slot));
}

/** The first free slot after a moment, of this category or (null) of any. */
export function nextSlot(free: readonly FreeSlot[], afterAt: number, category: ContentCategory | null): FreeSlot | null {
  return free.find((slot) => slot.at > afterAt && (category === null || slot.category === category)) ?? null;
}
