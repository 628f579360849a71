import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import nodeConfig from '../../build/vite.node.config.ts';
import { migrationsDir, projectRoot } from './test-app.ts';

/** A program of its own that works on a book until it is killed, bundled once: it starts in a third of the time that its sources take. */
export interface Victim {
  /**
   * Runs it with `args`, kills it with -9 and gives the lines of JSON it said; a last one that was cut was not said.
   * `whenSaid` is told after each piece of what it says, and says once how many ms it has to live from then on; null = not yet.
   */
  killed<Said>(args: string[], whenSaid: (said: Said[]) => number | null): Promise<Said[]>;
  /** Runs it to its own end and gives the lines of JSON it said. @throws when it ends in an error */
  ended<Said>(args: string[], env?: Record<string, string>): Promise<Said[]>;
  /** Takes its program away. */
  remove(): void;
}

/** @param name of a program below tests/helpers; its first argument will be the folder of the migrations */
export async function bundleVictim(name: string): Promise<Victim> {
  const artifacts = join(projectRoot, 'tests', 'artifacts');
  mkdirSync(artifacts, { recursive: true });
  // within the project: what is not bundled (SQLite) is looked for from there up
  const dir = mkdtempSync(join(artifacts, 'victim-'));
  const { build: options, ...config } = await nodeConfig({ command: 'build', mode: 'production' });
  const input = {
    [name]: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)),
    worker: join(projectRoot, 'electron', 'app', 'worker.ts'),
    share: join(projectRoot, 'electron', 'platform', 'share', 'share-process.ts'),
  };
  const output = { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } as const;
  await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    build: { ...options, outDir: dir, rolldownOptions: { ...options?.rolldownOptions, input, output } },
  });
  const program = [join(dir, `${name}.js`), migrationsDir];
  const compiled = { NODE_COMPILE_CACHE: join(dir, 'compiled') };
  return {
    killed: (args, whenSaid) => runs([...program, ...args], { ...compiled }, whenSaid),
    ended: (args, env) => runs([...program, ...args], { ...compiled, ...env }, null),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** Runs a program until it is killed, or, where nobody says when, to its own end. */
function runs<Said>(args: string[], env: Record<string, string>, whenSaid: ((said: Said[]) => number | null) | null): Promise<Said[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let [text, complaint, isSet] = ['', '', false];
    running.stdout.on('data', (chunk: Buffer) => {
      text += chunk;
      const ms = whenSaid?.(linesOf<Said>(text)) ?? null;
      if (isSet || ms === null) return;
      isSet = true;
      setTimeout(() => running.kill('SIGKILL'), ms);
    });
    running.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk;
    });
    running.on('close', (code, signal) => {
      if (whenSaid ? signal === 'SIGKILL' : code === 0) resolve(linesOf(text));
      else reject(new Error(`the program ended with ${code ?? signal}: ${complaint}`));
    });
  });
}

const linesOf = <Said>(text: string): Said[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Said);
