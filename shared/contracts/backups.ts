import { z } from 'zod';
import { type ErrorKind, errorKinds } from '../errors.ts';
import { moment, rowId } from './common.ts';

/** Why a backup was made. */
export const backupReasons = ['daily', 'quit', 'hand', 'import', 'update'] as const;
export type BackupReason = (typeof backupReasons)[number];

/** At least eight signs; longer is better than stranger. */
export const passphrase = z.string().min(8).max(200);
/** What somebody typed to open a backup: the passphrase or the recovery code; whichever opens counts. */
const secret = z.string().min(1).max(200);

/** A failure as it is kept: a window makes the sentence of it (errorText over `new AppError(kind, details)`). */
export const keptError = z.object({
  kind: z.enum(Object.keys(errorKinds) as [ErrorKind, ...ErrorKind[]]),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
});
export type KeptError = z.infer<typeof keptError>;

/**
 * A folder: one of the targets; one that she picked in the desktop's dialog (HostBridge.chooseFolder); or, in the browser only, one
 * whose absolute path she typed.
 */
export const folderChoice = z.union([
  z.strictObject({ folderId: z.string().regex(/^folder_[\w-]{1,60}$/) }),
  z.strictObject({ path: z.string().trim().min(1).max(4096) }),
]);
export type FolderChoice = z.infer<typeof folderChoice>;
export const backupPlace = z.union([z.strictObject({ targetId: rowId }), ...folderChoice.options]);
export type BackupPlace = z.infer<typeof backupPlace>;

/** Progress events (`job`) carry this id, and `cancel` takes it; the window makes it up. */
export const backupJobId = z.string().regex(/^backup-[\w-]{1,60}$/);

/** Name of the job that is a backup before a big import; where it fails, nobody else tells her. */
export const beforeImportJob = 'backups.beforeImport';

/** Id and name of the job that is a backup of a book of an older version, before it is brought into the form of this one. */
export const beforeUpdateJob = 'backup-before-update';

/**
 * Phases of a job: reach (whether a target is there), copy, seal, verify (the sealed file is opened again), pictures, send (to a target),
 * fetch (from one), open. `done` and `total` are bytes, for `pictures` files.
 */
export const backupPhases = ['reach', 'copy', 'seal', 'verify', 'pictures', 'send', 'fetch', 'open'] as const;
export type BackupPhase = (typeof backupPhases)[number];

export const vaultState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** anybody who finds a backup can read it: her explicit choice */
  z.object({ kind: z.literal('open'), madeAt: moment }),
  /** `confirmed`: she typed the recovery code again, so it lies somewhere */
  z.object({ kind: z.literal('closed'), madeAt: moment, confirmed: z.boolean() }),
]);

/** How old the last verified backup is: amber from 3 days on, red from 7. */
export const backupAges = ['never', 'ok', 'amber', 'red'] as const;
export type BackupAge = (typeof backupAges)[number];

export const backupTarget = z.object({
  id: rowId,
  /** absolute path */
  folder: z.string(),
  addedAt: moment,
  /** the newest verified one there; null = none yet */
  last: z.object({ sequence: z.int().min(1), madeAt: moment, verifiedAt: moment, bytes: z.int().min(0) }).nullable(),
  /** how many verified ones are there */
  copies: z.int().min(0),
  /** why the last attempt failed; null = it did not */
  error: keptError.nullable(),
  errorAt: moment.nullable(),
  /** null = the system does not say */
  freeBytes: z.int().min(0).nullable(),
  /** on the disk that the book is on: a dead disk takes both. false also where the system does not say */
  besideBook: z.boolean(),
});
export type BackupTarget = z.infer<typeof backupTarget>;

/** `beforeImports`: an import of many rows waits until the book was copied for a backup */
export const schedule = z.object({ daily: z.boolean(), atQuit: z.boolean(), beforeImports: z.boolean().default(true) });

export const drillReport = z.object({
  at: moment,
  /** of the backup that was tried */
  madeAt: moment,
  folder: z.string(),
  /** null = everything came back as it was */
  error: keptError.nullable(),
  /** rows that came back */
  rows: z.int().min(0),
  /** pictures and videos that were opened as well: a few each time */
  pictures: z.int().min(0),
});
export type DrillReport = z.infer<typeof drillReport>;

/** The book as it was before a restore; kept for 30 days. */
export const restoreUndo = z.object({ id: rowId, keptAt: moment, untilAt: moment, bytes: z.int().min(0) });
export type RestoreUndo = z.infer<typeof restoreUndo>;

export const backupsState = z.object({
  vault: vaultState,
  /** when the newest backup was made that was read again and opened at some target */
  lastVerifiedAt: moment.nullable(),
  age: z.enum(backupAges),
  /** the same of those that do not lie on the book's own disk */
  lastAwayAt: moment.nullable(),
  awayAge: z.enum(backupAges),
  targets: z.array(backupTarget),
  /** what is going on; `done` and `total` as in job events */
  running: z
    .object({
      jobId: z.string(),
      phase: z.enum(backupPhases),
      done: z.number().min(0),
      total: z.number().min(0),
      targetId: rowId.nullable(),
    })
    .nullable(),
  /** when the next one is made by itself; null = never (not set up, no target, or switched off) */
  nextDueAt: moment.nullable(),
  schedule,
  drill: drillReport.nullable(),
  /** waits for the next start of the program: `madeAt` of the book that will be there then */
  restoring: z.object({ madeAt: moment, kind: z.enum(['restore', 'undo']) }).nullable(),
  undos: z.array(restoreUndo),
});
export type BackupsState = z.infer<typeof backupsState>;

