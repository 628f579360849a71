/** `npm test`: build, types, lint, import rules, then every test in real Node, real SQLite and real Chromium. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode } from './check-node.mjs';
import { readFigures, tableOf } from './figures.mjs';
import { findBrowser } from './find-browser.mjs';

checkNode();

const root = fileURLToPath(new URL('..', import.meta.url));
const report = join(root, 'tests', 'artifacts', 'vitest.json');
const figures = join(root, 'tests', 'artifacts', 'figures.jsonl');
const modules = join(root, 'node_modules');

const told = (name, status, started) =>
  console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${((performance.now() - started) / 1000).toFixed(1)} s`);

/** Runs one script with this very Node to its end; what would end this process meanwhile (Ctrl+C) ends the script. */
function step(name, args, env = {}) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill());
    child.on('error', (error) => console.error(error.message));
    child.on('close', (status) => {
      told(name, status, started);
      resolve(status ?? 1);
    });
  });
}

/** Runs scripts that do not need each other side by side, what each says in one piece; ends the process when one fails. */
async function must(...scripts) {
  const run = ([name, args]) =>
    new Promise((resolve) => {
      const started = performance.now();
      const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      const said = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => said.push(piece));
      child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
      child.on('close', (status) => {
        console.log(`\n── ${name}`);
        process.stdout.write(Buffer.concat(said));
        told(name, status, started);
        resolve(status ?? 1);
      });
    });
  const failed = (await Promise.all(scripts.map(run))).find((status) => status !== 0);
  if (failed !== undefined) process.exit(failed);
}

/** The line that sums up the run, from vitest's own report; a run that failed never says 0 failed. */
function summary(status) {
  if (!existsSync(report)) return '0 passed, 1 failed';
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  // a file that does not load fails without a test of its own
  const notLoaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = numFailedTests + notLoaded;
  return `${numPassedTests} passed, ${status !== 0 && failed === 0 ? 1 : failed} failed`;
}

const memory = '/dev/shm';

/**
 * Where there is plenty of memory the books of the tests lie in it: they save thousands of times, and each save waits for the disk.
 * Tests that are about a disk ask for one (`TIEFEN_DISK_TMPDIR`).
 * @returns the variables that say so; {} = the usual folder for temporary files
 */
function temporaryFiles() {
  if (!existsSync(memory)) return {};
  const { bavail, bsize } = statfsSync(memory);
  const isPlenty = Math.min(bavail * bsize, freemem() / 2) > 2 ** 30;
  return isPlenty ? { TMPDIR: mkdtempSync(join(memory, 'tiefen-tests-')), TIEFEN_DISK_TMPDIR: tmpdir() } : {};
}

/** What is left of the temporary files, also after tests that failed or were ended. */
function removeTemporary({ TMPDIR }) {
  if (!TMPDIR) return;
  try {
    rmSync(TMPDIR, { recursive: true, force: true, maxRetries: 10 });
  } catch (error) {
    console.error(`left behind: ${error.message}`);
  }
}

async function test() {
  await must(['build', ['build/build.mjs']], ['typecheck', [join(modules, 'typescript7', 'bin', 'tsc'), '--noEmit']]);
  await must(['lint', [join(modules, '@biomejs', 'biome', 'bin', 'biome'), 'check', '.']], ['import rules', ['build/check-imports.mjs']]);
  const browser = await findBrowser();
  console.log(`\nbrowser: ${browser}`);
  for (const file of [report, figures]) rmSync(file, { force: true });
  mkdirSync(join(root, 'tests', 'artifacts'), { recursive: true });
  const vitest = [join(modules, 'vitest', 'vitest.mjs'), 'run', '--config', 'build/vitest.config.ts'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const temporary = temporaryFiles();
  const status = await step('tests', [...vitest, ...reporters, ...process.argv.slice(2)], {
    CHROMIUM_PATH: browser,
    TIEFEN_FIGURES: figures,
    TIEFEN_BUILT_WORKER: join(root, 'dist', 'node', 'worker.js'),
    // what the killed and refused programs of the tests have compiled serves the next one
    NODE_COMPILE_CACHE: join(root, 'tests', 'artifacts', 'compiled'),
    ...temporary,
  });
  removeTemporary(temporary);
  console.log(`\n${tableOf(readFigures(figures))}`);
  console.log(`\n${summary(status)}`);
  process.exit(status);
}

test().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
