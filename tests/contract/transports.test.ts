import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRouter } from '../../electron/app/router.ts';
import type { ImportQueue } from '../../shared/contracts/import-queue.ts';
import { errorKinds, type WireError } from '../../shared/errors.ts';
import { cloned, inProcess, loopback, type Transport } from '../helpers/rpc.ts';
import { friendNamed, openTestApp, type TestApp } from '../helpers/test-app.ts';

const apps: TestApp[] = [];
let transports: Transport[];
beforeAll(async () => {
  for (let i = 0; i < 3; i++) apps.push(await openTestApp());
  const [one, two, three] = apps as [TestApp, TestApp, TestApp];
  transports = [inProcess(one), cloned(two), await loopback(three)];
});
afterAll(async () => {
  for (const transport of transports) await transport.close();
  for (const app of apps) await app.close();
});

const everybody = { by: 'filter', filter: {}, except: [] };
const byIds = (...ids: number[]) => ({ by: 'ids', ids });
const sort = { key: 'name', direction: 'asc' };
const post = { accountId: 1, text: '今天', category: 'life', scheduledAt: 1_800_000_000_000, state: 'planned', assetIds: [] };

/** One after the other, on a new book, over every transport: queries, changes, and everything that can be refused. */
const calls: [path: string, body: unknown, status: number][] = [
  ['settings.all', null, 200],
  ['accounts.list', null, 200],
  ['channels.list', null, 200],
  [
    'friends.create',
    friendNamed('小雨🌸', { wxid: 'wxid_a', birthday: { calendar: 'solar', year: null, month: 11, day: 22, leap: false } }),
    200,
  ],
  ['friends.create', friendNamed('李姐'), 200],
  ['friends.create', friendNamed('又一个', { wxid: 'wxid_a' }), 400],
  ['friends.create', friendNamed(''), 400],
  ['friends.create', { ...friendNamed('多的'), extra: 1, accountId: '1' }, 400],
  ['friends.list', { filter: { text: 'xiaoyu' }, sort, offset: 0, limit: 10 }, 200],
  ['friends.list', { filter: {}, sort, offset: -1, limit: 10_000 }, 400],
  ['friends.get', { id: 1 }, 200],
  ['friends.get', { id: 77 }, 404],
  ['friends.get', { id: '1' }, 400],
  ['friends.get', null, 400],
  ['friends.range', { filter: {}, sort, from: 0, to: 5 }, 200],
  ['friends.facets', { filter: {} }, 200],
  ['friends.setStatus', { selection: byIds(1, 2), status: 'lost' }, 200],
  ['friends.setStatus', { selection: byIds(), status: 'lost' }, 400],
  ['friends.addNote', { friendId: 1, body: '喜欢茶' }, 200],
  ['friends.timeline', { friendId: 1, limit: 20 }, 200],
  ['tags.create', { name: '复购', groupId: null, color: 'red' }, 200],
  ['tags.create', { name: '复购', groupId: null, color: null }, 400],
  ['tags.assign', { selection: everybody, tagIds: [1] }, 200],
  ['tags.assign', { selection: everybody, tagIds: [99] }, 404],
  ['tags.book', null, 200],
  ['tags.coverage', { selection: everybody }, 200],
  ['trust.setLevel', { selection: byIds(1), level: 3, reason: '' }, 200],
  ['trust.setLevel', { selection: byIds(1), level: 7, reason: '' }, 400],
  ['trust.board', { filter: {} }, 200],
  ['trust.history', { friendId: 1 }, 200],
  ['trust.flow', { fromAt: 0, toAt: 1_900_000_000_000, accountId: null }, 200],
  ['touches.log', { selection: byIds(1), touchpoint: 'phone', direction: 'out', at: 1_795_000_000_000, note: '' }, 200],
  ['touches.birthdays', { fromOn: '2026-11-20', toOn: '2026-11-30' }, 200],
  ['touches.birthdays', { fromOn: '2026-13-40', toOn: '2026-11-30' }, 400],
  ['posts.create', post, 200],
  ['posts.create', { ...post, text: '', assetIds: [] }, 400],
  ['posts.addAsset', { fileId: 'nothing' }, 422],
  ['calendar.days', { fromOn: '2026-11-01', toOn: '2026-11-30' }, 200],
  ['imports.inspect', { fileId: '../../etc/passwd' }, 422],
  ['imports.batches', null, 200],
  ['imports.preview', { sessionId: 'gone', fields: [], accountId: 1, channelId: null }, 422],
  ['settings.set', { key: 'app.theme', value: 'dark' }, 200],
  ['settings.set', { key: 'app.theme', value: { toString: 1 } }, 400],
  ['settings.set', { key: 'constructor', value: 1 }, 400],
  ['accounts.archive', { id: 99, archived: true }, 404],
  ['undo.state', null, 200],
  ['undo.undo', { id: 12 }, 404],
  ['undo.undo', { id: 1 }, 200],
  ['undo.undo', { id: 1 }, 409],
  ['demo.status', null, 200],
  ['nothing.here', null, 404],
  ['friends.nothing', null, 404],
];

