import type { ServerResponse } from 'node:http';
import { AppError, type ErrorKind, type WireError } from '../../../shared/errors.ts';
import { dataHeaders } from '../security-headers.ts';
import { defaultLimits } from './limits.ts';

/** A request that is turned away. Carries no detail on purpose: the page knows what it sent, others learn nothing. */
export class Refusal extends Error {
  readonly status: number;
  readonly kind: ErrorKind;
  readonly allow: string | undefined;

  constructor(status: number, kind: ErrorKind, allow?: string) {
    super(kind);
    this.status = status;
    this.kind = kind;
    this.allow = allow;
  }
}

const codes: Record<number, [text: string, number: number]> = {
  400: ['BAD_REQUEST', -32600],
  401: ['UNAUTHORIZED', -32001],
  403: ['FORBIDDEN', -32003],
  404: ['NOT_FOUND', -32004],
  405: ['METHOD_NOT_SUPPORTED', -32005],
  408: ['TIMEOUT', -32008],
  409: ['CONFLICT', -32009],
  413: ['PAYLOAD_TOO_LARGE', -32013],
  415: ['UNSUPPORTED_MEDIA_TYPE', -32015],
  507: ['INTERNAL_SERVER_ERROR', -32603],
};

const statusByCategory: Record<AppError['category'], number> = {
  input: 400,
  notFound: 404,
  conflict: 409,
  file: 400,
  storage: 507,
  cancelled: 408,
  unsupported: 405,
  unauthorized: 401,
  internal: 500,
};

/** HTTP status of a typed error thrown outside the router (uploads). */
export function statusOf(error: AppError): number {
  return error.kind === 'fileTooLarge' ? 413 : statusByCategory[error.category];
}

/** The router's error shape, so that the page rebuilds every error in one way. */
export function errorBody(status: number, app: WireError): unknown {
  const [code, number] = codes[status] ?? ['INTERNAL_SERVER_ERROR', -32603];
  return { error: { message: app.kind, code: number, data: { code, httpStatus: status, path: '', app } } };
}

/** Sends JSON (a string is JSON already) and ends. Answers after a head has gone out are dropped with their connection. */
export function sendJson(res: ServerResponse, status: number, body: unknown, extra: Record<string, string> = {}): void {
  if (res.destroyed || res.writableEnded) return;
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null));
  res.socket?.setTimeout(defaultLimits.slowReadMs);
  res.writeHead(status, { ...dataHeaders(), 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length, ...extra });
  res.end(bytes);
}

/**
 * Turns a request away. The connection closes with it, so that an unread body is never taken for the next request.
 * Wrong hosts and malformed requests (`bare`) get no body at all.
 */
export function sendRefusal(res: ServerResponse, refusal: Refusal): void {
  const extra: Record<string, string> = { Connection: 'close' };
  if (refusal.allow) extra.Allow = refusal.allow;
  if (refusal.status === 421) {
    if (res.headersSent) return void res.destroy();
    res.writeHead(421, { ...dataHeaders(), 'Content-Length': 0, ...extra });
    res.end();
    return;
  }
  sendJson(res, refusal.status, errorBody(refusal.status, new AppError(refusal.kind).toWire()), extra);
}
