import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure } from '../../../tests/helpers/figures.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { startTestHost, type TestHost } from './test-host.ts';

/** Random requests a route; 10,000 in the long form. */
const rounds = Number(process.env.TIEFEN_LOOPBACK_ROUNDS ?? 60);
const attacks = figure('loopback', 'random requests');
/** Sockets at a time; the server takes 64. */
const abreast = 16;

type Pick = (below: number) => number;
interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** what a request must bring to be let in; a code or ticket nobody has cannot be brought */
  needs: 'nothing' | 'token' | 'secret';
  type?: string;
  body?: string;
}
const json = { method: 'POST', type: 'application/json', body: '{"a":1}' } as const;
const routes: Record<string, Route> = {
  'GET /': { method: 'GET', path: '/', needs: 'nothing' },
  'GET a file of the page': { method: 'GET', path: '/app/index-Ab12Cd34.js', needs: 'nothing' },
  'POST /session': { ...json, path: '/session', needs: 'secret', body: '{"code":"AAAAAAAAAAAAAAAAAAAAAA"}' },
  'POST /session/code': { ...json, path: '/session/code', needs: 'token', body: 'null' },
  'POST /rpc': { ...json, path: '/rpc/friends.list', needs: 'token' },
  'GET /events': { method: 'GET', path: '/events', needs: 'token' },
  'POST /files': { method: 'POST', path: '/files?name=a.csv', needs: 'token', type: 'application/octet-stream', body: 'a,b' },
  'GET /exports': { method: 'GET', path: '/exports/export_1', needs: 'token' },
  'GET /assets': { method: 'GET', path: '/assets/1', needs: 'token' },
  'POST /assets/ticket': { ...json, path: '/assets/1/ticket', needs: 'token', body: 'null' },
  'GET /media': { method: 'GET', path: '/media/AAAAAAAAAAAAAAAAAAAAAA', needs: 'secret' },
};

let host: TestHost;
let token: string;
beforeAll(async () => {
  host = await startTestHost();
  token = await host.token();
});
afterAll(() => host.close());

type Header = [name: string, value: string];
const whole = ({ method, type, body = '' }: Route): Header[] => [
  ['Host', `127.0.0.1:${host.port}`],
  ['Origin', `http://127.0.0.1:${host.port}`],
  ['Authorization', `Bearer ${token}`],
  ...(type ? ([['Content-Type', type]] as Header[]) : []),
  ...(method === 'POST' ? ([['Content-Length', String(Buffer.byteLength(body))]] as Header[]) : []),
  ['Connection', 'close'],
];

const words = [
  ...[
    '',
    ' ',
    '\t',
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\r\n ',
    ',',
    ';',
    ':',
    '"',
    '%00',
    '%2e%2e',
    '../',
    '//',
    '\\',
    '?',
    '#',
    '*',
    '@',
    '\u00e9',
  ],
  ...[
    'evil.example',
    'localhost',
    '0.0.0.0',
    '[::1]',
    '127.1',
    '127.0.0.1',
    ':80',
    'http://',
    'https://',
    'null',
    'file://',
    'Bearer ',
    'bearer',
    'Basic ',
  ],
  ...[
    'same-origin',
    'cross-site',
    'none',
    'chunked',
    'identity',
    'gzip',
    '0',
    '-1',
    '1',
    '99999999999',
    '1, 1',
    'text/plain',
    'multipart/form-data',
  ],
];
const names = [
  ...[
    'Host',
    'Origin',
    'Authorization',
    'Content-Type',
    'Content-Length',
    'Transfer-Encoding',
    'Content-Encoding',
    'Sec-Fetch-Site',
    'Cookie',
  ],
  ...[
    'X-Forwarded-Host',
    'X-HTTP-Method-Override',
    'Forwarded',
    'Upgrade',
    'Connection',
    'Expect',
    'Range',
    'Referer',
    'Proxy-Authorization',
  ],
];
const methods = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'PROPFIND', 'X'];

const spliced = (text: string, pick: Pick): string => {
  const at = pick(text.length + 1);
  return text.slice(0, at) + words[pick(words.length)]! + text.slice(at + pick(pick(3) === 0 ? 12 : 2));
};

