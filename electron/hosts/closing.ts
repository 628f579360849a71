/** How long the back end may take to close before the program ends without it, ms; whatever was acknowledged is on disk already. */
export const closeLimitMs = 5_000;

/** Waits for `closing`, however it ends, but no longer than the limit. @returns whether it was in time */
export async function closedInTime(closing: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), closeLimitMs);
  });
  const inTime = await Promise.race([closing.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
