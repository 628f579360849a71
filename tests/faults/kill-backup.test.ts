import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { isOutdated } from '../../electron/platform/db/migrate.ts';
import { finishRestore, restoreOpened, swapBack } from '../../electron/platform/db/swap-book.ts';
import { dataFolder } from '../../electron/platform/files/data-folder.ts';
import type { DrillReport } from '../../shared/contracts/backups.ts';
import { damage } from '../helpers/digest.ts';
import { diskFolder } from '../helpers/disk-folder.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import { oldBook, releasesOf } from '../helpers/old-book.ts';
import { randomFrom } from '../helpers/random-actions.ts';
import { wrongBackups } from '../helpers/sweep-work.ts';
import { migrationsDir, openTestApp } from '../helpers/test-app.ts';

/** Rounds in `npm test`: together with the other kill loops a hundred. */
const backupRounds = Number(process.env.TIEFEN_KILL_BACKUP_ROUNDS ?? 6);
const restoreRounds = Number(process.env.TIEFEN_KILL_RESTORE_ROUNDS ?? 45);
const updateRounds = Number(process.env.TIEFEN_KILL_UPDATE_ROUNDS ?? 3);
const backups = figure('kills', 'backups');
const restores = figure('kills', 'restores');
const updates = figure('kills', 'backups before an update');
const dir = diskFolder('tiefen-kill-backup-');
const children: Victim[] = [];
afterAll(() => {
  for (const child of children) child.remove();
  rmSync(dir, { recursive: true, force: true });
});
async function victim(name: string): Promise<Victim> {
  const child = await bundleVictim(name);
  children.push(child);
  return child;
}

describe('kill -9 while a backup is made', () => {
  let child: Victim;
  beforeAll(async () => {
    child = await victim('kill-backup-child');
  });

  it('leaves each backup whole or unborn, and every save that was acknowledged', { timeout: backupRounds * 60_000 }, async () => {
    const root = join(dir, 'backups');
    const pick = randomFrom(20261123);
    const acknowledged: string[] = [];
    for (let round = 0; round < backupRounds; round++) {
      const said = await child.killed<{ name?: string; made?: string }>([root, String(round)], (lines) =>
        lines.length > 0 ? pick(350) : null,
      );
      const made = said.flatMap((line) => line.made ?? []).at(-1);
      acknowledged.push(...said.flatMap(({ name }) => name ?? []));
      const app = await openTestApp({ dataDir: join(root, 'book'), secretCost: 14 });
      const usb = join(root, 'usb');
      const names = new Set(app.ctx.db.pluck('SELECT remark FROM friends').all());
      const problems = [
        ...damage(app.ctx.db),
        ...wrongBackups({ dataDir: app.dataDir, usb }),
        ...acknowledged.filter((name) => !names.has(name)).map((name) => `${name} is lost`),
        ...readdirSync(app.ctx.folder.staging).map((name) => `${name} was left behind`),
      ];
      if (made && !readdirSync(usb).some((name) => name.endsWith(made))) problems.push(`${made} is not there`);
      if (round % 3 === 2) {
        const { error } = await app.call<DrillReport>('backups.drill', { jobId: 'backup-drill' });
        if (error) problems.push(`the newest does not come back: ${error.kind}`);
      }
      await app.app.close();
      await backups.count(() => expect({ round, problems }).toEqual({ round, problems: [] }));
    }
    process.stdout.write(`kill-9 backup ${backupRounds} 0 (${acknowledged.length} saves)\n`);
    expect(acknowledged.length).toBeGreaterThan(0);
  });
});

