import type { ContentFilter, ContentSort } from '../../../shared/contracts/content.ts';
import { type ContentPreview, maxPieceRows, type PieceProblem } from '../../../shared/contracts/content-files.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { unguarded } from '../../platform/files/spreadsheet-cells.ts';
import { writeTableFile } from '../../platform/files/table-file.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { readStableFile, tableFromBytes } from '../imports/index.ts';
import { insertPiece, readInput } from './content.service.ts';
import { findPieces } from './find-pieces.ts';
import { allColumns, type Column, holdsWords, placesOf, readRow, rowOf, type TablePiece } from './piece-table.ts';

const mostBytes = 64 * 1024 * 1024;
/** a table of some pieces is read sooner than a thread is asked */
const smallBytes = 64 * 1024;
const shown = 200;

// ── out

interface ExportTask {
  ids: number[];
  format: 'csv' | 'xlsx';
  fileId: string;
  path: string;
  name: string;
}

/**
 * Writes the pieces that a filter finds to a table: every field, the words of every channel, how many pictures.
 * @throws AppError `nothingSelected` (it finds none), `diskFull` and its kind
 */
export async function exportPieces(
  ctx: HostContext,
  { format, filter, sort }: { format: 'csv' | 'xlsx'; filter: ContentFilter; sort: ContentSort },
): Promise<ExportFile> {
  const ids = await findPieces(ctx, filter, sort);
  if (ids.length === 0) throw new AppError('nothingSelected');
  const name = `铁粉簿素材-${localDay(ctx.clock.now())}.${format}`;
  const { fileId, path } = ctx.staging.createExport(name);
  try {
    return await ctx.execute(exportPiecesCommand, { ids, format, fileId, path, name });
  } catch (error) {
    // half a file is no export
    ctx.staging.drop(fileId);
    throw error;
  }
}

const widths: Partial<Record<string, number>> = { 标题: 24, 内容: 60, 标签: 20, 商品: 20 };

const exportPiecesCommand = defineCommand<ExportTask, ExportFile>({
  name: 'content.export',
  writes: false,
  // the library that writes workbooks alone takes longer to load than the host's thread may be held
  heavy: ({ format, ids }) => format === 'xlsx' || ids.length > 100,
  thread: 'reader',
  async run(ctx, { ids, format, fileId, path, name }) {
    const productName = new Map(ctx.db.arrays('SELECT id, name FROM products').all() as [number, string][]);
    const archived = new Set(ctx.db.pluck('SELECT id FROM contents WHERE archived_at IS NOT NULL').all() as number[]);
    const kept = ctx.db.pluck('SELECT 1 FROM contents WHERE id = ?');
    let count = 0;
    const rows = function* () {
      for (const id of ids) {
        // deleted since it was found
        if (kept.get(id) === undefined) continue;
        const input = readInput(ctx, id);
        count++;
        yield rowOf({ input, products: input.productIds.map((one) => productName.get(one) ?? ''), archived: archived.has(id) });
      }
    };
    const columns = allColumns.map((header) => ({ header, width: widths[header] ?? (header.endsWith('内容') ? 40 : 12) }));
    await writeTableFile(path, format, { sheet: '素材', columns, rows: rows() });
    return { fileId, name, count };
  },
});

// ── in

interface FileTask {
  path: string;
  name: string;
  size: number;
}
interface ReadPieces {
  format: 'csv' | 'xlsx';
  pieces: { line: number; piece: TablePiece }[];
  refused: PieceProblem[];
  remarks: PieceProblem[];
  unusedColumns: string[];
}

/** What a staged file would bring; nothing is changed. @throws AppError of category `file`, with what is wrong with it */
export const inspectPieces = (ctx: HostContext, fileId: string): Promise<ContentPreview> =>
  ctx.execute(inspectPiecesCommand, taskOf(ctx, fileId));

/** Brings in what inspecting showed, in one action; the staged file goes. @throws AppError of category `file` */
export async function importPieces(ctx: HostContext, fileId: string): Promise<{ pieces: number; leftOut: number; undoId: number | null }> {
  const done = await ctx.execute(importPiecesCommand, taskOf(ctx, fileId));
  ctx.staging.drop(fileId);
  return done;
}

function taskOf(ctx: HostContext, fileId: string): FileTask {
  const { path, name, size } = ctx.staging.find(fileId);
  if (size > mostBytes) throw new AppError('fileTooLarge', { maxBytes: mostBytes, name });
  return { path, name, size };
}

const inspectPiecesCommand = defineCommand<FileTask, ContentPreview>({
  name: 'content.inspectFile',
  writes: false,
  heavy: ({ size }) => size > smallBytes,
  thread: 'reader',
  async run(ctx, task) {
    const { format, pieces, refused, remarks, unusedColumns } = await readPieces(ctx, task);
    const out = refused.filter(({ why }) => why !== 'known');
    return {
      ...{ format, name: task.name, pieces: pieces.length, known: refused.length - out.length },
      sample: pieces.slice(0, shown).map(({ line, piece: { input } }) => ({
        ...{ line, title: input.title, excerpt: (input.text || input.variants[0]?.text || '').slice(0, 200) },
        ...{ category: input.category, form: input.form, tags: input.tags, channels: input.variants.map(({ channel }) => channel) },
      })),
      ...{ refused: out.slice(0, shown), refusedCount: out.length },
      ...{ remarks: remarks.slice(0, shown), remarkCount: remarks.length },
      unusedColumns: unusedColumns.slice(0, 50),
    };
  },
});

