import { baseHeaders, fillNonce, pageHeaders, staticHeaders } from '../security-headers.ts';
import type { StaticManifest } from '../static-files.ts';
import { isOwnPage } from './policy.ts';

const refuse = (status: number, extra: Record<string, string> = {}) =>
  new Response(null, { status, headers: { ...baseHeaders, 'Cache-Control': 'no-store', ...extra } });

/**
 * Answers `app://bundle/…` from a fixed map: no path is ever joined or decoded, so no request can name a file of the disk.
 * GET and HEAD only. The page itself answers to `/` and `/index.html`; everything that is not in the map is a 404.
 */
export function schemeHandler(bundle: StaticManifest, newNonce: () => string): (request: Request) => Response {
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
    const file = bundle.files.get(path);
    if (!file) return refuse(404);
    const headers = { ...staticHeaders(file.hashed), 'Content-Type': file.type };
    return new Response(head ? null : new Uint8Array(file.bytes), { status: 200, headers });
  };
}
