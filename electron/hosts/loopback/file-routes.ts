import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { assetType, partOf } from '../byte-range.ts';
import type { HostApp } from '../host-app.ts';
import { safeFileName } from '../safe-file-name.ts';
import { dataHeaders } from '../security-headers.ts';
import { checkLength, readChunks } from './body.ts';
import type { Limits } from './limits.ts';
import { Refusal, sendJson } from './refusal.ts';

/** The `name` of an upload: one file name of at most 255 characters, no folders, no control characters. Throws 400. */
export function uploadName(query: string): string {
  const params = new URLSearchParams(query);
  const name = params.get('name') ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  const bad = name === '' || name === '.' || name === '..' || name.length > 255 || /[/\\\u0000-\u001f\u007f\ufffd]/.test(name);
  if (bad || params.getAll('name').length !== 1) throw new Refusal(400, 'invalidInput');
  return name;
}

/** The `place` of an upload, one path of at most 1,000 characters without control characters or a way up; undefined = none. Throws 400. */
export function uploadPlace(query: string): string | undefined {
  const places = new URLSearchParams(query).getAll('place');
  const [place] = places;
  if (place === undefined) return undefined;
  const parts = place.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  const bad = place.length > 1000 || /[\\\u0000-\u001f\u007f\ufffd]/.test(place) || parts.some((part) => /^\.{0,2}$/.test(part));
  if (bad || places.length !== 1) throw new Refusal(400, 'invalidInput');
  return place;
}

/** Streams an upload into the staging area and answers its StagedFile as plain JSON. */
export async function receiveUpload(app: HostApp, req: IncomingMessage, res: ServerResponse, query: string, limits: Limits): Promise<void> {
  const name = uploadName(query);
  const place = uploadPlace(query);
  checkLength(req, limits.uploadBytes);
  const chunks = readChunks(req, limits.uploadBytes, { stallMs: limits.stallMs, totalMs: limits.uploadMs });
  sendJson(res, 200, await app.files.stageStream(name, chunks, limits.uploadBytes, place));
}

/** `attachment` with an ASCII name for old readers and the real one in UTF-8 (RFC 6266, RFC 8187). */
export function contentDisposition(name: string): string {
  const ascii = name.replace(/[^A-Za-z0-9._ -]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Streams a file, or the part of it that `req` asks for. Throws 404. */
async function sendFile(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  headers: Record<string, string>,
  slowReadMs: number,
): Promise<void> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) throw new Refusal(404, 'notFound');
  try {
    const asked = { range: req.headers.range ?? null, ifRange: (req.headers['if-range'] as string | undefined) ?? null };
    const part = partOf(asked, (await file.stat()).size);
    res.writeHead(part.status, { ...dataHeaders(), ...headers, ...part.headers });
    res.socket?.setTimeout(slowReadMs);
    // a reader that leaves half way is no fault of ours
    if (part.bytes) await pipeline(file.createReadStream({ autoClose: false, ...part.bytes }), res).catch(() => res.destroy());
    else res.end();
  } finally {
    await file.close();
  }
}

/** Sends a finished export as a download. Throws 404. */
export async function sendExport(app: HostApp, req: IncomingMessage, res: ServerResponse, fileId: string, limits: Limits): Promise<void> {
  const found = app.files.exportPath(fileId);
  if (!found) throw new Refusal(404, 'notFound');
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Disposition': contentDisposition(found.name) };
  await sendFile(req, res, found.path, headers, limits.slowReadMs);
}

/** Sends a stored picture or video; to look at, or under its name to keep. What is neither goes out as bytes without a meaning. Throws 404. */
export async function sendAsset(
  app: HostApp,
  req: IncomingMessage,
  res: ServerResponse,
  { assetId, save }: { assetId: number; save: boolean },
  limits: Limits,
): Promise<void> {
  const found = app.files.assetPath(assetId);
  if (!found) throw new Refusal(404, 'notFound');
  const kept: Record<string, string> = save ? { 'Content-Disposition': contentDisposition(safeFileName(found.name, found.name)) } : {};
  await sendFile(req, res, found.path, { 'Content-Type': assetType(found.mime), ...kept }, limits.slowReadMs);
}
