/** Bounds of the loopback server; times in ms, sizes in bytes. Tests shorten the times. */
export interface Limits {
  headersMs: number;
  /** a whole request other than an upload */
  requestMs: number;
  uploadMs: number;
  /** no byte of a body for this long */
  stallMs: number;
  /** a reader that takes nothing for this long */
  slowReadMs: number;
  keepAliveMs: number;
  checkIntervalMs: number;
  heartbeatMs: number;
  /** for the first use of a code */
  codeMs: number;
  /** for the address of a video or download since it was last used */
  ticketMs: number;
  badTries: number;
  connections: number;
  headerBytes: number;
  bodyBytes: number;
  sessionBodyBytes: number;
  uploadBytes: number;
  /** JSON nested deeper than this is refused before it is parsed */
  jsonDepth: number;
  /** bytes of events that may wait for a page that does not read */
  eventBacklogBytes: number;
}

export const defaultLimits: Limits = {
  headersMs: 5_000,
  requestMs: 30_000,
  uploadMs: 1_800_000,
  stallMs: 20_000,
  slowReadMs: 30_000,
  keepAliveMs: 5_000,
  checkIntervalMs: 1_000,
  heartbeatMs: 15_000,
  codeMs: 600_000,
  ticketMs: 3_600_000,
  badTries: 20,
  connections: 64,
  headerBytes: 8 * 1024,
  bodyBytes: 1024 * 1024,
  sessionBodyBytes: 4 * 1024,
  uploadBytes: 2 * 1024 * 1024 * 1024,
  jsonDepth: 64,
  eventBacklogBytes: 1024 * 1024,
};