/** A request to a route, changed in a few places by chance: a header gone, doubled, of another value or name, other bytes anywhere. */
function randomRequest(route: Route, pick: Pick): string {
  const headers = whole(route);
  let [method, path, body] = [route.method as string, route.path, route.body ?? ''];
  const change = () => {
    const at = pick(headers.length);
    const header = headers[at];
    switch (pick(9)) {
      case 0:
        return void headers.splice(at, 1);
      case 1:
        return void headers.splice(at, 0, [names[pick(names.length)]!, words[pick(words.length)]!]);
      case 2:
        return header && void headers.splice(pick(headers.length + 1), 0, [header[0], pick(2) ? header[1] : words[pick(words.length)]!]);
      case 3:
        if (header) header[1] = pick(2) ? words[pick(words.length)]! : spliced(header[1], pick);
        return;
      case 4:
        if (header) header[0] = spliced(header[0], pick);
        return;
      case 5:
        method = methods[pick(methods.length)]!;
        return;
      case 6:
        path = spliced(path, pick);
        return;
      case 7:
        body = spliced(body, pick);
        return;
      default:
        headers.reverse();
    }
  };
  for (let n = 1 + pick(4); n > 0; n--) change();
  const text = `${[`${method} ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n${body}`;
  return pick(4) === 0 ? spliced(text, pick) : text;
}

/** Whether somebody who reads the rules strictly may let these bytes in; asked of requests that were let in. */
function mayPass(text: string, needs: Route['needs']): boolean {
  const [line = '', ...lines] = (text.split('\r\n\r\n')[0] ?? '').split('\r\n');
  const headers = lines.map((each) => /^([^:]+):[ \t]*(.*?)[ \t]*$/s.exec(each)).map((found) => [found?.[1]?.toLowerCase(), found?.[2]]);
  const all = (name: string) => headers.filter((header) => header[0] === name).map(([, value]) => value);
  const only = (name: string, value: string) => all(name).length === 1 && all(name)[0] === value;
  const own = `127.0.0.1:${host.port}`;
  const isGet = /^GET +\//.test(line);
  const isPage = /^GET +\/ /.test(line);
  const site = all('sec-fetch-site');
  return (
    (isGet || /^POST +\//.test(line)) &&
    only('host', own) &&
    (only('origin', `http://${own}`) || (isGet && all('origin').length === 0)) &&
    (site.length === 0 || only('sec-fetch-site', 'same-origin') || (isPage && only('sec-fetch-site', 'none'))) &&
    (needs === 'nothing' || (needs === 'token' && only('authorization', `Bearer ${token}`)))
  );
}

/** Sends bytes and no more. @returns what came back up to the end of its head, and the beginning of the rest */
function send(text: string): Promise<{ status: number; answer: string }> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(host.port, '127.0.0.1', () => socket.end(text));
    const finish = () => {
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0), answer });
    };
    socket.setEncoding('latin1');
    socket.on('data', (piece: string) => {
      answer = (answer + piece).replace(/^HTTP\/1\.1 100 .*?\r\n\r\n/s, '');
      if (answer.includes('\r\n\r\n')) finish();
    });
    socket.on('error', () => {});
    socket.on('close', finish);
  });
}

describe('random requests', () => {
  it.each(Object.entries(routes))('%s lets in only what every gate lets in', { timeout: 3_600_000 }, async (name, route) => {
    const pick = randomFrom(20261123 + Object.keys(routes).indexOf(name));
    const [callsBefore, filesBefore] = [host.calls.length, host.staged.length];
    const [wrong, statuses]: [string[], Map<number, number>] = [[], new Map()];
    let [allowed, left] = [0, rounds];
    const attack = async () => {
      while (left-- > 0) {
        const text = randomRequest(route, pick);
        const { status, answer } = await send(text);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const isIn = status >= 200 && status < 300;
        // what a changed path leads to may need less than this route: the page and its files
        const needs = /^GET +(\/|\/app\/\S+) /.test(text) ? 'nothing' : route.needs;
        const may = mayPass(text, needs);
        if (may) allowed++;
        // nothing here ever leads elsewhere
        const isBad = (isIn && !may) || (status >= 300 && status < 400) || status === 500 || /access-control-/i.test(answer);
        if (isBad) wrong.push(`${status} ${JSON.stringify(text)}`);
        if (isBad) attacks.bad();
        else attacks.good();
      }
    };
    await Promise.all(Array.from({ length: abreast }, attack));
    expect(wrong).toEqual([]);
    expect(host.calls.length - callsBefore + host.staged.length - filesBefore).toBeLessThanOrEqual(allowed);
    expect(statuses.size).toBeGreaterThan(3);
    // and whoever may come in still can
    const good = await send(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: close\r\n\r\n`);
    expect(good.status).toBe(200);
  });
});
