import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { digest } from '../../../tests/helpers/digest.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { keyFor, newKeyPair } from '../../platform/sealed/keys.ts';
import { type BackupHeader, keyOfBackup, readBackup, readManifest, writeBackup } from './backup-file.ts';
import { copyBook, dropCopy, inspectCopy, settleCopy } from './book-copy.ts';

let dir: string;
let book: TestApp;
const owner = newKeyPair();
const assetKey = Buffer.alloc(32, 7).toString('base64url');

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-backup-'));
  book = await openTestApp();
  for (let i = 0; i < 50; i += 1) await book.call('friends.create', friendNamed(`好友${i} 一号楼`));
});
afterEach(async () => {
  await book.close();
  rmSync(dir, { recursive: true, force: true });
});

const kindOf = (work: () => unknown) => {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.kind : `raw ${String(error)}`;
  }
};
const nothing = () => {};
const at = (name: string) => join(dir, name);

async function makeBackup(name: string, sequence = 1): Promise<BackupHeader> {
  const { key, ephemeral } = keyFor(owner.publicKey);
  await copyBook(book.ctx.share, book.ctx.db.raw.name, at('copy.db'));
  settleCopy(at('copy.db'));
  const { counts, schema } = inspectCopy(at('copy.db'));
  const slot = { kind: 'code' as const, logN: 14, salt: 'A'.repeat(22), nonce: 'A'.repeat(16), box: 'A'.repeat(64) };
  const lock = { kind: 'closed' as const, ephemeral: ephemeral.toString('base64url'), slots: [slot] };
  const header: BackupHeader = { kind: 'book', store: 'ab'.repeat(16), sequence, madeAt: 1, version: '0', schema, lock };
  writeBackup(at(name), header, key, at('copy.db'), { counts, assetKey, assets: [], erased: [] }, nothing);
  dropCopy(at('copy.db'));
  return header;
}

it('brings the whole book back, row by row, while somebody writes', async () => {
  const before = digest(book.ctx.db);
  const copying = makeBackup('one.tfb');
  await book.call('friends.create', friendNamed('后来的'));
  const header = await copying;
  const key = keyOfBackup(header, owner.privateKey);
  const manifest = readBackup(at('one.tfb'), key, at('back.db'), nothing);
  expect(manifest.counts).toEqual(inspectCopy(at('back.db')).counts);
  const back = openDatabase(at('back.db'), { readonly: true });
  const restored = digest(back);
  back.close();
  // the one who came meanwhile is in or not in, and nothing else differs
  expect([JSON.stringify(before), JSON.stringify(digest(book.ctx.db))]).toContain(JSON.stringify(restored));
  expect(readManifest(at('one.tfb'), key)).toEqual({ header, manifest });
});

it('copies one moment of the book, however it is written, checkpointed and its log begun anew meanwhile', async () => {
  const live = book.ctx.db.raw.name;
  const writer = openDatabase(live);
  // a checkpoint that a reader holds up is let be
  writer.raw.pragma('busy_timeout = 0');
  writer.raw.exec('CREATE TABLE pages_of_one (id INTEGER PRIMARY KEY, n INTEGER, filler BLOB)');
  writer.raw.exec(
    'WITH RECURSIVE i (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM i WHERE k < 12) INSERT INTO pages_of_one SELECT k, 0, randomblob(20000) FROM i',
  );
  let done = false;
  let written = 0;
  const writing = (async () => {
    for (; !done; written += 1) {
      // everywhere or nowhere: a copy of two moments shows
      writer.raw.prepare('UPDATE pages_of_one SET n = ?, filler = randomblob(20000)').run(written + 1);
      if (written % 3 === 0) writer.raw.pragma(`wal_checkpoint(${['PASSIVE', 'RESTART', 'TRUNCATE'][(written / 3) % 3]})`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  try {
    for (let i = 0; i < 10; i += 1) {
      const before = written;
      await copyBook(book.ctx.share, live, at('moment.db'));
      settleCopy(at('moment.db'));
      expect(readdirSync(dir)).toEqual(['moment.db']);
      inspectCopy(at('moment.db'));
      const copy = openDatabase(at('moment.db'), { readonly: true });
      const moments = copy.pluck('SELECT DISTINCT n FROM pages_of_one').all() as number[];
      copy.close();
      expect(moments).toHaveLength(1);
      expect(moments[0]).toBeGreaterThanOrEqual(before);
      dropCopy(at('moment.db'));
    }
  } finally {
    done = true;
    await writing;
    writer.close();
  }
  expect(written).toBeGreaterThan(10);
});

it('shows nothing of her people in the file', async () => {
  await makeBackup('one.tfb');
  const bytes = readFileSync(at('one.tfb'));
  for (const word of ['好友', '一号楼', 'SQLite format', 'friends', assetKey]) expect(bytes.includes(word), word).toBe(false);
});

it('opens for nobody else, and says of damage what it is', async () => {
  const header = await makeBackup('one.tfb');
  const key = keyOfBackup(header, owner.privateKey);
  expect(kindOf(() => keyOfBackup(header, null))).toBe('wrongSecret');
  const other = keyOfBackup(header, newKeyPair().privateKey);
  expect(kindOf(() => readBackup(at('one.tfb'), other, at('other.db'), nothing))).toBe('backupDamaged');
  const good = readFileSync(at('one.tfb'));
  for (const cut of [0, 5, 300, good.length >> 1, good.length - 1]) {
    writeFileSync(at('cut.tfb'), good.subarray(0, cut));
    expect(
      kindOf(() => readBackup(at('cut.tfb'), key, at(`cut-${cut}.db`), nothing)),
      `${cut} bytes`,
    ).toMatch(/backupDamaged|notABackup/);
  }
  // an older one under the name of a newer: its own header goes with it, another's does not fit
  const second = await makeBackup('two.tfb', 2);
  const two = readFileSync(at('two.tfb'));
  const head = 12 + two.readUInt32LE(8);
  writeFileSync(at('swapped.tfb'), Buffer.concat([two.subarray(0, head), good.subarray(12 + good.readUInt32LE(8))]));
  expect(kindOf(() => readBackup(at('swapped.tfb'), keyOfBackup(second, owner.privateKey), at('s.db'), nothing))).toBe('backupDamaged');
});

it('stops where it is told, and leaves a copy that nobody takes for a book', async () => {
  await copyBook(book.ctx.share, book.ctx.db.raw.name, at('copy.db'));
  settleCopy(at('copy.db'));
  const bytes = readFileSync(at('copy.db'));
  bytes.fill(0xff, 8192 * 3, 8192 * 3 + 900);
  writeFileSync(at('bad.db'), bytes);
  expect(kindOf(() => inspectCopy(at('bad.db')))).toBe('backupDamaged');
  writeFileSync(at('noise.db'), 'x'.repeat(20_000));
  expect(kindOf(() => inspectCopy(at('noise.db')))).toBe('backupDamaged');
  dropCopy(at('copy.db'));
  expect(readdirSync(dir).filter((name) => name.startsWith('copy'))).toEqual([]);
});
