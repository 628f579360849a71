import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import { type Logger, silentLogger } from '../../platform/logger.ts';
import type { HostApp } from '../host-app.ts';
import type { StaticManifest } from '../static-files.ts';
import { limitConnections } from './connections.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { errorBody, Refusal, sendJson, sendRefusal, statusOf } from './refusal.ts';
import { answer, type RouteContext } from './routes.ts';
import { createSessions } from './session.ts';

export interface LoopbackOptions {
  app: HostApp;
  manifest: StaticManifest;
  /** 0 = any free port */
  port: number;
  clock: Clock;
  /** names the reference of an unexpected failure */
  ids: Ids;
  logger?: Logger;
  /** tests shorten the times */
  limits?: Partial<Limits>;
}

export interface Loopback {
  /** `http://127.0.0.1:PORT/#code=…`; the code works once, within ten minutes */
  address: string;
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** The address with a fresh code, for another tab or after the page was lost. */
  mintAddress(): string;
  /** Ends the event streams, lets running answers finish for at most two seconds, then closes everything. */
  close(): Promise<void>;
}

const rawStatus: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Requests that are not HTTP enough to be parsed get a status line and a closed connection. */
function refuseRaw(server: Server): void {
  const close = (socket: Duplex, status: string) => {
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
    else socket.destroy();
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => close(socket, rawStatus[error.code ?? ''] ?? '400 Bad Request'));
  server.on('connect', (_req, socket) => close(socket, '405 Method Not Allowed'));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server, closeIdle: () => void): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), 2_000);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    closeIdle();
    // answers that finish now may leave their connection open for the next request
    server.closeIdleConnections();
  });
}

/**
 * Serves the page and the back end on 127.0.0.1 only. Rejects with the system's error (`EADDRINUSE`, …) when the
 * port cannot be had; it never takes another one instead.
 */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const { app, manifest, clock, ids, logger = silentLogger } = options;
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const sessions = createSessions(clock, limits);
  const streams = new Set<() => void>();
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    // bodies have timers of their own; this one is the outer bound of the longest kind
    requestTimeout: limits.uploadMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    keepAliveTimeout: limits.keepAliveMs,
    // counted by our own first gate, so that a missing Host gets the same answer as two
    requireHostHeader: false,
    insecureHTTPParser: false,
  });
  refuseRaw(server);
  const closeIdle = limitConnections(server, limits.connections);
  const port = await listen(server, options.port);
  const context: RouteContext = { app, manifest, sessions, limits, host: `127.0.0.1:${port}`, streams };
  server.on('request', (req, res) => {
    answer(context, req, res).catch((error: unknown) => {
      if (error instanceof Refusal) return sendRefusal(res, error);
      if (error instanceof AppError) {
        const status = statusOf(error);
        return sendJson(res, status, errorBody(status, error.toWire()), { Connection: 'close' });
      }
      const reference = ids.token('ref');
      logger.error('loopback.failed', { reference, name: error instanceof Error ? error.name : typeof error });
      sendJson(res, 500, errorBody(500, new AppError('internal').toWire(reference)), { Connection: 'close' });
    });
  });
  const origin = `http://127.0.0.1:${port}`;
  const mintAddress = () => `${origin}/#code=${sessions.mintCode()}`;
  return {
    address: mintAddress(),
    origin,
    mintAddress,
    close() {
      for (const end of streams) end();
      return closeServer(server, closeIdle);
    },
  };
}
