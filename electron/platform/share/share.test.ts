import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { createShare, forkShareChild, type Share, type ShareChild } from './share.ts';
import { runShareTask } from './share-files.ts';

const file = new URL('./share-process.ts', import.meta.url);
let dir: string;
let share: Share;
let children: ShareChild[];

let patience: number;
const begin = () =>
  createShare(
    file,
    (at) => {
      const child = forkShareChild(at);
      children.push(child);
      return child;
    },
    () => patience,
  );

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-share-'));
  children = [];
  patience = 60_000;
  share = begin();
});
afterEach(() => {
  share.close();
  rmSync(dir, { recursive: true, force: true });
});

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.kind : `raw ${String(error)}`),
  );
const local = (name: string, bytes: number) => {
  const path = join(dir, name);
  writeFileSync(path, Buffer.alloc(bytes, 'tiefen '));
  return path;
};
const sha = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The process that serves the share stands still, as it does inside a call to a share that hangs. */
async function stop(): Promise<void> {
  await share.list(dir, /x/);
  process.kill(children[0]!.pid!, 'SIGSTOP');
}

describe('files on a share', () => {
  it('puts a file there, reads it again, and brings it back', async () => {
    const from = local('a', 20_000_003);
    const place = join(dir, 'stick');
    await share.probe(place);
    const seen: number[] = [];
    const result = await share.put(from, join(place, 'one.tfb'), (bytes) => seen.push(bytes));
    expect(result).toEqual({ bytes: 20_000_003, sha256: sha(from) });
    expect(seen.length).toBeGreaterThan(2);
    expect(await share.list(place, /\.tfb$/)).toEqual([{ name: 'one.tfb', bytes: 20_000_003 }]);
    expect(Buffer.from(await share.head(join(place, 'one.tfb'), 6)).toString()).toBe('tiefen');
    await share.get(join(place, 'one.tfb'), join(dir, 'back'));
    expect(sha(join(dir, 'back'))).toBe(sha(from));
    await share.remove(join(place, 'one.tfb'));
    await share.remove(join(place, 'one.tfb'));
    expect(readdirSync(place)).toEqual([]);
  });

  it('opens and lists only plain files, and waits for no pipe', async () => {
    const place = join(dir, 'theirs');
    mkdirSync(join(place, 'folder.tfb'), { recursive: true });
    execFileSync('mkfifo', [join(place, 'pipe.tfb')]);
    symlinkSync('/etc/passwd', join(place, 'link.tfb'));
    writeFileSync(join(place, 'true.tfb'), 'x');
    writeFileSync(join(place, '别人的.docx'), 'x');
    expect((await share.list(place, /\.tfb$/)).map(({ name }) => name)).toEqual(['true.tfb']);
    for (const name of ['folder.tfb', 'pipe.tfb', 'link.tfb']) {
      expect(await kindOf(share.head(join(place, name), 10)), name).not.toBe('done');
      expect(await kindOf(share.get(join(place, name), join(dir, `got-${name}`))), name).not.toBe('done');
      await share.remove(join(place, name));
    }
    expect(readdirSync(dir)).toEqual(['theirs']);
    expect(readdirSync(place).sort()).toEqual(['folder.tfb', 'link.tfb', 'pipe.tfb', 'true.tfb', '别人的.docx'].sort());
  });

  it('says what is wrong with a place', async () => {
    const from = local('a', 10);
    expect(await kindOf(share.probe(join(dir, 'gone', 'deeper')))).toBe('targetMissing');
    expect(await kindOf(share.probe(from))).toBe('targetUnfit');
    expect(await kindOf(share.put(from, join(dir, 'gone', 'one.tfb')))).toBe('targetMissing');
    expect(await kindOf(share.put(join(dir, 'nothing'), join(dir, 'one.tfb')))).toBe('targetMissing');
    expect(readdirSync(dir)).toEqual(['a']);
  });

  it('never harms what is there when the new one does not arrive', async () => {
    const to = join(dir, 'one.tfb');
    await share.put(local('a', 1000), to);
    const before = sha(to);
    expect(await kindOf(share.put(join(dir, 'nothing'), to))).toBe('targetMissing');
    expect(sha(to)).toBe(before);
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('counts nothing as put there that does not come back as it was sent: a stick that keeps other bytes, and fewer', async () => {
    const from = local('a', 100_000);
    const to = join(dir, 'one.tfb');
    await share.put(from, to);
    const before = sha(to);
    const stick = {
      'one byte is another': (part: string) => {
        const fd = openSync(part, 'r+');
        writeSync(fd, 'x', 70_000);
        closeSync(fd);
      },
      'the end is missing': (part: string) => writeFileSync(part, readFileSync(part).subarray(0, 99_999)),
      'another file lies there': (part: string) => {
        rmSync(part);
        writeFileSync(part, Buffer.alloc(100_000, 'other '));
      },
    };
    for (const [name, keep] of Object.entries(stick)) {
      // told of the last piece, all has been written and nothing been read again
      const put = runShareTask({ op: 'put', from, to }, (bytes) => bytes === 100_000 && keep(`${to}.part`));
      expect(await kindOf(put), name).toBe('backupDamaged');
      expect([sha(to), readdirSync(dir)], name).toEqual([before, ['a', 'one.tfb']]);
    }
  });

  it('gives up a place that does not answer, and starts again with the next question', async () => {
    await stop();
    patience = 100;
    const both = await Promise.all([kindOf(share.list(dir, /x/)), kindOf(share.list(dir, /y/))]);
    expect(both).toEqual(['targetHangs', 'targetHangs']);
    patience = 60_000;
    expect(await share.list(dir, /x/)).toEqual([]);
    expect(children).toHaveLength(2);
  });

  it('says that a place is gone when its process dies, and starts again', async () => {
    await stop();
    const answer = kindOf(share.list(dir, /x/));
    process.kill(children[0]!.pid!, 'SIGKILL');
    expect(await answer).toBe('targetMissing');
    expect(await share.list(dir, /x/)).toEqual([]);
  });

  it('waits for nothing when it is closed', async () => {
    await stop();
    const answer = kindOf(share.list(dir, /x/));
    share.close();
    expect(await answer).toBe('closing');
    expect(await kindOf(share.list(dir, /x/))).toBe('closing');
  });

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)('says that a place is full or cannot be written', async () => {
    const place = join(dir, 'small');
    mkdirSync(place);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]);
    try {
      await share.put(local('little', 100_000), join(place, 'one.tfb'));
      expect(await kindOf(share.put(local('big', 3_000_000), join(place, 'two.tfb')))).toBe('targetFull');
      expect(readdirSync(place)).toEqual(['one.tfb']);
      execFileSync('mount', ['-o', 'remount,ro', place]);
      expect(await kindOf(share.put(local('little', 100), join(place, 'three.tfb')))).toBe('targetReadOnly');
      expect(await kindOf(share.probe(place))).toBe('targetReadOnly');
      expect(existsSync(join(place, 'one.tfb'))).toBe(true);
    } finally {
      execFileSync('umount', [place]);
    }
  });
});
