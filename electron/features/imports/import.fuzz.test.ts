import { readdirSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatCommitReport, ChatQueueScan, ImportQueue } from '../../../shared/contracts/import-queue.ts';
import type { ImportReport, Inspection } from '../../../shared/contracts/imports.ts';
import type { OrderImportReport } from '../../../shared/contracts/orders-import.ts';
import { samples as tableSamples } from '../../../tests/fixtures/chats/tables/files.ts';
import { sheetSamples } from '../../../tests/fixtures/chats/tables/sheets.ts';
import { inlineRows, writeWorkbook } from '../../../tests/fixtures/contacts/zip-writer.ts';
import { billSamples } from '../../../tests/fixtures/orders/bills.ts';
import { orderSamples } from '../../../tests/fixtures/orders/samples.ts';
import { fuzzRounds, mutated, tolerate, withoutHang } from '../../../tests/helpers/fuzz.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { openTestApp, projectRoot, type TestApp } from '../../../tests/helpers/test-app.ts';

let book: TestApp;
beforeAll(async () => {
  book = await openTestApp();
});
afterAll(() => book.close());

interface Seed {
  name: string;
  bytes: Buffer;
}

function filesIn(folder: string, wanted: RegExp): Seed[] {
  const root = `${projectRoot}/tests/fixtures/${folder}/`;
  const names = (readdirSync(root, { recursive: true }) as string[]).map((name) => name.replaceAll('\\', '/')).sort();
  return names.filter((name) => wanted.test(name)).map((name) => ({ name: name.split('/').at(-1)!, bytes: readFileSync(root + name) }));
}

const sheets = Object.values(sheetSamples).map(({ path, sheets }) => ({
  name: path.split('/').at(-1)!,
  bytes: writeWorkbook({ sheets: Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, inlineRows(rows)])) }),
}));
const tables = Object.values(tableSamples).map(({ path, content }) => ({ name: path.split('/').at(-1)!, bytes: Buffer.from(content) }));
const sampleFiles = (samples: typeof orderSamples) => Object.values(samples).map(({ path, bytes }) => ({ name: path, bytes }));

const seeds: Record<string, Seed[]> = {
  contacts: filesIn('contacts', /\.(csv|tsv|json|txt|vcf)$/),
  orders: sampleFiles(orderSamples),
  bills: sampleFiles(billSamples),
  chats: [...filesIn('chats/json', /\.(json|jsonl|js)$/), ...filesIn('chats/texts', /\.txt$/), ...tables, ...sheets],
};
const everything = Object.values(seeds).flatMap((list) => list.map(({ bytes }) => bytes));

const watched = ['friends', 'tags', 'messages', 'conversations', 'orders', 'order_lines', 'products', 'group_buys', 'payments'];
const counts = () => watched.map((table) => `${table} ${book.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get()}`);
const batches = () => book.ctx.db.pluck('SELECT count(*) FROM import_batches').get() as number;

interface Place {
  queueId: string;
  itemId: string;
}

const bringIn: Record<string, (place: Place) => Promise<{ batchId: number } | null>> = {
  async contacts(place) {
    const opened = await tolerate(book.call<Inspection>('importQueue.openContacts', place));
    if (!opened) return null;
    const { sessionId, columns } = opened;
    const fields = columns.map(({ field }) => field);
    const looked = await tolerate(book.call('imports.preview', { sessionId, fields, accountId: 1, channelId: null }));
    if (!looked) return null;
    const decisions = { sessionId, policy: 'fillEmpty', doubtful: 'new', answers: {} };
    const report = await tolerate(book.call<ImportReport>('imports.commit', decisions));
    if (!report) return null;
    const { rows, added, updated, same, repeated, leftOut, skipped, unreadable } = report;
    expect(rows).toBe(added + updated + same + repeated + leftOut + skipped + unreadable);
    return report;
  },
  async orders(place) {
    const scanned = await tolerate(book.call('orderImport.scan', { ...place, accountId: 1, mapping: null }));
    if (!scanned) return null;
    const report = await tolerate(book.call<OrderImportReport>('orderImport.commit', { ...place, accountId: 1, answers: {} }));
    if (report) expect(report.read).toBe(report.added + report.changed + report.same + report.problem);
    return report;
  },
  async chat({ queueId, itemId }) {
    const chosen = { queueId, itemIds: [itemId], accountId: 1, missingDate: '2026-03-09' };
    const look = await tolerate(book.call<ChatQueueScan>('chatImport.scan', { ...chosen, me: null }));
    if (!look) return null;
    const me = look.people.slice(0, 1).map(({ senderId, name }) => ({ senderId, name }));
    const decisions = { mojibakeAccepted: true, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' };
    const report = await tolerate(book.call<ChatCommitReport>('chatImport.commit', { ...chosen, ...decisions, me }));
    if (!report) return null;
    expect(report.read).toBe(report.added + report.duplicate + report.problem + report.leftOut);
    expect(report.read).toBe(look.read);
    return report;
  },
};

/** Through the whole wizard; what came in is taken back at once. @returns how many imports there were */
async function through({ name, bytes }: Seed): Promise<number> {
  const { fileId } = await book.app.files.stageStream(name, Readable.from([bytes]));
  const queue = await book.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
  let done = 0;
  for (const { itemId, kind } of queue.items) {
    const before = { counts: counts(), batches: batches() };
    const report = await bringIn[kind === 'bill' ? 'orders' : kind]?.({ queueId: queue.queueId, itemId });
    if (report) {
      done++;
      await book.call('imports.undo', { batchId: report.batchId });
    }
    expect(counts()).toEqual(before.counts);
    expect(batches()).toBe(before.batches + (report ? 1 : 0));
  }
  await book.call('importQueue.discard', { queueId: queue.queueId });
  return done;
}

describe('damaged files through the wizard', () => {
  it.each(Object.keys(seeds))(
    '%s: each row is told of, nothing comes in by half, and what came in goes again',
    async (kind) => {
      const pick = randomFrom(kind.length * 7919);
      let imports = 0;
      for (let round = 0; round < fuzzRounds; round++) {
        const seed = seeds[kind]![round % seeds[kind]!.length]!;
        imports += await withoutHang(() => through({ name: seed.name, bytes: mutated(seed.bytes, pick, everything) }));
      }
      expect(imports).toBeGreaterThan(0);
    },
    60_000 + fuzzRounds * 2000,
  );
});
