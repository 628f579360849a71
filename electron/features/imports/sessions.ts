import { statSync } from 'node:fs';
import type { ContactField, Inspection, Preview, PreviewRow, RowVerdict, TextEncoding } from '../../../shared/contracts/imports.ts';
import { rowVerdicts } from '../../../shared/contracts/imports.ts';
import { headerSignature } from '../../../shared/domain/contact-columns.ts';
import { pastedNames, pastedTable } from '../../../shared/domain/contact-problems.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { openTable, type TableSource } from './formats/open-table.ts';
import { tableFromPasted } from './formats/pasted-names.ts';
import { type Plan, type PlanInput, planRows, toPreviewRow } from './plan.ts';
import { RowLayer, warmLayer } from './row-layer.ts';

/** One walk through the wizard: lives in the worker's memory from inspection to commit, and never touches the book before. */
interface Session {
  fileName: string;
  /** null = pasted */
  path: string | null;
  text: string | null;
  table: TableSource;
  plan: Plan | null;
  /** state of the book that the plan was made for */
  planStamp: string;
}

const sessions = new Map<string, Session>();
/** A wizard left open for long must not hold the memory of many files. */
const keptSessions = 4;
/** Bytes of a file whose new friends a second thread lays; what is smaller is written sooner than a thread starts. */
const laidFrom = 1_000_000;

export interface InspectTask {
  sessionId: string;
  fileName: string;
  path: string | null;
  /** what was pasted, when there is no path; it gets a name of ours */
  text: string | null;
  encoding: TextEncoding | null;
  sheet: string | null;
  headerLine: number | null;
}

/** Reads a file (again) and recognises its columns. @throws AppError of category `file` */
export async function inspect(ctx: ServiceContext, task: InspectTask, control: JobControl): Promise<Inspection> {
  control.progress('read', 0, 0);
  if (task.path !== null && (statSync(task.path, { throwIfNoEntry: false })?.size ?? 0) >= laidFrom) warmLayer();
  const table = task.path === null ? tableFromPasted(task.text ?? '', task.headerLine) : await openNamed(task.path, task);
  control.checkCancelled();
  applyRemembered(ctx, table);
  sessions.delete(task.sessionId);
  const fileName = task.path !== null ? task.fileName : table.format === 'names' ? pastedNames : pastedTable;
  sessions.set(task.sessionId, { fileName, path: task.path, text: task.text, table, plan: null, planStamp: '' });
  while (sessions.size > keptSessions) discard(sessions.keys().next().value!);
  return describe(task.sessionId, sessions.get(task.sessionId)!);
}

/** Opens the table of a file; a refusal says which file it was, by the name she knows. */
async function openNamed(path: string, { fileName, encoding, sheet, headerLine }: InspectTask): Promise<TableSource> {
  try {
    return await openTable(path, { encoding, sheet, headerLine });
  } catch (error) {
    if (error instanceof AppError && error.category === 'file')
      throw new AppError(error.kind, { name: fileName, ...error.details }, { cause: error });
    throw error;
  }
}

/** Reads the file of a session again in another way. */
export async function inspectAgain(
  ctx: ServiceContext,
  task: Omit<InspectTask, 'fileName' | 'path' | 'text'>,
  control: JobControl,
): Promise<Inspection> {
  const { fileName, path, text } = find(task.sessionId);
  return inspect(ctx, { ...task, fileName, path, text }, control);
}

