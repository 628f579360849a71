import type { ContactField, ImportReport, Preview } from '../../../shared/contracts/imports.ts';

export type Answer = 'same' | 'new' | 'skip';
/** row index → answer */
export type Answers = Readonly<Record<string, Answer>>;

/** What the doubtful rows come to: those answered one by one, the rest by the answer for all. */
export function doubtfulTally(total: number, answers: Answers, rest: Answer): Record<Answer, number> & { open: number } {
  const tally = { same: 0, new: 0, skip: 0 };
  for (const answer of Object.values(answers)) tally[answer] += 1;
  const open = Math.max(0, total - tally.same - tally.new - tally.skip);
  tally[rest] += open;
  return { ...tally, open };
}

/**
 * How many rows the import brings in or updates: the number on the button, and what the report calls 新增 and 更新 (a doubtful row taken
 * for a friend counts, also when it says nothing new).
 */
export function importable(preview: Preview, answers: Answers, rest: Answer, policy: 'fillEmpty' | 'replace'): number {
  const doubtful = doubtfulTally(preview.counts.doubtful ?? 0, answers, rest);
  // joined to a row further up they are nobody of their own
  const joined = preview.withinFile.filter((index) => (answers[String(index)] ?? rest) === 'same').length;
  const changed = (preview.counts.changed ?? 0) - (policy === 'fillEmpty' ? preview.onlyReplacing : 0);
  return (preview.counts.new ?? 0) + changed + doubtful.same + doubtful.new - joined;
}

/** Whether a mapping has a column with a name, or what can stand in for one: without it no row can be read. */
export function hasName(fields: readonly ContactField[]): boolean {
  return fields.some((field) => ['remark', 'nickname', 'displayName', 'familyName', 'givenName', 'alias', 'wxid', 'phone'].includes(field));
}

/** Names of a pasted text: lines with something in them. */
export function countNames(text: string): number {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length;
}

export const reportParts = [
  ['added', '新增'],
  ['updated', '更新'],
  ['same', '没变化'],
  ['repeated', '文件内重复'],
  ['leftOut', '不是好友'],
  ['skipped', '跳过'],
  ['unreadable', '读不了'],
] as const satisfies readonly (readonly [keyof ImportReport, string])[];

/** Rows that the report accounts for; equal to `rows` by the conservation law. */
export function accountedFor(report: ImportReport): number {
  return reportParts.reduce((sum, [key]) => sum + report[key], 0);
}
