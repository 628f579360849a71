import { AppError, type ErrorKind, type WireError } from '../../shared/errors.ts';
import type { PushEvent } from '../../shared/events.ts';
import type { HostBridge, RpcResponse, StagedFile } from '../../shared/host.ts';
import { chooseFolder } from './choose-folder.ts';
import { ontoClipboard } from './clipboard.ts';
import { pictureAsPng } from './png.ts';
import { followTogether } from './shared-stream.ts';
import { answerOtherTabs, askOtherTabs } from './tab-codes.ts';

const tokenKey = 'tiefen.token';
/** code and secret of this tab while it has no answer yet */
const entryKey = 'tiefen.entry';

/** Turns a refused answer of the host into the typed error; a body we do not know becomes one by status. */
async function errorOf(response: Response): Promise<AppError> {
  const body: unknown = await response.json().catch(() => null);
  const app = (body as { error?: { data?: { app?: WireError } } } | null)?.error?.data?.app;
  if (app) return AppError.fromWire(app);
  const kinds: Record<number, ErrorKind> = {
    401: 'unauthorized',
    403: 'unauthorized',
    404: 'notFound',
    413: 'fileTooLarge',
    503: 'closing',
  };
  return new AppError(kinds[response.status] ?? 'internal');
}

/**
 * Both are kept until the answer has come: a page that is loaded anew before that asks again.
 * @throws AppError `unauthorized` when the code is used or too old
 */
async function redeem(code: string, tab: string): Promise<string> {
  sessionStorage.setItem(entryKey, JSON.stringify([code, tab]));
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, tab }),
  });
  if (!response.ok) {
    sessionStorage.removeItem(entryKey);
    throw await errorOf(response);
  }
  const { token } = (await response.json()) as { token: string };
  sessionStorage.setItem(tokenKey, token);
  sessionStorage.removeItem(entryKey);
  return token;
}

/** The code of the address, which leaves the address bar and the history at once, or the one under way when the page was loaded anew. */
function codeToRedeem(): [code: string, tab: string] | null {
  const code = /^#code=([\w-]+)/.exec(location.hash)?.[1];
  if (code) {
    history.replaceState(null, '', `${location.pathname}${location.search}`);
    return [code, crypto.randomUUID()];
  }
  const entry = sessionStorage.getItem(entryKey);
  return entry ? (JSON.parse(entry) as [string, string]) : null;
}

/** The token of this tab: for a one-time code, else the one kept by this tab, else for a code that another open tab gets. */
async function obtainToken(): Promise<string> {
  const own = codeToRedeem();
  let refused: unknown = new AppError('unauthorized');
  if (own) {
    try {
      return await redeem(...own);
    } catch (error) {
      refused = error;
    }
  }
  const kept = sessionStorage.getItem(tokenKey);
  if (kept) return kept;
  const lent = await askOtherTabs();
  if (lent === null) throw refused;
  return redeem(lent, crypto.randomUUID());
}

/** Asks the host for something that lets in: a code for another tab, a ticket for one asset. */
async function mint<T>(path: string, headers: Record<string, string>): Promise<T> {
  const response = await fetch(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: 'null' });
  if (!response.ok) throw await errorOf(response);
  return (await response.json()) as T;
}

function upload(token: string, file: File, onProgress?: (sent: number) => void, place?: string): Promise<StagedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const inFolder = place ? `&place=${encodeURIComponent(place)}` : '';
    request.open('POST', `/files?name=${encodeURIComponent(file.name)}${inFolder}`);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress?.(event.loaded);
    request.onerror = () => reject(new AppError('fileChanged', { name: file.name }));
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) response.json().then((staged) => resolve(staged as StagedFile), reject);
      else errorOf(response).then(reject, reject);
    };
    request.send(file);
  });
}

function downloadFrom(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  downloadFrom(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * The bridge of a browser tab: same-origin requests to the loopback host with the token in the Authorization header.
 * @throws AppError `unauthorized` when there is neither a code in the address, nor a token kept by this tab, nor another
 * open tab
 */
export async function openBrowserBridge(): Promise<HostBridge> {
  const token = await obtainToken();
  const headers = { authorization: `Bearer ${token}` };
  answerOtherTabs(async () => (await mint<{ code: string }>('/session/code', headers)).code);
  const mediaOf = async (assetId: number) => `/media/${(await mint<{ ticket: string }>(`/assets/${assetId}/ticket`, headers)).ticket}`;
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(path, { headers });
    if (!response.ok) throw await errorOf(response);
    return response;
  };
  return {
    kind: 'browser',
    capabilities: {
      alwaysOnTop: false,
      showInFolder: false,
      openDataFolder: false,
      clipboardImage: typeof ClipboardItem !== 'undefined' && Boolean(navigator.clipboard),
      notifications: false,
      menu: false,
      miniWindow: false,
      chooseFolder: false,
    },
    async rpc(path: string, body: unknown, signal?: AbortSignal): Promise<RpcResponse> {
      const response = await fetch(`/rpc/${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body ?? null),
        signal: signal ?? null,
      });
      return { status: response.status, body: await response.json() };
    },
    subscribe: (onEvent: (event: PushEvent) => void, onGap: () => void) => followTogether(headers, onEvent, onGap),
    onCommand: () => () => undefined,
    stageFile: (file, onProgress, place) => upload(token, file, onProgress, place),
    stageFolder: (onProgress) => chooseFolder((file, place) => upload(token, file, undefined, place), onProgress),
    chooseFolder: () => Promise.reject(new AppError('unsupportedHere')),
    readAsset: async (assetId) => (await get(`/assets/${assetId}`)).blob(),
    assetUrl: mediaOf,
    async saveAsset({ id, name }) {
      // by its address, not through the page: a video has up to 200 MB
      downloadFrom(`${await mediaOf(id)}/save`, name);
      return { savedAs: name };
    },
    async saveExport(fileId, suggestedName) {
      download(await (await get(`/exports/${encodeURIComponent(fileId)}`)).blob(), suggestedName);
      return { savedAs: suggestedName };
    },
    copyText: (text) => ontoClipboard(() => navigator.clipboard.writeText(text)),
    async copyImage(assetId) {
      // Safari and Chromium want the item at once and the bytes by promise, or the click no longer counts.
      const png = get(`/assets/${assetId}`)
        .then((response) => response.blob())
        .then(pictureAsPng);
      await ontoClipboard(() => navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]));
    },
    openLink: () => Promise.reject(new AppError('unsupportedHere')),
    openDataFolder: () => Promise.reject(new AppError('unsupportedHere')),
    setAlwaysOnTop: () => Promise.reject(new AppError('unsupportedHere')),
    openMini: () => Promise.reject(new AppError('unsupportedHere')),
  };
}
