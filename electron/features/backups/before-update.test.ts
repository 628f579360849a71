import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupLook, BackupsState, FoundBackups, MissedUpdate } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import { oldBook, oldPassphrase, putOldBook, releasesOf } from '../../../tests/helpers/old-book.ts';
import { smallDisk } from '../../../tests/helpers/small-disk.ts';
import { migrationsDir, openTestApp, type TestApp, TestClock, testWorker } from '../../../tests/helpers/test-app.ts';
import { openOrRescue } from '../../app/rescue/open-or-rescue.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { isOutdated } from '../../platform/db/migrate.ts';
import { silentLogger } from '../../platform/logger.ts';
import { openSealed } from '../../platform/sealed/sealed-file.ts';
import { forkShareChild, type StartShareChild } from '../../platform/share/share.ts';
import { headerOf } from './backup-file.ts';
import { backupsFor } from './index.ts';

let dir: string;
let usb: string;
let dataDir: string;
let clock: TestClock;
let open: TestApp[];
/** what is asked of the stick is not answered while this is set */
let hangs: boolean;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-update-'));
  usb = join(dir, 'usb');
  dataDir = join(dir, 'book');
  mkdirSync(usb);
  clock = new TestClock();
  open = [];
  hangs = false;
});
afterEach(async () => {
  for (const each of open) await each.app.close();
  rmSync(dir, { recursive: true, force: true });
});

const startShareChild: StartShareChild = (file) => {
  const child = forkShareChild(file);
  return { ...child, send: (request) => !hangs && child.send(request) };
};
async function start(updateBackupMs = 120_000): Promise<TestApp> {
  const app = await openTestApp({ dataDir, clock, secretCost: 14, startShareChild, updateBackupMs });
  open.push(app);
  return app;
}
async function restart(app: TestApp): Promise<TestApp> {
  await app.app.close();
  return start();
}
const made = (folder = usb) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tfb'))
    .sort();
const friends = (app: TestApp) => app.ctx.db.pluck('SELECT remark FROM friends').all();
const missed = (app: TestApp) => app.call<MissedUpdate | null>('backups.missedUpdate');
const place = () => ({ path: usb });
/** Not yet brought into the form of this version. */
function isOld(): boolean {
  const db = openDatabase(join(dataDir, 'tiefen.db'));
  try {
    return isOutdated(db, migrationsDir);
  } finally {
    db.close();
  }
}

/** As another computer opens it, which has nothing but the passphrase. */
async function lookElsewhere(name: string): Promise<BackupLook> {
  const other = await openTestApp({ secretCost: 14 });
  try {
    return await other.call<BackupLook>('backups.inspect', { place: place(), name, secret: oldPassphrase, jobId: 'backup-look' });
  } finally {
    await other.close();
  }
}

