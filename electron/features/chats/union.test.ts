import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bringIn, idle, noon, record } from '../../../tests/helpers/memory-chats.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import type { IncomingRecord } from './incoming.ts';
import { undoChatBatch } from './index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
  // hundreds of imports: what a power cut would do is not asked here
  app.ctx.db.raw.pragma('synchronous = OFF');
});
afterAll(() => app.close());

type Export = IncomingRecord[];

/** What a message is, to the second. */
const identity = ({ at, direction, text }: IncomingRecord) => `${at} ${direction} ${text}`;

function counts<T>(all: T[], key: (one: T) => string): Map<string, number> {
  const found = new Map<string, number>();
  for (const one of all) found.set(key(one), (found.get(key(one)) ?? 0) + 1);
  return found;
}

const stored = () =>
  app.ctx.db.sql('SELECT id / 2097152 * 1000 AS at, direction, content, source_key AS key, batch_id AS batchId FROM messages').all() as {
    at: number;
    direction: number;
    content: string;
    key: number | null;
    batchId: number;
  }[];
const storedCounts = () => counts(stored(), ({ at, direction, content }) => `${at} ${direction === 0 ? 'in' : 'out'} ${content}`);

const message = (keys: fc.Arbitrary<string | null>): fc.Arbitrary<IncomingRecord> =>
  fc.record({ second: fc.integer({ min: 0, max: 2 }), text: fc.constantFrom('在吗', '好'), out: fc.boolean(), serverId: keys }).map((one) =>
    record({
      at: noon + one.second * 1000,
      text: one.text,
      direction: one.out ? 'out' : 'in',
      serverId: one.serverId,
    }),
  );
const exportOf = (keys: fc.Arbitrary<string | null>) => fc.array(message(keys), { minLength: 1, maxLength: 14 });
const noKey = fc.constant(null);
const someKey = fc.integer({ min: 1, max: 9 }).map((n) => `744000000000000000${n}`);

/** Which exports come in, and in which order they go; some come in again after they went. */
const story = (one: fc.Arbitrary<Export>) =>
  fc.record({
    exports: fc.array(one, { minLength: 2, maxLength: 4 }),
    undos: fc.array(fc.nat(5), { minLength: 2, maxLength: 6 }),
    chunk: fc.integer({ min: 1, max: 6 }),
  });

interface Story {
  exports: Export[];
  undos: number[];
  chunk: number;
}

/** Plays a story; `check` sees the exports that are in after every step; `againAfterUndo` = what is in must add nothing then either. At the end everything goes. */
async function play({ exports, undos, chunk }: Story, check: (live: Export[]) => void, againAfterUndo = false): Promise<void> {
  const { ctx } = app;
  // a story that failed leaves its exports behind
  for (const id of ctx.db.pluck('SELECT batch_id FROM chat_batches').all() as number[]) undoChatBatch(ctx, id, idle);
  const live: { batchId: number; records: Export }[] = [];
  const bring = async (records: Export) => {
    const report = await bringIn(ctx, { records }, { chunkRecords: chunk });
    expect(report.added + report.duplicate).toBe(records.length);
    live.push({ batchId: report.batchId, records });
    check(live.map((one) => one.records));
    return report;
  };
  for (const records of exports) await bring(records);
  for (const records of exports) {
    expect((await bring(records)).added).toBe(0);
    undoChatBatch(ctx, live.pop()!.batchId, idle);
  }
  for (const n of undos) {
    if (live.length === 0) break;
    const [gone] = live.splice(n % live.length, 1);
    undoChatBatch(ctx, gone!.batchId, idle);
    check(live.map((one) => one.records));
    expect(stored().every(({ batchId }) => live.some((one) => one.batchId === batchId))).toBe(true);
    for (const { records } of againAfterUndo ? [...live] : []) {
      expect((await bring(records)).added).toBe(0);
      undoChatBatch(ctx, live.pop()!.batchId, idle);
    }
    if (n > 3) await bring(gone!.records);
  }
  for (const { batchId } of live) undoChatBatch(ctx, batchId, idle);
  for (const table of ['messages', 'message_holes', 'chat_batch_claims', 'chat_batch_conversations', 'chat_batches', 'conversations'])
    expect([table, ctx.db.pluck(`SELECT count(*) FROM ${table}`).get()]).toEqual([table, 0]);
}

const never = (live: Export[], key = identity) => {
  const now = storedCounts();
  for (const records of live) {
    const wanted = counts(distinct(records), key);
    for (const [what, count] of wanted) expect(now.get(what) ?? 0, what).toBeGreaterThanOrEqual(count);
  }
};
/** A file that holds one message twice, by its id, holds it once. */
const distinct = (records: Export): Export => [
  ...new Map(records.map((one, i) => [one.serverId === null ? `#${i}` : `${identity(one)} ${one.serverId}`, one])).values(),
];

const precisions = fc.constantFrom('second', 'minute', 'day') as fc.Arbitrary<IncomingRecord['precision']>;
/** Two seconds of two minutes, the first two of the day, the first of the next: seconds after noon. */
const coarseSeconds = fc.constantFrom(0, 1, 60, 61, -43_200, -43_199, 43_200);

