import { copyFile, open } from 'node:fs/promises';
import type { ExportBookFormat, ExportPictureInput, ExportTableInput } from '../../../shared/contracts/exports.ts';
import type { ExportFile, FriendSelection, FriendSort } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import { writeTableFile } from '../../platform/files/table-file.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { orderedSelection } from '../friends/index.ts';
import { exportBookCommand } from './export-book.ts';
import { exportFriendsCommand } from './friends-export.ts';
import { exportPersonCommand, personName } from './person-export.ts';
import { fileNameOf } from './zip-file.ts';

/** Makes the file for a selection, in the order of the list. @throws AppError `nothingSelected` */
export async function exportFriends(
  ctx: HostContext,
  input: { selection: FriendSelection; sort: FriendSort; format: 'csv' | 'xlsx' },
): Promise<ExportFile> {
  const friendIds = await orderedSelection(ctx, input.selection, input.sort);
  if (friendIds.length === 0) throw new AppError('nothingSelected');
  const name = `铁粉簿好友-${localDay(ctx.clock.now())}-${friendIds.length}位.${input.format}`;
  return toFile(ctx, name, (place) => ctx.execute(exportFriendsCommand, { friendIds, format: input.format, ...place }));
}

const bookNames: Record<ExportBookFormat, readonly [string, string]> = {
  xlsx: ['全部数据', 'xlsx'],
  csv: ['全部数据', 'zip'],
  json: ['全部数据', 'json'],
  chatlab: ['聊天记录', 'zip'],
};

/** Writes the whole book, or all its chats, to one file. @throws AppError `cancelled`, `fileTooLarge` beyond 4 GiB */
export function exportBook(ctx: HostContext, input: { format: ExportBookFormat; jobId: string }): Promise<ExportFile> {
  const [what, ending] = bookNames[input.format];
  const name = `铁粉簿${what}-${localDay(ctx.clock.now())}.${ending}`;
  return toFile(ctx, name, (place) =>
    ctx.execute(exportBookCommand, { format: input.format, now: ctx.clock.now(), ...place }, { jobId: input.jobId }),
  );
}

/** Writes all that is known of one friend. @throws AppError `notFound` */
export function exportPerson(ctx: HostContext, friendId: number): Promise<ExportFile> {
  const name = `铁粉簿-${fileNameOf(personName(ctx, friendId))}-${localDay(ctx.clock.now())}.zip`;
  return toFile(ctx, name, (place) => ctx.execute(exportPersonCommand, { friendId, now: ctx.clock.now(), ...place }));
}

/** Writes a small table of the screen as CSV. */
export function exportTable(ctx: HostContext, { name, header, rows }: ExportTableInput): Promise<ExportFile> {
  const file = `铁粉簿${fileNameOf(name)}-${localDay(ctx.clock.now())}.csv`;
  return toFile(ctx, file, async ({ fileId, path }) => {
    await writeTableFile(path, 'csv', { sheet: name, columns: header.map((text) => ({ header: text, width: 12 })), rows });
    return { fileId, name: file, count: rows.length };
  });
}

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Hands out a picture that the page drew. @throws AppError `fileGone`, `fileNotUnderstood` when it is no PNG */
export async function exportPicture(ctx: HostContext, { name, fileId: stagedId }: ExportPictureInput): Promise<ExportFile> {
  const staged = ctx.staging.find(stagedId);
  const file = `铁粉簿${fileNameOf(name)}-${localDay(ctx.clock.now())}.png`;
  try {
    return await toFile(ctx, file, async ({ fileId, path }) => {
      if (!(await startOf(staged.path)).equals(pngStart)) throw new AppError('fileNotUnderstood', { name: staged.name });
      await copyFile(staged.path, path);
      return { fileId, name: file, count: 1 };
    });
  } finally {
    ctx.staging.drop(stagedId);
  }
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(pngStart.length), 0, pngStart.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function toFile(
  ctx: HostContext,
  name: string,
  write: (place: { fileId: string; path: string; name: string }) => Promise<ExportFile>,
): Promise<ExportFile> {
  const { fileId, path } = ctx.staging.createExport(name);
  try {
    return await write({ fileId, path, name });
  } catch (error) {
    // half a file is no export, and on a full disk it would take what is left
    ctx.staging.drop(fileId);
    throw error;
  }
}
