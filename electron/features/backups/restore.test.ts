import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  BackupLook,
  BackupsState,
  DrillReport,
  FoundBackups,
  RestoreReport,
  RunReport,
  TakenBack,
} from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import { damage, digest } from '../../../tests/helpers/digest.ts';
import { figure } from '../../../tests/helpers/figures.ts';
import { bringIn, record } from '../../../tests/helpers/memory-chats.ts';
import { png } from '../../../tests/helpers/pictures.ts';
import { remakeBackup } from '../../../tests/helpers/remade-backup.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { finishRestore } from '../../platform/db/swap-book.ts';

const drills = figure('drills', 'restored and compared');
let dir: string;
let usb: string;
let books: TestApp[];
let book: TestApp;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-restore-'));
  usb = join(dir, 'usb');
  mkdirSync(usb);
  books = [];
  book = await newBook();
});
afterEach(async () => {
  for (const each of books) await each.close();
  rmSync(dir, { recursive: true, force: true });
});

async function newBook(): Promise<TestApp> {
  const one = await openTestApp({ secretCost: 14 });
  books.push(one);
  return one;
}

async function reopen(one: TestApp): Promise<TestApp> {
  const next = await one.reopen();
  books = books.map((each) => (each === one ? next : each));
  return next;
}

const passphrase = '我家门口有棵老树';
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.kind : `raw ${String(error)}`),
  );
const addFriend = (one: TestApp, name: string) => one.call('friends.create', friendNamed(name));
const names = (one: TestApp) => one.ctx.db.pluck('SELECT remark FROM friends ORDER BY id').all();
const state = (one: TestApp) => one.call<BackupsState>('backups.state');
const list = (one: TestApp, place: object = { path: usb }) => one.call<FoundBackups>('backups.list', { place });
const inspect = (one: TestApp, name: string, secret: string | null, place: object = { path: usb }) =>
  one.call<BackupLook>('backups.inspect', { place, name, secret, jobId: 'backup-look' });
const restore = (one: TestApp, { lookId }: BackupLook) => one.call<RestoreReport>('backups.restore', { lookId, jobId: 'backup-back' });
const run = (one: TestApp) => one.call<RunReport>('backups.run', { jobId: 'backup-run' });

async function setUp(one: TestApp, mode: 'closed' | 'open' = 'closed'): Promise<string | null> {
  const { code } = await one.call<{ code: string | null }>('backups.setUp', mode === 'open' ? { mode } : { mode, passphrase });
  await one.call('backups.addTarget', { path: usb });
  // closing makes no backup of its own here
  await one.call('backups.setSchedule', { daily: true, atQuit: false });
  return code;
}
const countOf = (look: BackupLook['counts'], kind: string) => look.find((each) => each.kind === kind)?.count;

async function addPicture(one: TestApp): Promise<number> {
  const staged = await one.app.files.stageStream(
    'a.png',
    (async function* () {
      yield png(3, 3);
    })(),
  );
  return (await one.call<{ id: number }>('posts.addAsset', { fileId: staged.fileId })).id;
}

