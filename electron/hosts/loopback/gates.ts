/**
 * The questions every request is asked, in order, before anything looks at what it wants.
 * Browser headers do not tell a rebound host name apart, so the Host header comes first.
 */
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** All values of a header; a header sent twice has two. */
function values(req: IncomingMessage, name: string): string[] {
  return req.headersDistinct[name] ?? [];
}

/** The one value of a header, null when absent; `refusal` when it came more than once. */
function only(req: IncomingMessage, name: string, refusal: Refusal): string | null {
  const all = values(req, name);
  if (all.length > 1) throw refusal;
  return all[0] ?? null;
}

/** Exactly one Host header, byte for byte ours. Throws 400 (none or several) or 421 (another). */
export function checkHost(req: IncomingMessage, host: string): void {
  // counted in the raw list: Node keeps only the first of several
  let count = 0;
  for (let i = 0; i < req.rawHeaders.length; i += 2) if (req.rawHeaders[i]!.toLowerCase() === 'host') count++;
  if (count !== 1) throw new Refusal(400, 'invalidInput');
  if (req.headers.host !== host) throw new Refusal(421, 'unauthorized');
}

/** Only origin-form targets (`/path`). Throws 400. */
export function checkTarget(req: IncomingMessage): void {
  const url = req.url ?? '';
  if (!url.startsWith('/') && !(url === '*' && req.method === 'OPTIONS')) throw new Refusal(400, 'invalidInput');
}

/** GET and POST exist, nothing else; no header or field can change the method. Throws 405. */
export function checkMethod(req: IncomingMessage): void {
  if (req.method !== 'GET' && req.method !== 'POST') throw new Refusal(405, 'unsupportedHere', 'GET, POST');
}

/**
 * An Origin, when sent, must be ours; a POST must send one (browsers leave it out of same-origin GETs). Throws 403.
 */
export function checkOrigin(req: IncomingMessage, origin: string): void {
  const sent = only(req, 'origin', new Refusal(403, 'unauthorized'));
  if (sent === null ? req.method !== 'GET' : sent !== origin) throw new Refusal(403, 'unauthorized');
}

/** Sec-Fetch-Site, when sent, must say same-origin; a person opening the address herself says none. Throws 403. */
export function checkFetchSite(req: IncomingMessage, openedByHand: boolean): void {
  const site = only(req, 'sec-fetch-site', new Refusal(403, 'unauthorized'));
  if (site === null || site === 'same-origin' || (site === 'none' && openedByHand)) return;
  throw new Refusal(403, 'unauthorized');
}

/** The bearer token of the request. Throws 401 when it is missing, doubled or not of our form. */
export function bearerToken(req: IncomingMessage): string {
  const header = only(req, 'authorization', new Refusal(401, 'unauthorized'));
  const match = header === null ? null : /^Bearer ([A-Za-z0-9_-]{43})$/.exec(header);
  if (!match) throw new Refusal(401, 'unauthorized');
  return match[1]!;
}

/** JSON and nothing but JSON, in UTF-8. Throws 415. */
export function checkJsonType(req: IncomingMessage): void {
  const type = only(req, 'content-type', new Refusal(415, 'invalidInput'));
  if (type === null || !/^application\/json(?:; ?charset="?utf-8"?)?$/i.test(type)) throw new Refusal(415, 'invalidInput');
}

/** Raw bytes: any type but the ones a form can send across sites with fields in it. Throws 415. */
export function checkUploadType(req: IncomingMessage): void {
  const type = only(req, 'content-type', new Refusal(415, 'invalidInput'));
  if (type !== null && /^(?:multipart\/|application\/x-www-form-urlencoded)/i.test(type)) throw new Refusal(415, 'invalidInput');
}

/** No compressed bodies: their size is unknown until it is too late. Throws 415. */
export function checkNotEncoded(req: IncomingMessage): void {
  if (values(req, 'content-encoding').length > 0) throw new Refusal(415, 'invalidInput');
}

/** A request without a body. Throws 400 when one is announced. */
export function checkNoBody(req: IncomingMessage): void {
  const length = only(req, 'content-length', new Refusal(400, 'invalidInput'));
  if (values(req, 'transfer-encoding').length > 0 || (length !== null && length !== '0')) throw new Refusal(400, 'invalidInput');
}
