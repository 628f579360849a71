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
  /**
   * Trades an unused code for a token (256 bits, 43 characters); null when it is wrong, used, too old or locked. A tab that gives a secret
   * of its own (`tab`) may trade again with it while nobody has used the token: it may have been loaded anew before the answer reached it.
   * The token before is void then, so that a code never has two.
   */
  redeem(code: unknown, tab?: unknown): string | null;
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
  /** `traded`: to which tab, for which token; kept until that is used */
  let codes: { hash: Buffer; expiresAt: number; traded: { tab: Buffer; token: Buffer } | null }[] = [];
  let tokens: Buffer[] = [];
  let tickets: { hash: Buffer; assetId: number; expiresAt: number }[] = [];
  let bad = 0;
  return {
    mintCode() {
      const code = randomBytes(16).toString('base64url');
      bad = 0;
      codes = codes.filter((entry) => entry.expiresAt > clock.now());
      codes.push({ hash: digest(code), expiresAt: clock.now() + limits.codeMs, traded: null });
      if (codes.length > maxCodes) codes.shift();
      return code;
    },
    redeem(code, tab) {
      const hash = digest(typeof code === 'string' ? code : '');
      const own = typeof tab === 'string' && tab !== '' ? digest(tab) : null;
      let hit = -1;
      codes.forEach((entry, index) => {
        const again = entry.traded === null || (own !== null && timingSafeEqual(entry.traded.tab, own));
        if (timingSafeEqual(entry.hash, hash) && again && entry.expiresAt > clock.now()) hit = index;
      });
      if (hit < 0) {
        // a wrong guess counts only while there is something to guess
        if (codes.length > 0 && ++bad >= limits.badTries) codes = [];
        return null;
      }
      const { traded } = codes[hit]!;
      tokens = tokens.filter((known) => known !== traded?.token);
      const token = randomBytes(32).toString('base64url');
      const known = digest(token);
      tokens.push(known);
      if (tokens.length > maxTokens) tokens.shift();
      if (own) codes[hit]!.traded = { tab: own, token: known };
      else codes.splice(hit, 1);
      return token;
    },
    accepts(token) {
      const hash = digest(token);
      let found: Buffer | null = null;
      for (const known of tokens) if (timingSafeEqual(known, hash)) found = known;
      if (found && codes.length > 0) codes = codes.filter(({ traded }) => traded?.token !== found);
      return found !== null;
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
