import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../build/demo/random.ts';
import { AppError } from '../../../../../../shared/errors.ts';
import { chatFile, openTableChat, samples } from '../../../../../../tests/fixtures/chats/tables/files.ts';
import { inlineRows, writeWorkbook } from '../../../../../../tests/fixtures/contacts/zip-writer.ts';
import { chatProblemKinds, earliestAt } from '../chat-source.ts';
import { CsvScanner } from '../stream-csv.ts';

/** FUZZ_ROUNDS=5000 for a long run. */
const rounds = Number(process.env.FUZZ_ROUNDS ?? 50);
const signs = [
  '"',
  ',',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\0',
  '""',
  '",',
  "'",
  ');',
  '\uFEFF',
  '\u2028',
  '7.43E+18',
  '2024/10/4 11:42',
  '\uD800',
];

/** Reads like the app does: everything is a record that makes sense or a problem, or the file is refused in words. */
async function outcome(path: string, bytes: Buffer): Promise<string> {
  try {
    const source = await openTableChat(chatFile(path, bytes, {}, 177));
    if (!source) return 'unknown';
    let rows = 0;
    let bytesRead = 0;
    for await (const batch of source.records()) {
      for (const record of batch.records) {
        expect(Number.isSafeInteger(record.at) && record.at >= earliestAt).toBe(true);
        expect(record.conversation).not.toBe('');
        expect(record.line).toBeGreaterThan(0);
        if (record.direction === 'system') expect(record.senderId).toBe(null);
        if (record.serverId !== null) expect(record.serverId).toMatch(/^\d{1,20}$/);
      }
      for (const { problem, text } of batch.problems) {
        expect(chatProblemKinds).toContain(problem);
        expect(text.length).toBeLessThanOrEqual(80);
      }
      rows += batch.records.length + batch.problems.length;
      expect(batch.bytesRead).toBeGreaterThanOrEqual(bytesRead);
      bytesRead = batch.bytesRead;
    }
    return String(rows);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.category).toBe('file');
    return error.kind;
  }
}

/** Rows that a plain scanner finds below the first one. */
function rowsIn(text: string): number {
  const scanner = new CsvScanner(',');
  scanner.push(text.replace(/^\uFEFF/, ''), true);
  let count = -1;
  while (scanner.next()) count++;
  return count;
}

describe('damaged tables of chats', () => {
  it.each(Object.keys(samples))('%s survives flipped bits, cuts and signs thrown in', async (name) => {
    const { path, content } = samples[name]!;
    const random = seededRandom(name.length * 7919);
    for (let round = 0; round < rounds; round++) {
      const bytes = Buffer.from(content);
      for (let i = random.int(1, 6); i > 0; i--) bytes[random.int(0, bytes.length - 1)]! ^= 1 << random.int(0, 7);
      await outcome(path, bytes);
      await outcome(path, Buffer.from(content).subarray(0, random.int(0, bytes.length)));
      let text = content;
      for (let i = random.int(1, 6); i > 0; i--) {
        const at = random.int(0, text.length);
        text = text.slice(0, at) + random.pick(signs) + text.slice(at + random.int(0, 3));
      }
      await outcome(path, Buffer.from(text));
    }
  });

  it.each(Object.keys(samples).filter((name) => name.endsWith('Csv')))('%s gives a record or a problem for every row', async (name) => {
    const { path, content } = samples[name]!;
    const body = content.indexOf('\n') + 1;
    const random = seededRandom(name.length * 104_729);
    for (let round = 0; round < rounds; round++) {
      let text = content;
      for (let i = random.int(1, 4); i > 0; i--) {
        const at = random.int(body, text.length);
        text = text.slice(0, at) + random.pick(['"', ',', '\n', '""', '1', '年']) + text.slice(at + random.int(0, 2));
      }
      // A delimiter that fits better is another reading, not a lost row.
      expect(await outcome(path, Buffer.from(text)), JSON.stringify(text)).toBe(String(rowsIn(text)));
    }
  });

  it('workbooks survive flipped bits and broken XML', async () => {
    const random = seededRandom(31);
    const rows = inlineRows([
      '消息ID,类型,发送人,时间,内容,备注,昵称'.split(','),
      '7420000000000000123,文本,李姐,2025-03-02 09:12:05,早,李姐,微风'.split(','),
    ]);
    const whole = writeWorkbook({ sheets: { 聊天记录: rows } });
    for (let round = 0; round < rounds * 2; round++) {
      const bytes = Buffer.from(whole);
      for (let i = random.int(1, 4); i > 0; i--) bytes[random.int(0, bytes.length - 1)]! ^= 1 << random.int(0, 7);
      await outcome('a.xlsx', bytes);
      const at = random.int(0, rows.length);
      const xml =
        rows.slice(0, at) + random.pick(['<', '>', '&', '<row>', '</c>', '<c r="ZZ9">', '\0', '<v/>', '<!DOCTYPE x>']) + rows.slice(at);
      await outcome('a.xlsx', writeWorkbook({ sheets: { 聊天记录: xml } }));
    }
  });
});
