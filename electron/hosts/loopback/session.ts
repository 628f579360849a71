import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Limits } from './limits.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Unused codes and live tokens at most; the oldest goes first. */
const maxCodes = 8;
const maxTokens = 32;
/** Addresses of videos and downloads that are good at a time; the one used longest ago goes first. */
const maxTickets = 64;

export interface Sessions {
  /** A new one-time code: 128 random bits, base64url (22 characters). Lifts a lock made by bad tries. */
  mintCode(): string;
  /** Trades an unused code for a token (256 bits, 43 characters); null when it is wrong, used, too old or locked. */
  redeem(code: unknown): string | null;
  /** Whether the token was handed out by this server. */
  accepts(token: string): boolean;
  /**
   * An address for one asset (128 random bits, base64url): a video element and a download cannot send the token. Good until nobody has
   * used it for `ticketMs`.
   */
  mintTicket(assetId: number): string;
  /** The asset of a ticket; null when it is wrong or too old. */
  ticketAsset(ticket: string): number | null;
}

/**
 * Who may talk to the back end. Only digests are kept, and every comparison looks at all of them in constant time.
 */
export function createSessions(clock: Clock, limits: Pick<Limits, 'codeMs' | 'badTries' | 'ticketMs'>): Sessions {
  let codes: { hash: Buffer; expiresAt: number }[] = [];
  const tokens: Buffer[] = [];
  let tickets: { hash: Buffer; assetId: number; expiresAt: number }[] = [];
  let bad = 0;
  return {
    mintCode() {
      const code = randomBytes(16).toString('base64url');
      bad = 0;
      codes = codes.filter((entry) => entry.expiresAt > clock.now());
      codes.push({ hash: digest(code), expiresAt: clock.now() + limits.codeMs });
      if (codes.length > maxCodes) codes.shift();
      return code;
    },
    redeem(code) {
      const hash = digest(typeof code === 'string' ? code : '');
      let hit = -1;
      codes.forEach((entry, index) => {
        if (timingSafeEqual(entry.hash, hash) && entry.expiresAt > clock.now()) hit = index;
      });
      if (hit < 0) {
        // a wrong guess counts only while there is something to guess
        if (codes.length > 0 && ++bad >= limits.badTries) codes = [];
        return null;
      }
      codes.splice(hit, 1);
      const token = randomBytes(32).toString('base64url');
      tokens.push(digest(token));
      if (tokens.length > maxTokens) tokens.shift();
      return token;
    },
    accepts(token) {
      const hash = digest(token);
      let found = false;
      for (const known of tokens) if (timingSafeEqual(known, hash)) found = true;
      return found;
    },
    mintTicket(assetId) {
      const ticket = randomBytes(16).toString('base64url');
      tickets = tickets.filter((entry) => entry.expiresAt > clock.now()).slice(1 - maxTickets);
      tickets.push({ hash: digest(ticket), assetId, expiresAt: clock.now() + limits.ticketMs });
      return ticket;
    },
    ticketAsset(ticket) {
      const hash = digest(ticket);
      const found = tickets.filter((entry) => timingSafeEqual(entry.hash, hash))[0];
      if (!found || found.expiresAt <= clock.now()) return null;
      found.expiresAt = clock.now() + limits.ticketMs;
      tickets = [...tickets.filter((entry) => entry !== found), found];
      return found.assetId;
    },
  };
}
