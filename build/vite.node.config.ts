import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const external = ['electron', 'better-sqlite3', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/**
 * Everything that runs in Node, bundled but for Electron, better-sqlite3 and Node itself.
 * `--mode preload` builds the preload script alone: a sandboxed one must be a single CommonJS file.
 */
export default defineConfig(({ mode }): UserConfig => {
  const preload = mode === 'preload';
  return {
    root,
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: `${root}dist/node`,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        external,
        input: preload
          ? { preload: `${root}electron/preload.ts` }
          : {
              main: `${root}electron/main.ts`,
              server: `${root}electron/server.ts`,
              worker: `${root}electron/app/worker.ts`,
              share: `${root}electron/platform/share/share-process.ts`,
            },
        output: preload
          ? { format: 'cjs', entryFileNames: '[name].cjs' }
          : { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
});
