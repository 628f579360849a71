import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LockState } from '../../../shared/contracts/lock.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';

/*
 * A lock on the program, not on the book: while it is locked the host answers nothing but these questions, so no window can show or
 * change anything. The file lies beside the book and not in it: a restored book brings no old passphrase along. Whoever reads the data
 * folder needs no program; taking lock.json out of it takes the lock away, which the help says.
 */

const kept = z.object({
  logN: z.int().min(14).max(20),
  /** hex */
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  minutes: z.int().min(1).max(240),
});
type Kept = z.infer<typeof kept>;

/** What may be asked while it is locked. */
const open = new Set(['lock.state', 'lock.unlock', 'lock.recover']);
/** How often it is looked whether nobody has been there, ms. */
const lookEveryMs = 5000;

function derived(passphrase: string, salt: string, logN: number): Promise<Buffer> {
  const n = 2 ** logN;
  const secret = passphrase.normalize('NFKC').trim();
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, key: Buffer) => (error ? reject(error) : resolve(key));
    scrypt(secret, Buffer.from(salt, 'hex'), 32, { N: n, r: 8, p: 1, maxmem: 130 * 8 * n }, done);
  });
}

export class Lock {
  readonly #ctx: HostContext;
  #locked: boolean;
  /** when somebody was there last, ms UTC */
  #seenAt: number;
  readonly #timer: NodeJS.Timeout;
  /** one guess at a time, whoever asks */
  #guesses: Promise<unknown> = Promise.resolve();

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
    this.#locked = existsSync(this.#file);
    this.#seenAt = ctx.clock.now();
    this.#timer = setInterval(() => this.look(), lookEveryMs);
    this.#timer.unref();
  }

  get #file(): string {
    return join(this.#ctx.dataDir, 'lock.json');
  }

  /** null = not set up. A file that cannot be read locks all the same, and nothing that is typed opens it. */
  #kept(): Kept | 'unreadable' | null {
    if (!existsSync(this.#file)) return null;
    try {
      return kept.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return 'unreadable';
    }
  }

  /** Locks when nobody has been there for so long, also while the computer slept. */
  look(): void {
    if (this.#locked) return;
    const own = this.#kept();
    if (own === null) return;
    const away = Math.abs(this.#ctx.clock.now() - this.#seenAt);
    if (own === 'unreadable' || away >= own.minutes * 60_000) this.lockNow();
  }

  /** Whether a call may be answered. @throws AppError `appLocked` */
  check(path: string): void {
    this.look();
    if (this.#locked && !open.has(path)) throw new AppError('appLocked');
  }

  state(): LockState {
    this.look();
    const own = this.#kept();
    return { enabled: own !== null, locked: this.#locked, minutes: own === null || own === 'unreadable' ? 15 : own.minutes };
  }

  /** Where there is none, nothing happens. */
  lockNow(): void {
    if (!existsSync(this.#file)) return;
    this.#locked = true;
    this.#tell();
  }

  /** Somebody pressed a key or clicked. */
  seen(): void {
    this.#seenAt = this.#ctx.clock.now();
  }

  #tell(): void {
    this.#ctx.events.changed({ topics: ['lock'] });
  }

  #open(): void {
    this.#locked = false;
    this.seen();
    this.#tell();
  }

  /** @throws AppError `wrongSecret`, the same for whatever was typed, after the same work */
  async #try(passphrase: string): Promise<void> {
    const own = this.#kept();
    if (own === null) return;
    if (own === 'unreadable') throw new AppError('wrongSecret', { what: 'lock' });
    const guess = this.#guesses.then(() => derived(passphrase, own.salt, own.logN));
    this.#guesses = guess.catch(() => {});
    if (!timingSafeEqual(await guess, Buffer.from(own.hash, 'hex'))) throw new AppError('wrongSecret', { what: 'lock' });
  }

  async unlock(passphrase: string): Promise<void> {
    await this.#try(passphrase);
    this.#open();
  }

  /** Sets it up, or another passphrase or time. @throws AppError `wrongSecret` */
  async set({ current, passphrase, minutes }: { current: string | null; passphrase: string; minutes: number }): Promise<void> {
    await this.#try(current ?? '');
    const salt = randomBytes(16).toString('hex');
    const logN = this.#ctx.secretCost;
    const hash = (await derived(passphrase, salt, logN)).toString('hex');
    writeFileSync(`${this.#file}.new`, JSON.stringify({ logN, salt, hash, minutes } satisfies Kept), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    this.#open();
  }

  /** @throws AppError `wrongSecret` */
  async remove(passphrase: string): Promise<void> {
    await this.#try(passphrase);
    this.takeAway();
  }

  /** Somebody has shown otherwise that it is theirs. */
  takeAway(): void {
    rmSync(this.#file, { force: true });
    this.#open();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

const all = new WeakMap<HostContext, Lock>();

/** The lock of this program. */
export function lockFor(ctx: HostContext): Lock {
  let one = all.get(ctx);
  if (!one) {
    one = new Lock(ctx);
    all.set(ctx, one);
  }
  return one;
}
