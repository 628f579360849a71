/** A mistake that somebody could make tomorrow, as one change of a source file. */
export interface Defect {
  name: string;
  file: string;
  /** stands in the file exactly once */
  find: string;
  put: string;
  /** test files of which one must fail */
  tests: string[];
}

/** Twenty-three; the short form sees that each still has its place in the sources, the long one that a test catches it. */
export const seededDefects: Defect[] = [
  {
    name: 'the disk is not waited for at a commit',
    file: 'electron/platform/db/database.ts',
    find: "raw.pragma('synchronous = FULL')",
    put: "raw.pragma('synchronous = NORMAL')",
    tests: ['electron/platform/db/database.test.ts'],
  },
  {
    name: 'foreign keys are not switched on',
    file: 'electron/platform/db/database.ts',
    find: "raw.pragma('foreign_keys = ON')",
    put: "raw.pragma('foreign_keys = OFF')",
    tests: ['electron/platform/db/database.test.ts'],
  },
  {
    name: 'an answer before the commit: work that fails is committed',
    file: 'electron/platform/db/database.ts',
    find: "if (raw.inTransaction) sql('ROLLBACK').run();",
    put: "if (raw.inTransaction) sql('COMMIT').run();",
    tests: ['electron/platform/undo/undo-log.test.ts', 'electron/platform/db/database.test.ts', 'electron/platform/jobs/executor.test.ts'],
  },
  {
    name: 'foreign keys stay on while tables are built anew',
    file: 'electron/platform/db/migrate.ts',
    find: "db.raw.pragma('foreign_keys = OFF');",
    put: '',
    tests: ['tests/migrations/migrate.test.ts'],
  },
  {
    name: 'rows that a migration loses are not missed',
    file: 'electron/platform/db/migrate.ts',
    find: 'after.get(table) !== rows && !mayChange',
    put: 'after.get(table) === undefined && !mayChange',
    tests: ['tests/migrations/migrate.test.ts'],
  },
  {
    name: 'a disk that does not answer is taken for a damaged book',
    file: 'electron/platform/rescue/disk-answers.ts',
    find: 'if (isSilence(error)) throw',
    put: "if (failureCode(error) === '') throw",
    tests: ['tests/faults/rescue.test.ts'],
  },
  {
    name: 'no copy before a migration',
    file: 'electron/platform/db/migrate.ts',
    find: 'if (applied.length > 0) takeSnapshot(',
    put: 'if (applied.length < 0) takeSnapshot(',
    tests: ['tests/migrations/migrate.test.ts'],
  },
  {
    name: 'no backup before an update',
    file: 'electron/app/create-app.ts',
    find: 'if (isOutdated(db, options.migrationsDir)) await',
    put: 'if (isOutdated(db, options.migrationsDir) && false) await',
    tests: ['electron/features/backups/before-update.test.ts'],
  },
  {
    name: 'the Host is not looked at',
    file: 'electron/hosts/loopback/gates.ts',
    find: 'if (req.headers.host !== host) throw',
    put: "if (req.headers.host === '') throw",
    tests: ['electron/hosts/loopback/gates.test.ts'],
  },
  {
    name: 'two Hosts are taken',
    file: 'electron/hosts/loopback/gates.ts',
    find: 'if (count !== 1) throw',
    put: 'if (count < 1) throw',
    tests: ['electron/hosts/loopback/gates.test.ts'],
  },
  {
    name: 'the Origin is not looked at',
    file: 'electron/hosts/loopback/gates.ts',
    find: "if (sent === null ? req.method !== 'GET' : sent !== origin) throw",
    put: "if (sent === null ? req.method !== 'GET' : origin === '') throw",
    tests: ['electron/hosts/loopback/gates.test.ts'],
  },
  {
    name: 'a backup that was cut between frames counts as whole',
    file: 'electron/platform/sealed/sealed-file.ts',
    find: 'nonce[11] = last ? 1 : 0;',
    put: 'nonce[11] = last ? 0 : 0;',
    tests: ['electron/platform/sealed/sealed.test.ts'],
  },
  {
    name: 'the header of a backup is no part of its seal',
    file: 'electron/platform/sealed/sealed-file.ts',
    find: "const data = createHash('sha256').update(head).digest();\n  let at = head.length;",
    put: "const data = createHash('sha256').update('').digest();\n  let at = head.length;",
    tests: ['tests/faults/damaged-backups.test.ts', 'electron/platform/sealed/sealed.test.ts'],
  },
  {
    name: 'a sealed file is not waited for',
    file: 'electron/platform/sealed/sealed-file.ts',
    find: '      fsyncSync(fd);\n      abandon();',
    put: '      abandon();',
    tests: ['tests/faults/power-cut.test.ts'],
  },
  {
    name: 'a backup at its place is not waited for',
    file: 'electron/platform/share/share-files.ts',
    find: '    settle(fd);\n    closeSync(fd);\n    return copied;',
    put: '    closeSync(fd);\n    return copied;',
    tests: ['electron/platform/share/share.test.ts', 'tests/faults/power-cut.test.ts'],
  },
  {
    name: 'what came back from a place is not compared',
    file: 'electron/platform/share/share-files.ts',
    find: 'if (back.sha256 !== sent.sha256) throw',
    put: "if (back.sha256 === '') throw",
    tests: ['electron/platform/share/share.test.ts'],
  },
  {
    name: 'what is compared is not what lies at the place',
    file: 'electron/platform/share/share-files.ts',
    find: 'readWhole(part, null, (bytes)',
    put: 'readWhole(from, null, (bytes)',
    tests: ['electron/platform/share/share.test.ts'],
  },
  {
    name: 'a wrong secret is told apart from a wrong code',
    file: 'electron/platform/sealed/keys.ts',
    find: "  throw new AppError('wrongSecret');\n}\n\n/** Crockford",
    put: "  throw new AppError('codeDiffers');\n}\n\n/** Crockford",
    tests: ['electron/platform/sealed/sealed.test.ts'],
  },
  {
    name: 'order of backups by date',
    file: 'shared/domain/retention.ts',
    find: 'sort((a, b) => b.sequence - a.sequence)',
    put: 'sort((a, b) => b.madeAt - a.madeAt)',
    tests: ['shared/domain/retention.test.ts'],
  },
  {
    name: 'cleared behind a backup that was not verified',
    file: 'shared/domain/retention.ts',
    find: 'if (!newest?.verified) return [];',
    put: 'if (!newest) return [];',
    tests: ['shared/domain/retention.test.ts'],
  },
  {
    name: 'a drill takes an older backup for the newest',
    file: 'electron/features/backups/drill.ts',
    find: 'opened.header.sequence !== copy.sequence || ',
    put: '',
    tests: ['electron/features/backups/drill.test.ts'],
  },
  {
    name: 'a drill does not count what came back',
    file: 'electron/features/backups/drill.ts',
    find: ' || JSON.stringify(opened.counts) !== copy.counts',
    put: '',
    tests: ['electron/features/backups/drill.test.ts'],
  },
  {
    name: 'a restore moves the book away before the other one is there',
    file: 'electron/platform/db/swap-book.ts',
    find: '  renameSync(book, bookOf(folder));\n  settle(folder.restore);',
    put: '  settle(folder.restore);',
    tests: ['electron/platform/db/swap-book.test.ts'],
  },
  {
    name: 'the log of a replaced book is thrown away',
    file: 'electron/platform/db/swap-book.ts',
    find: '    bringToRest(present);\n',
    put: '    for (const end of beside) rmSync(present + end, { force: true });\n',
    tests: ['electron/platform/db/swap-book.test.ts'],
  },
];
