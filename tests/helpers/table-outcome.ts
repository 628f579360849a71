import { expect } from 'vitest';
import { contactReader } from '../../electron/features/imports/formats/contact-row.ts';
import type { TableSource } from '../../electron/features/imports/formats/open-table.ts';
import { birthday } from '../../shared/contracts/friends.ts';
import { rowProblems } from '../../shared/contracts/imports.ts';
import { AppError } from '../../shared/errors.ts';

/** Every row is a person that the book takes, or explained; lines rise, so that none stands for two but a single line of names. */
function check(table: TableSource): void {
  const read = contactReader(table.columns, table.origin);
  const inOneLine = table.format === 'names' && table.rows.every((row) => row.line === table.rows[0]!.line);
  let line = 0;
  for (const row of table.rows) {
    if (!inOneLine) expect(row.line).toBeGreaterThan(line);
    line = row.line;
    const result = read(row);
    if (!result.contact) expect(rowProblems).toContain(result.problem);
    else {
      expect(result.contact.nickname + result.contact.remark).not.toBe('');
      if (result.contact.birthday) birthday.parse(result.contact.birthday);
    }
  }
}

/** Reads a damaged list of people like the app does. @returns 'read', or the kind of a refusal that a person can be told */
export async function tableOutcome(open: () => TableSource | Promise<TableSource>): Promise<string> {
  try {
    check(await open());
    return 'read';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.category).toBe('file');
    return error.kind;
  }
}