/** Exports that know all times equally well, and some that know each as well as it happens to. */
const coarseExport = (keys: fc.Arbitrary<string | null>): fc.Arbitrary<Export> =>
  fc
    .oneof(
      precisions.map((one) => fc.constant(one)),
      fc.constant(precisions),
    )
    .chain((precision) =>
      fc.array(
        fc
          .record({ second: coarseSeconds, text: fc.constantFrom('在吗', '在吗', '好'), serverId: keys, precision })
          .map(({ second, ...more }) => record({ ...more, at: noon + second * 1000 })),
        { minLength: 1, maxLength: 10 },
      ),
    );

/** What is known of a day, between what is known of a minute and of seconds, one record at a time. */
const rivals = {
  exports: [
    [record({ precision: 'minute' })],
    [record({ precision: 'day' }), record({ precision: 'day' })],
    [record({ at: noon + 1000 }), record(), record({ at: noon + 1000 })],
    [record()],
  ],
  undos: [0, 0],
  chunk: 1,
};

const [one, two, three] = ['7440000000000000001', '7440000000000000002', '7440000000000000003'];
/** Few ids, one text, a handful of moments: nearly everything may be nearly everything. */
const mixedExport: fc.Arbitrary<Export> = fc.array(
  fc
    .record({
      second: fc.constantFrom(0, 0, 1, 60),
      serverId: fc.constantFrom(null, null, null, one!, two!, three!),
      precision: precisions,
    })
    .map(({ second, ...more }) => record({ ...more, at: noon + second * 1000 })),
  { minLength: 1, maxLength: 5 },
);
/** One id at two times. */
const wrongClocks: Export[][] = [
  [
    [record({ serverId: two! })],
    [
      record(),
      record({ serverId: one!, precision: 'day' }),
      record(),
      record({ serverId: one!, at: noon + 60_000 }),
      record({ serverId: three! }),
    ],
    [record({ serverId: one! })],
  ],
  [
    [record({ precision: 'day' }), record({ serverId: two! }), record({ serverId: two! })],
    [record()],
    [record({ serverId: two!, at: noon + 1000 })],
  ],
];

/** A record without an id stands in the way of one that can go elsewhere; ids told on the way are guesses. */
const inTheWay: Export[] = [
  [record({ serverId: one!, precision: 'day' }), record()],
  [record({ serverId: one!, precision: 'minute' }), record({ at: noon + 60_000, precision: 'minute' }), record({ at: noon + 60_000 })],
  [record()],
];
const examples = [...wrongClocks, inTheWay].map((exports) => [{ exports, undos: [0, 0], chunk: 1 }] as [Story]);
/** In `npm run test:long` five thousand. */
const stories = process.env.FUZZ_ROUNDS ? 5 * Number(process.env.FUZZ_ROUNDS) : 40;

const chinaDay = ({ at, text }: { at: number; text: string }) => `${Math.floor((at + 8 * 3_600_000) / 86_400_000)} ${text}`;

const distinctADay = (records: Export): Export => [
  ...new Map(records.map((one, i) => [one.serverId === null ? `#${i}` : `${chinaDay(one)} ${one.serverId}`, one])).values(),
];
/** However well a time is known, a message stays within its day. Records of one id may be one message, to the second and to the day. */
function neverFewerADay(live: Export[]): void {
  const now = counts(stored(), ({ at, content }) => chinaDay({ at, text: content }));
  for (const records of live)
    for (const [what, count] of counts(distinctADay(records), chinaDay)) expect(now.get(what) ?? 0, what).toBeGreaterThanOrEqual(count);
}

describe('the union of exports', () => {
  it('is the greater number of each message, where no export knows ids', async () => {
    await fc.assert(
      fc.asyncProperty(story(exportOf(noKey)), (it) =>
        play(it, (live) => {
          const wanted = new Map<string, number>();
          for (const records of live)
            for (const [what, count] of counts(records, identity)) wanted.set(what, Math.max(count, wanted.get(what) ?? 0));
          expect(storedCounts()).toEqual(wanted);
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('is every message once, where all know ids', async () => {
    await fc.assert(
      fc.asyncProperty(story(exportOf(someKey)), (it) =>
        play(it, (live) => {
          const all = distinct(live.flat());
          expect(storedCounts()).toEqual(counts(all, identity));
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('never holds fewer than one export does, and each id, where only some know ids', async () => {
    const mixed = fc.oneof(exportOf(noKey), exportOf(someKey), exportOf(fc.oneof(noKey, someKey)));
    await fc.assert(
      fc.asyncProperty(story(mixed), (it) =>
        play(it, (live) => {
          never(live);
          const now = storedCounts();
          const ids = counts(
            distinct(live.flat()).filter(({ serverId }) => serverId !== null),
            identity,
          );
          for (const [what, count] of ids) expect(now.get(what) ?? 0).toBeGreaterThanOrEqual(count);
        }),
      ),
      { numRuns: 100 },
    );
  });

  it('never holds fewer a day than one export does, where some know the minute or the day only, and ids throughout or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(story(fc.oneof(coarseExport(noKey), coarseExport(noKey), coarseExport(someKey))), (it) =>
        play(it, neverFewerADay, true),
      ),
      {
        numRuns: 60,
        examples: [[rivals]],
      },
    );
  });

  it('never holds fewer a day, and nothing twice, where exports give ids to some messages only and times as well as they know them', async () => {
    await fc.assert(
      fc.asyncProperty(story(mixedExport), (it) => play(it, neverFewerADay, true)),
      { numRuns: stories, examples },
    );
  });
});
