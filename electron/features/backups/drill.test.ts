import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupsState, DrillReport, FoundBackups, RunReport } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { remakeBackup } from '../../../tests/helpers/remade-backup.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let dir: string;
let usb: string;
let book: TestApp;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-drill-'));
  usb = join(dir, 'usb');
  mkdirSync(usb);
  book = await openTestApp({ secretCost: 14 });
});
afterEach(async () => {
  await book.close();
  rmSync(dir, { recursive: true, force: true });
});

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.kind : `raw ${String(error)}`),
  );
const addFriend = (name: string) => book.call('friends.create', friendNamed(name));
const state = () => book.call<BackupsState>('backups.state');
const list = () => book.call<FoundBackups>('backups.list', { place: { path: usb } });
const run = () => book.call<RunReport>('backups.run', { jobId: 'backup-run' });
const drill = () => book.call<DrillReport>('backups.drill', { jobId: 'backup-drill' });

async function setUp(mode: 'closed' | 'open'): Promise<void> {
  await book.call('backups.setUp', mode === 'open' ? { mode } : { mode, passphrase: '我家门口有棵老树' });
  await book.call('backups.addTarget', { path: usb });
  // closing makes no backup of its own here
  await book.call('backups.setSchedule', { daily: true, atQuit: false });
}

async function addPicture(): Promise<void> {
  const staged = await book.app.files.stageStream(
    'a.png',
    (async function* () {
      yield png(3, 3);
    })(),
  );
  await book.call('posts.addAsset', { fileId: staged.fileId });
}

describe('a drill', () => {
  it('reports what came back, and takes the good name from a backup that does not', async () => {
    await setUp('closed');
    await addFriend('李姐');
    await run();
    const good = await drill();
    expect(good).toMatchObject({ error: null, folder: usb, madeAt: book.clock.at });
    expect(good.rows).toBeGreaterThan(10);
    const [name] = readdirSync(usb).filter((each) => each.endsWith('.tfb'));
    const bytes = readFileSync(join(usb, name!));
    bytes[bytes.length - 30]! ^= 1;
    writeFileSync(join(usb, name!), bytes);
    expect(await drill()).toMatchObject({ error: { kind: 'backupDamaged' } });
    expect(await state()).toMatchObject({ age: 'never', lastVerifiedAt: null, drill: { error: { kind: 'backupDamaged' } } });
    expect(await kindOf(drill())).toBe('backupsNotSetUp');
    expect(existsSync(join(usb, name!))).toBe(true);
  });

  it('knows another backup under the name of the newest, and the newest with a row less, also where one key opens them all', async () => {
    await setUp('open');
    await addFriend('李姐');
    await run();
    const newest = async () => {
      await run();
      return join(usb, (await list()).backups[0]!.name);
    };
    const [older] = readdirSync(usb).filter((name) => name.endsWith('.tfb'));
    // as many rows in each
    cpSync(join(usb, older!), await newest());
    expect(await drill()).toMatchObject({ error: { kind: 'backupDamaged', details: { reason: 'other' } } });
    // somebody opened it, took a friend out, and put together a file that is whole in itself
    remakeBackup(await newest(), (db) => db.raw.exec('DELETE FROM friends'));
    expect(await drill()).toMatchObject({ error: { kind: 'backupDamaged', details: { reason: 'other' } } });
    expect((await state()).targets).toMatchObject([{ copies: 1, last: { sequence: 1 } }]);
    await newest();
    expect(await drill()).toMatchObject({ error: null });
  });

  it('opens some pictures too: one that is damaged takes the good name, and comes again with the next backup', async () => {
    await setUp('closed');
    await addPicture();
    await run();
    expect(await drill()).toMatchObject({ error: null, pictures: 1 });
    const [picture] = pictures();
    const bytes = readFileSync(picture!);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(picture!, bytes);
    expect(await drill()).toMatchObject({ error: { kind: 'backupDamaged' } });
    await run();
    expect(await drill()).toMatchObject({ error: null, pictures: 1 });
    rmSync(picture!);
    expect(await drill()).toMatchObject({ error: { kind: 'backupDamaged' } });
  });
});

const pictures = () =>
  readdirSync(usb, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tfa'))
    .map((name) => join(usb, name));

it('clears pictures that no backup there names any more, and none while a backup lies there that it does not know', async () => {
  await setUp('closed');
  await addPicture();
  await run();
  book.ctx.db.raw.exec('DELETE FROM assets');
  await run();
  await run();
  expect(pictures(), 'the first one still names it').toHaveLength(1);
  const [first] = (await list()).backups.slice(-1);
  const mine = join(usb, '留着.tfb');
  writeFileSync(mine, readFileSync(join(usb, first!.name)));
  expect(await run()).toMatchObject({ cleared: 1 });
  expect(pictures(), 'her own copy may name it').toHaveLength(1);
  rmSync(mine);
  writeFileSync(join(usb, 'tiefen-0123456789ab-000001.tfb'), 'of another book');
  await run();
  expect(pictures()).toEqual([]);
});
