import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { friendNamed, openTestApp } from '../../../tests/helpers/test-app.ts';
import { copyBook, hasBook, homeFolder } from './copy-book.ts';
import { systemProbe } from './data-folder.ts';

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** A book with one friend, closed again, and a place beside it. */
async function closedBook(): Promise<{ from: string; to: string }> {
  const book = await openTestApp();
  await book.call('friends.create', friendNamed('王小雨'));
  await book.app.close();
  const [from, to] = [book.dataDir, `${book.dataDir}-home`];
  dirs.push(from, to, `${to}-old-1`);
  return { from, to };
}
const filesOf = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();

test('the copy opens with everything in it, and the old one is as it was', async () => {
  const { from, to } = await closedBook();
  writeFileSync(join(from, 'lock.json'), '{}');
  symlinkSync('/etc', join(from, 'assets', 'elsewhere'));
  const before = filesOf(from);
  // an earlier start left its log there
  mkdirSync(join(to, 'logs'), { recursive: true });
  await copyBook(from, to);
  expect(filesOf(from)).toEqual(before);
  expect(readFileSync(join(to, 'lock.json'), 'utf8')).toBe('{}');
  expect(existsSync(join(to, 'assets', 'elsewhere'))).toBe(false);
  expect(existsSync(join(to, 'app.lock'))).toBe(false);
  expect(existsSync(`${to}-old-1`)).toBe(true);
  expect(existsSync(`${to}-copying`)).toBe(false);
  rmSync(join(to, 'lock.json'));
  const copy = await openTestApp({ dataDir: to });
  expect(await copy.call('friends.get', { id: 1 })).toMatchObject({ remark: '王小雨' });
  await copy.close();
});

test('a book that does not open is not copied, a place that has a book is left alone', async () => {
  const { from, to } = await closedBook();
  await expect(copyBook(from, from)).rejects.toThrow('already');
  writeFileSync(join(from, 'tiefen.db'), Buffer.alloc(40_000, 7));
  await expect(copyBook(from, to)).rejects.toMatchObject({ kind: 'databaseDamaged' });
  expect(existsSync(to) || existsSync(`${to}-copying`)).toBe(false);
});

test('home is the usual folder, unless it is the same one or may not hold a book either', async () => {
  const { from, to } = await closedBook();
  expect(homeFolder('/cloud/book', to)).toEqual({ dir: to, hasBook: false });
  expect(homeFolder('/cloud/book', from)).toEqual({ dir: from, hasBook: true });
  expect(homeFolder(to, to)).toBe(null);
  expect(homeFolder('/cloud/book', to, { ...systemProbe, type: () => 0x6969, platform: 'linux' })).toBe(null);
  expect(hasBook(to)).toBe(false);
});
