/** The one clock of the renderer: milliseconds since 1970, UTC. */
export function now(): number {
  return Date.now();
}
