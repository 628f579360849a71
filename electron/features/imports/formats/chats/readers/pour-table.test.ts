import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../build/demo/random.ts';
import { chatFile, crlf, openTableChat, samples } from '../../../../../../tests/fixtures/chats/tables/files.ts';
import type { ChatRecord, ChatSink, ChatSource } from '../chat-source.ts';
import { RowBytes } from '../row-bytes.ts';
import { CsvScanner } from '../stream-csv.ts';

/** FUZZ_ROUNDS=5000 for a long run. */
const rounds = Number(process.env.FUZZ_ROUNDS ?? 50);
const poured = ['pywxdumpCsv', 'memotrace3Csv'];
/** what a table of millions of rows is made of, at the front of what is read: so that rows like those before come again */
const manyTimes = (content: string) => {
  const body = content.slice(content.indexOf('\n') + 1);
  return content.slice(0, content.indexOf('\n') + 1) + (body.endsWith('\n') ? body : `${body}\n`).repeat(3);
};

type Said = Omit<ChatRecord, 'line'> | { problem: string; line: number; text: string };
const withoutLine = ({ line: _, ...record }: ChatRecord): Said => record;

interface Reading {
  said: Said[];
  damagedIds: number;
  /** how many were read as bytes */
  plain: number;
}

async function batched(source: ChatSource): Promise<Reading> {
  const reading: Reading = { said: [], damagedIds: 0, plain: 0 };
  for await (const { records, problems, damagedIds } of source.records()) {
    const all = [
      ...records.map((one) => ({ line: one.line, said: withoutLine(one) })),
      ...problems.map((one) => ({ line: one.line, said: one })),
    ];
    reading.said.push(...all.sort((a, b) => a.line - b.line).map(({ said }) => said));
    reading.damagedIds += damagedIds ?? 0;
  }
  return reading;
}

async function pouredOut(source: ChatSource, atLeast?: number): Promise<Reading> {
  const reading: Reading = { said: [], damagedIds: 0, plain: 0 };
  const sink: ChatSink = {
    latest: Date.UTC(2030, 0, 1),
    record: (record) => void reading.said.push(withoutLine(record)),
    problem: (problem) => void reading.said.push(problem),
    plain({ number: _, ...voice }, at, bytes, words, wordsEnd, id, idEnd) {
      const text = (from: number, end: number) => Buffer.from(bytes.subarray(from, end)).toString();
      reading.plain++;
      reading.said.push({
        ...voice,
        at,
        precision: 'second',
        text: text(words, wordsEnd),
        serverId: id === idEnd ? null : text(id, idEnd),
      });
    },
  };
  let before = 0;
  for await (const { bytesRead, damagedIds } of source.pour!(sink, atLeast)) {
    expect(bytesRead).toBeGreaterThanOrEqual(before);
    before = bytesRead;
    reading.damagedIds += damagedIds ?? 0;
  }
  return reading;
}

/** Both ways to read a file, which must be the same. @returns how many records went as bytes; null = no chat */
async function bothWays(path: string, content: string | Buffer, atLeast?: number): Promise<number | null> {
  const open = () => openTableChat(chatFile(path, content, {}, 177)).catch(() => null);
  const source = await open();
  if (!source?.pour) return null;
  const expected = await batched(source);
  const { plain, ...found } = await pouredOut((await open())!, atLeast);
  expect({ ...found, plain: 0 }).toEqual(expected);
  return plain;
}

describe('a table that is poured', () => {
  it.each(poured)('says of %s what its records say, however it is cut', async (name) => {
    const { path, content } = samples[name]!;
    const many = manyTimes(content);
    for (const text of [many, crlf(many.replaceAll('\r', '')), `\uFEFF${many}`, many.trimEnd()]) {
      expect(await bothWays(path, text)).toBeGreaterThan(0);
      for (const atLeast of [1, 7, 64, 501]) expect(await bothWays(path, text, atLeast)).toBeGreaterThan(0);
    }
    const open = await openTableChat(chatFile(path, many));
    const first = await pouredOut(open!);
    expect(await pouredOut(open!)).toEqual(first);
  });

  it.each(poured)('says of a damaged %s what its records say', async (name) => {
    const { path, content } = samples[name]!;
    const many = manyTimes(content);
    const random = seededRandom(name.length * 31);
    const signs = [
      '"',
      ',',
      '\n',
      '\r\n',
      '\r',
      '\0',
      '""',
      '",',
      '" ,',
      '#接龙',
      '\u3000',
      '\u2028',
      '\uFEFF',
      '\uD800',
      '\uFFFD',
      ' ',
      '0000',
      '2',
    ];
    for (let round = 0; round < rounds; round++) {
      let text = many;
      for (let i = random.int(1, 6); i > 0; i--) {
        const at = random.int(0, text.length);
        text = text.slice(0, at) + random.pick(signs) + text.slice(at + random.int(0, 3));
      }
      await bothWays(path, text, random.pick([undefined, 300]));
      const bytes = Buffer.from(many);
      for (let i = random.int(1, 4); i > 0; i--) bytes[random.int(0, bytes.length - 1)]! ^= 1 << random.int(0, 7);
      await bothWays(path, bytes);
    }
  });

  it('takes moments that are still to come, long words and rows without end as its records do', async () => {
    const head = 'id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n';
    const row = (words: string, time = '2026-03-01 09:12:05', id = '7300000000000000123') =>
      `1,${id},文本,0,wxid_a,wxid_a,${words},,${time}\n`;
    const long = '脐橙'.repeat(90_000);
    const rows = [row('早'), row('早'), row('早', '2031-01-01 00:00:00'), row(long), row(long), row(`"${long.repeat(4)}"`), row('晚')];
    expect(await bothWays('a.csv', head + rows.join(''))).toBe(3);
    expect(await bothWays('a.csv', `${head}${row('早').repeat(3)}1,"${'x'.repeat(3_000_000)}\n${row('晚').repeat(3)}`)).toBe(2);
    expect(
      await bothWays('a.csv', `${head}${row('早', undefined, '7.3E+18').repeat(2)}${row('早', undefined, '730000000000000000').repeat(2)}`),
    ).toBe(0);
    expect(await bothWays('a.csv', `${head}${row('图').replace('文本', '图片').repeat(3)}`)).toBe(2);
  });
});

it('rows of bytes are the rows of text', () => {
  const sign = fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', '\t', ' ', '#', '\0', 'ab', '好', '🍊', '1');
  fc.assert(
    fc.property(
      fc.array(sign, { maxLength: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom(',', '\t'),
      (signs, step, delimiter) => {
        const text = `a\n${signs.join('')}`;
        const scanner = new CsvScanner(delimiter);
        scanner.push(text, true);
        const all = Buffer.from(text);
        const rows = new RowBytes(delimiter);
        let found: boolean | 'odd' = true;
        for (let at = 0; at < all.length && found !== 'odd'; at += step) {
          found = rows.push(all.subarray(at, at + step)) ? rows.next() : 'odd';
          for (; found === true; found = rows.next()) {
            expect(scanner.next()).toBe(true);
            const cells = Array.from({ length: rows.count }, (_, place) => rows.text(place));
            expect({ line: rows.line, cells }).toEqual({ line: scanner.line, cells: [...scanner.cells] });
            expect(scanner.problem).toBe(null);
          }
        }
      },
    ),
    { numRuns: Math.max(rounds * 10, 300) },
  );
});
