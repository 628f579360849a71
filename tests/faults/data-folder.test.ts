import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../electron/app/create-app.ts';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { type FolderProbe, refusalOf, systemProbe } from '../../electron/platform/files/data-folder.ts';
import { damage } from '../helpers/digest.ts';
import { type SmallDisk, smallDisk } from '../helpers/small-disk.ts';
import { friendNamed, migrationsDir, openTestApp } from '../helpers/test-app.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const probe = (platform: NodeJS.Platform, more: Partial<FolderProbe> = {}): FolderProbe => ({
  platform,
  real: (path) => path,
  type: () => null,
  ...more,
});
const refusal = (path: string, how: FolderProbe) => {
  const error = refusalOf(path, how);
  return error && [error.kind, error.details.kind ?? error.details.cloud];
};

describe('where a book may not live', () => {
  it.each([
    [0x6969, 'NFS'],
    [0x517b, 'SMB'],
    [0xff534d42, 'CIFS'],
    [0xfe534d42, 'SMB'],
    [0x01021997, '9P'],
    [0x65735546, 'FUSE'],
  ])('file system type 0x%s is %s', async (type, kind) => {
    expect(refusal('/data/tiefen', probe('linux', { type: () => type }))).toEqual(['networkFolder', kind]);
    await expect(openTestApp({ dataDir: dir, probe: { ...systemProbe, type: () => type } })).rejects.toMatchObject({
      kind: 'networkFolder',
      category: 'storage',
    });
  });

  it.each([
    ['\\\\server\\share\\tiefen', '\\\\server\\share\\tiefen'],
    ['Z:\\tiefen', '\\\\server\\share\\tiefen'],
    ['\\\\?\\UNC\\server\\share', '\\\\?\\UNC\\server\\share'],
  ])('%s on Windows is a share', (path, real) => {
    expect(refusal(path, probe('win32', { real: () => real }))).toEqual(['networkFolder', 'SMB']);
  });

  it.each([
    ['win32', 'C:\\Users\\a\\OneDrive\\tiefen', 'OneDrive'],
    ['win32', 'C:\\Users\\a\\OneDrive - Firma\\tiefen', 'OneDrive - Firma'],
    ['win32', 'D:\\BaiduSyncdisk\\tiefen', 'BaiduSyncdisk'],
    ['win32', 'D:\\坚果云\\tiefen', '坚果云'],
    ['win32', 'D:\\WPS云盘\\t', 'WPS云盘'],
    ['darwin', '/Users/a/Library/Mobile Documents/com~apple~CloudDocs/tiefen', 'Mobile Documents'],
    ['darwin', '/Users/a/Library/CloudStorage/GoogleDrive-a@b.c/tiefen', 'CloudStorage'],
    ['darwin', '/Users/a/Library/CloudStorage/OneDrive-Personal/tiefen', 'CloudStorage'],
    ['darwin', '/Users/a/Dropbox/tiefen', 'Dropbox'],
    ['linux', '/home/a/Dropbox/tiefen', 'Dropbox'],
    ['linux', '/home/a/Nutstore Files/tiefen', 'Nutstore Files'],
  ] as const)('%s %s lies in a cloud folder', (platform, path, cloud) => {
    expect(refusal(path, probe(platform))).toEqual(['cloudFolder', cloud]);
  });

  it.each([
    ['win32', 'C:\\Users\\a\\AppData\\Roaming\\Tiefen'],
    ['darwin', '/Users/a/Library/Application Support/Tiefen'],
    ['linux', '/home/a/.local/share/tiefen'],
    ['linux', '/home/dropboxer/onedrive-notes'],
    ['win32', 'C:\\微云南\\tiefen'],
  ] as const)('%s %s is fine', (platform, path) => {
    expect(refusal(path, probe(platform))).toBeNull();
  });

  it('follows a link into a cloud folder, and a link to one of its parents', async () => {
    mkdirSync(join(dir, 'Dropbox', 'tiefen'), { recursive: true });
    symlinkSync(join(dir, 'Dropbox'), join(dir, 'plain'));
    for (const dataDir of [join(dir, 'Dropbox', 'tiefen'), join(dir, 'plain'), join(dir, 'plain', 'tiefen')])
      await expect(openTestApp({ dataDir })).rejects.toMatchObject({ kind: 'cloudFolder', details: { cloud: 'Dropbox', folder: dataDir } });
    expect(readdirSync(join(dir, 'Dropbox', 'tiefen'))).toEqual([]);
  });

  it('is told when the folder cannot be made', async () => {
    writeFileSync(join(dir, 'file'), '');
    await expect(openTestApp({ dataDir: join(dir, 'file', 'sub') })).rejects.toMatchObject({ kind: 'folderMissing' });
    // a recursive mkdir of Node never comes back from here
    if (process.platform === 'linux')
      await expect(openTestApp({ dataDir: '/proc/1/tiefen/book' })).rejects.toMatchObject({ category: 'storage' });
    await expect(openTestApp({ dataDir: join(dir, 'file') })).rejects.toMatchObject({ category: 'storage' });
  });

  it('tells a damaged book from a missing one, and lets go of the folder', async () => {
    writeFileSync(join(dir, 'tiefen.db'), Buffer.alloc(20_000, 'not a database '));
    for (let i = 0; i < 2; i++) await expect(openTestApp({ dataDir: dir })).rejects.toMatchObject({ kind: 'databaseDamaged' });
    rmSync(join(dir, 'tiefen.db'));
    await (await openTestApp({ dataDir: dir })).close();
  });
});