describe('a book of an older version', () => {
  it('is backed up as it was, and only then changed: of the first schema, of one of the middle, of the one before this', async () => {
    await oldBook(dataDir, 1, [usb], 'closed');
    for (const [n, release] of [1, Math.ceil(releasesOf(migrationsDir) / 2), releasesOf(migrationsDir) - 1].entries()) {
      putOldBook(dataDir, release, ['王小雨']);
      const app = await start();
      expect(made()).toHaveLength(n + 1);
      const file = openSealed(join(usb, made()[n]!));
      expect(headerOf(file)).toMatchObject({ schema: release, lock: { kind: 'closed' } });
      file.close();
      const { backups } = await app.call<FoundBackups>('backups.list', { place: place() });
      expect(backups[0]).toMatchObject({ sequence: n + 1, reason: 'update', own: true, verifiedAt: clock.now() });
      expect(await app.call<BackupsState>('backups.state')).toMatchObject({ age: 'ok', targets: [{ copies: n + 1, error: null }] });
      const { staging, snapshots } = app.ctx.folder;
      expect([friends(app), await missed(app), readdirSync(staging), readdirSync(snapshots).length]).toEqual([['王小雨'], null, [], n + 1]);
      // and it counts like any other: there is one of today
      await backupsFor(app.ctx).lookWhatIsDue();
      const again = await restart(app);
      expect([made().length, friends(again)]).toEqual([n + 1, ['王小雨']]);
      await again.app.close();
    }
    expect((await lookElsewhere(made()[0]!)).counts).toContainEqual(expect.objectContaining({ kind: 'friends', count: 1 }));
  });

  it('that never had a place for backups gets none', async () => {
    await oldBook(dataDir, releasesOf(migrationsDir) - 1, []);
    rmSync(join(dataDir, 'backups.db'), { force: true });
    const app = await start();
    expect([friends(app), await missed(app), existsSync(join(dataDir, 'backups.db'))]).toEqual([['王小雨'], null, false]);
  });

  it('opens where the stick is not there; she is told, and the next one by itself is made', async () => {
    await oldBook(dataDir, releasesOf(migrationsDir) - 1, [usb]);
    rmSync(usb, { recursive: true });
    const app = await start();
    expect(friends(app)).toEqual(['王小雨']);
    expect(readdirSync(app.ctx.folder.snapshots)).toHaveLength(1);
    const told = { at: clock.now(), ended: null, places: [{ folder: usb, error: { kind: 'targetMissing' } }] };
    expect(await missed(app)).toMatchObject(told);
    const again = await restart(app);
    expect(await missed(again), 'until she has seen it').toMatchObject(told);
    await again.call('backups.toldMissedUpdate');
    expect(await missed(again)).toBeNull();
    mkdirSync(usb);
    clock.tick(3_600_000);
    await backupsFor(again.ctx).lookWhatIsDue();
    expect(made()).toHaveLength(1);
  });

  it('opens where a place is full, and the other one has it', async () => {
    const disk = smallDisk(4);
    if (!disk) return;
    try {
      await oldBook(dataDir, releasesOf(migrationsDir) - 1, [disk.dir, usb]);
      disk.fill();
      const app = await start();
      expect([friends(app), made().length, made(disk.dir)]).toEqual([['王小雨'], 1, []]);
      expect(await missed(app)).toMatchObject({ ended: null, places: [{ folder: disk.dir, error: { kind: 'targetFull' } }] });
    } finally {
      disk.remove();
    }
  });

  it('opens where a share gives no answer, when it was waited for long enough', async () => {
    await oldBook(dataDir, releasesOf(migrationsDir) - 1, [usb]);
    hangs = true;
    const app = await start(300);
    expect(friends(app)).toEqual(['王小雨']);
    expect(await missed(app)).toMatchObject({ ended: 'late', places: [{ folder: usb, error: null }] });
    hangs = false;
    await backupsFor(app.ctx).lookWhatIsDue();
    expect(made()).toHaveLength(1);
  });
});

describe('while the backup before an update lasts', () => {
  const begin = async () => {
    await oldBook(dataDir, releasesOf(migrationsDir) - 1, [usb]);
    hangs = true;
    const told: (AppError | null)[] = [];
    const options = {
      dataDir,
      migrationsDir,
      host: 'test',
      clock,
      logger: silentLogger,
      ballastBytes: 0,
      startShareChild,
      ...testWorker,
    } as const;
    const served = await openOrRescue(options, (trouble) => told.push(trouble));
    const ask = async (path: string, body: unknown = null) => (await served.app.handle({ path, body })) as { status: number; body: never };
    return { ...served, told, ask };
  };
  const kindOf = ({ body }: { body: { error: { data: { app: { kind: string } } } } }) => body.error.data.app.kind;

  it('the page hears how far it is, and the book opens when she does not wait', async () => {
    const { app, ask, told, isUpdating } = await begin();
    const settled = new Promise<void>((resolve) => {
      app.events.subscribe((event) => event.type === 'changed' && event.topics.includes('settings') && resolve());
    });
    expect([isUpdating, kindOf(await ask('settings.all'))]).toEqual([true, 'updating']);
    await expect(app.files.stageCopy('/etc/hostname')).rejects.toEqual(new AppError('updating'));
    expect((await ask('update.goesOn')).status).toBe(200);
    expect((await ask('update.skip')).status).toBe(200);
    await settled;
    expect([told, (await ask('settings.all')).status, kindOf(await ask('update.goesOn'))]).toEqual([[null], 200, 'notFound']);
    expect((await ask('backups.missedUpdate')).body).toMatchObject({ result: { data: { ended: 'skipped', places: [{ folder: usb }] } } });
    await app.close();
    expect(isOld()).toBe(false);
  });

  it('the program can be closed: the book is as it was, and the next start begins anew', async () => {
    const { app, ask, told } = await begin();
    await app.close();
    expect([told, kindOf(await ask('settings.all')), isOld(), made()]).toEqual([[], 'closing', true, []]);
    hangs = false;
    const next = await start();
    expect([made().length, friends(next), await missed(next)]).toEqual([1, ['王小雨'], null]);
  });
});