describe('going back', () => {
  it('shows what is inside, brings it back row by row at the next start, keeps the present book, and undoes that', async () => {
    await setUp(book);
    await addFriend(book, '李姐');
    await run(book);
    const before = digest(book.ctx.db);
    await addFriend(book, '后来的');
    const after = digest(book.ctx.db);
    const { backups, others } = await list(book);
    expect([backups, others]).toMatchObject([[{ own: true, sequence: 1, closed: true, needsSecret: false, verifiedAt: book.clock.at }], 0]);
    const look = await inspect(book, backups[0]!.name, null);
    expect([countOf(look.counts, 'friends'), countOf(look.now, 'friends')]).toEqual([1, 2]);
    expect(await kindOf(book.call('backups.restore', { lookId: 'look_other', jobId: 'backup-x' }))).toBe('sessionGone');
    expect(await restore(book, look)).toMatchObject({ assets: 0, missing: 0 });
    // nothing happens before the next start, and it can be taken back until then
    expect(names(book)).toEqual(['李姐', '后来的']);
    expect((await state(book)).restoring).toEqual({ kind: 'restore', madeAt: look.madeAt });
    await book.call('backups.cancelRestore');
    book = await reopen(book);
    expect([names(book), (await state(book)).undos]).toEqual([['李姐', '后来的'], []]);
    await restore(book, await inspect(book, backups[0]!.name, null));
    book = await reopen(book);
    await drills.count(() => expect(digest(book.ctx.db)).toEqual(before));
    expect(damage(book.ctx.db)).toEqual([]);
    const now = await state(book);
    expect(now).toMatchObject({ restoring: null, age: 'ok', undos: [{ keptAt: book.clock.at }] });
    expect(now.undos[0]!.untilAt - now.undos[0]!.keptAt).toBe(30 * 86_400_000);
    // the next backup goes on counting: nothing of the place is written over
    expect(await run(book)).toMatchObject({ sequence: 2 });
    await book.call('backups.undoRestore', { id: now.undos[0]!.id });
    expect((await state(book)).restoring?.kind).toBe('undo');
    book = await reopen(book);
    await drills.count(() => expect(digest(book.ctx.db)).toEqual(after));
    expect(readdirSync(book.ctx.folder.undo)).toHaveLength(1);
    // its time is over
    book.clock.tick(30 * 86_400_000 + 1);
    book = await reopen(book);
    expect(readdirSync(book.ctx.folder.undo)).toEqual([]);
  });

  it('tells once that it was taken back, where what was to come does not open', async () => {
    await setUp(book, 'open');
    await addFriend(book, '李姐');
    await run(book);
    await addFriend(book, '后来的');
    const before = digest(book.ctx.db);
    const takenBack = () => book.call<TakenBack | null>('backups.takenBack');
    expect(await takenBack()).toBeNull();
    const look = await inspect(book, (await list(book)).backups[0]!.name, null);
    await restore(book, look);
    await book.app.close();
    // what a disk gives that lost it
    writeFileSync(join(book.ctx.folder.restore, 'book.db'), Buffer.alloc(20_000, 'lost '));
    const closed = book;
    book = await openTestApp({ secretCost: 14, dataDir: closed.dataDir, clock: closed.clock });
    books = books.map((each) => (each === closed ? book : each));
    expect(await takenBack()).toEqual({ kind: 'restore', madeAt: look.madeAt, at: book.clock.at, reason: 'databaseDamaged' });
    expect(digest(book.ctx.db)).toEqual(before);
    expect(await state(book)).toMatchObject({ restoring: null, undos: [], targets: [{ copies: 1 }] });
    book = await reopen(book);
    expect(await takenBack()).not.toBeNull();
    await book.call('backups.toldTakenBack');
    expect(await takenBack()).toBeNull();
  });

  it('ends the same where the first start died before the book was opened: all of it is there, or the old one, and she is told', async () => {
    await setUp(book, 'open');
    await addFriend(book, '李姐');
    await run(book);
    const older = digest(book.ctx.db);
    await addFriend(book, '后来的');
    const before = digest(book.ctx.db);
    const takenBack = () => book.call<TakenBack | null>('backups.takenBack');
    const { folder } = book.ctx;
    for (const opens of [false, true]) {
      const look = await inspect(book, (await list(book)).backups[0]!.name, null);
      await restore(book, look);
      await book.app.close();
      // the first start: it gets as far as moving the books
      expect(finishRestore(folder)).toMatchObject({ kind: 'restore' });
      if (!opens) writeFileSync(folder.database, Buffer.alloc(20_000, 'lost '));
      const closed = book;
      book = await openTestApp({ secretCost: 14, dataDir: closed.dataDir, clock: closed.clock });
      books = books.map((each) => (each === closed ? book : each));
      expect(digest(book.ctx.db)).toEqual(opens ? older : before);
      expect((await takenBack())?.reason ?? null).toBe(opens ? null : 'databaseDamaged');
      expect(await state(book)).toMatchObject({ restoring: null, undos: opens ? [{ keptAt: book.clock.at }] : [] });
      // it is hers from then on: later damage is no reason to take it back
      expect(readdirSync(folder.restore).filter((name) => name !== 'taken-back.json')).toEqual([]);
    }
  });

  it('works on another computer with either secret alone, pictures too, and with none not at all', async () => {
    const code = await setUp(book);
    await addFriend(book, '李姐');
    const asset = await addPicture(book);
    await run(book);
    const picture = readFileSync(book.app.files.assetPath(asset)!.path);
    const before = digest(book.ctx.db);
    for (const secret of [passphrase, code!.toLowerCase()]) {
      let other = await newBook();
      const { backups } = await list(other);
      expect(backups).toMatchObject([{ own: false, needsSecret: true, verifiedAt: null }]);
      const [{ name }] = backups as [FoundBackups['backups'][0]];
      for (const wrong of [null, '不是这个密码']) expect(await kindOf(inspect(other, name, wrong))).toBe('wrongSecret');
      const look = await inspect(other, name, secret);
      expect(look.assets).toEqual({ total: 1, found: 1 });
      expect(await restore(other, look)).toMatchObject({ assets: 1, missing: 0 });
      other = await reopen(other);
      await drills.count(() => expect(digest(other.ctx.db)).toEqual(before));
      expect(readFileSync(other.app.files.assetPath(asset)!.path).equals(picture)).toBe(true);
      // another computer counts for itself
      expect((await state(other)).vault).toEqual({ kind: 'none' });
      expect(readdirSync(other.ctx.folder.staging)).toEqual([]);
    }
  });

  it('opens an open one without a word, and says how many pictures it could not have', async () => {
    await setUp(book, 'open');
    await addPicture(book);
    await run(book);
    rmSync(join(usb, readdirSync(usb).find((name) => name.endsWith('-pictures'))!), { recursive: true });
    const other = await newBook();
    const { backups } = await list(other);
    expect(backups).toMatchObject([{ closed: false, needsSecret: false }]);
    const look = await inspect(other, backups[0]!.name, null);
    expect(look.assets).toEqual({ total: 1, found: 0 });
    expect(await restore(other, look)).toMatchObject({ assets: 1, missing: 1 });
  });
});

