import { z } from 'zod';
import { rowId } from './common.ts';
import { maxPieceText } from './content.ts';
import { audience } from './segments.ts';

/**
 * content.missingFor q → missingFor. Whom it is asked of: these friends; or those an audience means (of all accounts, deleted and archived
 * friends not among them); neither = all friends who are not archived. Throws `brokenAudience` for an audience that names what is gone.
 */
export const missingForInput = z.object({
  text: z.string().max(maxPieceText),
  friendIds: z.array(rowId).max(100_000).nullable().default(null),
  audience: audience.nullable().default(null),
});
export type MissingForInput = z.input<typeof missingForInput>;
