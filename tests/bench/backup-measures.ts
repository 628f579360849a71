import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import type { App } from '../../electron/app/create-app.ts';
import { readBackup, writeBackup } from '../../electron/features/backups/backup-file.ts';
import { copyBook, dropCopy, inspectCopy, settleCopy } from '../../electron/features/backups/book-copy.ts';
import { bringUpToDate } from '../../electron/features/backups/restore.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { type Database, openDatabase } from '../../electron/platform/db/database.ts';
import { openKey } from '../../electron/platform/sealed/sealed-file.ts';
import type { FriendPage } from '../../shared/contracts/friends.ts';
import { byName, call, openBook } from './book.ts';
import { messageText } from './chat-data.ts';
import { watchDelay } from './loop-watch.ts';
import { interleaved, type Measure, median, timed } from './measure.ts';

const store = 'ab'.repeat(16);
const idleMs = 3000;
const notesAtOnce = 200_000;

/** A book of so many MB: friends, and behind them notes with the words of chats, which no index of the search reads. */
async function fillBook(root: string, dataDir: string, megabytes: number): Promise<void> {
  await (await openBook(root, dataDir)).close();
  const db = openDatabase(join(dataDir, 'tiefen.db'));
  try {
    const words = messageText();
    db.raw.exec(
      `INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
       SELECT 1, '好友' || i, '', '好友' || i, 'hao you ' || i, 1, 1, 1 FROM n`,
    );
    const insert = db.sql('INSERT INTO notes (friend_id, body, created_at, updated_at) VALUES (?, ?, ?, ?)');
    let at = Date.UTC(2024, 0, 1);
    while (bytesOf(db) < megabytes * 1e6)
      db.transaction(() => {
        for (let i = 0; i < notesAtOnce; i++, at += 5000) insert.run(1 + Math.floor(i / 20), words(), at, at);
      });
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

const bytesOf = ({ raw }: Database): number =>
  (raw.pragma('page_count', { simple: true }) as number) * (raw.pragma('page_size', { simple: true }) as number);

function flush(path: string): void {
  const fd = openSync(path, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

/** The plain copy of a file, on the disk. */
function copyFile(from: string, to: string): void {
  rmSync(to, { force: true });
  if (spawnSync('cp', ['--reflink=never', from, to]).status !== 0) throw new Error('cp failed');
  flush(to);
}

/** `zstd -1 -T1`, or Node's own where there is none. @returns what it was */
function compress(from: string, to: string): string {
  rmSync(to, { force: true });
  if (spawnSync('zstd', ['-q', '-1', '-T1', from, '-o', to]).status === 0) return 'zstd -1 -T1';
  const fd = openSync(to, 'w');
  writeSync(fd, zstdCompressSync(readFileSync(from), { params: { [constants.ZSTD_c_compressionLevel]: 1 } }));
  closeSync(fd);
  return 'no zstd: zstd 1 of Node';
}

interface Places {
  root: string;
  dir: string;
  book: string;
  rounds: number;
}

/** A copy of the book at one moment while notes are being written, and while nobody writes, against `cp` and fsync of its file. */
async function measureSnapshot({ root, dir, book, rounds }: Places): Promise<Measure[]> {
  const app = await openBook(root, book);
  const live = join(book, 'tiefen.db');
  const [copy, plain] = [join(dir, 'copy.db'), join(dir, 'plain.db')];
  const snapshot = async () => {
    dropCopy(copy);
    return timed(async () => {
      await copyBook(app.context.share, live, copy);
      settleCopy(copy);
    });
  };
  const written = async () => {
    let [stop, writes] = [false, 0];
    const writing = (async () => {
      for (; !stop; writes++) {
        await call(app, 'friends.addNote', { friendId: 1 + (writes % 500), body: '快照的时候写的一条' });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const time = await snapshot();
    stop = true;
    await writing;
    return time;
  };
  try {
    const busy = await interleaved(rounds, written, () => timed(() => copyFile(live, plain)), true);
    const quiet = await interleaved(rounds, snapshot, () => timed(() => copyFile(live, plain)), true);
    const note = 'cp and fsync';
    const name = 'backup: snapshot';
    return [
      { name: `${name} while notes are written`, ours: median(busy.ours), reference: median(busy.reference), goal: 1.5, note },
      { name: `${name} while nobody writes`, ours: median(quiet.ours), reference: median(quiet.reference), goal: 1.0, note },
    ];
  } finally {
    await app.close();
    rmSync(plain, { force: true });
  }
}

/** A copy at rest sealed, and the sealed file opened again as the book of this version. */
async function measureSealing({ root, dir, book, rounds }: Places): Promise<Measure[]> {
  const copy = join(dir, 'copy.db');
  const [sealed, packed, plain, opened] = ['sealed.tfb', 'packed.zst', 'plain.db', 'opened.db'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
    string,
  ];
  const { counts, schema } = inspectCopy(copy);
  const header = { kind: 'book', store, sequence: 1, madeAt: 1, version: '0', schema, lock: { kind: 'open' } } as const;
  const facts = { counts, assetKey: Buffer.alloc(32).toString('base64url'), assets: [], erased: [] };
  const seal = () => {
    rmSync(sealed, { force: true });
    return timed(() => writeBackup(sealed, header, openKey(store), copy, facts, () => {}));
  };
  const reopen = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(opened + end, { force: true });
    return timed(() => {
      readBackup(sealed, openKey(store), opened, () => {});
      inspectCopy(opened);
      bringUpToDate({ book: opened, migrationsDir: join(root, 'drizzle'), version: '0', scratch: join(dir, 'scratch') }, systemClock);
      flush(opened);
      const db = openDatabase(opened);
      db.pluck('SELECT count(*) FROM friends').get();
      db.close();
    });
  };
  let reference = '';
  const sealing = await interleaved(rounds, seal, () => timed(() => (reference = compress(copy, packed))), true);
  const restoring = await interleaved(rounds, reopen, () => timed(() => copyFile(join(book, 'tiefen.db'), plain)));
  const share = `${((statSync(sealed).size / statSync(copy).size) * 100).toFixed(0)} % of the book`;
  return [
    {
      ...{ name: 'backup: compress and seal', ours: median(sealing.ours), reference: median(sealing.reference), goal: 2 },
      note: `${reference}; ${share}`,
    },
    {
      ...{ name: 'backup: restored, looked through and opened', ours: median(restoring.ours), reference: median(restoring.reference) },
      ...{ goal: 12, note: 'cp and fsync' },
    },
  ];
}

async function measureScreen({ root, dir, book }: Places): Promise<Measure[]> {
  const app: App = await openBook(root, book);
  const target = join(dir, 'target');
  mkdirSync(target);
  try {
    await call(app, 'backups.setUp', { mode: 'open' });
    await call(app, 'backups.addTarget', { path: target });
    await call<FriendPage>(app, 'friends.list', { ...byName, offset: 0, limit: 100 });
    const before = watchDelay();
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    const idle = before.stop();
    const during = watchDelay();
    const time = await timed(() => call(app, 'backups.run', { jobId: 'backup-bench' }));
    const delay = during.stop();
    return [
      {
        ...{ name: 'backup: event loop p99 meanwhile', ours: delay.p99, reference: idle.p99, goal: 2 },
        note: `idle; longest ${delay.max.toFixed(0)} and ${idle.max.toFixed(0)} ms`,
      },
      { name: 'backup: from the key to verified', ours: time, reference: null, goal: null },
    ];
  } finally {
    await app.close();
  }
}

/** A book of `megabytes`: copied, sealed, restored, and backed up by the program. Each step is told when it is known. */
export async function measureBackups(options: {
  root: string;
  dir: string;
  megabytes: number;
  rounds: number;
  tell: (found: Measure[]) => void;
}): Promise<void> {
  const { root, dir, megabytes, rounds, tell } = options;
  const book = join(dir, 'backup-book');
  await fillBook(root, book, megabytes);
  console.error(`#   book of ${(statSync(join(book, 'tiefen.db')).size / 1e6).toFixed(0)} MB`);
  const places = { root, dir, book, rounds };
  tell(await measureSnapshot(places));
  tell(await measureSealing(places));
  tell(await measureScreen(places));
}
