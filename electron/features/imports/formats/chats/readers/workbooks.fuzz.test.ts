import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../../../shared/errors.ts';
import { chatFile, openTableChat } from '../../../../../../tests/fixtures/chats/tables/files.ts';
import { sheetSamples } from '../../../../../../tests/fixtures/chats/tables/sheets.ts';
import { inlineRows, writeWorkbook } from '../../../../../../tests/fixtures/contacts/zip-writer.ts';
import { fuzzRounds, mutated, mutatedText, withoutHang } from '../../../../../../tests/helpers/fuzz.ts';
import { randomFrom } from '../../../../../../tests/helpers/random-actions.ts';
import { chatProblemKinds, earliestAt } from '../chat-source.ts';

const names = Object.keys(sheetSamples);
const bytesOf = (name: string, change: (xml: string) => string = (xml) => xml) =>
  writeWorkbook({
    sheets: Object.fromEntries(Object.entries(sheetSamples[name]!.sheets).map(([sheet, rows]) => [sheet, change(inlineRows(rows))])),
  });
const all = names.map((name) => bytesOf(name));

async function outcome(path: string, bytes: Buffer): Promise<number> {
  try {
    const source = await openTableChat(chatFile(path, bytes, {}, 177));
    let rows = 0;
    let line = 0;
    for await (const { records, problems } of source?.records() ?? []) {
      for (const record of records) {
        expect(Number.isSafeInteger(record.at) && record.at >= earliestAt).toBe(true);
        expect(record.conversation).not.toBe('');
        expect(record.line).toBeGreaterThan(line);
        line = record.line;
        if (record.serverId !== null) expect(record.serverId).toMatch(/^\d{1,20}$/);
      }
      for (const { problem, text } of problems) {
        expect(chatProblemKinds).toContain(problem);
        expect(text.length).toBeLessThanOrEqual(80);
      }
      rows += records.length + problems.length;
    }
    return rows;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.category).toBe('file');
    return -1;
  }
}

describe('damaged workbooks of chats', () => {
  it.each(names)('%s is read, explained or refused', async (name) => {
    const pick = randomFrom(name.length * 7919);
    const sound = bytesOf(name);
    for (let round = 0; round < fuzzRounds; round++) {
      await withoutHang(() => outcome(sheetSamples[name]!.path, mutated(sound, pick, all)));
      const damaged = bytesOf(name, (xml) => mutatedText(xml, pick));
      await withoutHang(() => outcome(sheetSamples[name]!.path, damaged));
    }
  });

  it.each(names)('%s gives a record or a problem for every row', async (name) => {
    const pick = randomFrom(name.length * 104_729);
    const { path, sheets, header } = sheetSamples[name]!;
    const [first, ...others] = Object.entries(sheets);
    for (let round = 0; round < fuzzRounds; round++) {
      const [sheet, rows] = first!;
      const data = rows.slice(header).flatMap((row) => (pick(4) === 0 ? [row, row] : [row]));
      const changed = data.map((row) =>
        row.map((cell) => (pick(4) === 0 ? ['', '7.43E+18', '2026/2/30', '=1+1', cell + cell][pick(5)]! : cell)),
      );
      // an empty row says nothing; what repeats the header is one
      const filled = changed.filter((row) => row.some((cell) => cell !== '') && row.join() !== rows[header - 1]!.join());
      const bytes = writeWorkbook({
        sheets: Object.fromEntries([
          [sheet, inlineRows([...rows.slice(0, header), ...filled])],
          ...others.map(([other, side]) => [other, inlineRows(side)]),
        ]),
      });
      expect(await outcome(path, bytes)).toBe(filled.length);
    }
  });
});
