/**
 * The response headers that keep a page of ours to itself; the same for the desktop scheme handler and the loopback server.
 */

/** Stands in the built index.html wherever the nonce belongs (vite `html.cspNonce`). */
export const noncePlaceholder = '__CSP_NONCE__';

/**
 * Content security policy of the app's page.
 * Styles may come from our files or from a `<style>` that carries `nonce` (antd makes those at run time);
 * scripts only from our files. The page installs one Trusted Types policy, `default`, which lets no markup through.
 * @param nonce base64url text, new for every response
 */
export function csp(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "child-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/** Policy of everything that is not a page: opened by itself it can run and load nothing. */
export const inertCsp = "default-src 'none'; frame-ancestors 'none'; sandbox";

const offFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

/** Headers of every response, whatever it holds. */
export const baseHeaders: Readonly<Record<string, string>> = Object.freeze({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': ['clipboard-write=(self)', ...offFeatures.map((feature) => `${feature}=()`)].join(', '),
});

/** Headers of the page itself. */
export function pageHeaders(nonce: string): Record<string, string> {
  return { ...baseHeaders, 'Content-Security-Policy': csp(nonce), 'Cache-Control': 'no-store' };
}

/** Headers of scripts, styles and fonts that belong to the page; a hashed name never changes its content. */
export function staticHeaders(hashed: boolean): Record<string, string> {
  return {
    ...baseHeaders,
    'Content-Security-Policy': inertCsp,
    'Cache-Control': hashed ? 'private, max-age=31536000, immutable' : 'no-cache',
  };
}

/** Headers of answers, exports and pictures: never stored, never active. */
export function dataHeaders(): Record<string, string> {
  return { ...baseHeaders, 'Content-Security-Policy': inertCsp, 'Cache-Control': 'no-store' };
}

/** The built index.html with the nonce of this response filled in. */
export function fillNonce(html: string, nonce: string): string {
  return html.replaceAll(noncePlaceholder, nonce);
}
