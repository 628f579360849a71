import { z } from 'zod';
import { line, rowId } from './common.ts';

/** csv = an archive of a file a table; xlsx = a workbook; json = one file, docs/export-format.md; chatlab = an archive of a file a conversation. */
export const exportBookFormats = ['xlsx', 'csv', 'json', 'chatlab'] as const;
export type ExportBookFormat = (typeof exportBookFormats)[number];

/** Progress events carry `jobId`; the window makes it up, so that it can ask to stop before there is an answer. */
export const exportBookInput = z.object({ format: z.enum(exportBookFormats), jobId: z.string().regex(/^export-[\w-]{1,60}$/) });
export const exportPersonInput = z.object({ friendId: rowId });
/** A small table that stands on the screen, as it stands there. */
export const exportTableInput = z.object({
  /** what it is, for the name of the file */
  name: line(60).min(1),
  header: z.array(z.string().max(60)).min(1).max(60),
  rows: z.array(z.array(z.string().max(500)).max(60)).max(5000),
});
export type ExportTableInput = z.infer<typeof exportTableInput>;
/** A picture that the page drew and staged (PNG), to be handed out. */
export const exportPictureInput = z.object({ name: line(60).min(1), fileId: z.string().max(100) });
export type ExportPictureInput = z.infer<typeof exportPictureInput>;
export const cancelExportInput = z.object({ jobId: z.string().regex(/^export-[\w-]{1,60}$/) });

export { type ExportFile, exportFile } from './friends.ts';