describe('kill -9 while a book of an older version is backed up and changed', () => {
  let child: Victim;
  beforeAll(async () => {
    child = await victim('kill-update-child');
  });

  it('leaves it as it was or as it should be, and the next start makes both', { timeout: updateRounds * 60_000 }, async () => {
    const root = join(dir, 'updates');
    const [dataDir, usb] = [join(root, 'book'), join(root, 'usb')];
    for (const folder of [dataDir, usb]) mkdirSync(folder, { recursive: true });
    await oldBook(dataDir, releasesOf(migrationsDir) - 1, [usb]);
    const old = join(root, 'old.db');
    copyFileSync(join(dataDir, 'tiefen.db'), old);
    const pick = randomFrom(20261125);
    const seen = { old: 0, new: 0 };
    // about as long as a start takes here and now, whatever else the machine does
    let life = 1500;
    for (let round = 0; round < updateRounds; round++) {
      for (const end of ['-wal', '-shm']) rmSync(join(dataDir, `tiefen.db${end}`), { force: true });
      copyFileSync(old, join(dataDir, 'tiefen.db'));
      await child.killed([root], (lines) => (lines.length > 0 ? pick(life) : null));
      const db = openDatabase(join(dataDir, 'tiefen.db'));
      const problems = damage(db);
      if (!db.raw.prepare("SELECT 1 FROM friends WHERE remark = '王小雨'").get()) problems.push('a friend is lost');
      const wasOld = isOutdated(db, migrationsDir);
      db.close();
      seen[wasOld ? 'old' : 'new'] += 1;
      life = Math.min(20_000, Math.ceil(life * (wasOld ? 1.5 : 0.7)));
      const before = readdirSync(usb).filter((name) => name.endsWith('.tfb')).length;
      const app = await openTestApp({ dataDir, secretCost: 14 });
      problems.push(...wrongBackups({ dataDir, usb }), ...readdirSync(app.ctx.folder.staging).map((name) => `${name} was left behind`));
      const now = readdirSync(usb);
      if (wasOld && now.filter((name) => name.endsWith('.tfb')).length <= Math.min(before, 2)) problems.push('the next start made none');
      if (wasOld && now.some((name) => name.endsWith('.part'))) problems.push('half a backup was left behind');
      await app.app.close();
      await updates.count(() => expect({ round, problems }).toEqual({ round, problems: [] }));
    }
    process.stdout.write(`kill-9 update ${updateRounds} 0 (old ${seen.old}, new ${seen.new})\n`);
  });
});

describe('kill -9 while a book is restored', () => {
  let child: Victim;
  beforeAll(async () => {
    child = await victim('kill-restore-child');
  });

  it('leaves the old book or the new one, and keeps every one that was replaced', { timeout: restoreRounds * 20_000 }, async () => {
    const root = join(dir, 'restores');
    mkdirSync(root);
    const folder = dataFolder(root);
    const firstBook = openDatabase(folder.database);
    firstBook.raw.exec('CREATE TABLE book(number INTEGER); CREATE TABLE saved(number INTEGER); INSERT INTO book VALUES (0)');
    firstBook.close();
    const pick = randomFrom(20261124);
    /** of a book: its number, and what was saved in it */
    const inside = (path: string) => {
      const db = openDatabase(path);
      try {
        const number = db.raw.prepare('SELECT number FROM book').pluck().get() as number;
        return { number, saved: db.raw.prepare('SELECT number FROM saved').pluck().all() as number[], problems: damage(db) };
      } finally {
        db.close();
      }
    };
    const saved = new Set<number>();
    let [next, swaps] = [1, 0];
    // a machine that is busy with other things gets as far in a longer life
    let life = 60;
    for (let round = 0; round < restoreRounds; round++) {
      const said = await child.killed<{ saved?: number; begun?: number; done?: number; opened?: number }>([root, String(next)], (lines) =>
        lines.length > 0 ? pick(life) : null,
      );
      for (const line of said) if (line.saved) saved.add(line.saved);
      const done = said.reduce((last, line) => Math.max(last, line.done ?? 0), next - 1);
      swaps += done - next + 1;
      life = done < next ? Math.min(2000, Math.ceil(life * 1.2)) : 60;
      // what every start does before it opens the book
      const unopened = finishRestore(folder);
      const opened = said.reduce((last, line) => Math.max(last, line.opened ?? 0), 0);
      // one that was opened is never taken back; of the others every second does not open, and the one before it comes back
      const takenBack = unopened !== null && round % 2 === 0 && swapBack(folder, unopened);
      if (unopened && !takenBack) restoreOpened(folder);
      const again = finishRestore(folder);
      const now = inside(folder.database);
      const kept = existsSync(folder.undo) ? readdirSync(folder.undo).filter((name) => name.endsWith('.db')) : [];
      const books = [...kept.map((name) => inside(join(folder.undo, name))), now];
      const all = new Set(books.flatMap((book) => book.saved));
      await restores.count(() => {
        if (unopened) expect(unopened.madeAt).toBeGreaterThan(opened);
        expect(again).toBeNull();
        expect(takenBack ? [done - 1, done] : [done, done + 1]).toContain(now.number);
        expect(books.map(({ number }) => number).sort((a, b) => a - b)).toEqual(Array.from({ length: now.number + 1 }, (_, n) => n));
        expect(books.flatMap(({ problems }) => problems)).toEqual([]);
        expect([...saved].filter((number) => !all.has(number))).toEqual([]);
      });
      next = now.number + 1;
    }
    process.stdout.write(`kill-9 restore ${restoreRounds} 0 (${swaps} swaps)\n`);
    expect(swaps).toBeGreaterThan(0);
  });
});
