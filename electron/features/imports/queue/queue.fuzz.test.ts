import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatCommitReport, ChatQueueScan, ImportQueue } from '../../../../shared/contracts/import-queue.ts';
import { fuzzRounds, tolerate } from '../../../../tests/helpers/fuzz.ts';
import { randomFrom } from '../../../../tests/helpers/random-actions.ts';
import { openTestApp, projectRoot, type TestApp } from '../../../../tests/helpers/test-app.ts';
import { zipOf } from '../../../../tests/helpers/zips.ts';

let book: TestApp;
beforeAll(async () => {
  book = await openTestApp();
});
afterAll(() => book.close());

const fixture = (name: string) => readFileSync(`${projectRoot}/tests/fixtures/chats/${name}`);
const count = (table: string) => book.ctx.db.pluck(`SELECT count(*) FROM ${table}`).get() as number;

async function seeds(): Promise<Buffer[]> {
  const files = {
    'manifest.json': fixture('json/wda-manifest/manifest.json'),
    'conversations/lj/messages.json': fixture('json/wda-manifest/conversations/lj/messages.json'),
    'texts/私聊.txt': fixture('texts/mailed.txt'),
    'a.jsonl': fixture('json/chatlab.jsonl'),
    '名单.csv': '微信ID,备注\nwxid_a,青柠\n',
    'x/1.jpg': 'x',
  };
  return [await zipOf(files), await zipOf(files, { password: '1' }), await zipOf(files, { password: '1', old: true })];
}

/** Some bytes changed, a piece taken out, put in twice, or the end cut off. */
function mutate(bytes: Buffer, pick: (below: number) => number): Buffer {
  const out = Buffer.from(bytes);
  // the list of a zip stands at its end: half of the changes go there
  const place = () => (pick(2) === 0 ? pick(out.length) : out.length - 1 - pick(Math.min(600, out.length)));
  const at = place();
  switch (pick(4)) {
    case 0:
      for (let n = 1 + pick(8); n > 0; n--) out[place()] = pick(256);
      return out;
    case 1:
      return Buffer.concat([out.subarray(0, at), out.subarray(at + pick(200))]);
    case 2:
      return Buffer.concat([out.subarray(0, at), out.subarray(Math.max(0, at - pick(200)))]);
    default:
      return out.subarray(0, at);
  }
}

async function throughTheQueue(bytes: Buffer): Promise<void> {
  const { fileId } = await book.app.files.stageStream('聊天.zip', Readable.from([bytes]));
  let queue = await book.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
  for (const { itemId } of queue.items.filter(({ needsPassword }) => needsPassword))
    queue = (await tolerate(book.call<ImportQueue>('importQueue.unlock', { queueId: queue.queueId, itemId, password: '1' }))) ?? queue;
  const itemIds = queue.items.filter(({ kind }) => kind === 'chat').map(({ itemId }) => itemId);
  if (itemIds.length > 0) {
    const chats = { queueId: queue.queueId, itemIds, accountId: 1, me: null };
    const look = await tolerate(book.call<ChatQueueScan>('chatImport.scan', chats));
    const me = look?.people.slice(0, 1).map(({ senderId, name }) => ({ senderId, name })) ?? null;
    const before = ['messages', 'conversations', 'friends', 'import_batches'].map(count);
    const decisions = { mojibakeAccepted: false, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' };
    const report = await tolerate(book.call<ChatCommitReport>('chatImport.commit', { ...chats, ...decisions, me }));
    if (!report) expect(['messages', 'conversations', 'friends', 'import_batches'].map(count)).toEqual(before);
    else {
      expect(report.read).toBe(report.added + report.duplicate + report.problem + report.leftOut);
      expect(report.read).toBe(look!.read);
      expect(count('messages')).toBe(before[0]! + report.added);
      await book.call('imports.undo', { batchId: report.batchId });
    }
  }
  await book.call('importQueue.discard', { queueId: queue.queueId });
}

describe('damaged exports', () => {
  it(
    'crash nothing, leave nothing half done and lose no record',
    async () => {
      const pick = randomFrom(20261122);
      const sound = await seeds();
      for (const bytes of sound) await throughTheQueue(bytes);
      for (let round = 0; round < fuzzRounds; round++) {
        let bytes = sound[pick(sound.length)]!;
        for (let n = 1 + pick(3); n > 0; n--) bytes = mutate(bytes, pick);
        await throughTheQueue(bytes);
      }
      expect(count('messages') + count('conversations') + count('friends')).toBe(0);
    },
    30_000 + fuzzRounds * 2_000,
  );
});

it('knows a list whose first row is longer than what is looked at', async () => {
  const list = `备注,微信号,描述\r\n张三,zs_demo01,${'很长'.repeat(200_000)}\r\n李四,ls_demo02,短\r\n`;
  const { fileId } = await book.app.files.stageStream('大格.csv', Readable.from([Buffer.from(list)]));
  const { items } = await book.call<ImportQueue>('importQueue.open', { fileIds: [fileId] });
  expect(items.map(({ path, kind }) => [path, kind])).toEqual([['大格.csv', 'contacts']]);
});
