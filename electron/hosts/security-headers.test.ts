import { expect, it } from 'vitest';
import { baseHeaders, csp, dataHeaders, fillNonce, pageHeaders } from './security-headers.ts';

it('the policy is exactly the agreed one', () => {
  expect(csp('n0')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-n0'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
      "media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; object-src 'none'; frame-src 'none'; child-src 'none'; frame-ancestors 'none'; " +
      "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types default",
  );
  expect(csp('n0')).not.toMatch(/unsafe|http:|\*/);
});

it('every response keeps to itself, data are never stored', () => {
  for (const headers of [pageHeaders('n'), dataHeaders()]) {
    expect(headers).toMatchObject(baseHeaders);
    expect(headers['Cache-Control']).toBe('no-store');
  }
  expect(baseHeaders['Permissions-Policy']).toMatch(/^clipboard-write=\(self\), /);
  expect(baseHeaders['Permissions-Policy']!.match(/=\(self\)/g)).toHaveLength(1);
});

it('the nonce is filled in everywhere', () => {
  expect(fillNonce('<a nonce="__CSP_NONCE__"><b nonce="__CSP_NONCE__">', 'x')).toBe('<a nonce="x"><b nonce="x">');
});
