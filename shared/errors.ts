/**
 * Every failure that a person may meet, with the category that decides how it is handled.
 * The renderer turns `kind` into Chinese in exactly one place (renderer/lib/error-text.ts).
 */
export const errorKinds = {
  // input: what was asked for cannot be done; nothing was changed
  invalidInput: 'input',
  nameTaken: 'input',
  /** another friend of the same account already has this wxid */
  wxidTaken: 'input',
  nothingSelected: 'input',
  tooManyPictures: 'input',
  /** a video goes by itself, without pictures or a second one */
  videoAlone: 'input',
  notAPicture: 'input',
  postTimeMissing: 'input',
  /** an order by hand that cannot be so; `why` says which of orderFaults */
  orderUnfit: 'input',
  /** somebody cannot have brought that friend; `why` says which of referralFaults */
  referralUnfit: 'input',
  /** a template of follow-ups that cannot be so; `why` says which of sopFaults, `step` in which step */
  sopUnfit: 'input',
  /** a rule or an audience names a tag, segment, product … that is gone: nobody is meant, never everybody */
  brokenSegment: 'input',
  brokenAudience: 'input',
  /** a segment would be made of itself */
  segmentLoop: 'input',
  /** a rule for tags could not run so; the details are a ruleTrouble */
  tagRuleUnfit: 'input',
  // notFound / conflict
  notFound: 'notFound',
  stillInUse: 'conflict',
  alreadyUndone: 'conflict',
  changedSince: 'conflict',
  /** the fatigue guard holds these words back, and no reason was given to go on */
  guardHolds: 'conflict',
  /** by hand nobody is taken more points than there are */
  pointsShort: 'conflict',
  /** a tag by which friends are kept from adverts does not go without a word */
  tagBlocks: 'conflict',
  /** the list rests: nothing is sent from it until she goes on */
  queuePaused: 'conflict',
  /** words that are about to go out still hold variables that nobody filled */
  wordsUnfilled: 'conflict',
  /** a post is read as it stands, and variables in it are still open, or cannot be read */
  postUnfilled: 'conflict',
  /** the system lets nothing onto the clipboard: the window is not in front, or another program holds it */
  clipboardRefused: 'conflict',
  /** a private message goes to friends one by one, through a send queue that asks the guard */
  postOneByOne: 'conflict',
  /** so many people were asked again from that account today; asking more endangers it too */
  reAddCap: 'conflict',
  // files brought in
  fileNotUnderstood: 'file',
  fileEmpty: 'file',
  fileTooLarge: 'file',
  fileChanged: 'file',
  fileGone: 'file',
  filePasswordProtected: 'file',
  wrongPassword: 'file',
  fileOldWorkbook: 'file',
  fileDamaged: 'file',
  fileSuspicious: 'file',
  headerMissing: 'file',
  tooManyColumns: 'file',
  tooManyRows: 'file',
  sessionGone: 'file',
  /** too many characters of chats came out as U+FFFD, and nobody said that this is all right */
  mojibakeFound: 'file',
  // storage
  alreadyRunning: 'storage',
  networkFolder: 'storage',
  cloudFolder: 'storage',
  readOnlyFolder: 'storage',
  folderMissing: 'storage',
  diskFull: 'storage',
  databaseNewer: 'storage',
  databaseDamaged: 'storage',
  /** the disk does not give the book's bytes; what lies there may well be whole */
  diskUnreadable: 'storage',
  migrationFailed: 'storage',
  storageFailed: 'storage',
  // backups
  /** neither the passphrase nor the recovery code opens it; says no more, whatever was wrong */
  wrongSecret: 'input',
  /** the file is no backup of ours */
  notABackup: 'file',
  /** the file is no ban-day kit */
  notAKit: 'file',
  /** a backup that was cut off, changed or put together from others */
  backupDamaged: 'file',
  /** a backup made by a newer version of the program */
  backupNewer: 'file',
  /** the place for backups is gone: stick pulled out, share off the network */
  targetMissing: 'file',
  /** the place for backups gives no answer */
  targetHangs: 'file',
  /** the place cannot be written */
  targetReadOnly: 'file',
  targetFull: 'file',
  /** a file, inside the data folder, or no whole path; `why` says which */
  targetUnfit: 'input',
  targetTaken: 'input',
  /** keys or a place for backups are missing; `what` = vault, target */
  backupsNotSetUp: 'conflict',
  /** another backup or a look into one is going on */
  backupRuns: 'conflict',
  /** what was typed off the paper is not the recovery code */
  codeDiffers: 'input',
  /** there is no book behind this page, only what brings one back: see contracts/rescue.ts */
  rescueMode: 'conflict',
  /** the book is not open yet: before the program changes it for its new version it is backed up */
  updating: 'conflict',
  /** the program is locked until its passphrase is typed */
  appLocked: 'conflict',
  // life cycle
  cancelled: 'cancelled',
  closing: 'cancelled',
  unsupportedHere: 'unsupported',
  unauthorized: 'unauthorized',
  internal: 'internal',
} as const;

export type ErrorKind = keyof typeof errorKinds;
export type ErrorCategory = (typeof errorKinds)[ErrorKind];
/** Plain JSON facts for the sentence on the screen: numbers, names of columns or files. Never stack traces. */
export type ErrorDetails = Record<string, string | number | boolean | null | string[]>;

/** What crosses the wire. `reference` stands in the log as well when the failure is a bug. */
export interface WireError {
  kind: ErrorKind;
  category: ErrorCategory;
  details: ErrorDetails;
  reference?: string;
}

/** The only error that services throw on purpose; anything else at the boundary is a bug (`internal`). */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly category: ErrorCategory;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(kind, options);
    this.name = 'AppError';
    this.kind = kind;
    this.category = errorKinds[kind];
    this.details = details;
  }

  /** The JSON form for the wire. */
  toWire(reference?: string): WireError {
    const wire: WireError = { kind: this.kind, category: this.category, details: this.details };
    if (reference) wire.reference = reference;
    return wire;
  }

  /** Rebuilds the typed error on the other side; an unknown kind becomes `internal`. */
  static fromWire(wire: WireError): AppError {
    const kind = wire.kind in errorKinds ? wire.kind : 'internal';
    const details = wire.reference ? { ...wire.details, reference: wire.reference } : wire.details;
    return new AppError(kind, details ?? {});
  }
}
