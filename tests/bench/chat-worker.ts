import { indexingFor } from '../../electron/features/search/index.ts';
import type { ChatCommitReport, ChatQueueScan, ImportQueue } from '../../shared/contracts/import-queue.ts';
import { byName, call, callUnread, openBook } from './book.ts';
import { type LoopDelay, watchDelay, watchWork } from './loop-watch.ts';

/** What a process of its own is asked to bring in. */
export interface ChatRun {
  csv: string;
  dataDir: string;
  /** the file is in the book: its look has to know it by its bytes, then it is looked through and imported all the same */
  again: boolean;
}

/** ms of the clock and of all cores of this process: host and workers together. */
export interface Cost {
  ms: number;
  cpu: number;
}

const steps = ['open', 'scan', 'through', 'commit', 'list', 'index'] as const;

export interface ChatRunReport {
  /** `through` = the look at a file that is there already, record by record (else zeros); `list` = the first page of friends after the commit; `index` = search index and active hours, from then on */
  steps: Record<(typeof steps)[number], Cost>;
  added: number;
  duplicate: number;
  /** event loop of the host: before, for three seconds, and from `open` to `index` */
  idle: LoopDelay;
  importing: LoopDelay;
  /** the longest the host's thread was at work at a stretch meanwhile: ms of processor time */
  hostWork: number;
  /** MB that the process grew by at most: the worker, as the host does little but wait */
  worker: number;
}

const idleMs = 3000;
const sampleMs = 20;

/** Runs in a process of its own, so that processor time and memory are those of one import. Prints its report; progress on stderr. */
export async function importChatsOnce(root: string, { csv, dataDir, again }: ChatRun): Promise<void> {
  const app = await openBook(root, dataDir);
  const list = () => call(app, 'friends.list', { ...byName, offset: 0, limit: 100 });
  await list();
  // what an import before left for the search is no part of this one
  await indexingFor(app.context).now();
  const { fileId } = await app.files.stageCopy(csv);
  const before = watchDelay();
  // watched in the same way, so that the two can be compared
  const beforeWork = watchWork();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  beforeWork.stop();
  const idle = before.stop();
  const base = process.memoryUsage.rss();
  let most = base;
  const sampler = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, sampleMs);
  const loop = watchDelay();
  const busy = watchWork();
  const costs: Partial<ChatRunReport['steps']> = { through: { ms: 0, cpu: 0 } };
  const step = async <T>(name: (typeof steps)[number], work: () => Promise<T>): Promise<T> => {
    const cpu = process.cpuUsage();
    const at = performance.now();
    const value = await work();
    const { user, system } = process.cpuUsage(cpu);
    const cost = { ms: performance.now() - at, cpu: (user + system) / 1000 };
    costs[name] = cost;
    console.error(`#   ${name}: ${(cost.ms / 1000).toFixed(2)} s, processor ${(cost.cpu / 1000).toFixed(2)} s`);
    return value;
  };
  const queue = await step('open', () => call<ImportQueue>(app, 'importQueue.open', { fileIds: [fileId] }));
  const selection = { queueId: queue.queueId, itemIds: queue.items.map(({ itemId }) => itemId), accountId: 1, me: null };
  // the page parses it, not the host's thread
  const look = (inFull: boolean) => callUnread<ChatQueueScan>(app, 'chatImport.scan', { ...selection, inFull });
  const scan = await step('scan', () => look(false));
  if (again) await step('through', () => look(true));
  const answers = { mojibakeAccepted: false, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' };
  const report = await step('commit', () => call<ChatCommitReport>(app, 'chatImport.commit', { ...selection, ...answers }));
  await step('list', list);
  await step('index', () => indexingFor(app.context).now());
  clearInterval(sampler);
  const importing = loop.stop();
  const hostWork = busy.stop();
  const { read, again: known } = scan();
  if ((known !== null) !== again) throw new Error(`the look ${again ? 'does not know the file' : 'knows a new file'}`);
  if (report.read !== read) throw new Error(`looked at ${read}, read ${report.read}`);
  const result: ChatRunReport = {
    steps: costs as ChatRunReport['steps'],
    added: report.added,
    duplicate: report.duplicate,
    idle,
    importing,
    hostWork,
    worker: (most - base) / 2 ** 20,
  };
  console.log(JSON.stringify(result));
  await app.close();
}
