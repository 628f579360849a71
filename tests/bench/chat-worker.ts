import { indexingFor } from '../../electron/features/search/index.ts';
import type { ChatCommitReport, ChatQueueScan, ImportQueue } from '../../shared/contracts/import-queue.ts';
import { byName, call, openBook } from './book.ts';
import { watchLoop } from './loop-watch.ts';

/** What a process of its own is asked to bring in. */
export interface ChatRun {
  csv: string;
  dataDir: string;
}

/** ms of the clock and of all cores of this process: host and workers together. */
export interface Cost {
  ms: number;
  cpu: number;
}

export interface ChatRunReport {
  /** `list` = the first page of friends after the commit */
  steps: Record<'open' | 'scan' | 'commit' | 'list', Cost>;
  added: number;
  duplicate: number;
  /** ms by which a 2 ms timer of the host came late; idle = before, for two seconds */
  idle: { p99: number; max: number };
  importing: { p99: number; max: number };
  /** MB that the process grew by at most: the worker, as the host does little but wait */
  worker: number;
}

const idleMs = 2000;
const sampleMs = 20;

/** Runs in a process of its own, so that processor time and memory are those of one import. Prints its report. */
export async function importChatsOnce(root: string, { csv, dataDir }: ChatRun): Promise<void> {
  const app = await openBook(root, dataDir);
  await call(app, 'friends.list', { ...byName, offset: 0, limit: 100 });
  // what an import before left for the search is no part of this one
  await indexingFor(app.context).now();
  const { fileId } = await app.files.stageCopy(csv);
  const before = watchLoop();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const idle = before.stop();
  const base = process.memoryUsage.rss();
  let most = base;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, sampleMs);
  const loop = watchLoop();
  const steps: Partial<ChatRunReport['steps']> = {};
  const step = async <T>(name: keyof ChatRunReport['steps'], work: () => Promise<T>): Promise<T> => {
    const cpu = process.cpuUsage();
    const at = performance.now();
    const value = await work();
    const { user, system } = process.cpuUsage(cpu);
    steps[name] = { ms: performance.now() - at, cpu: (user + system) / 1000 };
    return value;
  };
  const queue = await step('open', () => call<ImportQueue>(app, 'importQueue.open', { fileIds: [fileId] }));
  const selection = { queueId: queue.queueId, itemIds: queue.items.map(({ itemId }) => itemId), accountId: 1, me: null };
  const scan = await step('scan', () => call<ChatQueueScan>(app, 'chatImport.scan', selection));
  const answers = { mojibakeAccepted: false, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' };
  const report = await step('commit', () => call<ChatCommitReport>(app, 'chatImport.commit', { ...selection, ...answers }));
  await step('list', () => call(app, 'friends.list', { ...byName, offset: 0, limit: 100 }));
  clearInterval(sampler);
  const { p99, max } = loop.stop();
  if (report.read !== scan.read) throw new Error(`looked at ${scan.read}, read ${report.read}`);
  const result: ChatRunReport = {
    steps: steps as ChatRunReport['steps'],
    added: report.added,
    duplicate: report.duplicate,
    idle: { p99: idle.p99, max: idle.max },
    importing: { p99, max },
    worker: (most - base) / 2 ** 20,
  };
  console.log(JSON.stringify(result));
  await app.close();
}
