import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import officeCrypto from 'officecrypto-tool';
import { describe, expect, it } from 'vitest';
import { writeOle } from '../../../../../tests/fixtures/contacts/zip-writer.ts';
import { wechatA } from '../../../../../tests/fixtures/orders/bills.ts';
import { readBillFile, readOrderFile } from '../../../../../tests/fixtures/orders/read.ts';
import { ktt } from '../../../../../tests/fixtures/orders/samples.ts';
import { unlockZip } from '../../queue/unlock.ts';
import { oleStream } from './ole-stream.ts';
import { unlockWorkbook } from './unlock-workbook.ts';

const agile = officeCrypto.encrypt(ktt.bytes, { password: '8888' });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (error: { kind: string; details: object }) => ({ kind: error.kind, ...error.details }),
  );

/** The same container with other words in its XML; they must be as long as the old ones. */
function rewritten(from: string, to: string): Buffer {
  const bytes = Buffer.from(agile);
  const place = bytes.indexOf(from);
  if (place < 0 || from.length !== to.length) throw new Error('nothing to rewrite');
  bytes.write(to, place, 'latin1');
  return bytes;
}

describe('unlockWorkbook', () => {
  it('opens agile and standard encryption with the password', async () => {
    for (const locked of [agile, officeCrypto.encrypt(ktt.bytes, { password: '8888', type: 'standard' })]) {
      expect(await refusal(readOrderFile(ktt.path, locked))).toEqual({ kind: 'filePasswordProtected', what: 'encryptedXlsx' });
      const plain = await unlockWorkbook(locked, '8888');
      expect(plain.subarray(0, ktt.bytes.length).equals(ktt.bytes)).toBe(true);
      expect((await readOrderFile(ktt.path, plain))!.records.length).toBe(3);
    }
  });

  it('says that the password is wrong', async () => {
    const standard = officeCrypto.encrypt(ktt.bytes, { password: '8888', type: 'standard' });
    expect(await refusal(unlockWorkbook(agile, '8889'))).toEqual({ kind: 'wrongPassword' });
    expect(await refusal(unlockWorkbook(standard, '888'))).toEqual({ kind: 'wrongPassword' });
    expect(await refusal(unlockWorkbook(agile, ''))).toEqual({ kind: 'wrongPassword' });
  });

  it('refuses what is no locked xlsx, and what would hold us up', async () => {
    expect(await refusal(unlockWorkbook(ktt.bytes, '8888'))).toMatchObject({ kind: 'fileNotUnderstood' });
    expect(await refusal(unlockWorkbook(writeOle(['Workbook']), '8888'))).toEqual({ kind: 'fileNotUnderstood', what: 'xls' });
    expect(await refusal(unlockWorkbook(writeOle(['EncryptionInfo', 'EncryptedPackage']), '8888'))).toMatchObject({ kind: 'fileDamaged' });
    const suspicious = { kind: 'fileSuspicious', what: 'encryptedXlsx' };
    const many = rewritten('spinCount="100000" saltSize="16"', 'spinCount="9999999999" saltSz="1"'.slice(0, 32));
    expect(await refusal(unlockWorkbook(many, '8888'))).toEqual({ ...suspicious, reason: 'spinCount' });
    expect(await refusal(unlockWorkbook(rewritten('spinCount="100000"', "spinCount='1e9999'"), '8888'))).toEqual({
      ...suspicious,
      reason: 'spinCount',
    });
    expect(await refusal(unlockWorkbook(rewritten('spinCount="100000"', 'spinCount="&#57;9"'), '8888'))).toEqual({
      ...suspicious,
      reason: 'doctype',
    });
    expect(oleStream(agile, 'EncryptionInfo', 256 * 1024)!.toString('utf8', 8)).toContain('</encryption>');
  });

  it('survives being damaged', async () => {
    let state = 7;
    const next = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    // ten rounds instead of a hundred thousand: the password no longer fits, and everything before and after is the same
    const quick = rewritten('spinCount="100000"', 'spinCount="000010"');
    const kinds = new Set<string>();
    for (let round = 0; round < 50; round++) {
      const bytes = Buffer.from(round % 5 === 0 ? quick.subarray(0, next(quick.length)) : quick);
      for (let i = next(6) + 1; i > 0 && bytes.length > 0; i--)
        bytes[next(Math.min(bytes.length, i % 2 ? 4096 : bytes.length))]! ^= 1 << next(8);
      const outcome = await refusal(unlockWorkbook(bytes, '8888'));
      kinds.add(typeof outcome === 'string' ? outcome : outcome.kind);
    }
    expect(
      [...kinds].filter((kind) => !['opened', 'wrongPassword', 'fileDamaged', 'fileSuspicious', 'fileNotUnderstood'].includes(kind)),
    ).toEqual([]);
  });
});

describe('a bill in a zip locked with AES', () => {
  it('opens with its password only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bill-'));
    try {
      const writer = new ZipWriter(new BlobWriter(), { password: '123456', encryptionStrength: 3, useWebWorkers: false });
      await writer.add('微信支付账单.csv', new BlobReader(new Blob([new Uint8Array(wechatA.bytes)])));
      const zip = Buffer.from(await (await writer.close()).arrayBuffer());
      const path = join(folder, 'bill.zip');
      const place = (index: number) => join(folder, `${index}.part`);
      await writeFile(path, zip);
      expect(await refusal(readBillFile(path, zip))).toEqual({ kind: 'filePasswordProtected', what: 'zip' });
      expect(await refusal(unlockZip(path, zip.length, '654321', new Set([0]), place))).toEqual({ kind: 'wrongPassword' });
      await unlockZip(path, zip.length, '123456', new Set([0]), place);
      const bill = await readBillFile('微信支付账单.csv', await readFile(place(0)));
      expect(bill!.records.length).toBe(6);
      expect(bill!.control.every((fact) => fact.agrees)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
