import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import type { DiagnosticsPreview } from '../../../shared/contracts/diagnostics.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { backupsFor } from '../backups/index.ts';
import { readSettings } from '../settings/index.ts';
import { cleanLine } from './log-lines.ts';

/** How many rows each table has. */
export const tableSizesCommand = defineCommand<null, [table: string, rows: number][]>({
  name: 'diagnostics.tables',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run({ db }) {
    const tables = db
      .pluck("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .all() as string[];
    return tables.map((table) => [table, db.pluck(`SELECT count(*) FROM "${table}"`).get() as number]);
  },
});

const shownLines = 60;
/** Bytes of the log's end that are looked at. */
const tailBytes = 200_000;

function logLines({ folder }: HostContext): { errors: string[]; last: string[] } {
  const file = join(folder.logs, 'app.log');
  if (!existsSync(file)) return { errors: [], last: [] };
  const lines = readFileSync(file).subarray(-tailBytes).toString('utf8').split('\n');
  const errors = lines.filter((line) => line.includes('"level":"error"'));
  return { errors: errors.slice(-shownLines).flatMap(cleanLine), last: lines.slice(-shownLines).flatMap(cleanLine) };
}

/** Settings by value where that can name nobody: switches, numbers, and these words of the program. */
const wordSettings = new Set(['app.theme', 'calendar.view', 'content.view']);
function settingLines(ctx: HostContext): string[] {
  return Object.entries(readSettings(ctx)).flatMap(([key, value]) =>
    typeof value === 'boolean' || typeof value === 'number' || wordSettings.has(key) ? [`${key} = ${String(value)}`] : [],
  );
}

function backupLines(ctx: HostContext): string[] {
  if (!existsSync(join(ctx.dataDir, 'backups.db'))) return ['not set up'];
  const { vault, age, lastVerifiedAt, targets, schedule, drill } = backupsFor(ctx).state();
  const day = (at: number | null | undefined) => (at ? new Date(at).toISOString() : 'never');
  return [
    `keys ${vault.kind}, age ${age}, last verified ${day(lastVerifiedAt)}, places ${targets.length}`,
    `daily ${schedule.daily}, at quit ${schedule.atQuit}, before imports ${schedule.beforeImports}`,
    ...targets.map(
      ({ copies, error, freeBytes, besideBook }, i) =>
        `place ${i + 1}: copies ${copies}, error ${error?.kind ?? 'none'}, free ${freeBytes ?? '?'}${besideBook ? ', beside the book' : ''}`,
    ),
    `drill ${day(drill?.at)}, error ${drill?.error?.kind ?? 'none'}`,
  ];
}

const section = (title: string, lines: string[]): string => `## ${title}\n${lines.length > 0 ? lines.join('\n') : '-'}\n`;

async function reportText(ctx: HostContext): Promise<string> {
  const bytes = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const { versions, platform, arch } = process;
  const { errors, last } = logLines(ctx);
  const tables = await ctx.execute(tableSizesCommand, null);
  return [
    '# 铁粉簿 诊断信息',
    '没有名字、电话、聊天和文件夹；… 是拿掉的字。\n',
    section('程序 program', [
      `version ${ctx.version}, host ${ctx.host}, made ${new Date(ctx.clock.now()).toISOString()}`,
      `${platform} ${arch} ${release()}, node ${versions.node}, electron ${versions.electron ?? '-'}, sqlite ${String(ctx.db.pluck('SELECT sqlite_version()').get())}`,
    ]),
    section('大小 sizes', [
      `book ${bytes(ctx.folder.database)}, log ${bytes(`${ctx.folder.database}-wal`)}, search ${bytes(join(ctx.dataDir, 'search.db'))} bytes`,
      ...tables.map(([table, rows]) => `${table} ${rows}`),
    ]),
    section('备份 backups', backupLines(ctx)),
    section('设置 settings', settingLines(ctx)),
    section('出过的错 errors', errors),
    section('最近的记录 log', last),
  ].join('\n');
}

const newest = new WeakMap<HostContext, DiagnosticsPreview>();

/** What the bundle holds, to be read before it is saved; nothing leaves the computer. */
export async function previewDiagnostics(ctx: HostContext): Promise<DiagnosticsPreview> {
  const preview = { id: ctx.ids.token('diagnostics'), text: await reportText(ctx) };
  newest.set(ctx, preview);
  return preview;
}

/** Writes exactly what was shown. @throws AppError `sessionGone` */
export function saveDiagnostics(ctx: HostContext, id: string): ExportFile {
  const shown = newest.get(ctx);
  if (shown?.id !== id) throw new AppError('sessionGone');
  const name = '铁粉簿诊断信息.txt';
  const { fileId, path } = ctx.staging.createExport(name);
  writeFileSync(path, shown.text, { mode: 0o600 });
  return { fileId, name, count: shown.text.split('\n').length };
}
