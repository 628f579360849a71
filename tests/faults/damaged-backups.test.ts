import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackupHeader, headerOf, keyOfBackup, readBackup, writeBackup } from '../../electron/features/backups/backup-file.ts';
import { keyFor, newKeyPair } from '../../electron/platform/sealed/keys.ts';
import { openSealed } from '../../electron/platform/sealed/sealed-file.ts';
import { AppError } from '../../shared/errors.ts';
import { figure } from '../helpers/figures.ts';
import { randomFrom } from '../helpers/random-actions.ts';

/** Files in `npm test`; the long form asks for 5000. */
const rounds = Number(process.env.TIEFEN_DAMAGED_ROUNDS ?? 200);
const accepted = figure('damaged', 'opened as somebody would who has the key');
const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tiefen-damaged-'));
const owner = newKeyPair();
const at = (name: string) => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A backup in its parts: what stands before the frames, and each frame with its length. */
interface Parts {
  head: Buffer;
  frames: Buffer[];
}
let newer: Parts;
let older: Parts;

function partsOf(bytes: Buffer): Parts {
  const head = bytes.subarray(0, 12 + bytes.readUInt32LE(8));
  const frames: Buffer[] = [];
  for (let from = head.length; from < bytes.length; ) {
    const end = from + 4 + bytes.readUInt32LE(from);
    frames.push(bytes.subarray(from, end));
    from = end;
  }
  return { head, frames };
}

function sealed(sequence: number): Parts {
  const { key, ephemeral } = keyFor(owner.publicKey);
  // what of a book it is made of makes no difference to its seal; noise gives frames of full length
  writeFileSync(at('book'), randomBytes(2_600_000));
  const slot = { kind: 'code' as const, logN: 14, salt: 'A'.repeat(22), nonce: 'A'.repeat(16), box: 'A'.repeat(64) };
  const lock = { kind: 'closed' as const, ephemeral: ephemeral.toString('base64url'), slots: [slot] };
  const header: BackupHeader = { kind: 'book', store: 'ab'.repeat(16), sequence, madeAt: sequence, version: '0', schema: 1, lock };
  const facts = { counts: {}, assetKey: Buffer.alloc(32, 7).toString('base64url'), assets: [], erased: [] };
  writeBackup(at('file'), header, key, at('book'), facts, () => {});
  const bytes = readFileSync(at('file'));
  rmSync(at('file'));
  return partsOf(bytes);
}

beforeAll(() => {
  older = sealed(1);
  newer = sealed(2);
});

type Pick = (n: number) => number;
const whole = ({ head, frames }: Parts) => Buffer.concat([head, ...frames]);
const withFrames = (frames: Buffer[], head = newer.head) => whole({ head, frames });

/** The header again with one value of another; its length is put right, so that only the seal can tell. */
function otherHeader(change: (header: Record<string, unknown>) => void): Buffer {
  const header = JSON.parse(newer.head.subarray(12).toString('utf8')) as Record<string, unknown>;
  change(header);
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.concat([newer.head.subarray(0, 12), json]);
  head.writeUInt32LE(json.length, 8);
  return head;
}

/** What happens to files at places that nobody looks after. */
const harms: Record<string, (pick: Pick) => Buffer> = {
  'a bit flipped': (pick) => {
    const bytes = whole(newer);
    bytes[pick(bytes.length)]! ^= 1 << pick(8);
    return bytes;
  },
  'a sector lost': (pick) => {
    const bytes = whole(newer);
    const from = pick(bytes.length - 512);
    return bytes.fill(0, from, from + 512);
  },
  'cut anywhere': (pick) => whole(newer).subarray(0, pick(whole(newer).length)),
  'cut between frames': (pick) => withFrames(newer.frames.slice(0, pick(newer.frames.length))),
  'two frames change places': (pick) => {
    const frames = [...newer.frames];
    const one = pick(frames.length);
    const other = (one + 1 + pick(frames.length - 1)) % frames.length;
    [frames[one], frames[other]] = [frames[other]!, frames[one]!];
    return withFrames(frames);
  },
  'a frame left out': (pick) => {
    const gone = pick(newer.frames.length);
    return withFrames(newer.frames.filter((_, n) => n !== gone));
  },
  'a frame twice': (pick) => {
    const twice = pick(newer.frames.length);
    return withFrames(newer.frames.flatMap((frame, n) => (n === twice ? [frame, frame] : [frame])));
  },
  'a frame of an older one': (pick) => {
    const taken = pick(newer.frames.length);
    return withFrames(newer.frames.map((frame, n) => (n === taken ? older.frames[n]! : frame)));
  },
  'all frames of an older one': () => withFrames(older.frames),
  'another number, date, book or schema in the header': (pick) => {
    const changes: ((header: Record<string, unknown>) => void)[] = [
      (header) => (header.sequence = 3 + pick(1000)),
      (header) => (header.madeAt = 1 + pick(1_000_000_000)),
      (header) => (header.store = 'cd'.repeat(16)),
      (header) => (header.schema = 2 + pick(50)),
      (header) => (header.version = `1.${pick(100)}`),
    ];
    return withFrames(newer.frames, otherHeader(changes[pick(changes.length)]!));
  },
  'the header of the older one': () => withFrames(newer.frames, older.head),
  'something behind it': (pick) => Buffer.concat([whole(newer), randomBytes(1 + pick(2000))]),
};

/** Opens a file with the private key, as a restore does. @returns the number it says it has, or why it was refused */
function opened(bytes: Buffer): number | string {
  writeFileSync(at('try.tfb'), bytes);
  try {
    const file = openSealed(at('try.tfb'));
    const header = (() => {
      try {
        return headerOf(file);
      } finally {
        file.close();
      }
    })();
    readBackup(at('try.tfb'), keyOfBackup(header, owner.privateKey), at('out.db'), () => {});
    return header.sequence;
  } catch (error) {
    return error instanceof AppError ? error.kind : `raw ${String(error)}`;
  } finally {
    rmSync(at('out.db'), { force: true });
  }
}

describe('backups that are not what was sealed', () => {
  it('the ones they are made of open', () => {
    expect([opened(whole(older)), opened(whole(newer))]).toEqual([1, 2]);
  });

  it('are refused, each with a sentence', { timeout: rounds * 2000 }, () => {
    const pick = randomFrom(20261123);
    const kinds = Object.entries(harms);
    const wrong: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const [kind, harm] = kinds[round % kinds.length]!;
      const verdict = opened(harm(pick));
      const isRefused = typeof verdict === 'string' && /^(backupDamaged|notABackup|backupNewer|wrongSecret)$/.test(verdict);
      if (isRefused) accepted.good();
      else {
        accepted.bad();
        wrong.push(`${kind}, round ${round}: ${verdict}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
