import { monitorEventLoopDelay } from 'node:perf_hooks';
import { percentile, timed } from './measure.ts';

export interface LoopReport {
  /** ms by which a 2 ms timer came late */
  p99: number;
  max: number;
  /** the longest the thread itself was at work within one gap (processor time): what a busy machine does not add to */
  maxWork: number;
}

const everyMs = 2;

/** Processor time of this thread in ms; 0 where Node cannot tell. */
const threadCpu = (): number => {
  const usage = (process as { threadCpuUsage?: () => { user: number; system: number } }).threadCpuUsage?.();
  return usage ? (usage.user + usage.system) / 1000 : 0;
};

/** Watches how long this thread's event loop keeps others waiting, until `stop`. */
export function watchLoop(): { stop(): LoopReport } {
  const late: number[] = [];
  let maxWork = 0;
  let at = performance.now();
  let cpu = threadCpu();
  const timer = setInterval(() => {
    const now = performance.now();
    const work = threadCpu();
    late.push(Math.max(0, now - at - everyMs));
    maxWork = Math.max(maxWork, work - cpu);
    at = now;
    cpu = work;
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      late.push(Math.max(0, performance.now() - at - everyMs));
      return { p99: percentile(late, 0.99), max: Math.max(...late), maxWork };
    },
  };
}

/** The longest this thread was at work at a stretch until `stop`, in ms of processor time: a busy machine adds nothing to it. Cheap enough for minutes. */
export function watchWork(): { stop(): number } {
  let most = 0;
  let cpu = threadCpu();
  const look = () => {
    const now = threadCpu();
    most = Math.max(most, now - cpu);
    cpu = now;
  };
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      look();
      return most;
    },
  };
}

const pauseMs = 20;
const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** Times works one by one and keeps which of them, with what it leaves behind, was at work on this thread longest at a stretch. */
export class WatchedWorks {
  /** ms of processor time */
  most = { ms: 0, what: '' };

  /** @returns ms that it took */
  async time(work: () => Promise<unknown>, what = ''): Promise<number> {
    await pause();
    const watch = watchWork();
    const ms = await timed(work);
    await pause();
    const longest = watch.stop();
    if (longest > this.most.ms) this.most = { ms: longest, what };
    return ms;
  }
}

/** The worse of several reports. */
export function worst(reports: readonly LoopReport[]): LoopReport {
  const highest = (pick: (report: LoopReport) => number) => Math.max(...reports.map(pick));
  return { p99: highest((r) => r.p99), max: highest((r) => r.max), maxWork: highest((r) => r.maxWork) };
}

/** ms between the beats of a 1 ms timer. */
export interface LoopDelay {
  p99: number;
  max: number;
}

/** How evenly this thread's event loop beats until `stop`: cheap enough for minutes. Even an idle one beats each millisecond or so. */
export function watchDelay(): { stop(): LoopDelay } {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  return {
    stop() {
      histogram.disable();
      return { p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 };
    },
  };
}
