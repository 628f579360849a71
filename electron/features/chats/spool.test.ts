import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SpoolFile } from './spool-file.ts';
import { RunMerge, RunSorter } from './spool-runs.ts';

let dir: string;
let made = 0;
const place = () => join(dir, `${++made}.chats`);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-spool-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Said {
  precision: number;
  second: number;
  voice: number;
  kind: number;
  key: number;
  text: string;
}

const said = fc.record({
  precision: fc.constantFrom(0, 0, 0, 1, 2),
  second: fc.oneof(fc.integer({ min: 1_700_000_000, max: 1_700_000_005 }), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
  voice: fc.nat(9),
  kind: fc.nat(40),
  key: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 9 }),
    fc.constantFrom('', '脐橙🍊还有吗', '\ud83c', '\udf4a半个', 'x'.repeat(3000)),
  ),
});

function through(file: SpoolFile, all: Said[], runRecords: number): Said[] {
  const sorter = new RunSorter(file, runRecords);
  sorter.begin();
  for (const [i, { precision, second, voice, kind, key, text }] of all.entries()) {
    // some words come as UTF-8, in the midst of other bytes
    const bytes = Buffer.from(`前${text}后`);
    if (precision === 0 && i % 2 === 1) sorter.addBytes(second, voice, kind, key, bytes, 3, bytes.length - 3);
    else sorter.add(precision, second, voice, kind, key, text);
  }
  const { records, coarse, letters, runs } = sorter.end();
  expect(records).toBe(all.length);
  expect(coarse).toBe(all.some(({ precision }) => precision > 0));
  expect(letters.all).toBe(all.reduce((sum, { text }) => sum + text.length, 0));
  expect(runs.length).toBe(Math.ceil(all.length / runRecords));
  const found: Said[] = [];
  for (const merge = new RunMerge(file, runs); !merge.done; merge.next()) {
    const { precision, second, voice, kind, sourceKey: key, bytes, from, end } = merge;
    found.push({ precision, second, voice, kind, key, text: bytes.toString('utf8', from, end) });
  }
  return found;
}

const inOrder = (all: Said[]) =>
  all
    .map((one) => ({ ...one, text: one.text.toWellFormed() }))
    .map((one, i) => ({ one, i }))
    .sort((a, b) => a.one.precision - b.one.precision || a.one.second - b.one.second || a.i - b.i)
    .map(({ one }) => one);

describe('the spool', () => {
  it('gives every record back: exact ones first, by time, equal ones in the order of the file', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (all, runRecords) => {
        const file = new SpoolFile(place());
        expect(through(file, all, runRecords)).toEqual(inOrder(all));
        file.close();
      }),
      { numRuns: 200 },
    );
  });

  it('keeps several files, in memory while they are small, then in a file of its own that goes with it', () => {
    const path = place();
    const file = new SpoolFile(path);
    const small = Array.from({ length: 50 }, (_, i) => ({ precision: 0, second: 99 - i, voice: i, kind: 0, key: -1, text: `第 ${i} 句` }));
    expect(through(file, small, 7)).toEqual(inOrder(small));
    expect(existsSync(path)).toBe(false);
    const large = Array.from({ length: 3000 }, (_, i) => ({ ...small[i % 50]!, second: (i * 7919) % 3001, text: `${i} `.repeat(900) }));
    expect(through(file, large, 400)).toEqual(inOrder(large));
    expect(existsSync(path)).toBe(true);
    file.close();
    file.close();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('counts characters that nobody could read', () => {
    const file = new SpoolFile(place());
    const sorter = new RunSorter(file);
    sorter.begin();
    for (const text of ['好\ufffd的', '\ufffd\ufffd', '好']) sorter.add(0, 1, 0, 0, -1, text);
    expect(sorter.end().letters).toEqual({ all: 6, lost: 3 });
    sorter.begin();
    for (const text of ['好\ufffd的🍊，', '\ufffd\ufffd', 'é好'].map((one) => Buffer.from(one)))
      sorter.addBytes(1, 0, 0, -1, text, 0, text.length);
    expect(sorter.end().letters).toEqual({ all: 10, lost: 3 });
    sorter.begin();
    expect(sorter.end()).toEqual({ records: 0, coarse: false, letters: { all: 0, lost: 0 }, runs: [] });
  });
});
