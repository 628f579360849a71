import { z } from 'zod';
import { exportFile } from './friends.ts';

/** What would be saved, word for word; good until the next one is made. */
export const diagnosticsPreview = z.object({ id: z.string(), text: z.string() });
export type DiagnosticsPreview = z.infer<typeof diagnosticsPreview>;
export const saveDiagnosticsInput = z.object({ id: z.string() });
/** `count` = lines. @throws `sessionGone` for another id than that of the newest preview */
export const savedDiagnostics = exportFile;
