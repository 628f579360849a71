import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startLoopback } from '../../electron/hosts/loopback/index.ts';
import { readStaticManifest } from '../../electron/hosts/static-files.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { randomIds } from '../../electron/platform/ids.ts';
import type { FriendPage } from '../../shared/contracts/friends.ts';
import { byName, call, openBook } from './book.ts';

/*
 * The host of a page in a process of its own, as `npm start` runs it: in that of the bench it would share its thread with what drives the
 * browser, which hears of each request several times, and its heap with all that was measured before.
 */

/** A book to be shown: what the process of its own is told. */
export interface PageHostRun {
  shown: string;
  rendererDir: string;
}

/** What runs there: says its address, answers each line, a text, with how many friends it finds, and ends when nothing more can come. */
export async function hostPage(root: string, { shown, rendererDir }: PageHostRun): Promise<void> {
  const app = await openBook(root, shown);
  await call(app, 'settings.set', { key: 'app.firstRunDone', value: true });
  await call(app, 'settings.set', { key: 'app.lastPage', value: '/friends' });
  const loopback = await startLoopback({ app, manifest: readStaticManifest(rendererDir), port: 0, clock: systemClock, ids: randomIds });
  console.log(loopback.address);
  for await (const text of createInterface({ input: process.stdin })) {
    const filter = text ? { text } : {};
    console.log((await call<FriendPage>(app, 'friends.list', { filter, sort: byName.sort, offset: 0, limit: 1 })).total);
  }
  await loopback.close();
  await app.close();
}

export interface PageHost {
  address: string;
  /** friends that a text finds */
  total(text: string): Promise<number>;
  close(): Promise<void>;
}

export async function startPageHost(root: string, run: PageHostRun): Promise<PageHost> {
  const args = [...process.execArgv, join(root, 'tests/bench/run.mjs'), '--child', JSON.stringify(run)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the host of the page ended');
    return value;
  };
  return {
    address: await nextLine(),
    async total(text) {
      child.stdin.write(`${text}\n`);
      return Number(await nextLine());
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
