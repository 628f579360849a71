import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCell, oneLine } from './contact-values.ts';
import { type Delimiter, readDelimited, sniffDelimiter, writeDelimited } from './csv.ts';
import { TextRow } from './text-row.ts';
import { rejoinUnquoted } from './unquoted.ts';

const read = (text: string) => readDelimited(text, { delimiter: ',' });
const cellsOf = (text: string) => read(text).map((row) => row.cells);

describe('readDelimited', () => {
  it('reads again what was written', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.stringMatching(/^[",;\t\r\n\u674e a]{0,6}$/));
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(table, fc.constantFrom<Delimiter>(',', ';', '\t'), (rows, delimiter) => {
        const again = readDelimited(writeDelimited(rows, delimiter), { delimiter });
        expect(again.map((row) => row.cells)).toEqual(rows);
        expect(again.every((row) => !row.problem)).toBe(true);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  it('cuts rows late as it cuts them at once, as often as they are asked', () => {
    const text = fc.stringMatching(/^[",;\t\r\n\u674e a]{0,60}$/);
    fc.assert(
      fc.property(text, fc.constantFrom<Delimiter>(',', ';', '\t'), (csv, delimiter) => {
        const badLines = new Set([2]);
        const atOnce = readDelimited(csv, { delimiter, badLines });
        for (const row of readDelimited(csv, { delimiter, badLines, late: true })) {
          const { line, cells, problem } = atOnce.shift()!;
          expect({ line: row.line, problem: row.problem }).toEqual({ line, problem });
          expect(row).toBeInstanceOf(TextRow);
          const late = row as TextRow;
          expect([late.cells, late.cells, late.width]).toEqual([cells, cells, cells.length]);
          expect(late.isFilled).toBe(cells.some((cell) => cell.trim() !== ''));
        }
        expect(atOnce).toEqual([]);
      }),
      { seed: 20261122, numRuns: 2000 },
    );
  });

  it('calls a row tidy that needs no cleaning, and every one that has only plain cells', () => {
    const cell = fc.oneof(fc.stringMatching(/^[a\u674e0 .\t\u3000\u200b'/-]{0,6}$/), fc.stringMatching(/^[a\u674e0]{1,4}$/));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.boolean(), (cells, more) => {
        const [row] = readDelimited(`a,b\r\n${cells.join(',')}\r\n`.repeat(more ? 2 : 1), { delimiter: ',', late: true }).slice(1);
        if (!row) return;
        if (row.isTidy) expect(row.cells.map((cell) => oneLine(cleanCell(cell)))).toEqual(row.cells);
        if (cells.every((cell) => /^[a\u674e0]*$/.test(cell))) expect(row.isTidy).toBe(true);
      }),
      { seed: 20261123, numRuns: 3000 },
    );
  });

  it('does not leave for later what is beyond the bounds', () => {
    const long = 'y'.repeat(1_100_000);
    const rows = readDelimited(`a,b\n${long},b\na${','.repeat(600)}`, { delimiter: ',', late: true });
    expect(rows.map((row) => [row instanceof TextRow, row.cells.length, row.problem])).toEqual([
      [true, 2, undefined],
      [false, 2, 'cellTooLong'],
      [false, 1, undefined],
    ]);
  });

  it('counts lines through LF, CRLF, CR, blank lines and line ends in cells', () => {
    const rows = read('a,b\r\n\r\n"c\nd",e\rf\n\ng"h,"i""j"');
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['c\nd', 'e'] },
      { line: 5, cells: ['f'] },
      { line: 7, cells: ['g"h', 'i"j'] },
    ]);
  });

  it('takes a TAB or blank between closing quote and comma', () => {
    expect(cellsOf('"2026"\t,"x" ,y\t')).toEqual([['2026', 'x', 'y\t']]);
  });

  it.each([
    ['closed in the middle', '"a"b,c\nd,e\n', 2],
    ['never closed', '"a,b\nc,d\ne,f\n', 3],
    ['closed by the next line', '"a,b\n"c",d\ne,f\n', 3],
    ['in the last cell', 'a,"b\nc,d\n', 2],
  ])('goes on at the next line when a quote is %s', (_, text, count) => {
    const rows = read(text);
    expect(rows).toHaveLength(count);
    expect(rows[0]).toMatchObject({ line: 1, problem: 'brokenQuotes' });
    expect(rows.slice(1).every((row) => !row.problem)).toBe(true);
  });

  it('stays linear on quotes that never match', () => {
    for (const line of ['"a\n', 'x,"\n', '"""\n', 'a,""b,"c\n', '"a""\n', '"\r']) {
      // what is not linear runs into the time limit of the test
      expect(read(line.repeat(100_000)).length).toBeGreaterThan(0);
    }
  });

  it('reports a cell of 10 MB and keeps the rows around it', () => {
    const rows = read(`a,b\nx,"${'y'.repeat(10_000_000)}"\nc,d\n${'z'.repeat(2_000_000)},1\ne,f`);
    expect(rows.map((row) => row.problem)).toEqual([undefined, 'cellTooLong', undefined, 'cellTooLong', undefined]);
    expect(rows[1]!.cells[1]!.length).toBeLessThan(300);
  });

  it('reads 200 columns, drops empty ones beyond the limit and refuses 513 filled ones', () => {
    expect(cellsOf(Array(200).fill('x').join(','))[0]).toHaveLength(200);
    expect(cellsOf(`a${','.repeat(16_000)}`)[0]).toEqual(['a']);
    expect(() => cellsOf(Array(513).fill('x').join(','))).toThrow(expect.objectContaining({ kind: 'tooManyColumns' }));
  });

  it('refuses more than a million rows', () => {
    expect(() => read('a\n'.repeat(1_000_001))).toThrow(expect.objectContaining({ kind: 'tooManyRows' }));
  });

  it('marks the rows of lines that did not decode', () => {
    const rows = readDelimited('a\n"b\nc"\nd', { delimiter: ',', badLines: new Set([3]) });
    expect(rows.map((row) => row.problem)).toEqual([undefined, 'badCharacters', undefined]);
  });
});

describe('sniffDelimiter', () => {
  it.each([
    ['a,b,c\n1,2,3', ','],
    ['a;b;c\n1;2,5;3', ';'],
    ['a\tb\n1,5\t2', '\t'],
    ['李姐\n老周', ','],
    ['"a;b",c\n"d;e",f', ','],
  ])('%j is cut at %j', (text, delimiter) => {
    expect(sniffDelimiter(text).delimiter).toBe(delimiter);
  });
});

describe('rejoinUnquoted', () => {
  const rejoin = (text: string, writer: 'chatlog' | 'WeChat-Contact') =>
    rejoinUnquoted(readDelimited(text, { delimiter: ',', quotes: false }), writer);

  it('joins what a comma or a line end in a chatlog name has split', () => {
    expect(rejoin('wxid_a1,,李,姐,微风\nwxid_b2,,老\n周,周\nwxid_c3,,,长\n名\nwxid_d4,"x\nwxid_e5,,,"e"', 'chatlog')).toEqual([
      { line: 1, cells: ['wxid_a1', '', '李', '姐,微风'] },
      { line: 2, cells: ['wxid_b2', '', '老\n周', '周'] },
      { line: 4, cells: ['wxid_c3', '', '', '长\n名'] },
      { line: 6, cells: ['wxid_d4', '"x'], problem: 'tooFewCells' },
      { line: 7, cells: ['wxid_e5', '', '', '"e"'] },
    ]);
  });

  it('anchors WeChat-Contact rows at the id and the last column', () => {
    const rows = rejoin('两行\n备注,昵,acheng_demo,-,-,一,二,m1\n甲,乙,丙,丁,戊,己,庚,m2', 'WeChat-Contact');
    expect(rows).toEqual([
      { line: 1, cells: ['两行\n备注', '昵', 'acheng_demo', '-', '-', '一,二', 'm1'] },
      { line: 3, cells: ['甲', '乙', '丙', '丁', '戊', '己', '庚', 'm2'], problem: 'tooManyCells' },
    ]);
  });
});