const importPiecesCommand = defineCommand<FileTask, { pieces: number; leftOut: number; undoId: number | null }>({
  name: 'content.import',
  writes: true,
  heavy: ({ size }) => size > smallBytes,
  async run(ctx, task) {
    const { pieces, refused } = await readPieces(ctx, task);
    const products = productsByName(ctx);
    const { undoId } = act(ctx, { kind: 'content.import', topics: ['content'] }, (record, details) => {
      const archive = ctx.db.sql('UPDATE contents SET archived_at = ? WHERE id = ?');
      // the last row of the file is the oldest: lists show the newest first, in the order of the file
      for (const { piece } of pieces.toReversed()) {
        const productIds = piece.products.flatMap((name) => products.get(name) ?? []);
        const id = insertPiece(ctx, record, { ...piece.input, productIds });
        if (piece.archived) archive.run(ctx.clock.now(), id);
      }
      Object.assign(details, { file: task.name, count: pieces.length });
    });
    return { pieces: pieces.length, leftOut: refused.length, undoId };
  },
});

const productsByName = (ctx: ServiceContext) => new Map(ctx.db.arrays('SELECT name, id FROM products').all() as [string, number][]);

/** Pieces of a file that the book has not yet, and what is to be said of its rows. */
async function readPieces(ctx: ServiceContext, { path, name }: FileTask): Promise<ReadPieces> {
  const table = await tableFromBytes(await readStableFile(path), { headerLine: 1 }).catch((error: unknown) => {
    // the sentences for lists of friends do not fit here
    if (error instanceof AppError && error.kind === 'fileEmpty')
      throw new AppError('fileEmpty', { what: 'content', name }, { cause: error });
    // what it is instead (a picture, a document) stays said
    if (error instanceof AppError && error.kind === 'fileNotUnderstood')
      throw new AppError('fileNotUnderstood', { what: 'content', ...error.details, name }, { cause: error });
    throw error;
  });
  const { places, unused } = placesOf(table.columns.map(({ header }) => header ?? ''));
  if (!holdsWords(places) || !['csv', 'tsv', 'xlsx'].includes(table.format))
    throw new AppError('fileNotUnderstood', { what: 'content', name });
  const format = table.format === 'xlsx' ? 'xlsx' : 'csv';
  const read: ReadPieces = { format, pieces: [], refused: [], remarks: [], unusedColumns: unused };
  const products = productsByName(ctx);
  const seen = wordsInBook(ctx);
  for (const { cells, line, problem } of table.rows) {
    const cell = (column: Column) => {
      const text = cells[places.get(column) ?? -1] ?? '';
      return (format === 'csv' ? unguarded(text) : text).trim();
    };
    const what = (cell('标题') || cell('内容')).slice(0, 60);
    const refuse = (why: PieceProblem['why']) => void read.refused.push({ line, what, why, said: '' });
    const found = problem ? 'damagedRow' : readRow(cell);
    if (typeof found === 'string') refuse(found);
    else if (seen.has(wordsKey(found.piece.input))) refuse('known');
    else if (read.pieces.length >= maxPieceRows) refuse('tooMany');
    else {
      seen.add(wordsKey(found.piece.input));
      read.pieces.push({ line, piece: found.piece });
      const unknown = found.piece.products.filter((product) => !products.has(product));
      const remarks = [...found.remarks, ...unknown.map((said) => ({ why: 'product' as const, said: said.slice(0, 60) }))];
      read.remarks.push(...remarks.map((remark) => ({ line, what, ...remark })));
    }
  }
  return read;
}

/** Two pieces of the same words are one: title, text, and those of every channel. */
const wordsKey = ({ title, text, variants }: Pick<TablePiece['input'], 'title' | 'text' | 'variants'>): string =>
  JSON.stringify([title.trim(), text.trim(), ...variants.map((one) => [one.channel, one.title.trim(), one.text.trim()].join('\n')).sort()]);

function wordsInBook(ctx: ServiceContext): Set<string> {
  const variants = Map.groupBy(
    ctx.db.sql('SELECT content_id AS id, channel, title, text FROM content_variants').all() as ({
      id: number;
    } & TablePiece['input']['variants'][number])[],
    ({ id }) => id,
  );
  const pieces = ctx.db.sql('SELECT id, title, text FROM contents').all() as { id: number; title: string; text: string }[];
  return new Set(pieces.map((piece) => wordsKey({ ...piece, variants: variants.get(piece.id) ?? [] })));
}

export const contentFileCommands: AnyCommand[] = [exportPiecesCommand, inspectPiecesCommand, importPiecesCommand];
