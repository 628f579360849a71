/**
 * Imports files into the book in argv[3] and takes imports back until it is killed; says what it begins and what was acknowledged, one
 * JSON line each. The seed in argv[4] names its people, argv[5] says what is in the files; the name of each file says which of its rows
 * the file holds: `<seed>-<from>-<to>.csv`.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { Readable } from 'node:stream';
import { randomFrom } from './random-actions.ts';
import { openTestApp } from './test-app.ts';

const [, , migrationsDir, dataDir, seed, what] = process.argv as [string, string, string, string, string, 'chats' | 'contacts' | 'orders'];
const app = await openTestApp({ dataDir, migrationsDir });
const pick = randomFrom(Number(seed) + 1);
/** At once and whole: what was said must have been said before the kill. */
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);
const china = (at: number) => new Date(at * 1000 + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

interface Acknowledged {
  batchId: number;
  read: number;
}

interface Work {
  header: string;
  row(place: number): string;
  /** places of the rows of the next file */
  range(): [from: number, to: number];
  bringIn(fileId: string): Promise<Acknowledged>;
}

async function opened(fileId: string) {
  const { queueId, items } = await app.call<{ queueId: string; items: { itemId: string }[] }>('importQueue.open', { fileIds: [fileId] });
  return { queueId, itemIds: items.map(({ itemId }) => itemId) };
}

const overlapping = (step: number) => (): [number, number] => {
  const from = pick(8) * step;
  return [from, from + step + pick(6) * step];
};

const chats: Work = {
  header: 'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender',
  row(i) {
    const at = 1_600_000_000 + i * 7;
    const who = i % 3 === 0 ? '我的店,我的店,wxid_me' : `客人${seed},客人${seed},wxid_${seed}`;
    return `${i},3,1,0,${i % 3 === 0 ? 1 : 0},${at},3,第 ${i} 句话，脐橙还有吗,${china(at)},${who}`;
  },
  range: overlapping(5000),
  async bringIn(fileId) {
    const chosen = await opened(fileId);
    const answers = { mojibakeAccepted: false, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' };
    const report = await app.call<Acknowledged>('chatImport.commit', { ...chosen, accountId: 1, me: null, ...answers });
    return report;
  },
};

let people = 0;
const contacts: Work = {
  header: '微信ID,备注,手机,标签',
  row: (i) => `wxid_${seed}_${i},好友${seed}-${i},${13_000_000_000 + Number(seed) * 1_000_000 + i},${i % 3 ? '老客' : '新客'}`,
  // a friend belongs to the import that brought it: no two files hold the same
  range() {
    const from = people;
    people += 2000 + pick(6) * 2000;
    return [from, people];
  },
  async bringIn(fileId) {
    const { sessionId, columns } = await app.call<{ sessionId: string; columns: { field: string }[] }>('imports.inspect', { fileId });
    await app.call('imports.preview', { sessionId, fields: columns.map(({ field }) => field), accountId: 1, channelId: null });
    const decisions = { policy: 'fillEmpty', doubtful: 'skip', answers: {} };
    const { batchId, rows } = await app.call<{ batchId: number; rows: number }>('imports.commit', { sessionId, ...decisions });
    return { batchId, read: rows };
  },
};

const orders: Work = {
  header: '团标题,订单号,跟团号,下单人,支付时间,商品,订单金额,退款金额,订单状态,收货人,联系电话',
  row: (i) =>
    `脐橙团,${seed}-${i},${i + 1},买家${i % 900},${china(1_700_000_000 + i * 61)},脐橙(${(i % 9) + 1}斤)+1,${i % 90}.50,0.00,已支付,收件${i},${13_100_000_000 + i}`,
  range: overlapping(1000),
  async bringIn(fileId) {
    const { queueId, itemIds } = await opened(fileId);
    const item = { queueId, itemId: itemIds[0]!, accountId: 1 };
    await app.call('orderImport.scan', { ...item, mapping: null });
    return app.call<Acknowledged>('orderImport.commit', { ...item, answers: {} });
  },
};

const work = { chats, contacts, orders }[what];

async function importSome(): Promise<number> {
  const [from, to] = work.range();
  const name = `${seed}-${from}-${to}.csv`;
  const rows = Array.from({ length: to - from }, (_, i) => work.row(from + i));
  const { fileId } = await app.app.files.stageStream(name, Readable.from([Buffer.from([work.header, ...rows, ''].join('\n'))]));
  say({ kind: 'begun' });
  const { batchId, read } = await work.bringIn(fileId);
  say({ kind: 'imported', batchId, read });
  return batchId;
}

// the worker takes a second to start: it must be there before the clock of the kill runs
await app.call('importQueue.paste', { text: '甲\n' });
// a killed process writes no cache, and the next round would compile everything again
flushCompileCache();
say({ kind: 'ready' });
const batches: number[] = [];
for (let n = 0; ; n++) {
  if (n % 4 !== 3) batches.push(await importSome());
  else {
    const [batchId] = batches.splice(pick(batches.length), 1);
    say({ kind: 'begun' });
    await app.call('imports.undo', { batchId });
    say({ kind: 'undone', batchId });
  }
}
