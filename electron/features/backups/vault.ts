import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { BackupsState } from '../../../shared/contracts/backups.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import {
  closeSlot,
  looksLikeCode,
  newKeyPair,
  newRecoveryCode,
  openSlots,
  publicKeyOf,
  type Slot,
  slotShape,
} from '../../platform/sealed/keys.ts';
import { backupsDb } from './backups-db.ts';

export interface Vault {
  /** random number of the book on this computer, hex */
  store: string;
  /** null = backups are open, by her choice */
  publicKey: Buffer | null;
  slots: Slot[];
  assetKey: Buffer;
  /** ms UTC */
  madeAt: number;
  /** ms UTC; null = she has not typed the recovery code again yet */
  confirmedAt: number | null;
}

interface VaultRow {
  store: string;
  public_key: Buffer | null;
  slots: string;
  asset_key: Buffer;
  made_at: number;
  confirmed_at: number | null;
}

/** The keys of this book's backups; null = not set up yet. */
export function readVault(ctx: ServiceContext): Vault | null {
  const row = backupsDb(ctx).sql('SELECT * FROM vault').get() as VaultRow | undefined;
  if (!row) return null;
  return {
    store: row.store,
    publicKey: row.public_key,
    slots: z.array(slotShape).parse(JSON.parse(row.slots)),
    assetKey: row.asset_key,
    madeAt: row.made_at,
    confirmedAt: row.confirmed_at,
  };
}

export function vaultState(ctx: ServiceContext): BackupsState['vault'] {
  const vault = readVault(ctx);
  if (!vault) return { kind: 'none' };
  if (!vault.publicKey) return { kind: 'open', madeAt: vault.madeAt };
  return { kind: 'closed', madeAt: vault.madeAt, confirmed: vault.confirmedAt !== null };
}

type Keys = { publicKey: Uint8Array; slots: Slot[] };
type KeyWork =
  /** a new pair, closed with both; `cost` as in closeSlot */
  | { work: 'make'; passphrase: string; code: string; cost: number }
  /** the present pair, one of its slots closed anew */
  | { work: 'change'; slots: Slot[]; secret: string; kind: Slot['kind']; newSecret: string; cost: number }
  /** whether something is the recovery code */
  | { work: 'tryCode'; slots: Slot[]; code: string };

/** Work with secrets: half a second of processor time for each try, so not on the host's thread. @throws AppError `wrongSecret` */
export const keysCommand = defineCommand<KeyWork, Keys>({
  name: 'backups.keys',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(_ctx, input) {
    if (input.work === 'make') {
      const { publicKey, privateKey } = newKeyPair();
      const slots = [
        closeSlot('passphrase', privateKey, input.passphrase, input.cost),
        closeSlot('code', privateKey, input.code, input.cost),
      ];
      return { publicKey, slots };
    }
    if (input.work === 'tryCode') {
      const slots = input.slots.filter(({ kind }) => kind === 'code');
      return { publicKey: publicKeyOf(openSlots(slots, input.code)), slots };
    }
    const privateKey = openSlots(input.slots, input.secret);
    const kept = input.slots.filter(({ kind }) => kind !== input.kind);
    return { publicKey: publicKeyOf(privateKey), slots: [...kept, closeSlot(input.kind, privateKey, input.newSecret, input.cost)] };
  },
});

/** New keys, or none (open backups); the number of the book and the key of its pictures stay when there were some. */
function keepKeys(ctx: ServiceContext, keys: Keys | null): void {
  backupsDb(ctx)
    .sql(
      `INSERT INTO vault VALUES (1, ?, ?, ?, ?, ?, NULL)
       ON CONFLICT (id) DO UPDATE SET public_key = excluded.public_key, slots = excluded.slots, made_at = excluded.made_at, confirmed_at = NULL`,
    )
    .run(randomBytes(16).toString('hex'), keys?.publicKey ?? null, JSON.stringify(keys?.slots ?? []), randomBytes(32), ctx.clock.now());
  ctx.announce({ topics: ['backups'] });
}

/** Sets backups up. @returns the recovery code, which is kept nowhere @throws AppError `stillInUse` where keys are and none was to be replaced */
export async function setUp(ctx: HostContext, passphrase: string | null, replace: boolean): Promise<{ code: string | null }> {
  if (readVault(ctx) && !replace) throw new AppError('stillInUse');
  if (passphrase === null) {
    keepKeys(ctx, null);
    return { code: null };
  }
  const code = newRecoveryCode();
  keepKeys(ctx, await ctx.execute(keysCommand, { work: 'make', passphrase, code, cost: ctx.secretCost }));
  return { code };
}

/** The keys of closed backups. @throws AppError `backupsNotSetUp` */
function closedVault(ctx: ServiceContext): Vault {
  const vault = readVault(ctx);
  if (!vault?.publicKey) throw new AppError('backupsNotSetUp', { what: 'vault' });
  return vault;
}

/** She typed the code off the paper. @throws AppError `codeDiffers` */
export async function confirmCode(ctx: HostContext, code: string): Promise<void> {
  const { slots } = closedVault(ctx);
  if (!looksLikeCode(code)) throw new AppError('codeDiffers');
  try {
    await ctx.execute(keysCommand, { work: 'tryCode', slots, code });
  } catch (error) {
    throw error instanceof AppError && error.kind === 'wrongSecret' ? new AppError('codeDiffers') : error;
  }
  backupsDb(ctx).sql('UPDATE vault SET confirmed_at = ?').run(ctx.clock.now());
  ctx.announce({ topics: ['backups'] });
}

/** Backups made from now on open with another secret of this kind; either present secret allows it. @throws AppError `wrongSecret` */
async function changeSecret(ctx: HostContext, kind: Slot['kind'], secret: string, newSecret: string): Promise<void> {
  const work = { work: 'change', slots: closedVault(ctx).slots, secret, kind, newSecret, cost: ctx.secretCost } as const;
  const { slots } = await ctx.execute(keysCommand, work);
  backupsDb(ctx)
    // a code that nobody has typed off the paper yet
    .sql(`UPDATE vault SET slots = ?${kind === 'code' ? ', confirmed_at = NULL' : ''}`)
    .run(JSON.stringify(slots));
  ctx.announce({ topics: ['backups'] });
}

/** @throws as changeSecret */
export const changePassphrase = (ctx: HostContext, secret: string, passphrase: string): Promise<void> =>
  changeSecret(ctx, 'passphrase', secret, passphrase);

/** @returns the new recovery code, which is kept nowhere @throws as changeSecret */
export async function newCode(ctx: HostContext, secret: string): Promise<{ code: string }> {
  const code = newRecoveryCode();
  await changeSecret(ctx, 'code', secret, code);
  return { code };
}
