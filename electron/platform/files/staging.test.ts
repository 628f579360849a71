import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countingIds, randomIds } from '../ids.ts';
import { createStaging, type Staging } from './staging.ts';

let dir: string;
let staging: Staging;
const left = () => readdirSync(join(dir, 'staging'));
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-staging-'));
  staging = createStaging(join(dir, 'staging'), countingIds(), 0);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function* bytes(...sizes: number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield Buffer.alloc(size, 7);
}

describe('a stream', () => {
  it('is kept whole under our own name, for this user only', async () => {
    const file = await staging.stageStream('好友.csv', bytes(3, 0, 70_000));
    expect(file).toEqual({ fileId: 'file_1', name: '好友.csv', size: 70_003 });
    const { path } = staging.find('file_1');
    expect(readFileSync(path)).toEqual(Buffer.alloc(70_003, 7));
    expect(statSync(path).mode & 0o077).toBe(0);
    staging.drop('file_1');
    expect(left()).toEqual([]);
    expect(() => staging.find('file_1')).toThrow(expect.objectContaining({ kind: 'fileGone' }));
  });

  it('may be as large as allowed and not one byte more; what came of it is gone', async () => {
    await expect(staging.stageStream('a', bytes(600, 424), 1024)).resolves.toMatchObject({ size: 1024 });
    staging.drop('file_1');
    await expect(staging.stageStream('a', bytes(600, 425), 1024)).rejects.toMatchObject({ kind: 'fileTooLarge', details: { name: 'a' } });
    expect(left()).toEqual([]);
  });

  it('keeps the place it had in its folder, as a label without a way out', async () => {
    const file = await staging.stageStream('李姐.csv', bytes(1), undefined, '../导出//李姐(wxid_a)\\..\\李姐\u202e.csv');
    expect(file.place).toBe('导出/李姐(wxid_a)/李姐.csv');
    expect(staging.find(file.fileId).path).toBe(join(dir, 'staging', file.fileId));
    expect(await staging.stageStream('b', bytes(1), undefined, '/../..')).not.toHaveProperty('place');
  });

  it('that breaks off leaves nothing behind', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(10);
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    }
    await expect(staging.stageStream('a', broken())).rejects.toMatchObject({ kind: 'storageFailed' });
    expect(left()).toEqual([]);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\a\\好友.csv', '好友.csv'],
    ['a/b\\c', 'c'],
    ['x\u0000\u0007\r\n.csv', 'x.csv'],
    ['\u202excod.csv', 'xcod.csv'],
    ['', '文件'],
    ['/', '文件'],
    ['..', '文件'],
    [' \t ', '文件'],
    ['长'.repeat(300), '长'.repeat(120)],
    [`🌸${'a'.repeat(119)}`, 'a'.repeat(119)],
  ])('named %j is called %j', async (given, name) => {
    const file = await staging.stageStream(given, bytes(1));
    expect(file.name).toBe(name);
    expect(left()).toEqual(['file_1']);
  });
});

describe('a copy', () => {
  const source = () => join(dir, '好友.csv');

  it('has the bytes of the file, which stays as it is', async () => {
    writeFileSync(source(), 'a,b');
    const file = await staging.stageCopy(source());
    expect(file).toMatchObject({ name: '好友.csv', size: 3 });
    expect(readFileSync(staging.find(file.fileId).path, 'utf8')).toBe('a,b');
    expect(readFileSync(source(), 'utf8')).toBe('a,b');
  });

  it('is refused when the file is gone, is a folder, or is written meanwhile; nothing is left behind', async () => {
    await expect(staging.stageCopy(join(dir, 'nothing.csv'))).rejects.toMatchObject({ kind: 'fileGone', details: { name: 'nothing.csv' } });
    mkdirSync(join(dir, 'folder'));
    await expect(staging.stageCopy(join(dir, 'folder'))).rejects.toMatchObject({ kind: 'fileNotUnderstood', category: 'file' });
    for (const touch of [() => appendFileSync(source(), 'x'), () => utimesSync(source(), 1, 1)]) {
      writeFileSync(source(), Buffer.alloc(3_000_000, 1));
      const copying = staging.stageCopy(source());
      touch();
      await expect(copying).rejects.toMatchObject({ kind: 'fileChanged', details: { name: '好友.csv' } });
    }
    expect(left()).toEqual([]);
  });
});

