import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { assetType, partOf } from '../byte-range.ts';
import type { HostFiles } from '../host-app.ts';
import { baseHeaders, dataHeaders, fillNonce, pageHeaders, staticHeaders } from '../security-headers.ts';
import type { StaticManifest } from '../static-files.ts';
import { isOwnPage } from './policy.ts';

const refuse = (status: number, extra: Record<string, string> = {}) =>
  new Response(null, { status, headers: { ...baseHeaders, 'Cache-Control': 'no-store', ...extra } });

/** A stored picture or video, or the part of it that was asked for, as a stream. */
function sendAsset(request: Request, found: ReturnType<HostFiles['assetPath']>): Response {
  const size = found && statSync(found.path, { throwIfNoEntry: false })?.size;
  if (!found || size === undefined || size === null) return refuse(404);
  const asked = { range: request.headers.get('range'), ifRange: request.headers.get('if-range') };
  const { status, headers, bytes } = partOf(asked, size);
  const body = bytes && request.method === 'GET' ? (Readable.toWeb(createReadStream(found.path, bytes)) as ReadableStream) : null;
  return new Response(body, { status, headers: { ...dataHeaders(), 'Content-Type': assetType(found.mime), ...headers } });
}

/**
 * Answers `app://bundle/…` from a fixed map: no path is ever joined or decoded, so no request can name a file of the disk.
 * GET and HEAD only. The page itself answers to `/` and `/index.html`, `/media/<id>` is a stored picture or video (with Range); everything
 * that is not in the map is a 404.
 */
export function schemeHandler(
  bundle: StaticManifest,
  newNonce: () => string,
  assetPath: HostFiles['assetPath'],
): (request: Request) => Response {
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { Allow: 'GET, HEAD' });
    if (!isOwnPage(request.url)) return refuse(404);
    const path = new URL(request.url).pathname;
    const head = request.method === 'HEAD';
    if (path === '/' || path === '/index.html') {
      const nonce = newNonce();
      const headers = { ...pageHeaders(nonce), 'Content-Type': 'text/html; charset=utf-8' };
      return new Response(head ? null : fillNonce(bundle.page, nonce), { status: 200, headers });
    }
    const asset = /^app:\/\/bundle\/media\/([1-9]\d{0,14})$/.exec(request.url);
    if (asset) return sendAsset(request, assetPath(Number(asset[1])));
    const file = bundle.files.get(path);
    if (!file) return refuse(404);
    const headers = { ...staticHeaders(file.hashed), 'Content-Type': file.type };
    return new Response(head ? null : new Uint8Array(file.bytes), { status: 200, headers });
  };
}
