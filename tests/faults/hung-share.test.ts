import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeLimitMs } from '../../electron/hosts/closing.ts';
import { forkShareChild, type StartShareChild } from '../../electron/platform/share/share.ts';
import type { BackupLook, BackupsState } from '../../shared/contracts/backups.ts';
import { figure } from '../helpers/figures.ts';
import { runBackup, type SweepBook, setUpBackups, wrongBackups } from '../helpers/sweep-work.ts';
import { friendNamed, openTestApp } from '../helpers/test-app.ts';

/** The long form waits as long as she would; `npm test` lets the last backup have a moment only. */
const isLong = process.env.TIEFEN_LONG !== undefined;
const quitMs = isLong ? {} : { quitMs: 50 };
/** Requests from one hang to the next. */
const step = isLong ? 1 : 3;
const quits = figure('quits', 'at every request to the share');

let dir: string;
let book: SweepBook;
/** requests that the share still answers */
let answers: number;
let hangs: () => void;

/** A share that answers so many requests and then no more, as a system call on one that is gone never comes back. */
const startShareChild: StartShareChild = (file) => {
  const child = forkShareChild(file);
  return {
    pid: child.pid,
    send(request) {
      if (answers-- > 0) child.send(request);
      else hangs();
    },
    onReply: child.onReply,
    onExit: child.onExit,
    abandon: child.abandon,
  };
};

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-hung-'));
  const usb = join(dir, 'usb');
  mkdirSync(usb);
  answers = Number.POSITIVE_INFINITY;
  hangs = () => {};
  const open = () => openTestApp({ dataDir: join(dir, 'book'), secretCost: 14, startShareChild, ...quitMs });
  book = { app: await open(), root: dir, usb, open };
  await setUpBackups(book);
  await runBackup(book);
});
afterEach(async () => {
  await book.app.app.close();
  rmSync(dir, { recursive: true, force: true });
});

const work = {
  'a backup': () => runBackup(book),
  'a look into a backup': async () => {
    const [name] = readdirSync(book.usb).filter((each) => each.endsWith('.tfb'));
    await book.app.call<BackupLook>('backups.inspect', { place: { path: book.usb }, name, secret: null, jobId: 'backup-look' });
  },
  'a drill': () => book.app.call('backups.drill', { jobId: 'backup-drill' }),
  'the last backup, at quitting': async () => {
    await book.app.call('backups.setSchedule', { daily: true, atQuit: true });
    await book.app.app.close();
  },
};

describe('quitting while a share hangs', () => {
  it.each(Object.entries(work))(
    'in %s, at whichever request, waits for no answer and loses nothing',
    { timeout: 1_800_000 },
    async (_, act) => {
      let longest = 0;
      let friends = 0;
      for (let request = 0, hung = true; hung; request += step) {
        friends += 1;
        await book.app.call('friends.create', friendNamed(`第${friends}位`));
        const stuck = new Promise<boolean>((resolve) => {
          hangs = () => resolve(true);
        });
        answers = request;
        const done = act().then(
          () => false,
          () => false,
        );
        hung = await Promise.race([stuck, done]);
        const startedAt = performance.now();
        await book.app.app.close();
        await done;
        longest = Math.max(longest, performance.now() - startedAt);
        answers = Number.POSITIVE_INFINITY;
        book.app = await book.open();
        await quits.count(async () => {
          // had quitting waited for the share, it would stand here that it hangs
          const { targets } = await book.app.call<BackupsState>('backups.state');
          expect(targets).toMatchObject([{ error: null }]);
          expect(wrongBackups({ dataDir: book.app.dataDir, usb: book.usb })).toEqual([]);
          expect(book.app.ctx.db.pluck('SELECT count(*) FROM friends').get()).toBe(friends);
          if (isLong) expect(longest).toBeLessThan(closeLimitMs);
        });
      }
      process.stdout.write(`quit with a share that hangs: ${Math.round(longest)} ms at most\n`);
    },
  );
});
