import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTests } from '../../../tests/helpers/figures.ts';
import { startTestHost, type TestHost } from './test-host.ts';

countTests('loopback', 'session');

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(() => host.close());

const codeOf = (address: string) => new URL(address).hash.slice('#code='.length);

async function redeem(code: unknown, tab?: string): Promise<number> {
  return (await trade(code, tab)).status;
}

function trade(code: unknown, tab?: string): Promise<Response> {
  const headers = { Origin: host.loopback.origin, 'Content-Type': 'application/json' };
  return fetch(`${host.loopback.origin}/session`, { method: 'POST', headers, body: JSON.stringify({ code, tab }) });
}

/** Status of an rpc call with these headers beside Origin and type. */
function call(headers: Record<string, string | string[]>, path = '/rpc/friends.list', body = 'null'): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port: host.port,
        path,
        method: 'POST',
        headers: { Origin: host.loopback.origin, 'Content-Type': 'application/json', ...headers },
      },
      (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}

describe('L11 one-time code', () => {
  it('has 128 bits, stands in the fragment and works once', async () => {
    expect(host.loopback.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=[A-Za-z0-9_-]{22}$/);
    const token = await host.token();
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await call({ Authorization: `Bearer ${token}` })).toBe(200);
    expect(await redeem(codeOf(host.loopback.address))).toBe(401);
  });

  it('has one winner among fifty at the same time', async () => {
    const code = codeOf(host.loopback.address);
    const answers = await Promise.all(Array.from({ length: 50 }, () => redeem(code)));
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    expect(answers.filter((status) => status === 401)).toHaveLength(49);
  });

  it('may be asked for again by the same tab alone, until its token is used, and never has two tokens', async () => {
    const code = codeOf(host.loopback.address);
    const token = async () => ((await (await trade(code, 'mine')).json()) as { token: string }).token;
    const lost = await token();
    expect(await redeem(code)).toBe(401);
    expect(await redeem(code, 'another')).toBe(401);
    const kept = await token();
    expect(await call({ Authorization: `Bearer ${lost}` })).toBe(401);
    expect(await call({ Authorization: `Bearer ${kept}` })).toBe(200);
    expect(await redeem(code, 'mine')).toBe(401);
    expect(await call({ Authorization: `Bearer ${kept}` })).toBe(200);
  });

  it('is worthless after ten minutes', async () => {
    host.clock.advance(599_999);
    const later = host.loopback.mintAddress();
    host.clock.advance(1);
    expect(await redeem(codeOf(host.loopback.address))).toBe(401);
    expect(await redeem(codeOf(later))).toBe(200);
  });

  it('is locked after twenty bad tries, until a new one is minted', async () => {
    for (let i = 0; i < 20; i++) expect(await redeem(`guess-${i}`)).toBe(401);
    expect(await redeem(codeOf(host.loopback.address))).toBe(401);
    for (let i = 0; i < 1_000; i++) if (i % 50 === 0) expect(await redeem(`more-${i}`)).toBe(401);
    expect(await redeem(codeOf(host.loopback.mintAddress()))).toBe(200);
  });

  it('still works after nineteen bad tries of every type', async () => {
    const bad: unknown[] = [
      null,
      1,
      true,
      '',
      [],
      {},
      ['x'],
      { code: 'x' },
      'x'.repeat(3_000),
      codeOf(host.loopback.address).toLowerCase(),
    ];
    for (const code of [...bad, ...bad.slice(0, 9)]) expect(await redeem(code)).toBe(401);
    expect(await redeem(codeOf(host.loopback.address))).toBe(200);
  });

  it('cannot be minted or spent by another page', async () => {
    const foreign: Record<string, string>[] = [{ Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }];
    for (const headers of foreign) {
      expect(await call(headers, '/session', JSON.stringify({ code: codeOf(host.loopback.address) }))).toBe(403);
    }
    expect(await redeem(codeOf(host.loopback.address))).toBe(200);
  });
});

