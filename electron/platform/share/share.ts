import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../../shared/errors.ts';
import type { FolderFacts, ListedFile, PutResult, ShareReply, ShareRequest, ShareTask } from './share-protocol.ts';

/** A process that serves share tasks, however the host starts one. */
export interface ShareChild {
  readonly pid: number | undefined;
  send(request: ShareRequest): void;
  onReply(listener: (reply: ShareReply) => void): void;
  onExit(listener: () => void): void;
  /** Ends it, or leaves it behind where the system does not let it end; never waits. */
  abandon(): void;
}
export type StartShareChild = (file: URL) => ShareChild;

/** In plain Node. The desktop host brings its own: Electron's program does not run as Node. */
export const forkShareChild: StartShareChild = (file) =>
  // no secrets and no debugger go along; Windows starts nothing without its own folder
  forkShareChildWith(file, process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {});

/** The same with the environment it is given and no other. */
export function forkShareChildWith(file: URL, env: Record<string, string>): ShareChild {
  const child: ChildProcess = fork(fileURLToPath(file), [], {
    env,
    execArgv: [],
    stdio: 'ignore',
    serialization: 'advanced',
  });
  child.unref();
  child.channel?.unref();
  return {
    pid: child.pid,
    send: (request) => void child.send(request, () => {}),
    onReply: (listener) => void child.on('message', (reply) => listener(reply as ShareReply)),
    onExit(listener) {
      child.on('exit', listener);
      child.on('error', listener);
    },
    abandon() {
      child.kill('SIGKILL');
      if (child.connected) child.disconnect();
    },
  };
}

export interface Share {
  /** `make` false = a folder that is not there is not made */
  probe(folder: string, make?: boolean): Promise<FolderFacts>;
  list(folder: string, pattern: RegExp): Promise<ListedFile[]>;
  put(from: string, to: string, onMoved?: (bytes: number) => void): Promise<PutResult>;
  get(from: string, to: string, onMoved?: (bytes: number) => void): Promise<PutResult>;
  /** Of this computer's own files. @throws AppError `diskFull`, `storageFailed`, `readOnlyFolder` */
  copy(from: string, to: string): Promise<number>;
  head(path: string, bytes: number): Promise<Uint8Array>;
  remove(path: string): Promise<void>;
  /** What runs is given up (`cancelled`) at once; the next call gets a new process. */
  giveUp(): void;
  /** What runs is given up (`closing`), the process ended or left behind; never waits. */
  close(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: AppError): void;
  onMoved?: ((bytes: number) => void) | undefined;
}

/** Without a sign of life for so long a place counts as hanging, ms. A sleeping disk needs some ten seconds to wake. */
const usualPatience = 20_000;

/**
 * Files on sticks and shares, through a process of its own that is started when first needed.
 * Every call @throws AppError `targetMissing`, `targetReadOnly`, `targetFull`, `targetUnfit`, `backupDamaged`, and
 * `targetHangs` after `patience()` ms without a sign of life; the process is left behind then, and the next call gets a new one.
 */
export function createShare(file: URL, start: StartShareChild = forkShareChild, patience = () => usualPatience): Share {
  const waiting = new Map<number, Waiting>();
  let child: ShareChild | null = null;
  let timer: NodeJS.Timeout | undefined;
  let nextId = 1;
  let closed = false;

  const drop = (error: AppError) => {
    clearTimeout(timer);
    child?.abandon();
    child = null;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  const watch = () => {
    clearTimeout(timer);
    if (waiting.size > 0) timer = setTimeout(() => drop(new AppError('targetHangs')), patience());
  };
  const onReply = (reply: ShareReply) => {
    const one = waiting.get(reply.id);
    if (!one) return;
    if (reply.type === 'moved') one.onMoved?.(reply.bytes);
    else {
      waiting.delete(reply.id);
      if (reply.type === 'done') one.resolve(reply.value);
      else one.reject(new AppError(reply.kind, reply.details));
    }
    watch();
  };
  const begin = () => {
    const begun = start(file);
    begun.onReply(onReply);
    begun.onExit(() => {
      if (child === begun) drop(new AppError('targetMissing', { code: 'helper ended' }));
    });
    return begun;
  };
  const ask = <T>(task: ShareTask, onMoved?: (bytes: number) => void): Promise<T> => {
    if (closed) return Promise.reject(new AppError('closing'));
    child ??= begin();
    const id = nextId++;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: (value) => resolve(value as T), reject, onMoved });
      child?.send({ id, task });
      watch();
    });
  };
  return {
    probe: (folder, make = true) => ask({ op: 'probe', folder, make }),
    list: (folder, pattern) => ask({ op: 'list', folder, pattern: pattern.source }),
    put: (from, to, onMoved) => ask({ op: 'put', from, to }, onMoved),
    get: (from, to, onMoved) => ask({ op: 'get', from, to }, onMoved),
    copy: (from, to) => ask({ op: 'copy', from, to }),
    head: (path, bytes) => ask({ op: 'head', path, bytes }),
    remove: (path) => ask({ op: 'remove', path }),
    giveUp: () => drop(new AppError('cancelled')),
    close() {
      closed = true;
      drop(new AppError('closing'));
    },
  };
}
