import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../build/demo/random.ts';
import { readDelimited } from '../csv.ts';
import { CsvScanner } from './stream-csv.ts';

/** Reads a text that comes in pieces of `step` characters. */
function read(text: string, step: number, delimiter = ',') {
  const scanner = new CsvScanner(delimiter);
  const rows: { line: number; cells: string[]; problem?: string }[] = [];
  const take = () => {
    while (scanner.next()) {
      const row = { line: scanner.line, cells: [...scanner.cells] };
      rows.push(scanner.problem ? { ...row, problem: scanner.problem } : row);
    }
  };
  for (let at = 0; at < text.length; at += step) {
    scanner.push(text.slice(at, at + step), false);
    take();
  }
  scanner.push('', true);
  take();
  return rows;
}

const sample = 'a,b\r\n1,"x\r\ny, ""z"""\r\n\r\n"",\n"q" \t,end"d\n,,\nlast,"\n"';
const rows = [
  { line: 1, cells: ['a', 'b'] },
  { line: 2, cells: ['1', 'x\r\ny, "z"'] },
  { line: 5, cells: ['', ''] },
  { line: 6, cells: ['q', 'end"d'] },
  { line: 7, cells: ['', '', ''] },
  { line: 8, cells: ['last', '\n'] },
];

describe('CsvScanner', () => {
  it('reads quotes, line ends and blank lines, wherever the pieces are cut', () => {
    for (let step = 1; step <= sample.length; step++) expect(read(sample, step), String(step)).toEqual(rows);
    expect(read('a\tb\r1\t"2"\r', 3, '\t')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', '2'] },
    ]);
    expect(read('', 1)).toEqual([]);
  });

  it('goes on behind the line of a quote that never closes', () => {
    const text = `a,"b\n1,2\n${'3,4\n'.repeat(400_000)}`;
    for (const step of [999_983, 3_000_000]) {
      const found = read(text, step);
      expect(found).toHaveLength(400_002);
      expect(found[0]).toEqual({ line: 1, cells: ['a,"b'], problem: 'brokenQuotes' });
      expect(found[1]).toEqual({ line: 2, cells: ['1', '2'] });
      expect(found.at(-1)).toEqual({ line: 400_002, cells: ['3', '4'] });
    }
    expect(read('a,"b"c\n1,"2\n', 4).map((row) => row.problem)).toEqual(['brokenQuotes', 'brokenQuotes']);
  });

  it('gives up a line without end and goes on behind it', () => {
    for (const sign of ['x', '"', '""', 'x,']) {
      const found = read(`1,2\n${sign.repeat(6_000_000)}\n3,4`, 1_000_003);
      expect(found[0]).toEqual({ line: 1, cells: ['1', '2'] });
      expect(found.at(-1)).toEqual({ line: 3, cells: ['3', '4'] });
      expect(found.slice(1, -1).map((row) => row.problem)).toEqual([expect.stringMatching(/brokenQuotes|cellTooLong/)]);
    }
  });

  it('agrees with the scanner of whole texts on whatever comes', () => {
    const random = seededRandom(7);
    const signs = ['a', '脐橙', ',', ',', '"', '""', '\n', '\r\n', ' ', ',"', '",'];
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: random.int(0, 30) }, () => random.pick(signs)).join('');
      const whole = readDelimited(text, { delimiter: ',' });
      const pieces = read(text, random.int(1, 7));
      expect(
        pieces.map(({ line }) => line),
        JSON.stringify(text),
      ).toEqual(whole.map(({ line }) => line));
      expect(pieces.map(({ problem }) => problem)).toEqual(whole.map(({ problem }) => problem));
      const sound = (list: readonly { cells: string[]; problem?: string }[]) => list.filter((row) => !row.problem).map((row) => row.cells);
      expect(sound(pieces)).toEqual(sound(whole));
    }
  });
});
