import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { inlineRows, writeOle, writeWorkbook, writeZip } from '../../../../tests/fixtures/contacts/zip-writer.ts';
import { tableOutcome } from '../../../../tests/helpers/table-outcome.ts';
import { tableFromBytes } from './open-table.ts';

const folder = fileURLToPath(new URL('../../../../tests/fixtures/contacts/', import.meta.url));
const texts = readdirSync(folder).filter((name) => /\.(csv|tsv|json|jsonl|txt|vcf|html)$/.test(name));
const workbook = writeWorkbook({
  sheets: {
    通讯录: inlineRows([
      ['姓名', '电话', '标签'],
      ['李姐', '13800000001', '老客户,宝妈'],
    ]),
    二: '<row><c s="1"><v>45454</v></c></row>',
  },
  shared: ['<t>x</t>'],
  styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
});
const stored = writeZip([
  {
    name: 'xl/_rels/workbook.xml.rels',
    method: 0,
    data: '<Relationships><Relationship Id="r" Type="x/worksheet" Target="s.xml"/></Relationships>',
  },
  { name: 'xl/workbook.xml', method: 0, data: '<workbook><sheets><sheet name="a" id="r"/></sheets></workbook>' },
  { name: 'xl/s.xml', method: 0, data: `<worksheet><sheetData>${inlineRows([['姓名'], ['李姐']])}</sheetData></worksheet>` },
]);
const seeds = [...texts.map((name) => readFileSync(folder + name)), workbook, stored, writeOle(['Workbook'])];

/** Park–Miller: the same run every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const outcome = (bytes: Buffer) => tableOutcome(() => tableFromBytes(bytes));

describe('damaged files', () => {
  it('survive flipped bits', async () => {
    const next = random(1);
    const kinds = new Set<string>();
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(seeds[round % seeds.length]!);
      for (let i = next(4) + 1; i > 0 && bytes.length > 0; i--) bytes[next(bytes.length)]! ^= 1 << next(8);
      kinds.add(await outcome(bytes));
    }
    expect([...kinds]).toEqual(expect.arrayContaining(['read', 'fileDamaged', 'fileNotUnderstood', 'fileEmpty']));
  });

  it('survive cuts, doubled pieces and thrown in signs, in every format of records', async () => {
    const signs = [
      '"',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '\\',
      '\n',
      '\r',
      '=',
      '=\n',
      ';',
      ' ',
      '\u2028',
      '\0',
      'BEGIN:VCARD\n',
      'END:VCARD\n',
      'null',
      '1e999',
    ];
    const next = random(6);
    for (const name of texts.filter((one) => /\.(json|vcf|txt)$/.test(one))) {
      const seed = readFileSync(folder + name).toString('utf8');
      for (let round = 0; round < 50; round++) {
        let text = seed;
        for (let i = next(5) + 1; i > 0; i--) {
          const at = next(text.length + 1);
          const piece = next(3) === 0 ? text.slice(at, at + next(300)) : signs[next(signs.length)]!;
          text = text.slice(0, at) + piece + text.slice(at + next(next(4) === 0 ? 40 : 2));
        }
        await outcome(Buffer.from(text));
      }
    }
  });

  it('lose no card and no person: what begins is read or reported', async () => {
    const next = random(7);
    for (let round = 0; round < 200; round++) {
      const people = next(20) + 1;
      const cards = Array.from({ length: people }, (_, n) => `BEGIN:VCARD\nVERSION:3.0\nFN:人${n}\n${next(8) === 0 ? '' : 'END:VCARD\n'}`);
      expect((await tableFromBytes(Buffer.from(cards.join('')))).rows).toHaveLength(people);
      const broken = next(people);
      const items = Array.from({ length: people }, (_, n) => `{"wxid":"wxid_${n}","nickname":${n === broken ? '人' : `"人${n}"`}}`);
      const table = await tableFromBytes(Buffer.from(`{"count":${people},"contacts":[${items.join(',')}]}`)).catch(
        (error: AppError) => error,
      );
      if (table instanceof AppError) expect(people).toBe(1);
      else expect(table.rows).toHaveLength(people);
    }
  });

  it('survive broken XML in a sound archive', async () => {
    const next = random(5);
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" s="1"><v>45454</v></c><c t="b"><f>1</f><v>1</v></c></row>';
    const pieces = [
      '<',
      '>',
      '&',
      '&#0;',
      ']]>',
      '<!--',
      '<row>',
      '</c>',
      '<c r="ZZZZ9">',
      't="s"',
      '-1',
      '1e999',
      '\0',
      'r="0"',
      '<v/>',
      '"',
    ];
    const kinds = new Map<string, number>();
    for (let round = 0; round < 1500; round++) {
      let xml = rows;
      for (let i = next(3) + 1; i > 0; i--) {
        const at = next(xml.length + 1);
        xml = xml.slice(0, at) + pieces[next(pieces.length)]! + xml.slice(at + next(4));
      }
      const kind = await outcome(writeWorkbook({ sheets: { 一: xml }, shared: ['<t>姓名</t>'] }));
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect([...kinds.keys()].sort()).toEqual(expect.arrayContaining(['fileDamaged', 'read']));
  });

  it('survive being cut at every byte', async () => {
    for (const seed of [readFileSync(`${folder}weflow.csv`), readFileSync(`${folder}handmade-gb18030.csv`), stored, workbook]) {
      const outcomes = new Set<string>();
      for (let end = 0; end < seed.length; end++) outcomes.add(await outcome(seed.subarray(0, end)));
      expect(outcomes).toContain('fileEmpty');
    }
  });

  it('survive splices of two files', async () => {
    const next = random(2);
    for (let round = 0; round < 2000; round++) {
      const one = seeds[next(seeds.length)]!;
      const other = seeds[next(seeds.length)]!;
      await outcome(Buffer.concat([one.subarray(0, next(one.length + 1)), other.subarray(next(other.length + 1))]));
    }
  });

  it('survive the wrong encoding, twice encoded text and repeated pieces', async () => {
    const next = random(3);
    const encodings = ['utf8', 'gb18030', 'utf16-le', 'utf16-be', 'big5', 'latin1'];
    for (let round = 0; round < 1000; round++) {
      const seed = seeds[next(texts.length)]!;
      const text = iconv.decode(seed, encodings[next(encodings.length)]!);
      const bytes = iconv.encode(text, encodings[next(encodings.length)]!);
      const from = next(bytes.length + 1);
      await outcome(Buffer.concat([bytes, ...Array<Buffer>(next(20)).fill(bytes.subarray(from, from + next(200)))]));
    }
  });

  it('survive quotes, delimiters and line ends thrown in', async () => {
    const next = random(4);
    const signs = ['"', ',', '\n', '\r', '\t', ';', '\0', '""', '",', '\uFEFF', '\u2028'];
    for (let round = 0; round < 1500; round++) {
      let text = seeds[next(texts.length)]!.toString('utf8');
      for (let i = next(6) + 1; i > 0; i--) {
        const at = next(text.length + 1);
        text = text.slice(0, at) + signs[next(signs.length)]! + text.slice(at);
      }
      await outcome(Buffer.from(text));
    }
  });
});
