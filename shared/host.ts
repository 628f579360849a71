/**
 * What the platform around the window can do. Router procedures never do these things:
 * the same renderer runs in the desktop window and in a browser tab, and each host brings its own bridge.
 */
import type { WireError } from './errors.ts';
import type { PushEvent } from './events.ts';

export interface RpcResponse {
  status: number;
  /** parsed JSON; a string = JSON yet to be parsed: a long answer as the worker wrote it (parsedBody) */
  body: unknown;
}

/** A file that the host has taken in (copied path or streamed bytes); procedures take `fileId`. */
export interface StagedFile {
  fileId: string;
  name: string;
  /** bytes */
  size: number;
  /** place inside the folder it was chosen with, '/' between the parts, the folder's own name first; absent = chosen by itself */
  place?: string;
}

/** What came in of a folder. Media (pictures, voices, videos) are counted and not taken in: chats keep their words only. */
export interface StagedFolder {
  /** the folder's own name */
  name: string;
  files: StagedFile[];
  /** `others`: programs, links, hidden files and what could not be read */
  ignored: { pictures: number; others: number };
}

/** A folder outside the book that was picked in the system's dialog: procedures take `folderId`, `folder` is its path for her eyes. */
export interface ChosenFolder {
  folderId: string;
  folder: string;
}

export interface HostCapabilities {
  /** the window can be kept above all others */
  alwaysOnTop: boolean;
  /** a file can be shown in the system's file manager */
  showInFolder: boolean;
  /** the data folder can be opened */
  openDataFolder: boolean;
  /** pictures can be put on the clipboard */
  clipboardImage: boolean;
  notifications: boolean;
  /** the window has an application menu of its own */
  menu: boolean;
  /** a small window of our own can be kept above all others */
  miniWindow: boolean;
  /** a folder outside the book can be picked in the system's dialog; where not, its path is typed */
  chooseFolder: boolean;
}

/** Pages that the app itself may open in the system's browser, by key; never an address from data. */
export type ExternalLink = 'help' | 'licenses';

/** Menu commands and global events that the host sends to the page. */
export type HostCommand = 'undo' | 'redo' | 'search' | 'palette' | 'keys' | 'copyNext' | `page:${string}`;

export interface HostBridge {
  kind: 'desktop' | 'browser';
  capabilities: HostCapabilities;
  /** One call of the router: `path` is `feature.verb`, `body` JSON. Resolves also for errors (status ≥ 400). */
  rpc(path: string, body: unknown, signal?: AbortSignal): Promise<RpcResponse>;
  /** Push events until the returned function is called. The bridge reconnects by itself and calls `onGap` afterwards. */
  subscribe(onEvent: (event: PushEvent) => void, onGap: () => void): () => void;
  onCommand(listener: (command: HostCommand) => void): () => void;
  /**
   * Takes in a file chosen by <input type=file>, dropped or pasted. Reports bytes sent where it can. `place` = where it lies inside
   * a folder that was dropped, e.g. '导出/李姐/李姐.csv' (see StagedFile.place).
   */
  stageFile(file: File, onProgress?: (sentBytes: number) => void, place?: string): Promise<StagedFile>;
  /**
   * Asks for a folder and takes in what of it can be imported; `onProgress` tells files taken in, and how many there are where that is
   * known (else 0). Null = she cancelled. Call it from a click. Throws AppError `fileTooLarge` {files, limit} for too many files.
   */
  stageFolder(onProgress?: (done: number, total: number) => void): Promise<StagedFolder | null>;
  /** Asks for a folder in the system's dialog; procedures take `folderId`. Null = she cancelled. Desktop only (`unsupportedHere`). */
  chooseFolder(): Promise<ChosenFolder | null>;
  /** Bytes of a stored picture, for an object URL. */
  readAsset(assetId: number): Promise<Blob>;
  /** An address of a stored video for a media element, which reads it by parts; good while it is being used, and in this page only. */
  assetUrl(assetId: number): Promise<string>;
  /** Hands a stored picture or video out of the book, under its name: a save dialog or a download. `null` = she cancelled. */
  saveAsset(asset: { id: number; name: string }): Promise<{ savedAs: string } | null>;
  /** Hands an export to the user: a save dialog on the desktop, a download in the browser. `null` = she cancelled. */
  saveExport(fileId: string, suggestedName: string): Promise<{ savedAs: string } | null>;
  copyText(text: string): Promise<void>;
  /** Puts one stored picture on the clipboard. */
  copyImage(assetId: number): Promise<void>;
  openLink(link: ExternalLink): Promise<void>;
  openDataFolder(): Promise<void>;
  setAlwaysOnTop(on: boolean): Promise<void>;
  /**
   * Opens the small window with the card of a send queue, or shows another queue in it. While it is open the system-wide key sends it
   * `copyNext`. `shortcut`: that key as it is written; null = another program has it.
   */
  openMini(queueId: number): Promise<MiniWindow>;
}

export interface MiniWindow {
  shortcut: string | null;
}

/** Answer of a desktop call that may fail for a reason a person can act on: the bridge between the worlds keeps only an error's message. */
export type HostReply<T> = { data: T } | { error: WireError };

/**
 * What the preload puts at `window.tiefenHost`, and nothing else. Plain values and functions only: no signals, no event objects.
 * renderer/lib builds the HostBridge from it.
 */
export interface DesktopHostApi {
  capabilities: HostCapabilities;
  /** Always resolves. `callId` (any short unique text) makes the call cancellable. */
  rpc(path: string, body: unknown, callId?: string): Promise<RpcResponse>;
  /** Aborts the running call with this id; unknown ids are ignored. */
  cancel(callId: string): Promise<void>;
  /** Desktop push never has gaps while the page lives, so there is no `onGap`. */
  subscribe(onEvent: (event: PushEvent) => void): () => void;
  onCommand(listener: (command: HostCommand) => void): () => void;
  /** Takes in a file that lies on the disk; `null` = the File has no path (pasted): send its bytes with `stageBytes`. */
  stageFilePath(file: File, place?: string): Promise<HostReply<StagedFile> | null>;
  /** Asks for a folder in the system's dialog; `null` = she cancelled. Links inside are not followed. */
  stageFolder(): Promise<HostReply<StagedFolder | null>>;
  /** Asks for a folder in the system's dialog and takes in nothing; `null` = she cancelled. */
  chooseFolder(): Promise<HostReply<ChosenFolder | null>>;
  /** At most 32 MiB. */
  stageBytes(name: string, bytes: ArrayBuffer): Promise<HostReply<StagedFile>>;
  readAsset(assetId: number): Promise<HostReply<{ bytes: Uint8Array<ArrayBuffer>; mime: string }>>;
  saveExport(fileId: string, suggestedName: string): Promise<HostReply<{ savedAs: string } | null>>;
  saveAsset(assetId: number): Promise<HostReply<{ savedAs: string } | null>>;
  copyText(text: string): Promise<HostReply<null>>;
  copyImage(assetId: number): Promise<HostReply<null>>;
  openLink(link: ExternalLink): Promise<HostReply<null>>;
  openDataFolder(): Promise<HostReply<null>>;
  setAlwaysOnTop(on: boolean): Promise<HostReply<null>>;
  openMini(queueId: number): Promise<HostReply<MiniWindow>>;
}