describe('a code for another tab', () => {
  async function ask(headers: Record<string, string>, body = 'null'): Promise<{ status: number; code: string }> {
    const own = { Origin: host.loopback.origin, 'Content-Type': 'application/json' };
    const answer = await fetch(`${host.loopback.origin}/session/code`, { method: 'POST', headers: { ...own, ...headers }, body });
    const read = (await answer.json().catch(() => ({}))) as { code?: string };
    return { status: answer.status, code: read.code ?? '' };
  }

  it('is given to a page with a token, and works once', async () => {
    const Authorization = `Bearer ${await host.token()}`;
    const { status, code } = await ask({ Authorization });
    expect(status).toBe(200);
    expect(code).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(await redeem(code)).toBe(200);
    expect(await redeem(code)).toBe(401);
    expect((await ask({ Authorization })).code).not.toBe(code);
  });

  it('is worthless after ten minutes', async () => {
    const { code } = await ask({ Authorization: `Bearer ${await host.token()}` });
    host.clock.advance(600_000);
    expect(await redeem(code)).toBe(401);
  });

  it('is refused without a token, also with a code in its place', async () => {
    expect(await ask({})).toEqual({ status: 401, code: '' });
    expect(await ask({ Authorization: `Bearer ${'A'.repeat(43)}` })).toEqual({ status: 401, code: '' });
    const code = codeOf(host.loopback.address);
    expect(await ask({ Authorization: `Bearer ${code}` }, JSON.stringify({ code }))).toEqual({ status: 401, code: '' });
    expect(await redeem(code)).toBe(200);
  });

  it('is refused to other origins, other types and GET', async () => {
    const Authorization = `Bearer ${await host.token()}`;
    expect((await ask({ Authorization, Origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask({ Authorization, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await ask({ Authorization, 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await ask({ Authorization }, 'x'.repeat(100_000))).status).toBe(413);
    expect((await fetch(`${host.loopback.origin}/session/code`, { headers: { Authorization } })).status).toBe(405);
    expect(await call({ Authorization, Host: 'evil.example' }, '/session/code')).toBe(421);
  });
});

describe('L10 token', () => {
  it('is refused in every other form and place', async () => {
    const token = await host.token();
    const cases: Record<string, string | string[]>[] = [
      {},
      { Authorization: '' },
      { Authorization: 'Bearer' },
      { Authorization: token },
      { Authorization: `bearer ${token}` },
      { Authorization: `Bearer  ${token}` },
      { Authorization: `Basic ${token}` },
      { Authorization: `Bearer ${token.slice(0, 42)}` },
      { Authorization: `Bearer ${token}A` },
      { Authorization: `Bearer ${token.toUpperCase()}` },
      { Authorization: `Bearer ${'A'.repeat(43)}` },
      { Authorization: `Bearer ${codeOf(host.loopback.address)}` },
      { Authorization: [`Bearer ${token}`, `Bearer ${token}`] },
      { Authorization: `Bearer ${token}, Bearer ${token}` },
      { Cookie: `token=${token}` },
      { 'X-Authorization': `Bearer ${token}` },
      { 'Proxy-Authorization': `Bearer ${token}` },
    ];
    for (const headers of cases) expect([headers, await call(headers)]).toEqual([headers, 401]);
    expect(await call({}, '/rpc/friends.list', JSON.stringify({ token }))).toBe(401);
    expect(await call({}, `/files?name=a.csv&token=${token}`)).toBe(401);
    expect(host.calls).toHaveLength(0);
    expect(host.staged).toHaveLength(0);
  });

  it('of another launch is refused', async () => {
    const other = await startTestHost();
    const token = await other.token();
    await other.close();
    expect(await call({ Authorization: `Bearer ${token}` })).toBe(401);
  });

  it('is asked for on every way to data', async () => {
    for (const path of ['/events', '/exports/export_1', '/assets/1'])
      expect((await fetch(`${host.loopback.origin}${path}`)).status).toBe(401);
  });

  it('of an earlier tab keeps working beside a later one', async () => {
    const first = await host.token();
    const second = await host.token(host.loopback.mintAddress());
    expect(await call({ Authorization: `Bearer ${first}` })).toBe(200);
    expect(await call({ Authorization: `Bearer ${second}` })).toBe(200);
  });
});

it('L24 answers on 127.0.0.1 and nowhere else', async () => {
  const others = Object.values(networkInterfaces())
    .flat()
    .filter((net) => net && net.family === 'IPv4' && !net.internal)
    .map((net) => net!.address);
  for (const address of [...others, '127.0.0.2']) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: address, port: host.port, timeout: 1_000 }, () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('timeout', () => resolve(false));
      socket.once('close', () => socket.destroy());
    });
    expect([address, reached]).toEqual([address, false]);
  }
});

it('L26 says so when the port is taken and takes no other', async () => {
  const { startLoopback } = await import('./start-loopback.ts');
  const { testManifest } = await import('./test-host.ts');
  const { randomIds } = await import('../../platform/ids.ts');
  const second = startLoopback({ app: host.app, manifest: testManifest, port: host.port, clock: host.clock, ids: randomIds });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
