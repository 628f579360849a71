/**
 * What the back end pushes to every open window. Push is dumb on purpose: a topic says
 * "whatever you know about this may be old"; the renderer re-reads what is on the screen.
 */
export const topics = [
  'accounts',
  'channels',
  'friends',
  'notes',
  'tags',
  'tagRules',
  'trust',
  'suggestions',
  'today',
  'followUps',
  'referrals',
  'touches',
  'points',
  'sending',
  'posts',
  'calendar',
  'segments',
  'content',
  'assets',
  'imports',
  'chats',
  'orders',
  'search',
  'settings',
  // settings by which answers are reckoned; 'settings' comes with it
  'rules',
  'undo',
  'demo',
  'backups',
  'lock',
  'banday',
] as const;
export type Topic = (typeof topics)[number];

export type JobState = 'running' | 'done' | 'failed' | 'cancelled';

/** Progress of one long task. `done` and `total` count in the unit of the job (rows, bytes); total 0 = unknown yet. */
export interface JobProgress {
  jobId: string;
  name: string;
  state: JobState;
  phase: string;
  done: number;
  total: number;
  /** ms since the job started */
  elapsedMs: number;
}

export type PushEvent =
  | { type: 'changed'; topics: Topic[] }
  | { type: 'job'; job: JobProgress }
  /** The back end is about to stop; the window shows that it may be closed. */
  | { type: 'closing' };
