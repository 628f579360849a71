import { z } from 'zod';
import { rowId } from './common.ts';

/** csv = an archive of a file a table; xlsx = a workbook; json = one file, docs/export-format.md; chatlab = an archive of a file a conversation. */
export const exportBookFormats = ['xlsx', 'csv', 'json', 'chatlab'] as const;
export type ExportBookFormat = (typeof exportBookFormats)[number];

/** Progress events carry `jobId`; the window makes it up, so that it can ask to stop before there is an answer. */
export const exportBookInput = z.object({ format: z.enum(exportBookFormats), jobId: z.string().regex(/^export-[\w-]{1,60}$/) });
export const exportPersonInput = z.object({ friendId: rowId });
export const cancelExportInput = z.object({ jobId: z.string().regex(/^export-[\w-]{1,60}$/) });

export { type ExportFile, exportFile } from './friends.ts';
