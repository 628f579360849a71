import { z } from 'zod';

/** Why a backup was made. */
export const backupReasons = ['daily', 'quit', 'hand', 'migration', 'import'] as const;
export type BackupReason = (typeof backupReasons)[number];

/** At least eight signs; longer is better than stranger. */
export const passphrase = z.string().min(8).max(200);
