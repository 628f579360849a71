import type { ServerResponse } from 'node:http';
import type { HostApp } from '../host-app.ts';
import { dataHeaders } from '../security-headers.ts';
import type { Limits } from './limits.ts';

/**
 * Streams push events as lines of JSON until the page goes away: one PushEvent a line; an empty line at the start and
 * every `heartbeatMs` shows that the connection lives. A page that stops reading is cut off and may come back.
 * @returns ends the stream; safe to call twice
 */
export function streamEvents(app: HostApp, res: ServerResponse, limits: Pick<Limits, 'heartbeatMs' | 'eventBacklogBytes'>): () => void {
  res.writeHead(200, { ...dataHeaders(), 'Content-Type': 'application/x-ndjson; charset=utf-8' });
  const send = (line: string) => {
    if (res.destroyed || res.writableEnded) return;
    if (res.writableLength > limits.eventBacklogBytes) res.destroy();
    else res.write(`${line}\n`);
  };
  const unsubscribe = app.events.subscribe((event) => send(JSON.stringify(event)));
  const heartbeat = setInterval(() => send(''), limits.heartbeatMs);
  send('');
  const stop = () => {
    unsubscribe();
    clearInterval(heartbeat);
  };
  res.once('close', stop);
  return () => {
    stop();
    res.end();
  };
}
