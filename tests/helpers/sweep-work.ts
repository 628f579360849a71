import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { forkShareChildWith } from '../../electron/platform/share/share.ts';
import type { BackupLook, DrillReport, RunReport } from '../../shared/contracts/backups.ts';
import { AppError } from '../../shared/errors.ts';
import { damage } from './digest.ts';
import type { Fault } from './disk-control.ts';
import { putOldBook, releasesOf } from './old-book.ts';
import { friendNamed, openTestApp, type TestApp } from './test-app.ts';

/*
 * The work whose every call to the disk is made to fail, and what must be true after each: whoever was told that something was done
 * finds it, whatever failed left everything as it was.
 */

/** A small book, and a folder for its backups beside it. */
export interface SweepBook {
  app: TestApp;
  root: string;
  usb: string;
  open(): Promise<TestApp>;
}

export interface Work {
  /** without faults */
  prepare?(): Promise<void>;
  act(): Promise<void>;
  /** @param outcome 'done' or what it threw. @returns what is wrong now; [] = nothing */
  check(outcome: string): Promise<string[]>;
}
export type WorkName = 'save' | 'import' | 'backup' | 'restore' | 'open' | 'update';

/** Which calls of which work fail: the first one, then `step` further, until a run comes through without a fault. */
export interface SweepPlan extends Omit<Fault, 'call'> {
  work: WorkName;
  first: number;
  step: number;
}

export async function openSweepBook(root: string, migrationsDir: string): Promise<SweepBook> {
  const dataDir = join(root, 'book');
  const usb = join(root, 'usb');
  for (const folder of [dataDir, usb]) mkdirSync(folder, { recursive: true });
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => /^(LD_PRELOAD|TIEFEN_DISK_\w+)$/.test(key)));
  const open = () =>
    openTestApp({
      dataDir,
      migrationsDir,
      secretCost: 14,
      startShareChild: (file) => forkShareChildWith(file, env as Record<string, string>),
    });
  const app = await open();
  await app.call('friends.create', friendNamed('第一位'));
  return { app, root, usb, open };
}

interface Seen {
  names: string[];
  problems: string[];
}

