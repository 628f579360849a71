import type { RpcReply } from '../../electron/app/handle.ts';
import { startLoopback } from '../../electron/hosts/loopback/index.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { randomIds } from '../../electron/platform/ids.ts';
import { parsedBody } from '../../shared/rpc-body.ts';
import type { TestApp } from './test-app.ts';

export interface Transport {
  name: string;
  send(path: string, body: unknown): Promise<RpcReply>;
  close(): Promise<void>;
}

const nothing = async () => {};
/** As the page takes an answer. */
const parsed = ({ status, body }: RpcReply): RpcReply => ({ status, body: parsedBody(body) });

/** The request as the hosts hand it over, nothing between. */
export const inProcess = ({ app }: TestApp): Transport => ({
  name: 'in-process',
  send: async (path, body) => parsed(await app.handle({ path, body })),
  close: nothing,
});

/** What IPC does to both: structured clone. */
export const cloned = ({ app }: TestApp): Transport => ({
  name: 'structured clone',
  send: async (path, body) => parsed(structuredClone(await app.handle(structuredClone({ path, body })))),
  close: nothing,
});

/** Real HTTP to the real server, with a real session. */
export async function loopback({ app }: TestApp): Promise<Transport> {
  const manifest = { page: '<!doctype html><title>铁粉簿</title>', files: new Map() };
  const server = await startLoopback({ app, manifest, port: 0, clock: systemClock, ids: randomIds });
  const post = (path: string, body: unknown, token?: string) =>
    fetch(server.origin + path, {
      method: 'POST',
      headers: { Origin: server.origin, 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
  const code = new URL(server.address).hash.slice('#code='.length);
  const { token } = (await (await post('/session', { code })).json()) as { token: string };
  return {
    name: 'loopback',
    async send(path, body) {
      const answer = await post(`/rpc/${path}`, body, token);
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    },
    close: () => server.close(),
  };
}
