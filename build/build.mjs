/** `npm run build`: dist/renderer, dist/node and, when there is a generator, dist/demo. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkNode } from './check-node.mjs';
import { clean } from './clean.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const entries = ['renderer/index.html', 'electron/main.ts', 'electron/server.ts', 'electron/app/worker.ts', 'electron/preload.ts'];
/** Written last: a build that was cut off counts as none. */
export const stamp = join(root, 'dist', '.built');

/** Bundles the generator (it is TypeScript, and older Node does not read that) and lets it write dist/demo/demo.json. */
async function buildDemo(vite) {
  const generator = join(root, 'build', 'demo', 'generate.ts');
  if (!existsSync(generator)) return;
  const outDir = join(root, 'dist', '.demo');
  await vite.build({
    configFile: join(root, 'build', 'vite.node.config.ts'),
    logLevel: 'warn',
    build: { outDir, rolldownOptions: { input: { generate: generator } } },
  });
  const { writeDemo } = await import(pathToFileURL(join(outDir, 'generate.js')).href);
  mkdirSync(join(root, 'dist', 'demo'), { recursive: true });
  await writeDemo(join(root, 'dist', 'demo', 'demo.json'));
  rmSync(outDir, { recursive: true, force: true });
}

/** Builds everything from nothing. Throws when an entry is missing or a part does not build. */
export async function build() {
  const missing = entries.filter((entry) => !existsSync(join(root, entry)));
  if (missing.length > 0) throw new Error(`entries are missing: ${missing.join(', ')}`);
  clean(root);
  const vite = await import('vite');
  const config = (name) => join(root, 'build', `vite.${name}.config.ts`);
  await vite.build({ configFile: config('renderer'), logLevel: 'warn', mode: 'production' });
  await vite.build({ configFile: config('node'), logLevel: 'warn', mode: 'production' });
  await vite.build({ configFile: config('node'), logLevel: 'warn', mode: 'preload' });
  await buildDemo(vite);
  writeFileSync(stamp, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  checkNode();
  const started = performance.now();
  build().then(
    () => console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`),
    (error) => {
      console.error(error instanceof Error ? (error.stack ?? error.message) : error);
      process.exit(1);
    },
  );
}
