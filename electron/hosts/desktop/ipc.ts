import { isAbsolute } from 'node:path';
import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { AppError, type ErrorKind, type WireError } from '../../../shared/errors.ts';
import type { HostReply, MiniWindow, RpcResponse } from '../../../shared/host.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { HostApp } from '../host-app.ts';
import { channels } from './channels.ts';
import type { NativeActions } from './native-actions.ts';
import { isOwnPage } from './policy.ts';

export const maxRpcBytes = 1024 * 1024;
export const maxStagedBytes = 32 * 1024 * 1024;
const maxTextLength = 1_000_000;
const maxPathLength = 32_767;

const callId = z.string().min(1).max(100);
const assetId = z.int().positive();
// device paths of Windows reach raw disks and pipes; NUL ends a path early (CVE-2026-70603)
const filePath = z
  .string()
  .min(1)
  .max(maxPathLength)
  .refine((path) => isAbsolute(path) && !path.includes('\0') && !/^[\\/]{2}[.?][\\/]/.test(path));
const bytes = z
  .custom<ArrayBuffer | Uint8Array>((value) => value instanceof ArrayBuffer || value instanceof Uint8Array)
  .refine((value) => value.byteLength <= maxStagedBytes, { params: { kind: 'fileTooLarge' satisfies ErrorKind } });

const hasNoControls = (text: string) => [...text].every((char) => char >= ' ' && char !== '\u007f');

/** Shape of the one argument of each channel; exported so that the tests can cover every channel. */
export const inputs = {
  rpc: z.strictObject({
    path: z
      .string()
      .max(80)
      .regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/),
    body: z.unknown(),
    callId: callId.nullable(),
  }),
  cancel: z.strictObject({ callId }),
  stagePath: z.strictObject({ path: filePath, place: z.string().max(1000).refine(hasNoControls).optional() }),
  stageFolder: z.strictObject({}),
  chooseFolder: z.strictObject({}),
  stageBytes: z.strictObject({ name: z.string().min(1).max(255).refine(hasNoControls), bytes }),
  readAsset: z.strictObject({ assetId }),
  saveExport: z.strictObject({ fileId: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), suggestedName: z.string().max(255) }),
  saveAsset: z.strictObject({ assetId }),
  copyText: z.strictObject({ text: z.string().max(maxTextLength) }),
  copyImage: z.strictObject({ assetId }),
  openLink: z.strictObject({ link: z.enum(['help', 'licenses']) }),
  openDataFolder: z.strictObject({}),
  alwaysOnTop: z.strictObject({ on: z.boolean() }),
  openMini: z.strictObject({ queueId: z.int().positive() }),
} as const;

export interface IpcDeps {
  backend: HostApp;
  actions: NativeActions;
  /** our windows that are open: the main one and the small one */
  windows(): readonly BrowserWindow[];
  openMini(queueId: number): Promise<MiniWindow>;
  ids: Ids;
  logger: Logger;
}

/** Did this message come from the main frame of this window of ours, showing our page? The frame is null once it has gone. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>, window: BrowserWindow | null): boolean {
  const frame = event.senderFrame;
  if (frame === null || window === null || window.isDestroyed()) return false;
  return (
    event.sender === window.webContents && frame === window.webContents.mainFrame && frame.origin === 'app://bundle' && isOwnPage(frame.url)
  );
}

const rpcCodes: Partial<Record<number, [name: string, code: number]>> = {
  400: ['BAD_REQUEST', -32600],
  413: ['PAYLOAD_TOO_LARGE', -32013],
};

/** An answer of this host itself, in the router's error shape. */
function rpcRefusal(status: 400 | 413, path: string): RpcResponse {
  const [code, number] = rpcCodes[status]!;
  const app = new AppError('invalidInput').toWire();
  return { status, body: { error: { message: app.kind, code: number, data: { code, httpStatus: status, path, app } } } };
}

/** The same value as JSON would carry it, or null when it is too large or no JSON at all (cycles, BigInt). */
function asJson(body: unknown): { value: unknown } | 'tooLarge' | 'notJson' {
  try {
    const text = JSON.stringify(body ?? null) ?? 'null';
    return Buffer.byteLength(text) > maxRpcBytes ? 'tooLarge' : { value: JSON.parse(text) as unknown };
  } catch {
    return 'notJson';
  }
}

/** Kind of the first problem that names one; everything else is invalidInput. */
function refusalKind(error: z.ZodError): ErrorKind {
  const named = error.issues.find((issue) => issue.code === 'custom' && issue.params?.kind !== undefined);
  return named?.code === 'custom' ? (named.params?.kind as ErrorKind) : 'invalidInput';
}

type Refused = (error: z.ZodError) => unknown;
type Work<S extends z.ZodType> = (input: z.output<S>, window: BrowserWindow) => Promise<unknown>;

/**
 * Registers one channel: first the sender is checked, then the shape of the single argument.
 * Foreign senders get a rejection without a reason; a wrong argument from our own page gets what `refused` says.
 */