/**
 * `replace`: there are keys already, and both secrets are lost; backups made so far stay closed with the old ones.
 * An open one is readable by anybody.
 */
export const setUpInput = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('closed'), passphrase, replace: z.boolean().default(false) }),
  z.strictObject({ mode: z.literal('open'), replace: z.boolean().default(false) }),
]);
/** Shown once and kept nowhere: 'K7QM-…', eight groups of four; null for open backups. */
export const recoveryCode = z.object({ code: z.string().nullable() });

/** The whole code, typed off the paper. */
export const confirmCodeInput = z.object({ code: z.string().min(1).max(200) });
export const changePassphraseInput = z.object({ secret, passphrase });
export const newCodeInput = z.object({ secret });

export const targetInput = z.object({ targetId: rowId });
export const jobInput = z.object({ jobId: backupJobId });
/** What a run did at each target. It fails as a whole only when the book could not be copied and sealed. */
export const runReport = z.object({
  /** null = no target could be written, so none was made */
  sequence: z.int().min(1).nullable(),
  madeAt: moment,
  targets: z.array(z.object({ targetId: rowId, folder: z.string(), error: keptError.nullable() })),
  /** older backups that were cleared */
  cleared: z.int().min(0),
});
export type RunReport = z.infer<typeof runReport>;

export const foundBackup = z.object({
  /** of the file, for inspect */
  name: z.string(),
  bytes: z.int().min(0),
  /** made by this book on this computer; opens without a secret as long as the program knows it */
  own: z.boolean(),
  /** first signs of the book's random number: tells books in one folder apart */
  store: z.string(),
  sequence: z.int().min(1),
  madeAt: moment,
  /** of the program that made it */
  version: z.string(),
  /** false = open to anybody */
  closed: z.boolean(),
  /** whether inspect needs the passphrase or the code */
  needsSecret: z.boolean(),
  /** null = made here, but never verified, or made elsewhere */
  verifiedAt: moment.nullable(),
  /** why it was made; null = made elsewhere */
  reason: z.enum(backupReasons).nullable(),
});
export type FoundBackup = z.infer<typeof foundBackup>;
export const listInput = z.object({ place: backupPlace });
/** `others`: files with our ending that are no backups of this version (damaged, newer, not ours); newest first otherwise. */
export const foundBackups = z.object({ folder: z.string(), backups: z.array(foundBackup), others: z.int().min(0) });
export type FoundBackups = z.infer<typeof foundBackups>;

export const inspectBackupInput = z.object({
  place: backupPlace,
  name: z.string().min(1).max(255),
  secret: secret.nullable(),
  jobId: backupJobId,
});
/** What is in a book: how many of each kind, and when the newest of each was made. */
export const lookKinds = ['friends', 'conversations', 'messages', 'orders', 'posts', 'content', 'touches', 'notes', 'points'] as const;
export type LookKind = (typeof lookKinds)[number];
const lookCount = z.object({ kind: z.enum(lookKinds), count: z.int().min(0), newestAt: moment.nullable() });
export const backupLook = z.object({
  /** for restore; good until the program ends or another one is looked into */
  lookId: z.string(),
  madeAt: moment,
  version: z.string(),
  bytes: z.int().min(0),
  counts: z.array(lookCount),
  /** the same of the book as it is now, for comparison */
  now: z.array(lookCount),
  /** pictures and videos: of the book, and those that are in the folder or on this computer */
  assets: z.object({ total: z.int().min(0), found: z.int().min(0) }),
});
export type BackupLook = z.infer<typeof backupLook>;
export const lookId = z.string().regex(/^look_[\w-]{1,60}$/);
export const restoreInput = z.object({ lookId, jobId: backupJobId });
/** `missing`: pictures that could not be fetched; everything else is there after the next start of the program. */
export const restoreReport = z.object({ madeAt: moment, assets: z.int().min(0), missing: z.int().min(0) });
export type RestoreReport = z.infer<typeof restoreReport>;
/** A restore (undo = back to the book before one) whose book did not open: the present one is as it was before. */
export const takenBack = z.object({ kind: z.enum(['restore', 'undo']), madeAt: moment, at: moment, reason: z.string() });
export type TakenBack = z.infer<typeof takenBack>;
/** Places that the backup before an update did not reach; the update was made all the same. */
export const missedUpdate = z.object({
  at: moment,
  /** why it ended: null = by itself; late = it took too long, skipped = she did not wait for it */
  ended: z.enum(['late', 'skipped']).nullable(),
  /** `error` null = none, it was only not there yet */
  places: z.array(z.object({ folder: z.string(), error: keptError.nullable() })),
});
export type MissedUpdate = z.infer<typeof missedUpdate>;
export const undoRestoreInput = z.object({ id: rowId });

/**
 * Where something still holds a person who was erased: backups at a target, or old books on this computer (replaced by a restore; copied
 * before an update; set aside by a rescue). `until`: when the last of them goes if a backup is made each day; null = it stays until
 * somebody removes it.
 */
export const holdingPlace = z.object({
  kind: z.enum(['target', 'undo', 'snapshot', 'damaged']),
  /** of a target */
  folder: z.string().nullable(),
  count: z.int().min(1),
  until: moment.nullable(),
});
export type HoldingPlace = z.infer<typeof holdingPlace>;
/** One erasure (of whom is kept nowhere), `at` ms UTC. */
export const erasureKept = z.object({ at: moment, places: z.array(holdingPlace) });
export type ErasureKept = z.infer<typeof erasureKept>;
/** erasures q → those that something still holds, newest first */
export const erasuresKeptList = z.array(erasureKept);
