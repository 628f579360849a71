/** The real server of browser mode as a child process, over a temporary data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = join(root, 'dist', 'node', 'server.js');
const startMs = 60_000;

export interface TestServer {
  /** the printed address with its one-time code */
  address: string;
  origin: string;
  dataDir: string;
  /** everything it has printed so far */
  output: () => string;
  /** kill -9; resolves when the process is gone */
  kill: () => Promise<void>;
  /** Ctrl+C; resolves with the exit code */
  stop: () => Promise<number | null>;
}

/** A folder of its own for one book; `removeDir` when the test is over. */
export function tempDir(name = 'tiefen-e2e-'): string {
  return mkdtempSync(join(tmpdir(), name));
}

export function removeDir(dir: string): void {
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}

function launch(args: readonly string[]): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  if (!existsSync(entry)) throw new Error('dist/node/server.js is missing: run `npm run build` first');
  // the same zone as the pages of the tests, whatever the machine's own is
  const child = spawn(process.execPath, [entry, ...args], { cwd: root, env: { ...process.env, TZ: 'Asia/Shanghai' } });
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => void (text += bytes.toString('utf8')));
  child.stderr.on('data', (bytes: Buffer) => void (text += bytes.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, output: () => text, ended };
}

/** Runs the server until it ends by itself: what a person reads in the terminal, and the exit code. */
export async function runServer(args: readonly string[]): Promise<{ output: string; code: number | null }> {
  const { child, output, ended } = launch(args);
  const timer = setTimeout(() => child.kill('SIGKILL'), startMs);
  const code = await ended;
  clearTimeout(timer);
  return { output: output(), code };
}

/** Starts the server and waits for its line: that the book is open, or where a damaged one is brought back. The caller stops or kills it. */
export async function startServer(dataDir: string, args: readonly string[] = []): Promise<TestServer> {
  const { child, output, ended } = launch(['--no-open', '--port', '0', '--data', dataDir, ...args]);
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not come up:\n${output()}`)), startMs);
    const look = () => {
      const found = /^(?:铁粉簿已就绪|请在这个网页里把资料救回来|一定要用现在这个版本，可以在这个网页里回到升级前的那一份)：(\S+)/m.exec(
        output(),
      )?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.on('data', look);
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}:\n${output()}`));
    });
  });
  const send = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    address,
    origin: new URL(address).origin,
    dataDir,
    output,
    kill: async () => void (await send('SIGKILL')),
    stop: () => send('SIGTERM'),
  };
}
