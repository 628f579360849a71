/** Pieces of the library as a table: handed out, and taken in again or from elsewhere. Pictures and videos are not in it. */
import { z } from 'zod';
import { rowId } from './common.ts';
import { contentCategories, contentFilter, contentForms, contentSorts, publishChannels } from './content.ts';

/** content.export m → exportFile: what the filter finds, in this order */
export const exportContentInput = z.object({ format: z.enum(['xlsx', 'csv']), filter: contentFilter, sort: z.enum(contentSorts) });

/** content.inspectFile m {fileId} → contentPreview · content.importFile m {fileId} → importedContent · content.discardFile m {fileId} */
export const contentFileInput = z.object({ fileId: z.string() });
export const maxPieceRows = 20_000;

/** Why a row does not come in. */
export const pieceRefusals = [
  /** the book has a piece of these words, or the file names it twice */
  'known',
  'noText',
  /** longer than a piece may be */
  'tooLong',
  'tooMany',
  'damagedRow',
] as const;
/** What of a row could not be taken as it stands; the row comes in all the same. */
export const pieceRemarks = ['category', 'form', 'product', 'words', 'number', 'flag'] as const;
export const pieceProblem = z.object({
  /** line of the file, 1 = first */
  line: z.int(),
  /** which piece: its title or first words */
  what: z.string(),
  why: z.enum([...pieceRefusals, ...pieceRemarks]),
  /** what stands in the cell; '' where there is nothing to show */
  said: z.string(),
});
export type PieceProblem = z.infer<typeof pieceProblem>;

export const incomingPiece = z.object({
  line: z.int(),
  title: z.string(),
  excerpt: z.string(),
  category: z.enum(contentCategories),
  form: z.enum(contentForms),
  tags: z.array(z.string()),
  channels: z.array(z.enum(publishChannels)),
});

export const contentPreview = z.object({
  format: z.enum(['csv', 'xlsx']),
  name: z.string(),
  /** rows that would come in, and rows that are in the book already */
  pieces: z.int().min(0),
  known: z.int().min(0),
  sample: z.array(incomingPiece).max(200),
  /** rows that stay out, those known not among them */
  refused: z.array(pieceProblem).max(200),
  refusedCount: z.int().min(0),
  remarks: z.array(pieceProblem).max(200),
  remarkCount: z.int().min(0),
  /** columns nothing is taken from */
  unusedColumns: z.array(z.string()).max(50),
});
export type ContentPreview = z.infer<typeof contentPreview>;
export const importedContent = z.object({ pieces: z.int(), leftOut: z.int(), undoId: rowId.nullable() });
