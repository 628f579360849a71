import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupsState, RunReport } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import { anotherDisk } from '../../../tests/helpers/disk-folder.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

let dir: string;
let book: TestApp;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-backups-'));
  book = await openTestApp({ secretCost: 14 });
  await book.call('friends.create', friendNamed('李姐 一号楼'));
});
afterEach(async () => {
  await book.close();
  rmSync(dir, { recursive: true, force: true });
});

const hour = 3_600_000;
const passphrase = '我家门口有棵老树';
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.kind : `raw ${String(error)}`),
  );
const state = () => book.call<BackupsState>('backups.state');
const run = (jobId = 'backup-1') => book.call<RunReport>('backups.run', { jobId });
const place = (name: string) => {
  mkdirSync(join(dir, name), { recursive: true });
  return join(dir, name);
};
const addTarget = async (path: string) => (await book.call<{ targetId: number }>('backups.addTarget', { path })).targetId;
const setUp = () => book.call<{ code: string }>('backups.setUp', { mode: 'closed', passphrase });
const setUpOpen = () => book.call('backups.setUp', { mode: 'open' });
const backupsIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.tfb'));

describe('setting backups up', () => {
  it('begins with nothing, and says what is missing', async () => {
    expect(await state()).toMatchObject({ vault: { kind: 'none' }, lastVerifiedAt: null, age: 'never', targets: [], nextDueAt: null });
    expect(await kindOf(run())).toBe('backupsNotSetUp');
    await setUp();
    expect(await kindOf(run())).toBe('backupsNotSetUp');
    expect(await state()).toMatchObject({ vault: { kind: 'closed', confirmed: false }, running: null, nextDueAt: null });
  });

  it('shows the recovery code once and believes it lies somewhere only when it comes back', async () => {
    const { code } = await setUp();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await kindOf(setUp())).toBe('stillInUse');
    for (const wrong of ['', '1234', `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`])
      expect(await kindOf(book.call('backups.confirmCode', { code: wrong })), wrong).not.toBe('done');
    // the passphrase is no code
    expect(await kindOf(book.call('backups.confirmCode', { code: passphrase }))).toBe('codeDiffers');
    await book.call('backups.confirmCode', { code: code.toLowerCase().replaceAll('-', ' ') });
    expect((await state()).vault).toMatchObject({ kind: 'closed', confirmed: true });
    const bytes = readdirSync(book.dataDir).filter((name) => name.startsWith('backups.db'));
    for (const name of bytes) {
      const content = readFileSync(join(book.dataDir, name)).toString('latin1');
      expect(content.includes(code) || content.includes(code.replaceAll('-', '')), name).toBe(false);
      expect(content.includes(Buffer.from(passphrase).toString('latin1')), name).toBe(false);
    }
  });

  it('changes either secret by the other, and with a wrong one neither', async () => {
    const { code } = await setUp();
    await book.call('backups.confirmCode', { code });
    const change = (secret: string, next: string) => book.call('backups.changePassphrase', { secret, passphrase: next });
    expect(await kindOf(change('不是这个密码', '新的密码新的密码'))).toBe('wrongSecret');
    await change(code, '新的密码新的密码');
    expect(await kindOf(change(passphrase, '再换一个再换一个'))).toBe('wrongSecret');
    const { code: other } = await book.call<{ code: string }>('backups.newCode', { secret: '新的密码新的密码' });
    expect(other).not.toBe(code);
    expect((await state()).vault).toMatchObject({ confirmed: false });
    expect(await kindOf(book.call('backups.confirmCode', { code }))).toBe('codeDiffers');
    await book.call('backups.confirmCode', { code: other });
  });

  it('takes a folder that can be written, and says of every other what is wrong', async () => {
    const good = place('usb');
    const id = await addTarget(` "${good}" `);
    expect(await kindOf(addTarget(good))).toBe('targetTaken');
    writeFileSync(join(dir, 'file'), 'x');
    symlinkSync(book.dataDir, join(dir, 'round'));
    for (const [path, kind] of [
      [join(dir, 'gone', 'deeper'), 'targetMissing'],
      [join(dir, 'file'), 'targetUnfit'],
      [book.dataDir, 'targetUnfit'],
      [join(book.dataDir, 'assets', 'mine'), 'targetUnfit'],
      [join(dir, 'round'), 'targetUnfit'],
      ['备份', 'targetUnfit'],
    ] as const)
      expect(await kindOf(addTarget(path)), path).toBe(kind);
    expect(existsSync(join(book.dataDir, 'assets', 'mine'))).toBe(false);
    expect((await state()).targets).toMatchObject([{ id, folder: good, last: null, copies: 0, error: null }]);
    await book.call('backups.removeTarget', { targetId: id });
    expect(await kindOf(book.call('backups.removeTarget', { targetId: id }))).toBe('notFound');
    expect((await state()).targets).toEqual([]);
  });
});