describe('an import that the program dies over', () => {
  const day = 86_400_000;
  /** As after a kill: nothing that was to come behind has come. */
  const killed = async (...fileIds: string[]) => {
    void staging.during(fileIds, { at: 5, mark: 3 }, () => new Promise(() => {}));
    await Promise.resolve();
  };
  const next = (now = 6) => createStaging(join(dir, 'staging'), countingIds(), now);

  it('has its files at the next start, and no other; settled, they are like any', async () => {
    const kept = await staging.stageStream('李姐.csv', bytes(9), undefined, '导出/李姐.csv');
    await staging.stageStream('别的.csv', bytes(9));
    writeFileSync(join(dir, 'staging', 'queue-1.chats'), 'x');
    await killed(kept.fileId, 'file_gone');
    const after = next();
    expect(after.unfinished()).toEqual({ at: 5, mark: 3, files: [kept] });
    expect(left().sort()).toEqual([kept.fileId, 'unfinished.json']);
    expect(readFileSync(after.find(kept.fileId).path)).toEqual(Buffer.alloc(9, 7));
    // an import meanwhile leaves it as it is
    await after.during([kept.fileId], { at: 7, mark: 4 }, async () => {});
    expect(next().unfinished()).toMatchObject({ at: 5 });
    after.settleUnfinished();
    expect([after.unfinished(), left()]).toEqual([null, [kept.fileId]]);
    expect(next().unfinished()).toBeNull();
    expect(left()).toEqual([]);
  });

  it('has them whatever signs their random names have', async () => {
    const random = createStaging(join(dir, 'staging'), randomIds, 5);
    const kept = await Promise.all(Array.from({ length: 40 }, (_, i) => random.stageStream(`${i}.csv`, bytes(1))));
    expect(kept.some(({ fileId }) => fileId.includes('-'))).toBe(true);
    void random.during(
      kept.map(({ fileId }) => fileId),
      { at: 5, mark: 3 },
      () => new Promise(() => {}),
    );
    expect(next().unfinished()?.files).toEqual(kept);
  });

  it('leaves nothing where it ended, failed, or came from no file', async () => {
    const { fileId } = await staging.stageStream('a.csv', bytes(1));
    await staging.during([fileId], { at: 5, mark: 0 }, async () => expect(left()).toHaveLength(2));
    await expect(staging.during([fileId], { at: 5, mark: 0 }, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await staging.during([], { at: 5, mark: 0 }, async () => {});
    expect(left()).toEqual([fileId]);
  });

  it.each<[string, () => void, number]>([
    ['a week ago', () => {}, 5 + 7 * day + 1],
    ['with a file that is not whole', () => appendFileSync(join(dir, 'staging', 'file_1'), 'x'), 6],
    ['with a file that is gone', () => rmSync(join(dir, 'staging', 'file_1')), 6],
    [
      'with a note that is none',
      () => writeFileSync(join(dir, 'staging', 'unfinished.json'), '{"at":1,"mark":0,"files":[{"fileId":"../x","name":"x","size":1}]}'),
      6,
    ],
  ])('%s is forgotten', async (_, change, now) => {
    await staging.stageStream('a.csv', bytes(1));
    await killed('file_1');
    change();
    expect(next(now).unfinished()).toBeNull();
    expect(left()).toEqual([]);
  });

  it('goes with everything when somebody must not be found here any more', async () => {
    await staging.stageStream('a.csv', bytes(1));
    await killed('file_1');
    const after = next();
    after.dropAll();
    expect([after.unfinished(), left()]).toEqual([null, []]);
  });
});

describe('the folder', () => {
  it('is empty after a start, and an export is known by its id only', () => {
    writeFileSync(join(dir, 'staging', 'old'), 'x');
    const next = createStaging(join(dir, 'staging'), countingIds(), 0);
    expect(left()).toEqual([]);
    const { fileId, path } = next.createExport('../名单.csv');
    writeFileSync(path, 'x');
    expect(next.exportPath(fileId)).toEqual({ path: join(dir, 'staging', fileId), name: '../名单.csv' });
    for (const id of ['old', '../staging/old', '__proto__', '']) expect(next.exportPath(id)).toBeNull();
    next.drop(fileId);
    expect(left()).toEqual([]);
  });
});
