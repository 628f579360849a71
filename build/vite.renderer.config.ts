import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The page: one index.html with lazy chunks. The host fills the nonce placeholder in. */
export default defineConfig({
  root: `${root}renderer`,
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: `${root}dist/renderer`,
    emptyOutDir: true,
    target: 'chrome140',
    // the loopback host answers /assets/<id> with the seller's pictures
    assetsDir: 'app',
    // a data: address in a style is one more source to allow; fonts and pictures stay files
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
});