describe('what lies in the folder', () => {
  it('can be read by its user only, whatever the umask and even where the folder itself is open', async () => {
    const open = join(dir, 'open');
    mkdirSync(open, { mode: 0o755 });
    const before = process.umask(0o022);
    try {
      const app = await openTestApp({ dataDir: open, ballastBytes: 1024 * 1024 });
      await app.call('friends.create', friendNamed('小雨'));
      await app.call('exports.friends', {
        selection: { by: 'filter', filter: {}, except: [] },
        sort: { key: 'name', direction: 'asc' },
        format: 'csv',
      });
      const modes = Object.fromEntries(readdirSync(open).map((name) => [name, statSync(join(open, name)).mode & 0o077]));
      expect(Object.keys(modes)).toEqual(
        expect.arrayContaining([
          'app.lock',
          'tiefen.db',
          'tiefen.db-wal',
          'tiefen.db-shm',
          'instance.json',
          'assets',
          'staging',
          'logs',
          'snapshots',
        ]),
      );
      for (const [name, mode] of Object.entries(modes)) expect({ name, mode }).toEqual({ name, mode: 0 });
      await app.close();
      expect(process.umask(0o022)).toBe(0o022);
    } finally {
      process.umask(before);
    }
  });
});

describe('a second instance', () => {
  const child = fileURLToPath(new URL('../helpers/app-child.ts', import.meta.url));
  const start = (): Promise<{ process: ChildProcess; said: string }> =>
    new Promise((resolve) => {
      const process_ = spawn(process.execPath, [child, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
      process_.stdout.once('data', (text: Buffer) => resolve({ process: process_, said: text.toString().trim() }));
    });
  const gone = (running: ChildProcess) => new Promise((resolve) => running.once('exit', resolve));

  it('is told who holds the book: in this process, in another, and after kill -9 nobody does', async () => {
    const first = await openTestApp({ dataDir: dir });
    await expect(openTestApp({ dataDir: dir })).rejects.toMatchObject({
      kind: 'alreadyRunning',
      details: { pid: process.pid, host: 'test' },
    });
    expect((await start()).said).toBe('refused alreadyRunning');
    await first.app.close();
    const other = await start();
    expect(other.said).toBe('open');
    await expect(openTestApp({ dataDir: dir })).rejects.toMatchObject({
      kind: 'alreadyRunning',
      details: { pid: other.process.pid, host: 'browser' },
    });
    const ended = gone(other.process);
    other.process.kill('SIGKILL');
    await ended;
    const after = await openTestApp({ dataDir: dir });
    await after.close();
  });

  it('reads nothing into a broken note about the holder', async () => {
    const first = await openTestApp({ dataDir: dir });
    for (const text of ['', '{', '{"pid":"<b>","host":5}', '[]', 'null']) {
      writeFileSync(join(dir, 'instance.json'), text);
      await expect(openTestApp({ dataDir: dir })).rejects.toMatchObject({ kind: 'alreadyRunning', details: {} });
    }
    await first.close();
  });
});

describe('a folder that cannot be written', () => {
  it('is named as such', async () => {
    const disk = smallDisk(16);
    if (!disk) {
      // no disk of our own: the refusal of the system is all that can be shown here
      await expect(openTestApp({ dataDir: '/proc/tiefen' })).rejects.toMatchObject({ category: 'storage' });
      return;
    }
    try {
      await (await openTestApp({ dataDir: join(disk.dir, 'data') })).app.close();
      disk.remount('ro');
      for (const dataDir of [join(disk.dir, 'data'), join(disk.dir, 'new')])
        await expect(openTestApp({ dataDir })).rejects.toMatchObject({ kind: 'readOnlyFolder', details: { folder: dataDir } });
      disk.remount('rw');
      await (await openTestApp({ dataDir: join(disk.dir, 'data') })).app.close();
    } finally {
      disk.remove();
    }
  });
});

describe('a full disk', () => {
  const name = (i: number) => `好友${i}`.padEnd(180, '满');
  const note = '长'.repeat(9000);

  async function fillWith(disk: SmallDisk, ballastMb = 8) {
    const dataDir = join(disk.dir, 'data');
    const app = await openTestApp({ dataDir });
    const kept: number[] = [];
    for (let i = 0; i < 40; i++) kept.push((await app.call<{ id: number }>('friends.create', friendNamed(name(i)))).id);
    writeFileSync(join(dataDir, 'ballast.bin'), Buffer.alloc(ballastMb * 1024 * 1024, 1));
    disk.fill();
    return { app, dataDir, kept };
  }
  const everybody = { by: 'filter', filter: { archived: 'any' }, except: [] };

  it('fails writes with diskFull, loses nothing, and opens again by throwing the ballast overboard', async () => {
    const disk = smallDisk(48);
    if (!disk) return;
    try {
      const { app, dataDir, kept } = await fillWith(disk);
      let failure: { kind?: string } = {};
      for (let i = 0; i < 400 && !failure.kind; i++)
        await app.call('friends.addNote', { friendId: kept[0], body: note }).catch((error) => {
          failure = error;
        });
      expect(failure).toMatchObject({ kind: 'diskFull', category: 'storage' });
      const notes = (await app.call<{ notes: unknown[] }>('friends.get', { id: kept[0] })).notes.length;
      expect(await app.call('friends.count', { selection: everybody })).toBe(40);
      for (const format of ['csv', 'xlsx'])
        await expect(
          app.call('exports.friends', { selection: everybody, sort: { key: 'name', direction: 'asc' }, format }),
        ).rejects.toMatchObject({ kind: 'diskFull' });
      // what could not be written whole must not lie about and fill the disk further
      expect(readdirSync(join(dataDir, 'staging'))).toEqual([]);
      await expect(
        app.app.files.stageStream(
          'a.csv',
          (async function* () {
            yield Buffer.alloc(100_000);
          })(),
        ),
      ).rejects.toMatchObject({ kind: 'diskFull' });
      expect(readdirSync(join(dataDir, 'staging'))).toEqual([]);
      await app.app.close();
      // a clean close, so that opening needs room again
      disk.empty();
      await (await openTestApp({ dataDir })).app.close();
      disk.fill();
      const again = await openTestApp({ dataDir });
      expect(readdirSync(dataDir)).not.toContain('ballast.bin');
      expect(await again.call('friends.count', { selection: everybody })).toBe(40);
      expect((await again.call<{ notes: unknown[] }>('friends.get', { id: kept[0] })).notes).toHaveLength(notes);
      expect(damage(again.ctx.db)).toEqual([]);
      await again.call('friends.create', friendNamed('还能写'));
      disk.remount('size=200m');
      for (let i = 0; i < 50; i++) await again.call('friends.addNote', { friendId: kept[1], body: note });
      await again.app.close();
      const db = openDatabase(join(dataDir, 'tiefen.db'));
      expect(damage(db)).toEqual([]);
      expect(db.raw.prepare('SELECT count(*) FROM friends').pluck().get()).toBe(41);
      db.close();
    } finally {
      disk.remove();
    }
  });

  it('frees most of the ballast when the disk fills while the book is open: she can save and export, and a start still finds room', async () => {
    const disk = smallDisk(64);
    if (!disk) return;
    try {
      const { app, dataDir, kept } = await fillWith(disk, 20);
      const notes = () => app.call('friends.addNote', { friendId: kept[0], body: note });
      let failure: { details?: unknown } = {};
      for (let i = 0; i < 400 && !failure.details; i++)
        await notes().catch((error) => {
          failure = error;
        });
      expect(failure).toMatchObject({ kind: 'diskFull', details: { freedMb: 12 } });
      await notes();
      const order = { key: 'name', direction: 'asc' };
      await app.call('exports.friends', { selection: everybody, sort: order, format: 'xlsx' });
      expect(statSync(join(dataDir, 'ballast.bin')).size).toBe(8 * 1024 * 1024);
      // full once more: what is left is kept for the next start
      disk.fill();
      failure = {};
      for (let i = 0; i < 4000 && !failure.details; i++)
        await notes().catch((error) => {
          failure = error;
        });
      expect(failure).toMatchObject({ kind: 'diskFull', details: {} });
      expect(readdirSync(dataDir)).toContain('ballast.bin');
      await app.app.close();
      const again = await openTestApp({ dataDir });
      expect(await again.call('friends.count', { selection: everybody })).toBe(40);
      await again.app.close();
    } finally {
      disk.remove();
    }
  });

  it('says diskFull when there is no ballast, lets go of the folder, and opens in the same process once there is room', async () => {
    const disk = smallDisk(24);
    if (!disk) return;
    try {
      const { app, dataDir } = await fillWith(disk);
      disk.empty();
      await app.app.close();
      rmSync(join(dataDir, 'ballast.bin'));
      disk.fill();
      for (let i = 0; i < 2; i++) await expect(openTestApp({ dataDir })).rejects.toMatchObject({ kind: 'diskFull' });
      disk.empty();
      const again = await openTestApp({ dataDir });
      expect(await again.call('friends.count', { selection: everybody })).toBe(40);
      await again.app.close();
      // the very first start on a full disk: nothing half made may stand in the way of the second
      const fresh = join(disk.dir, 'fresh');
      disk.fill();
      await expect(createApp({ dataDir: fresh, migrationsDir, host: 'test', ballastBytes: 0 })).rejects.toMatchObject({ kind: 'diskFull' });
      disk.empty();
      const first = await openTestApp({ dataDir: fresh });
      expect(await first.call('accounts.list')).toHaveLength(1);
      await first.app.close();
    } finally {
      disk.remove();
    }
  });

  it('gives back the folder when the last step of a start fails', async () => {
    const broken = {
      now: () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    };
    const options = { dataDir: dir, migrationsDir, host: 'test' as const, ballastBytes: 0 };
    await (await openTestApp({ dataDir: dir })).app.close();
    const db = openDatabase(join(dir, 'tiefen.db'));
    db.raw.exec('DELETE FROM channels; DELETE FROM accounts');
    db.close();
    const logger = { info: () => {}, error: () => {} };
    await expect(createApp({ ...options, logger, clock: broken })).rejects.toMatchObject({ kind: 'diskFull' });
    await (await openTestApp({ dataDir: dir })).app.close();
  });
});
