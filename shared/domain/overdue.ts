/** She is still copying and pasting: a post is asked about only when this much time has gone by since its moment. */
const graceMs = 5 * 60_000;

/** Posts scheduled before this moment (ms UTC) and not settled are overdue at `nowAt`; those after it are still being posted. */
export function overdueBefore(nowAt: number): number {
  return nowAt - graceMs;
}
