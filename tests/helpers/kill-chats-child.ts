/**
 * Imports chats into the book in argv[2] and takes imports back until it is killed; says what was acknowledged, one JSON line each.
 * The seed in argv[3] names the conversation; the name of each file says which of its messages the file holds: `<seed>-<from>-<to>.csv`.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { Readable } from 'node:stream';
import { randomFrom } from './random-actions.ts';
import { openTestApp } from './test-app.ts';

const [, , dataDir, seed] = process.argv as [string, string, string, string];
const app = await openTestApp({ dataDir });
const pick = randomFrom(Number(seed) + 1);
/** At once and whole: what was said must have been said before the kill. */
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);
const china = (at: number) => new Date(at * 1000 + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

function chat(from: number, to: number): string {
  const rows = ['localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender'];
  for (let i = from; i < to; i++) {
    const at = 1_600_000_000 + i * 7;
    const who = i % 3 === 0 ? '我的店,我的店,wxid_me' : `客人${seed},客人${seed},wxid_${seed}`;
    rows.push(`${i},3,1,0,${i % 3 === 0 ? 1 : 0},${at},3,第 ${i} 句话，脐橙还有吗,${china(at)},${who}`);
  }
  return `${rows.join('\n')}\n`;
}

async function importSome(): Promise<number> {
  const from = pick(8) * 5000;
  const to = from + 5000 + pick(6) * 5000;
  const name = `${seed}-${from}-${to}.csv`;
  const { fileId } = await app.app.files.stageStream(name, Readable.from([Buffer.from(chat(from, to))]));
  const { queueId, items } = await app.call<{ queueId: string; items: { itemId: string }[] }>('importQueue.open', { fileIds: [fileId] });
  const { batchId, read } = await app.call<{ batchId: number; read: number }>('chatImport.commit', {
    queueId,
    itemIds: items.map(({ itemId }) => itemId),
    accountId: 1,
    me: null,
    mojibakeAccepted: false,
    choices: {},
    unknownPeers: 'newFriend',
    unknownTalkers: 'member',
  });
  say({ kind: 'imported', batchId, name, read });
  await app.call('importQueue.discard', { queueId });
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
    await app.call('imports.undo', { batchId });
    say({ kind: 'undone', batchId });
  }
}
