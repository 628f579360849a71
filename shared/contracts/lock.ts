import { z } from 'zod';

/** Minutes without a key or a click after which the program locks itself. */
export const lockMinutes = [5, 10, 15, 30, 60] as const;
const minutes = z.int().min(1).max(240);
/** At least six signs. */
export const lockPassphrase = z.string().min(6).max(200);
const typed = z.string().min(1).max(200);

export const lockState = z.object({ enabled: z.boolean(), locked: z.boolean(), minutes });
export type LockState = z.infer<typeof lockState>;
/** `current`: what opens it now; null where it is not set up. @throws `wrongSecret` */
export const setLockInput = z.object({ current: typed.nullable(), passphrase: lockPassphrase, minutes });
/** @throws `wrongSecret` */
export const unlockInput = z.object({ passphrase: typed });
/** The recovery code of the backups: takes the lock away. @throws `codeDiffers`, `backupsNotSetUp` */
export const recoverLockInput = z.object({ code: typed });
