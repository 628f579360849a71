import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { closeSlot, keyFor, keyFrom, looksLikeCode, newKeyPair, newRecoveryCode, openSlots, publicKeyOf, sameCode } from './keys.ts';
import { frameBytes, openKey, openSealed, writeSealed } from './sealed-file.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-sealed-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const key = openKey('test');

function kindOf(work: () => unknown): string {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.kind : `raw ${String(error)}`;
  }
}

function write(name: string, content: Uint8Array, header: unknown = { store: 'a' }): string {
  const path = join(dir, name);
  const writer = writeSealed(path, header, key);
  writer.write(content);
  writer.finish();
  return path;
}

function read(path: string, withKey = key): Buffer {
  const file = openSealed(path);
  try {
    return Buffer.concat([...file.frames(withKey)]);
  } finally {
    file.close();
  }
}

/** Bytes that hardly compress, so that every place of the file matters. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, state = 1; i < length; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

describe('a sealed file', () => {
  it('gives back what was written, at every edge of a frame', () => {
    for (const length of [0, 1, frameBytes - 1, frameBytes, frameBytes + 1, 2 * frameBytes, 2 * frameBytes + 7]) {
      const content = noise(length);
      expect(read(write(`edge-${length}`, content)).equals(content), `${length} bytes`).toBe(true);
    }
  });

  it('gives back what was written in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 12 }), (sizes) => {
        const path = join(dir, 'pieces');
        rmSync(path, { force: true });
        const content = noise(sizes.reduce((sum, size) => sum + size, 0));
        const writer = writeSealed(path, {}, key);
        let at = 0;
        for (const size of sizes) writer.write(content.subarray(at, (at += size)));
        writer.finish();
        expect(read(path).equals(content)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('notices any flipped bit: in the head, in every frame, in lengths and tags', () => {
    const path = write('flip', noise(3000));
    const good = readFileSync(path);
    for (let at = 0; at < good.length; at += at < 100 || at > good.length - 100 ? 1 : 37) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << (at % 8);
      writeFileSync(path, bad);
      expect(['backupDamaged', 'notABackup', 'backupNewer'], `byte ${at}`).toContain(kindOf(() => read(path)));
    }
  });

  it('notices a file that was cut off or grew, at any length', () => {
    const path = write('cut', noise(2000));
    const good = readFileSync(path);
    for (let length = 0; length < good.length; length += 13) {
      writeFileSync(path, good.subarray(0, length));
      expect(
        kindOf(() => read(path)),
        `${length} bytes`,
      ).not.toBe('done');
    }
    writeFileSync(path, Buffer.concat([good, Buffer.from([0])]));
    expect(kindOf(() => read(path))).toBe('backupDamaged');
  });

  it('notices frames left out, repeated, in another order, and a last frame that ends too early', () => {
    const path = write('order', noise(3 * frameBytes + 5));
    const good = readFileSync(path);
    const frames: Buffer[] = [];
    const head = good.subarray(0, 12 + good.readUInt32LE(8));
    for (let at = head.length; at < good.length; ) {
      const end = at + 4 + good.readUInt32LE(at);
      frames.push(good.subarray(at, end));
      at = end;
    }
    expect(frames).toHaveLength(4);
    for (const order of [[0, 1, 2], [0, 1], [0, 2, 3], [1, 0, 2, 3], [0, 1, 1, 2, 3], [3], [0, 3], []]) {
      writeFileSync(path, Buffer.concat([head, ...order.map((at) => frames[at]!)]));
      expect(
        kindOf(() => read(path)),
        order.join(),
      ).toBe('backupDamaged');
    }
  });

  it('notices another header, and the body of another file', () => {
    const one = readFileSync(write('one', noise(500), { sequence: 1 }));
    const two = readFileSync(write('two', noise(500), { sequence: 2 }));
    const path = join(dir, 'mixed');
    const headLength = 12 + one.readUInt32LE(8);
    writeFileSync(path, Buffer.concat([two.subarray(0, headLength), one.subarray(headLength)]));
    expect(kindOf(() => read(path))).toBe('backupDamaged');
  });

  it('says what a file is that is none of ours', () => {
    const path = join(dir, 'other');
    for (const content of ['', 'PK\u0003\u0004', 'SQLite format 3\0 and more', '铁粉簿'.repeat(50)]) {
      writeFileSync(path, content);
      expect(kindOf(() => read(path))).toBe('notABackup');
    }
    const newer = readFileSync(write('newer', noise(10)));
    newer[7] = 2;
    writeFileSync(path, newer);
    expect(kindOf(() => read(path))).toBe('backupNewer');
    expect(kindOf(() => read(dir))).not.toBe('done');
    symlinkSync(join(dir, 'newer'), join(dir, 'link'));
    expect(kindOf(() => read(join(dir, 'link')))).not.toBe('done');
  });

  it('never writes over a file that is there', () => {
    const path = write('there', noise(10));
    expect(kindOf(() => writeSealed(path, {}, key))).toContain('EEXIST');
  });
});

describe('keys', () => {
  const pair = newKeyPair();

  it('lets only the owner find the key of a file', () => {
    const { key: made, ephemeral } = keyFor(pair.publicKey);
    expect(keyFrom(pair.privateKey, ephemeral).equals(made)).toBe(true);
    expect(keyFrom(newKeyPair().privateKey, ephemeral).equals(made)).toBe(false);
    expect(publicKeyOf(pair.privateKey).equals(pair.publicKey)).toBe(true);
    expect(keyFor(pair.publicKey).key.equals(made), 'a key serves one file').toBe(false);
  });

  it('opens by either secret, however it was typed, and by no other', () => {
    const code = newRecoveryCode();
    const slots = [closeSlot('passphrase', pair.privateKey, '我家 门口 ａｂｃ', 14), closeSlot('code', pair.privateKey, code, 14)];
    for (const secret of [
      '我家 门口 ａｂｃ',
      ' 我家  门口 abc ',
      code,
      code.toLowerCase().replaceAll('-', ' '),
      code.replaceAll('0', 'O').replaceAll('1', 'l'),
    ])
      expect(openSlots(slots, secret).equals(pair.privateKey), secret).toBe(true);
    for (const secret of ['', '我家门口abc', code.slice(0, -1), newRecoveryCode()])
      expect(kindOf(() => openSlots(slots, secret))).toBe('wrongSecret');
    // one slot cannot stand for the other
    expect(kindOf(() => openSlots([{ ...slots[0]!, kind: 'code' }], '我家 门口 abc'))).toBe('wrongSecret');
  });

  it('makes codes that can be read aloud', () => {
    for (let i = 0; i < 50; i += 1) {
      const code = newRecoveryCode();
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(looksLikeCode(code.toLowerCase())).toBe(true);
      expect(sameCode(code, code.replaceAll('-', ''))).toBe(true);
    }
    expect(looksLikeCode('一句话')).toBe(false);
  });
});