export function preview(ctx: ServiceContext, task: PlanInput & { sessionId: string }, control: JobControl): Preview {
  const session = find(task.sessionId);
  if (ctx.db.pluck('SELECT 1 FROM accounts WHERE id = ?').get(task.accountId) === undefined)
    throw new AppError('notFound', { what: 'account' });
  session.plan = null;
  const layer = session.path === null ? null : RowLayer.over(`${session.path}.rows`);
  try {
    session.plan = planRows(ctx, session.table, task, control, { layer });
  } catch (error) {
    layer?.drop();
    throw error;
  }
  session.planStamp = bookStamp(ctx);
  const { byVerdict, newTags, rows } = session.plan;
  const counts = Object.fromEntries(rowVerdicts.map((verdict) => [verdict, byVerdict[verdict].length])) as Preview['counts'];
  const onlyReplacing = byVerdict.changed.filter((index) => {
    const planned = rows.at(index);
    return planned.newTags.length === 0 && planned.changes.every(({ fills }) => !fills);
  }).length;
  const withinFile = byVerdict.doubtful.filter((index) => !rows.held(index)?.match);
  return { sessionId: task.sessionId, counts, onlyReplacing, withinFile, newTags, rowCount: rows.length };
}

/** Friends that the plan of a session would make or change. @throws AppError `sessionGone` */
export function waitingContacts(sessionId: string): number {
  const { plan } = find(sessionId);
  return plan ? plan.byVerdict.new.length + plan.byVerdict.changed.length : 0;
}

export function previewRows(task: { sessionId: string; verdict: RowVerdict | null; offset: number; limit: number }): {
  total: number;
  rows: PreviewRow[];
} {
  const { table, plan } = find(task.sessionId);
  if (!plan) throw new AppError('sessionGone');
  const { offset, limit } = task;
  const chosen = task.verdict === null ? null : plan.byVerdict[task.verdict];
  const total = chosen?.length ?? plan.rows.length;
  const places = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => chosen?.[offset + i] ?? offset + i);
  return { total, rows: places.map((index) => toPreviewRow(plan, index, table.columns)) };
}

/**
 * The plan of a session, made anew when the book has changed since the preview, or when she has joined rows of the file (`joins`): the
 * person further up then knows more.
 */
export function currentPlan(
  ctx: ServiceContext,
  sessionId: string,
  control: JobControl,
  joins: (index: number) => boolean = () => false,
): { plan: Plan; fileName: string; signature: string; path: string | null } {
  const session = find(sessionId);
  if (!session.plan) throw new AppError('sessionGone');
  let { plan } = session;
  const joined = plan.byVerdict.doubtful.some((index) => !plan.rows.held(index)?.match && joins(index));
  if (joined || session.planStamp !== bookStamp(ctx)) {
    plan.layer?.drop();
    plan = planRows(ctx, session.table, plan, control, { joins });
  }
  return { plan, fileName: session.fileName, signature: signatureOf(session.table), path: session.path };
}

export function discard(sessionId: string): void {
  sessions.get(sessionId)?.plan?.layer?.drop();
  sessions.delete(sessionId);
}

export function discardAll(): void {
  for (const sessionId of [...sessions.keys()]) discard(sessionId);
}

/** Changes whenever any connection has written to the book. */
function bookStamp(ctx: ServiceContext): string {
  return `${ctx.db.raw.pragma('data_version', { simple: true })}:${ctx.db.pluck('SELECT total_changes()').get()}`;
}

function find(sessionId: string): Session {
  const session = sessions.get(sessionId);
  if (!session) throw new AppError('sessionGone');
  return session;
}

const signatureOf = (table: TableSource) => headerSignature(table.columns.map((column) => (table.headerLine > 0 ? column.header : '')));

/** The mapping she used last time for a file with the same headers. */
function applyRemembered(ctx: ServiceContext, table: TableSource): void {
  if (table.headerLine === 0) return;
  const stored = ctx.db.pluck('SELECT fields FROM column_mappings WHERE header_signature = ?').get(signatureOf(table)) as
    | string
    | undefined;
  if (!stored) return;
  const fields = JSON.parse(stored) as ContactField[];
  for (const [i, column] of table.columns.entries()) {
    const field = fields[i];
    if (field && field !== column.field) Object.assign(column, { field, by: 'remembered' });
  }
}

function describe(sessionId: string, { fileName, table }: Session): Inspection {
  const { format, encoding, origin, sheets, sheet, headerLine, columns, rows, garbled } = table;
  return { sessionId, fileName, format, encoding, origin, sheets, sheet, headerLine, rowCount: rows.length, columns, garbled };
}