/** Random references are the only thing that may differ. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value, (key, inner) => (key === 'reference' ? 'ref' : inner)));

describe('the same call over in-process, structured clone and loopback', () => {
  it('gives the same status, the same values and the same typed errors', async () => {
    for (const [path, body, status] of calls) {
      const replies = [];
      for (const transport of transports) replies.push(await transport.send(path, body));
      const [own] = replies;
      expect({ path, body, status: own!.status, reply: own!.body }).toMatchObject({ path, body, status });
      expect(plain(own!.body), `${path} is JSON`).toEqual(own!.body);
      for (const [i, reply] of replies.entries())
        expect({ path, by: transports[i]!.name, status: reply.status, body: plain(reply.body) }).toEqual({
          path,
          by: transports[i]!.name,
          status: own!.status,
          body: plain(own!.body),
        });
      if (status === 200) continue;
      const { data } = (own!.body as { error: { data: { path: string; app: WireError } } }).error;
      expect(data.path).toBe(path);
      expect(data.app.kind).not.toBe('internal');
      expect(errorKinds[data.app.kind]).toBe(data.app.category);
    }
  });

  it.each([
    '__proto__.x',
    'constructor.call',
    'friends.__proto__',
    'friends.constructor',
    '_def.procedures',
    'toString',
    '',
    '.',
    'friends',
    'friends.list.x',
    'hasOwnProperty.call',
    'createCaller',
    'FRIENDS.LIST',
    '../friends.list',
  ])('knows no procedure %j', async (path) => {
    for (const transport of transports) {
      const reply = await transport.send(path, null);
      expect({ by: transport.name, status: reply.status }).toEqual({ by: transport.name, status: 404 });
    }
  });

  it('brings an answer that the worker wrote as JSON like any other', async () => {
    const text = '2026-03-02 09:12:05 李姐\n\n茶到了吗"\\\u2028😀\n\n2026-03-02 09:13:05 橙子铺\n\n到了\n';
    const answers: unknown[] = [];
    for (const [i, transport] of transports.entries()) {
      const stream = (async function* () {
        yield Buffer.from(text);
      })();
      const { fileId } = await apps[i]!.app.files.stageStream('聊天记录.txt', stream);
      const { body } = await transport.send('importQueue.open', { fileIds: [fileId] });
      const { queueId, items } = (body as { result: { data: ImportQueue } }).result.data;
      const chats = { queueId, itemIds: items.map(({ itemId }) => itemId), accountId: 1, me: null };
      const scan = await transport.send('chatImport.scan', chats);
      answers.push(JSON.parse(JSON.stringify(scan).replaceAll(queueId, 'queue')));
    }
    expect(answers[0]).toMatchObject({ status: 200, body: { result: { data: { read: 2, people: expect.any(Array) } } } });
    expect(answers.slice(1)).toEqual([answers[0], answers[0]]);
  });

  it('knows no procedure by a path that is no text, or by one with a zero in it', async () => {
    for (const path of [5, null, undefined, {}, [], ['friends.list'], ['friends', 'list'], true, 'friends.list\u0000'])
      for (const transport of transports.slice(0, 2)) {
        const { status } = await transport.send(path as string, null);
        expect({ path, by: transport.name, status }).toEqual({ path, by: transport.name, status: 404 });
      }
    for (const transport of transports) expect((await transport.send('friends.list', null)).status).toBe(400);
  });

  it('refuses huge input with a typed error, without doing anything', async () => {
    const before = apps[0]!.ctx.db.raw.prepare('SELECT count(*) FROM friends').pluck().get();
    const huge = friendNamed('大'.repeat(3_000_000));
    const many = { selection: byIds(...Array.from({ length: 100_001 }, (_, i) => i + 1)), status: 'lost' };
    for (const transport of transports) {
      for (const [path, body] of [
        ['friends.create', huge],
        ['friends.setStatus', many],
      ] as const) {
        const reply = await transport.send(path, body);
        expect([400, 413]).toContain(reply.status);
        const app = (reply.body as { error: { data: { app: WireError } } }).error.data.app;
        expect(['invalidInput', 'fileTooLarge']).toContain(app.kind);
      }
    }
    expect(apps[0]!.ctx.db.raw.prepare('SELECT count(*) FROM friends').pluck().get()).toBe(before);
  });
});

describe('every procedure of the router', () => {
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { type: string; inputs: unknown[]; output?: unknown } }>,
  );
  const garbage = [
    'text',
    5,
    -1,
    true,
    [],
    [1, 2],
    {},
    { id: -1 },
    { id: 1.5 },
    { id: '1; DROP TABLE friends' },
    { id: 2 ** 60 },
    { id: Number.NaN },
    { __proto__: { id: 1 } },
    JSON.parse('{"__proto__":{"id":1},"constructor":1}'),
    { selection: { by: 'sql', sql: '1=1' } },
    { selection: { by: 'ids', ids: ['1'] } },
    { filter: { tags: 5 }, sort: { key: 'search_text', direction: 'asc' }, offset: 0, limit: 1 },
    { fileId: ['a'] },
    { sessionId: 5 },
    { values: null, id: 1 },
  ];

  it('has a shape for what comes in and what goes out', () => {
    expect(procedures.length).toBeGreaterThan(55);
    for (const [path, { _def }] of procedures) expect({ path, out: _def.output !== undefined }).toEqual({ path, out: true });
    const open = procedures.filter(([, { _def }]) => _def.inputs.length === 0).map(([path]) => path);
    expect(open.sort()).toEqual(
      [
        'accounts.list',
        'backups.cancelRestore',
        'backups.erasures',
        'backups.missedUpdate',
        'backups.state',
        'backups.takenBack',
        'backups.toldMissedUpdate',
        'backups.toldTakenBack',
        'banday.overview',
        'channels.list',
        'content.facets',
        'content.unusedAssets',
        'demo.load',
        'demo.remove',
        'demo.status',
        'diagnostics.preview',
        'friends.duplicates',
        'importQueue.giveUp',
        'importQueue.resume',
        'importQueue.unfinished',
        'imports.batches',
        'imports.getReady',
        'insights.layers',
        'lock.now',
        'lock.seen',
        'lock.state',
        'posts.overdue',
        'recurrences.list',
        'recurrences.rollForward',
        'referrals.report',
        'results.due',
        'search.status',
        'segments.list',
        'segments.sizes',
        'sending.queues',
        'settings.about',
        'settings.all',
        'suggestions.rates',
        'tagRules.dryRun',
        'tagRules.list',
        'tagRules.run',
        'tags.book',
        'titleTests.list',
        'today.rest',
        'undo.state',
      ].sort(),
    );
  });

  it('answers garbage with a typed error or with nothing done, never with internal', async () => {
    const app = apps[0]!;
    for (const [path, { _def }] of procedures) {
      if (_def.inputs.length === 0) continue;
      for (const body of garbage) {
        const reply = await app.app.handle({ path, body });
        const kind = (reply.body as { error?: { data: { app: WireError } } }).error?.data.app.kind ?? 'fine';
        expect({ path, body, kind }).not.toMatchObject({ kind: 'internal' });
        if (_def.type === 'mutation') expect({ path, body, status: reply.status }).not.toMatchObject({ status: 500 });
      }
    }
  });
});

describe('what is not the fault of the caller', () => {
  it('is internal with a reference that stands in the log, also when a stored value does not fit the contract', async () => {
    const lines: { event: string; facts: Record<string, unknown> }[] = [];
    const app = await openTestApp({ logger: { info: () => {}, error: (event, facts) => lines.push({ event, facts: facts ?? {} }) } });
    const { id } = await app.call<{ id: number }>('friends.create', friendNamed('小雨的秘密'));
    app.ctx.db.raw.prepare('UPDATE friends SET trust_level = 9 WHERE id = ?').run(id);
    const reply = await app.app.handle({ path: 'friends.get', body: { id } });
    expect(reply.status).toBe(500);
    const wire = (reply.body as { error: { data: { app: WireError } } }).error.data.app;
    expect(wire).toMatchObject({ kind: 'internal', reference: expect.stringMatching(/^ref_/) });
    expect(lines).toMatchObject([{ event: 'unexpected failure', facts: { reference: wire.reference, path: 'friends.get' } }]);
    expect(JSON.stringify([lines, reply])).not.toContain('小雨');
    await app.close();
  });

  it('is closing, not internal, once the book is being closed', async () => {
    const app = await openTestApp();
    const row = app.ctx.db.raw.prepare(
      "INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at) VALUES (1, '', 'x', 'x', 'x', 0, 0, 0)",
    );
    app.ctx.db.raw.transaction(() => {
      for (let i = 0; i < 12_000; i++) row.run();
    })();
    app.ctx.announce({ topics: ['friends'] });
    const reading = app.app.handle({ path: 'friends.count', body: { selection: everybody } });
    await app.app.close();
    for (const reply of [
      await reading,
      await app.app.handle({ path: 'friends.get', body: { id: 1 } }),
      await app.app.handle({ path: 'tags.create', body: { name: 'x', groupId: null, color: null } }),
    ]) {
      const kind = (reply.body as { error?: { data: { app: WireError } } }).error?.data.app.kind;
      expect(reply.status === 200 || kind === 'closing', `${reply.status} ${kind}`).toBe(true);
    }
  });
});