/** The book as it would be found if the program ended now: its files copied, and opened anew. */
function seen({ app, root }: SweepBook): Seen {
  const folder = join(root, 'seen');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  // another process copies: whoever closes a file that SQLite has open takes its locks away
  const files = ['tiefen.db', 'tiefen.db-wal'].map((name) => join(app.dataDir, name)).filter((path) => existsSync(path));
  execFileSync('cp', [...files, folder]);
  const db = openDatabase(join(folder, 'tiefen.db'));
  try {
    const names = db.raw.prepare('SELECT remark FROM friends ORDER BY id').pluck().all() as string[];
    return { names, problems: damage(db) };
  } finally {
    db.close();
  }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Keeps what a book must hold: before and after each piece of work, of which one may have been done. */
class Ledger {
  readonly #book: SweepBook;
  names: string[];

  constructor(book: SweepBook) {
    this.#book = book;
    this.names = seen(book).names;
  }

  /** @param added what the work adds */
  check(outcome: string, added: string[]): string[] {
    const { names, problems } = seen(this.#book);
    const after = [...this.names, ...added];
    if (outcome === 'done' ? !same(names, after) : !same(names, this.names) && !same(names, after))
      problems.push(`${outcome}, and the book holds ${names.length} of ${this.names.length} + ${added.length}`);
    const live = this.#book.app.ctx.db.raw.prepare('SELECT remark FROM friends ORDER BY id').pluck().all();
    if (outcome === 'done' && !same(live, after)) problems.push('the open book does not show what was saved');
    if (outcome !== 'done' && !same(live, names) && !same(live, this.names)) problems.push('the open book shows something between');
    // what was refused may stand in the log behind the last commit: a start after a crash finds it, the next save writes over it
    this.names = live as string[];
    return problems;
  }
}

async function save(book: SweepBook): Promise<Work> {
  const ledger = new Ledger(book);
  let name = '';
  let n = 0;
  return {
    async act() {
      n += 1;
      name = `好友${n}`;
      await book.app.call('friends.create', friendNamed(name));
    },
    check: async (outcome) => ledger.check(outcome, [name]),
  };
}

async function bringIn(book: SweepBook): Promise<Work> {
  const ledger = new Ledger(book);
  let names: string[] = [];
  let sessionId = '';
  let n = 0;
  return {
    async prepare() {
      n += 1;
      names = Array.from({ length: 40 }, (_, i) => `导入${n}-${i}`);
      const text = ['微信ID,备注', ...names.map((name) => `wxid_${name.slice(2)},${name}`), ''].join('\n');
      const { fileId } = await book.app.app.files.stageStream('a.csv', Readable.from([Buffer.from(text)]));
      const inspection = await book.app.call<{ sessionId: string; columns: { field: string }[] }>('imports.inspect', { fileId });
      sessionId = inspection.sessionId;
      const fields = inspection.columns.map(({ field }) => field);
      await book.app.call('imports.preview', { sessionId, fields, accountId: 1, channelId: null });
    },
    async act() {
      await book.app.call('imports.commit', { sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {} });
    },
    check: async (outcome) => ledger.check(outcome, names),
  };
}

interface Copy {
  name: string;
  sha256: string;
  verified: number;
}

/** What is wrong with the backups that lie in the folder. */
export function wrongBackups({ dataDir, usb }: { dataDir: string; usb: string }): string[] {
  const db = openDatabase(join(dataDir, 'backups.db'), { readonly: true });
  const copies = db.raw
    .prepare('SELECT name, sha256, verified_at IS NOT NULL AS verified FROM copies JOIN backups USING (sequence)')
    .all() as Copy[];
  db.close();
  const known = new Map(copies.map((copy) => [copy.name, copy]));
  const problems: string[] = [];
  const there = readdirSync(usb).filter((name) => name.endsWith('.tfb'));
  for (const name of there) {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(usb, name)))
      .digest('hex');
    // one whose removal was written down too late is no harm
    if (known.has(name) && known.get(name)!.sha256 !== sha256) problems.push(`${name} is not what was sealed`);
  }
  for (const { name, verified } of copies) if (verified && !there.includes(name)) problems.push(`${name} counts as verified and is gone`);
  if (!copies.some(({ verified }) => verified)) problems.push('no verified backup is left');
  return problems;
}

/** What is wrong with a book that was only read; a connection of its own looks, nothing is copied. */
function unlike({ app }: SweepBook, names: string[]): string[] {
  const db = openDatabase(join(app.dataDir, 'tiefen.db'), { readonly: true });
  try {
    const now = db.raw.prepare('SELECT remark FROM friends ORDER BY id').pluck().all();
    return [...damage(db), ...(same(now, names) ? [] : ['the book is not what it was'])];
  } finally {
    db.close();
  }
}

/** Places and keys for backups of the book. */
export async function setUpBackups(book: SweepBook): Promise<void> {
  await book.app.call('backups.setUp', { mode: 'closed', passphrase: '我家门口有棵老树' });
  await book.app.call('backups.addTarget', { path: book.usb });
  await book.app.call('backups.setSchedule', { daily: true, atQuit: false });
}

/** @returns how the name of its file ends. @throws AppError what the target said */
export async function runBackup({ app }: SweepBook): Promise<string> {
  const { targets, sequence } = await app.call<RunReport>('backups.run', { jobId: 'backup-run' });
  const [target] = targets;
  if (target?.error) throw new AppError(target.error.kind as AppError['kind'], { ...target.error.details, sequence });
  return `-${String(sequence).padStart(6, '0')}.tfb`;
}

async function backup(book: SweepBook): Promise<Work> {
  await setUpBackups(book);
  await runBackup(book);
  const { names } = seen(book);
  let [made, n] = ['', 0];
  return {
    async act() {
      book.app.clock.tick(60_000);
      made = await runBackup(book);
    },
    async check(outcome) {
      n += 1;
      const problems = [...wrongBackups({ dataDir: book.app.dataDir, usb: book.usb }), ...unlike(book, names)];
      if (outcome === 'backupDamaged') problems.push('a disk that gave no answer once is taken for a damaged backup');
      if (outcome === 'done' && !readdirSync(book.usb).some((name) => name.endsWith(made))) problems.push(`${made} is not there`);
      if (n % 20 === 0) {
        const { error } = await book.app.call<DrillReport>('backups.drill', { jobId: 'backup-drill' });
        if (error) problems.push(`the drill says ${error.kind}`);
      }
      return problems;
    },
  };
}

