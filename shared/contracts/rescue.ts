import { z } from 'zod';

/** What the rescue screen counts, in its order; `others` = everything that has no word of its own. */
export const rescueKinds = [
  'friends',
  'notes',
  'touches',
  'tags',
  'chats',
  'messages',
  'orders',
  'payments',
  'posts',
  'contents',
  'accounts',
  'others',
] as const;
export type RescueKind = (typeof rescueKinds)[number];

export const salvagedKind = z.object({
  kind: z.enum(rescueKinds),
  read: z.int(),
  /** how many there must have been; null = cannot be known */
  expected: z.int().nullable(),
  /** made again from what other records say of them: their names are lost */
  standIns: z.int(),
});
export type SalvagedKind = z.infer<typeof salvagedKind>;

export const salvageReport = z.object({
  /** false = nothing of a book was found in the file */
  readable: z.boolean(),
  kinds: z.array(salvagedKind),
  /** records that belonged to something lost and are left out */
  dropped: z.int(),
});
export type SalvageReport = z.infer<typeof salvageReport>;

export const rescueSnapshot = z.object({
  /** name of the file in snapshots/ */
  name: z.string(),
  /** ms UTC */
  at: z.int(),
  bytes: z.int(),
  friends: z.int(),
});
export type RescueSnapshot = z.infer<typeof rescueSnapshot>;

/** A book that a restore replaced, kept for 30 days. */
export const rescueKept = z.object({
  /** number in undo/ */
  id: z.int().min(1),
  /** until when it was the book, ms UTC */
  at: z.int(),
  bytes: z.int(),
  friends: z.int(),
});
export type RescueKept = z.infer<typeof rescueKept>;

/** A verified backup at one of her places. */
export const rescueBackup = z.object({
  sequence: z.int().min(1),
  targetId: z.int().min(1),
  folder: z.string(),
  /** ms UTC */
  at: z.int(),
  bytes: z.int(),
  friends: z.int(),
});
export type RescueBackup = z.infer<typeof rescueBackup>;

export const rescueState = z.object({
  /**
   * damaged = what is in the file makes no sense; disk = the disk does not give all of it; migration = it can be read, but not be
   * brought into the form of this version; newer = a newer version wrote it, and a copy from before that one is there
   */
  reason: z.enum(['damaged', 'disk', 'migration', 'newer']),
  dataDir: z.string(),
  /** of the book and its log, in bytes */
  bytes: z.int(),
  working: z.boolean(),
  report: salvageReport.nullable(),
  snapshots: z.array(rescueSnapshot),
  /** the newest first, at most five; they may be out of reach now */
  backups: z.array(rescueBackup),
  /** the newest first */
  kept: z.array(rescueKept),
});
export type RescueState = z.infer<typeof rescueState>;

/** `keptIn` = the folder inside the data folder where the old files lie; null = nothing was swapped. */
export const rescueOpened = z.object({ keptIn: z.string().nullable() });
export const useSnapshotInput = z.object({ name: z.string().regex(/^before-\d{6}-[\w-]{1,100}\.db$/) });
export const useKeptInput = z.object({ id: z.int().min(1) });
export const useBackupInput = z.object({ sequence: z.int().min(1), targetId: z.int().min(1) });
export const rescueExportInput = z.object({ format: z.enum(['xlsx', 'csv', 'json']) });
/** Progress events of a salvage carry this job id. */
export const salvageJob = 'rescue-salvage';
