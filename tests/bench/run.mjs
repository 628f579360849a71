/**
 * `npm run bench [-- --quick] [--friends N] [--messages N] [--megabytes N] [--only import,search,…] [--no-browser]`
 * Bundles the back end and the page as the build does, into bench/.build, and measures those; prints one line a measure.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checkNode } from '../../build/check-node.mjs';
import { nodeFlags } from '../../build/node-flags.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function bundle(outDir, withPage) {
  rmSync(outDir, { recursive: true, force: true });
  const vite = await import('vite');
  const input = { main: join(root, 'tests/bench/main.ts'), worker: join(root, 'electron/app/worker.ts') };
  await vite.build({
    configFile: join(root, 'build/vite.node.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(outDir, 'node'), rolldownOptions: { input, external: ['playwright'] } },
  });
  if (!withPage) return;
  await vite.build({
    configFile: join(root, 'build/vite.renderer.config.ts'),
    logLevel: 'warn',
    build: { outDir: join(outDir, 'renderer') },
  });
}

checkNode();
// as `npm start` runs the program itself
const missing = nodeFlags().filter((flag) => !process.execArgv.includes(flag));
if (missing.length > 0) {
  const again = spawnSync(process.execPath, [...missing, ...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  process.exit(again.status ?? 1);
}
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    friends: { type: 'string' },
    messages: { type: 'string' },
    megabytes: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
    'no-browser': { type: 'boolean', default: false },
    // the bench starts itself once more to measure a start from nothing
    child: { type: 'string' },
    built: { type: 'boolean', default: false },
  },
});
const friends = Number(values.friends ?? (values.quick ? 10_000 : 100_000));
if (!Number.isInteger(friends) || friends < 1000 || friends > 1_000_000) {
  console.error('--friends takes a whole number from 1000 to 1000000');
  process.exit(1);
}
const messages = Number(values.messages ?? (values.quick ? 1_000_000 : 5_000_000));
if (!Number.isInteger(messages) || messages < 10_000) {
  console.error('--messages takes a whole number from 10000 on');
  process.exit(1);
}
const megabytes = Number(values.megabytes ?? (values.quick ? 60 : 2000));
if (!Number.isInteger(megabytes) || megabytes < 10) {
  console.error('--megabytes takes a whole number from 10 on');
  process.exit(1);
}
const outDir = join(root, 'bench', '.build');
const only = values.only?.split(',') ?? null;
const withPage = !values['no-browser'] && (only === null || only.includes('browser'));
if (!values.child && !values.built) await bundle(outDir, withPage);
const { bench, child } = await import(pathToFileURL(join(outDir, 'node', 'main.js')).href);
if (values.child) await child(values.child, root);
else
  await bench({
    root,
    outDir,
    friends,
    messages,
    megabytes,
    rounds: Math.max(1, Number(values.rounds)),
    quick: values.quick,
    only,
    browser: withPage,
  });
