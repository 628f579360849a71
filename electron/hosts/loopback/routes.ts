import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostApp } from '../host-app.ts';
import { fillNonce, pageHeaders, staticHeaders } from '../security-headers.ts';
import type { StaticManifest } from '../static-files.ts';
import { readJson } from './body.ts';
import { streamEvents } from './event-stream.ts';
import { receiveUpload, sendAsset, sendExport } from './file-routes.ts';
import {
  bearerToken,
  checkFetchSite,
  checkHost,
  checkJsonType,
  checkMethod,
  checkNoBody,
  checkNotEncoded,
  checkOrigin,
  checkTarget,
  checkUploadType,
} from './gates.ts';
import type { Limits } from './limits.ts';
import { Refusal, sendJson } from './refusal.ts';
import type { Sessions } from './session.ts';

export interface RouteContext {
  app: HostApp;
  manifest: StaticManifest;
  sessions: Sessions;
  limits: Limits;
  /** `127.0.0.1:8123` */
  host: string;
  /** ends the event streams that are open; filled as they come */
  streams: Set<() => void>;
}

type Route =
  | { kind: 'page' | 'static' | 'session' | 'code' | 'events' | 'upload' | 'nothing' }
  | { kind: 'rpc'; procedure: string }
  | { kind: 'export'; fileId: string }
  | { kind: 'asset' | 'ticket'; assetId: number }
  | { kind: 'media'; ticket: string; save: boolean };

/** What a path means, by exact match; nothing is decoded and no path is ever joined to a folder. */
function routeOf(path: string, manifest: StaticManifest): Route {
  if (path === '/') return { kind: 'page' };
  if (path === '/session') return { kind: 'session' };
  if (path === '/session/code') return { kind: 'code' };
  if (path === '/events') return { kind: 'events' };
  if (path === '/files') return { kind: 'upload' };
  const rpc = /^\/rpc\/([a-z][A-Za-z]{0,31}\.[a-z][A-Za-z]{0,47})$/.exec(path);
  if (rpc) return { kind: 'rpc', procedure: rpc[1]! };
  const found = /^\/exports\/([A-Za-z0-9_-]{1,80})$/.exec(path);
  if (found) return { kind: 'export', fileId: found[1]! };
  const asset = /^\/assets\/([1-9]\d{0,14})$/.exec(path);
  if (asset) return { kind: 'asset', assetId: Number(asset[1]) };
  const ticket = /^\/assets\/([1-9]\d{0,14})\/ticket$/.exec(path);
  if (ticket) return { kind: 'ticket', assetId: Number(ticket[1]) };
  const media = /^\/media\/([A-Za-z0-9_-]{22})(\/save)?$/.exec(path);
  if (media) return { kind: 'media', ticket: media[1]!, save: media[2] !== undefined };
  return manifest.files.has(path) ? { kind: 'static' } : { kind: 'nothing' };
}

const posted = new Set<Route['kind']>(['session', 'code', 'ticket', 'upload', 'rpc']);

function sendPage(res: ServerResponse, manifest: StaticManifest, limits: Limits): void {
  const nonce = randomBytes(16).toString('base64url');
  sendBytes(
    res,
    Buffer.from(fillNonce(manifest.page, nonce)),
    { ...pageHeaders(nonce), 'Content-Type': 'text/html; charset=utf-8' },
    limits,
  );
}

function sendBytes(res: ServerResponse, bytes: Buffer, headers: Record<string, string>, limits: Limits): void {
  // Node destroys the socket when it times out and sets its own time again once the answer is out
  res.socket?.setTimeout(limits.slowReadMs);
  res.writeHead(200, { ...headers, 'Content-Length': bytes.length });
  res.end(bytes);
}

async function answerRpc(context: RouteContext, req: IncomingMessage, res: ServerResponse, procedure: string): Promise<void> {
  checkJsonType(req);
  checkNotEncoded(req);
  const body = await readJson(req, context.limits.bodyBytes, context.limits);
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const answer = await context.app.handle({ path: procedure, body, signal: gone.signal });
  sendJson(res, answer.status, answer.body);
}