it('does not bring back what was erased since', async () => {
  await setUp(book, 'open');
  await bringIn(book.ctx, { records: [record({ text: '要忘记的' })] });
  await run(book);
  const chat = book.ctx.db.pluck('SELECT id FROM conversations').get();
  const words = () => book.ctx.db.pluck('SELECT content FROM messages').all();
  await book.call('chats.erase', { conversationId: chat, messageId: null });
  const [{ name }] = (await list(book)).backups as [FoundBackups['backups'][0]];
  await restore(book, await inspect(book, name, null));
  book = await reopen(book);
  while (words().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

describe('what lies in a folder', () => {
  it('is told apart by its content: strange files are counted, not opened, followed or waited for', async () => {
    await setUp(book, 'open');
    await run(book);
    const [good] = readdirSync(usb).filter((name) => name.endsWith('.tfb'));
    const bytes = readFileSync(join(usb, good!));
    writeFileSync(join(usb, 'empty.tfb'), '');
    writeFileSync(join(usb, '../usb/‮合同.tfb'), 'PK\u0003\u0004');
    writeFileSync(join(usb, 'cut.tfb'), bytes.subarray(0, 40));
    const newer = Buffer.from(bytes);
    newer[7] = 9;
    writeFileSync(join(usb, 'newer.tfb'), newer);
    execFileSync('mkfifo', [join(usb, 'pipe.tfb')]);
    symlinkSync('/etc/passwd', join(usb, 'link.tfb'));
    mkdirSync(join(usb, 'folder.tfb'));
    writeFileSync(join(usb, '合同.docx'), 'x');
    const found = await list(book);
    expect(found.backups.map(({ name }) => name)).toEqual([good]);
    expect(found.others).toBe(4);
    for (const [name, kind] of [
      ['empty.tfb', 'notABackup'],
      ['‮合同.tfb', 'notABackup'],
      ['newer.tfb', 'backupNewer'],
      ['../usb/cut.tfb', 'notABackup'],
      ['合同.docx', 'notABackup'],
      ['gone.tfb', 'targetMissing'],
    ] as const)
      expect(await kindOf(inspect(book, name, null)), name).toBe(kind);
    for (const name of ['pipe.tfb', 'link.tfb', 'folder.tfb', 'cut.tfb'])
      expect(await kindOf(inspect(book, name, null)), name).not.toBe('done');
    expect(readdirSync(book.ctx.folder.staging)).toEqual([]);
    expect(await kindOf(list(book, { path: join(dir, 'gone') }))).toBe('targetMissing');
    expect(await kindOf(list(book, { path: 'relative' }))).toBe('targetUnfit');
    expect(await kindOf(list(book, { folderId: 'folder_1' }))).toBe('folderMissing');
  });

  it('of a newer version is told to be that when it is opened, also where only its book is newer', async () => {
    await setUp(book, 'open');
    await addFriend(book, '李姐');
    await run(book);
    const before = digest(book.ctx.db);
    const [{ name }] = (await list(book)).backups as [FoundBackups['backups'][0]];
    remakeBackup(join(usb, name), (db) => db.raw.exec("INSERT INTO schema_migrations VALUES (999, '0999_later', 'x', 1, '9.0.0')"));
    expect(await kindOf(inspect(book, name, null))).toBe('backupNewer');
    expect([digest(book.ctx.db), readdirSync(book.ctx.folder.staging)]).toEqual([before, []]);
  });

  it('says the same of any wrong secret, however often, and still opens with the right one', async () => {
    const code = await setUp(book);
    await run(book);
    const other = await newBook();
    const [{ name }] = (await list(other)).backups as [FoundBackups['backups'][0]];
    const wrong = [
      '',
      ' ',
      passphrase.slice(1),
      `${passphrase}。`,
      code!.slice(0, -1),
      `${code!.slice(0, -1)}*`,
      'A'.repeat(200),
      '😀',
      '1234',
      '\0',
    ];
    const said = new Set<string>();
    for (const secret of wrong)
      await inspect(other, name, secret).catch((error: AppError) => said.add(JSON.stringify([error.kind, error.details])));
    // an empty one is refused before anything is tried
    expect([...said].sort()).toEqual(['["invalidInput",{"fields":["secret"]}]', '["wrongSecret",{}]']);
    expect(await kindOf(inspect(other, name, passphrase))).toBe('done');
  });

  it('that was damaged, cut or put together is refused before anything is replaced; an older one under a newer name says its own date', async () => {
    await setUp(book);
    await addFriend(book, '李姐');
    await run(book);
    book.clock.tick(60_000);
    await addFriend(book, '后来的');
    await run(book);
    const [first, second] = (await list(book)).backups.map(({ name }) => name).reverse() as [string, string];
    const one = readFileSync(join(usb, first));
    const two = readFileSync(join(usb, second));
    const head = (bytes: Buffer) => 12 + bytes.readUInt32LE(8);
    const bad = new Map<string, Buffer>([['spliced', Buffer.concat([two.subarray(0, head(two)), one.subarray(head(one))])]]);
    for (let i = 1; i < 6; i += 1) {
      const flipped = Buffer.from(two);
      flipped[Math.floor((flipped.length * i) / 6)]! ^= 1 << i;
      bad.set(`flip-${i}`, flipped);
      bad.set(`cut-${i}`, two.subarray(0, Math.floor((two.length * i) / 6)));
    }
    const before = digest(book.ctx.db);
    for (const [name, bytes] of bad) {
      writeFileSync(join(usb, `${name}.tfb`), bytes);
      expect(await kindOf(inspect(book, `${name}.tfb`, null)), name).toMatch(/backupDamaged|notABackup|backupNewer|wrongSecret/);
    }
    renameSync(join(usb, first), join(usb, second));
    const renamed = (await list(book)).backups.find(({ name }) => name === second)!;
    expect(renamed).toMatchObject({ sequence: 1, verifiedAt: null });
    expect((await inspect(book, second, null)).madeAt).toBe(book.clock.at - 60_000);
    // the drill expects the second one there
    expect(await book.call<DrillReport>('backups.drill', { jobId: 'backup-drill' })).toMatchObject({ error: { kind: 'backupDamaged' } });
    expect(digest(book.ctx.db)).toEqual(before);
  });
});