describe('a backup', () => {
  it('reaches every place, is verified there, and one that fails keeps the others from nothing', async () => {
    await setUp();
    const [one, two] = [place('one'), place('two')];
    const [first, second] = [await addTarget(one), await addTarget(two)];
    rmSync(two, { recursive: true });
    writeFileSync(two, 'now a file');
    const report = await run();
    expect(report).toMatchObject({ sequence: 1, cleared: 0 });
    expect(new Map(report.targets.map(({ targetId, error }) => [targetId, error?.kind ?? null]))).toEqual(
      new Map([
        [second, 'targetUnfit'],
        [first, null],
      ]),
    );
    const now = await state();
    expect(now).toMatchObject({ age: 'ok', lastVerifiedAt: book.clock.at, running: null });
    expect(now.targets).toMatchObject([
      { last: { sequence: 1, madeAt: book.clock.at }, copies: 1, error: null },
      { last: null, copies: 0, error: { kind: 'targetUnfit' } },
    ]);
    expect(backupsIn(one)).toHaveLength(1);
    expect(statSync(join(one, backupsIn(one)[0]!)).mode & 0o077).toBe(0);
    expect(readdirSync(book.ctx.folder.staging)).toEqual([]);
    const jobs = book.events.flatMap((event) => (event.type === 'job' && event.job.jobId === 'backup-1' ? [event.job] : []));
    expect(jobs.at(-1)).toMatchObject({ name: 'backups.run', state: 'done' });
    expect(new Set(jobs.map(({ phase }) => phase))).toContain('send');
    expect(jobs.slice(0, -1).every(({ state: job }) => job === 'running')).toBe(true);
  });

  it('counts on the disk of the book as well, and says how old the newest one elsewhere is', async () => {
    await setUpOpen();
    const [beside, other] = [place('beside'), anotherDisk(book.dataDir)];
    await addTarget(beside);
    expect(await state()).toMatchObject({ targets: [{ besideBook: true }], age: 'never', awayAge: 'never' });
    await run();
    expect(await state()).toMatchObject({ age: 'ok', lastVerifiedAt: book.clock.at, awayAge: 'never', lastAwayAt: null });
    // a sync program takes what lies there to other computers
    const synced = join(place('坚果云'), '备份');
    await addTarget(synced);
    await run();
    const madeAt = book.clock.at;
    expect(await state()).toMatchObject({ targets: [{ besideBook: true }, { besideBook: false }], awayAge: 'ok', lastAwayAt: madeAt });
    rmSync(synced, { recursive: true });
    book.clock.tick(4 * 24 * hour);
    await run();
    expect(await state()).toMatchObject({ age: 'ok', lastVerifiedAt: book.clock.at, awayAge: 'amber', lastAwayAt: madeAt });
    if (!other) return;
    try {
      await addTarget(other);
      await run();
      expect(await state()).toMatchObject({ awayAge: 'ok', lastAwayAt: book.clock.at });
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('makes none at all where no place can be written, and says so', async () => {
    await setUpOpen();
    const one = place('one');
    await addTarget(one);
    rmSync(one, { recursive: true });
    // a stick that was taken out: the folder is not made anew on this computer's own disk
    expect(await run()).toMatchObject({ sequence: null, targets: [{ error: { kind: 'targetMissing' } }] });
    expect(existsSync(one)).toBe(false);
    writeFileSync(one, 'x');
    expect(await run()).toMatchObject({ sequence: null, targets: [{ error: { kind: 'targetUnfit' } }] });
    expect(await state()).toMatchObject({ age: 'never', lastVerifiedAt: null });
  });

  it('grows old: amber after 3 days, red after 7', async () => {
    await setUpOpen();
    await addTarget(place('one'));
    await run();
    for (const [hours, age] of [
      [71, 'ok'],
      [2, 'amber'],
      [94, 'amber'],
      [2, 'red'],
    ] as const) {
      book.clock.tick(hours * hour);
      expect((await state()).age).toBe(age);
    }
  });

  it('keeps by day, week and month, clears nothing of others, and never the last verified one', async () => {
    await setUpOpen();
    const one = place('one');
    const id = await addTarget(one);
    const theirs = ['tiefen-0123456789ab-000001.tfb', 'tiefen-notes.tfb', '合同.docx'];
    for (const name of theirs) writeFileSync(join(one, name), 'x');
    for (let i = 0; i < 6; i += 1) {
      await run();
      book.clock.tick(60_000);
    }
    // three of today
    expect((await state()).targets).toMatchObject([{ id, copies: 3, last: { sequence: 6 } }]);
    book.clock.tick(26 * hour);
    await run();
    // of the day before one stays
    expect((await state()).targets).toMatchObject([{ copies: 2, last: { sequence: 7 } }]);
    expect(readdirSync(one)).toEqual(expect.arrayContaining(theirs));
    expect(backupsIn(one)).toHaveLength(2 + 2);
  });

  it('counts on from what lies there, forgets what was taken away, and sweeps up halves of its own', async () => {
    await setUpOpen();
    const one = place('one');
    await addTarget(one);
    await run();
    const [name] = backupsIn(one);
    const later = name!.replace('000001', '000041');
    writeFileSync(join(one, later), 'of another start');
    writeFileSync(join(one, `${name!.replace('000001', '000003')}.part`), 'half');
    rmSync(join(one, name!));
    expect(await run()).toMatchObject({ sequence: 42 });
    expect(backupsIn(one).sort()).toEqual([later, name!.replace('000001', '000042')]);
    expect(readdirSync(one).filter((each) => each.endsWith('.part'))).toEqual([]);
    expect((await state()).targets).toMatchObject([{ copies: 1 }]);
  });

  it('is one at a time, and stops within a moment when it is told to', async () => {
    await setUpOpen();
    const one = place('one');
    await addTarget(one);
    await run();
    const before = backupsIn(one);
    const second = kindOf(run('backup-2'));
    expect(await kindOf(run('backup-3'))).toBe('backupRuns');
    await book.call('backups.cancel', { jobId: 'backup-3' });
    await book.call('backups.cancel', { jobId: 'backup-2' });
    expect(await second).toBe('cancelled');
    expect(backupsIn(one)).toEqual(before);
    expect((await state()).running).toBeNull();
    expect(await run('backup-4')).toMatchObject({ targets: [{ error: null }] });
  });

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)('says that a place is full or cannot be written', async () => {
    await setUpOpen();
    const small = place('small');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
    try {
      await addTarget(small);
      await run();
      const before = readFileSync(join(small, backupsIn(small)[0]!));
      writeFileSync(join(small, 'theirs'), Buffer.alloc(1024 * 1024 - 2 * before.length));
      expect(await run()).toMatchObject({ targets: [{ error: { kind: 'targetFull' } }] });
      execFileSync('mount', ['-o', 'remount,ro', small]);
      expect(await run()).toMatchObject({ sequence: null, targets: [{ error: { kind: 'targetReadOnly' } }] });
      expect(backupsIn(small)).toHaveLength(1);
      expect(readFileSync(join(small, backupsIn(small)[0]!)).equals(before)).toBe(true);
      expect(await state()).toMatchObject({ age: 'ok', targets: [{ last: { sequence: 1 }, error: { kind: 'targetReadOnly' } }] });
    } finally {
      execFileSync('umount', [small]);
    }
  });
});