async function openSession(context: RouteContext, req: IncomingMessage, res: ServerResponse): Promise<void> {
  checkJsonType(req);
  checkNotEncoded(req);
  const body = await readJson(req, context.limits.sessionBodyBytes, context.limits);
  const { code, tab } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; tab?: unknown };
  const token = context.sessions.redeem(code, tab);
  if (token === null) throw new Refusal(401, 'unauthorized');
  sendJson(res, 200, { token });
}

/** A page that is let in already asks for a one-time code, for another tab of the same browser. */
async function mintCode(context: RouteContext, req: IncomingMessage, res: ServerResponse): Promise<void> {
  checkJsonType(req);
  checkNotEncoded(req);
  await readJson(req, context.limits.sessionBodyBytes, context.limits);
  sendJson(res, 200, { code: context.sessions.mintCode() });
}

/** A page that is let in asks for an address of one asset that needs no token, for a video element or a download. */
async function mintTicket(context: RouteContext, req: IncomingMessage, res: ServerResponse, assetId: number): Promise<void> {
  checkJsonType(req);
  checkNotEncoded(req);
  await readJson(req, context.limits.sessionBodyBytes, context.limits);
  if (!context.app.files.assetPath(assetId)) throw new Refusal(404, 'notFound');
  sendJson(res, 200, { ticket: context.sessions.mintTicket(assetId) });
}

async function answerMedia(
  context: RouteContext,
  req: IncomingMessage,
  res: ServerResponse,
  { ticket, save }: { ticket: string; save: boolean },
): Promise<void> {
  const assetId = context.sessions.ticketAsset(ticket);
  if (assetId === null) throw new Refusal(401, 'unauthorized');
  checkNoBody(req);
  return sendAsset(context.app, req, res, { assetId, save }, context.limits);
}

async function answerData(context: RouteContext, req: IncomingMessage, res: ServerResponse, route: Route, query: string): Promise<void> {
  const { app, limits } = context;
  if (route.kind === 'rpc') return answerRpc(context, req, res, route.procedure);
  if (route.kind === 'code') return mintCode(context, req, res);
  if (route.kind === 'ticket') return mintTicket(context, req, res, route.assetId);
  if (route.kind === 'upload') {
    checkUploadType(req);
    checkNotEncoded(req);
    return receiveUpload(app, req, res, query, limits);
  }
  if (route.kind === 'nothing') throw new Refusal(404, 'notFound');
  checkNoBody(req);
  if (route.kind === 'export') return sendExport(app, req, res, route.fileId, limits);
  if (route.kind === 'asset') return sendAsset(app, req, res, { assetId: route.assetId, save: false }, limits);
  const end = streamEvents(app, res, limits);
  context.streams.add(end);
  res.once('close', () => context.streams.delete(end));
}

/**
 * Answers one request. The gates come first and in this order: Host, form of the target, method, Origin,
 * Sec-Fetch-Site, token (for media the ticket in the address), content type, size. Throws Refusal; what else it throws is a bug or an AppError of an upload.
 */
export async function answer(context: RouteContext, req: IncomingMessage, res: ServerResponse): Promise<void> {
  checkHost(req, context.host);
  checkTarget(req);
  checkMethod(req);
  const target = req.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  const route = routeOf(path, context.manifest);
  if (route.kind !== 'nothing' && posted.has(route.kind) !== (req.method === 'POST')) {
    throw new Refusal(405, 'unsupportedHere', posted.has(route.kind) ? 'POST' : 'GET');
  }
  checkOrigin(req, `http://${context.host}`);
  checkFetchSite(req, route.kind === 'page');
  if (mark >= 0 && route.kind !== 'upload') throw new Refusal(404, 'notFound');
  if (req.method === 'GET' && (route.kind === 'page' || route.kind === 'static' || route.kind === 'nothing')) {
    checkNoBody(req);
    if (route.kind === 'page') return sendPage(res, context.manifest, context.limits);
    const file = context.manifest.files.get(path);
    if (!file) throw new Refusal(404, 'notFound');
    return sendBytes(res, file.bytes, { ...staticHeaders(file.hashed), 'Content-Type': file.type }, context.limits);
  }
  if (route.kind === 'session') return openSession(context, req, res);
  if (route.kind === 'media') return answerMedia(context, req, res, route);
  if (!context.sessions.accepts(bearerToken(req))) throw new Refusal(401, 'unauthorized');
  return answerData(context, req, res, route, query);
}
