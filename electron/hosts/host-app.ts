/**
 * What a host (desktop window or browser mode) needs from the back end, and nothing more.
 * `createApp` in electron/app satisfies it; hosts never reach past it.
 */
import type { PushEvent } from '../../shared/events.ts';
import type { RpcResponse, StagedFile, StagedFolder } from '../../shared/host.ts';

export interface HostRequest {
  /** `feature.verb` */
  path: string;
  /** parsed JSON: the input of the procedure, or null */
  body: unknown;
  /** aborted when the page that asked has gone */
  signal?: AbortSignal;
}

export interface HostFiles {
  /** Takes in bytes as they come. Throws AppError fileTooLarge after `maxBytes`, diskFull, storageFailed. */
  stageStream(name: string, stream: AsyncIterable<Uint8Array>, maxBytes?: number, place?: string): Promise<StagedFile>;
  /** Takes in a copy of a file that the person chose through the system's dialog. */
  stageCopy(path: string, place?: string): Promise<StagedFile>;
  /** Takes in what of a folder can be imported; media are counted, links not followed. Throws AppError fileGone, fileTooLarge, diskFull. */
  stageFolder(path: string): Promise<StagedFolder>;
  /** Remembers a folder that the person chose through the system's dialog; procedures take its id. */
  offerFolder(path: string): { folderId: string; folder: string };
  /** A finished export, or null when there is none by that id. */
  exportPath(fileId: string): { path: string; name: string } | null;
  /** A stored picture or video, or null when there is none by that id; `bytes` is its size, `name` ends as its content does. */
  assetPath(assetId: number): { path: string; mime: string; bytes: number; name: string } | null;
}

export interface HostApp {
  /** One call of the router. Always resolves; errors are a status ≥ 400 with the wire's error body. */
  handle(request: HostRequest): Promise<RpcResponse>;
  events: { subscribe(listener: (event: PushEvent) => void): () => void };
  files: HostFiles;
  close(): Promise<void>;
}
