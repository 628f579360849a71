import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type App, createApp } from '../../electron/app/create-app.ts';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import type { FriendPage } from '../../shared/contracts/friends.ts';
import type { ImportReport, Inspection } from '../../shared/contracts/imports.ts';
import { parsedBody } from '../../shared/rpc-body.ts';

export const byName = { filter: {}, sort: { key: 'name', direction: 'asc' } } as const;

/** The production back end over a folder, as the hosts open it. */
export function openBook(root: string, dataDir: string): Promise<App> {
  return createApp({ dataDir, migrationsDir: join(root, 'drizzle'), host: 'test', ballastBytes: 0, logger: silentLogger });
}

/** One call of the router. Throws with the kind of the error. */
export async function call<T>(app: App, path: string, input: unknown = null): Promise<T> {
  return (await callUnread<T>(app, path, input))();
}

/** The same without what only the page does: the answer is parsed when it is asked for. */
export async function callUnread<T>(app: App, path: string, input: unknown = null): Promise<() => T> {
  const { status, body } = await app.handle({ path, body: input });
  if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return () => (parsedBody(body) as { result: { data: T } }).result.data;
}

/** The import wizard from the staged file to the answer of the list, with what the seller would leave as it is. */
export async function importAll(app: App, fileId: string): Promise<{ report: ImportReport; steps: Record<string, number> }> {
  const steps: Record<string, number> = {};
  const step = async <T>(name: string, work: Promise<T>): Promise<T> => {
    const started = performance.now();
    const value = await work;
    steps[name] = performance.now() - started;
    return value;
  };
  const { sessionId, columns } = await step('inspect', call<Inspection>(app, 'imports.inspect', { fileId }));
  const fields = columns.map(({ field }) => field);
  await step('preview', call(app, 'imports.preview', { sessionId, fields, accountId: 1, channelId: 1 }));
  const decisions = { sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {} };
  const report = await step('commit', call<ImportReport>(app, 'imports.commit', decisions));
  const page = await step('list', call<FriendPage>(app, 'friends.list', { ...byName, offset: 0, limit: 100 }));
  if (page.total !== report.added || page.rows.length !== 100) throw new Error(`list says ${page.total}, the import ${report.added}`);
  return { report, steps };
}

/**
 * Gives the friends of a closed book what no file carries: last contacts, levels, statuses, and the channel that the bulk
 * measures select one half by. A pattern over the ids: the same on every run.
 */
export function ageBook(dataDir: string): void {
  const db = openDatabase(join(dataDir, 'tiefen.db'));
  try {
    const dayMs = 86_400_000;
    db.sql(
      `UPDATE friends SET
         last_contact_at = CASE WHEN id % 5 = 0 THEN NULL ELSE ? - (id * 7919 % 700) * ${dayMs} - id % 86400 * 1000 END,
         trust_level = CASE WHEN id % 100 < 50 THEN 1 WHEN id % 100 < 72 THEN 2 WHEN id % 100 < 86 THEN 3 WHEN id % 100 < 95 THEN 4 WHEN id % 100 < 99 THEN 5 ELSE 6 END,
         status = CASE WHEN id % 31 = 0 THEN 'deletedMe' WHEN id % 57 = 0 THEN 'lost' ELSE 'normal' END,
         channel_id = 1 + id % 2`,
    ).run(Date.UTC(2026, 10, 22));
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/** A copy of a closed book. */
export function copyBook(from: string, to: string): string {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true });
  return to;
}