function on<S extends z.ZodType>(ipcMain: IpcMain, deps: IpcDeps, channel: string, schema: S, refused: Refused, work: Work<S>): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]) => {
    const window = deps.windows().find((one) => isTrustedSender(event, one));
    if (!window) {
      deps.logger.error('ipcRefused', { channel });
      throw new Error('refused');
    }
    const parsed = schema.safeParse(args.length === 1 ? args[0] : undefined);
    return parsed.success ? work(parsed.data, window) : refused(parsed.error);
  });
}

function wireOf(error: unknown, channel: string, deps: IpcDeps): WireError {
  if (error instanceof AppError) return error.toWire();
  const reference = deps.ids.token('err');
  deps.logger.error('desktopActionFailed', { channel, reference, code: (error as { code?: string } | null)?.code });
  return new AppError('internal').toWire(reference);
}

/** Calls of the router that are under way, by the page's own id or without one. */
function routerCalls(backend: HostApp) {
  const running = new Map<string, AbortController>();
  const unnamed = new Set<AbortController>();
  return {
    async call(input: z.output<typeof inputs.rpc>): Promise<RpcResponse> {
      const body = asJson(input.body);
      if (body === 'tooLarge') return rpcRefusal(413, input.path);
      if (body === 'notJson') return rpcRefusal(400, input.path);
      const abort = new AbortController();
      // a second call under a running id must not be able to take over its cancel
      const id = input.callId !== null && !running.has(input.callId) ? input.callId : null;
      if (id === null) unnamed.add(abort);
      else running.set(id, abort);
      try {
        return await backend.handle({ path: input.path, body: body.value, signal: abort.signal });
      } finally {
        if (id === null) unnamed.delete(abort);
        else running.delete(id);
      }
    },
    cancel: (id: string) => running.get(id)?.abort(),
    abortAll: () => {
      for (const abort of [...running.values(), ...unnamed]) abort.abort();
    },
  };
}

/**
 * Registers every channel; see `on` for the checks.
 * The returned function aborts all running calls (the page went away).
 */
export function registerIpc(ipcMain: IpcMain, deps: IpcDeps): { abortAll(): void } {
  const { actions, backend } = deps;
  const calls = routerCalls(backend);

  /** A channel whose answer is a HostReply: typed errors travel as data. */
  function onAction<S extends z.ZodType, T>(
    channel: string,
    schema: S,
    work: (input: z.output<S>, window: BrowserWindow) => Promise<T>,
  ): void {
    const refused = (error: z.ZodError): HostReply<T> => ({ error: new AppError(refusalKind(error)).toWire() });
    on(ipcMain, deps, channel, schema, refused, async (input, window): Promise<HostReply<T>> => {
      try {
        return { data: await work(input, window) };
      } catch (error) {
        return { error: wireOf(error, channel, deps) };
      }
    });
  }

  on(ipcMain, deps, channels.rpc, inputs.rpc, () => rpcRefusal(400, ''), calls.call);
  const ignored = () => undefined;
  on(ipcMain, deps, channels.cancel, inputs.cancel, ignored, async (input) => calls.cancel(input.callId));
  onAction(channels.stagePath, inputs.stagePath, (input) => backend.files.stageCopy(input.path, input.place));
  // the page never names the folder: only what she picks in the system's dialog is walked through
  onAction(channels.stageFolder, inputs.stageFolder, async (_, window) => {
    const path = await actions.chooseFolder(window);
    return path === null ? null : backend.files.stageFolder(path);
  });
  onAction(channels.chooseFolder, inputs.chooseFolder, async (_, window) => {
    const path = await actions.chooseFolder(window);
    return path === null ? null : backend.files.offerFolder(path);
  });
  onAction(channels.stageBytes, inputs.stageBytes, (input) => {
    const chunk = input.bytes instanceof Uint8Array ? input.bytes : new Uint8Array(input.bytes);
    return backend.files.stageStream(input.name.replace(/.*[\\/]/, '') || 'file', oneChunk(chunk), maxStagedBytes);
  });
  onAction(channels.readAsset, inputs.readAsset, (input) => actions.readAsset(input.assetId));
  onAction(channels.saveExport, inputs.saveExport, (input, window) => actions.saveExport(window, input.fileId, input.suggestedName));
  onAction(channels.saveAsset, inputs.saveAsset, (input, window) => actions.saveAsset(window, input.assetId));
  onAction(channels.copyText, inputs.copyText, (input) => actions.copyText(input.text));
  onAction(channels.copyImage, inputs.copyImage, (input) => actions.copyImage(input.assetId));
  onAction(channels.openLink, inputs.openLink, (input) => actions.openLink(input.link));
  onAction(channels.openDataFolder, inputs.openDataFolder, () => actions.openDataFolder());
  onAction(channels.alwaysOnTop, inputs.alwaysOnTop, async (input, window) => {
    window.setAlwaysOnTop(input.on);
    return null;
  });
  onAction(channels.openMini, inputs.openMini, (input) => deps.openMini(input.queueId));

  return { abortAll: calls.abortAll };
}

async function* oneChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