async function restore(book: SweepBook): Promise<Work> {
  await setUpBackups(book);
  await runBackup(book);
  const [name] = readdirSync(book.usb).filter((each) => each.endsWith('.tfb'));
  const saved = seen(book).names;
  let [before, n, isBack] = [saved, 0, false];
  const namesNow = () => book.app.ctx.db.raw.prepare('SELECT remark FROM friends ORDER BY id').pluck().all() as string[];
  return {
    async prepare() {
      n += 1;
      // the book is to stay small: something must tell it from the backup, and of the books that were replaced the last one will do
      if (same(namesNow(), saved)) await book.app.call('friends.create', friendNamed(`后来${n}`));
      rmSync(join(book.app.dataDir, 'undo'), { recursive: true, force: true });
      [before, isBack] = [namesNow(), false];
    },
    async act() {
      const from = { place: { path: book.usb }, name, secret: null, jobId: 'backup-look' };
      const { lookId } = await book.app.call<BackupLook>('backups.inspect', from);
      isBack = true;
      await book.app.call('backups.restore', { lookId, jobId: 'backup-back' });
      await book.app.app.close();
      book.app = await book.open();
    },
    async check(outcome) {
      // as long as she only looked into the backup, there is nothing that a start could change
      if (!isBack) return [...unlike(book, before), ...wrongBackups({ dataDir: book.app.dataDir, usb: book.usb })];
      // whether it was closed, half closed or not: a start as on any morning
      await book.app.app.close().catch(() => {});
      book.app = await book.open();
      const { names, problems } = seen(book);
      if (outcome === 'done' ? !same(names, saved) : !same(names, saved) && !same(names, before))
        problems.push(`${outcome}, and the book holds ${names.length} of ${before.length} or ${saved.length}`);
      return [...problems, ...wrongBackups({ dataDir: book.app.dataDir, usb: book.usb })];
    },
  };
}

/** A start of the program: what the disk did not give is never called damage of the book. */
async function openIt(book: SweepBook): Promise<Work> {
  const { names } = seen(book);
  return {
    prepare: () => book.app.app.close(),
    async act() {
      book.app = await book.open();
    },
    async check(outcome) {
      if (outcome !== 'done') book.app = await book.open();
      const wrong = outcome === 'databaseDamaged' ? ['a disk that gave no answer is taken for a damaged book'] : [];
      return [...wrong, ...unlike(book, names)];
    },
  };
}

/** A start that backs a book of an older version up and changes it: no place for backups keeps it from opening. */
async function update(book: SweepBook): Promise<Work> {
  await setUpBackups(book);
  await runBackup(book);
  await book.app.app.close();
  const { migrationsDir } = book.app.ctx;
  putOldBook(book.app.dataDir, releasesOf(migrationsDir) - 1, ['第一位'], migrationsDir);
  const file = join(book.app.dataDir, 'tiefen.db');
  const old = readFileSync(file);
  book.app = await book.open();
  const opens = await openIt(book);
  return {
    async prepare() {
      await book.app.app.close();
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
      rmSync(join(book.app.dataDir, 'snapshots'), { recursive: true, force: true });
      writeFileSync(file, old);
    },
    act: opens.act,
    async check(outcome) {
      const problems = await opens.check(outcome);
      const left = readdirSync(join(book.app.dataDir, 'staging')).map((name) => `${name} was left behind`);
      return [...problems, ...left, ...wrongBackups({ dataDir: book.app.dataDir, usb: book.usb })];
    },
  };
}

export const sweepWork: Record<WorkName, (book: SweepBook) => Promise<Work>> = {
  save,
  import: bringIn,
  backup,
  restore,
  open: openIt,
  update,
};
