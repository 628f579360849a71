/**
 * Works on the book in argv[3] and says what was acknowledged, one JSON line each, until it is killed. The seed in
 * argv[4] decides what it does, argv[5] = 'imports' makes it import all the time; names carry the seed, so that lines of different rounds cannot be taken for each other.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { Readable } from 'node:stream';
import { randomFrom } from './random-actions.ts';
import { friendNamed, openTestApp } from './test-app.ts';

const [, , migrationsDir, dataDir, seed, mode] = process.argv as [string, string, string, string, string, string?];
const app = await openTestApp({ dataDir, migrationsDir });
const pick = randomFrom(Number(seed));
/** At once and whole: what was said must have been said before the kill. */
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);
const everybody = { by: 'filter', filter: { archived: 'any' }, except: [] };

async function importMany(n: number): Promise<void> {
  const rows = Array.from({ length: 1200 }, (_, i) => `wxid_${seed}_${n}_${i},导入${i},${i % 3 ? '老客' : '新客'}`);
  const text = `微信ID,备注,标签\n${rows.join('\n')}\n`;
  const { fileId } = await app.app.files.stageStream(`导入${n}.csv`, Readable.from([Buffer.from(text)]));
  const inspection = await app.call<{ sessionId: string; columns: { field: string }[] }>('imports.inspect', { fileId });
  const fields = inspection.columns.map(({ field }) => field);
  await app.call('imports.preview', { sessionId: inspection.sessionId, fields, accountId: 1, channelId: null });
  const decisions = { policy: 'fillEmpty', doubtful: 'skip', answers: {} };
  const { batchId, added } = await app.call<{ batchId: number; added: number }>('imports.commit', {
    sessionId: inspection.sessionId,
    ...decisions,
  });
  say({ kind: 'import', batchId, added });
}

async function act(n: number): Promise<void> {
  const name = `${seed}-${n}`;
  switch (pick(5)) {
    case 0: {
      const { id } = await app.call<{ id: number }>('friends.create', friendNamed(name));
      return void say({ kind: 'friend', id, name });
    }
    case 1: {
      const tag = await app.call<{ id: number }>('tags.create', { name, groupId: null, color: null });
      say({ kind: 'tag', id: tag.id, name });
      const { changed } = await app.call<{ changed: number }>('tags.assign', { selection: everybody, tagIds: [tag.id] });
      return void say({ kind: 'assigned', id: tag.id, changed });
    }
    case 2: {
      const level = 1 + pick(6);
      const { undoId } = await app.call<{ undoId: number | null }>('trust.setLevel', { selection: everybody, level, reason: name });
      return void say({ kind: 'level', level, undoId, reason: name });
    }
    case 3: {
      const post = { accountId: 1, text: name, category: 'life', scheduledAt: 1_800_000_000_000, state: 'planned', assetIds: [] };
      const { id } = await app.call<{ id: number }>('posts.create', post);
      return void say({ kind: 'post', id, text: name });
    }
    default: {
      const { id } = await app.call<{ id: number }>('friends.addNote', { friendId: 1, body: name });
      return void say({ kind: 'note', id, body: name });
    }
  }
}

if (app.ctx.db.raw.prepare('SELECT count(*) FROM friends').pluck().get() === 0) await app.call('friends.create', friendNamed('第一位'));
// the worker takes a second to start: it must be there before the clock of the kill runs
if (mode === 'imports') await app.call('imports.paste', { text: '甲\n' });
// a killed process writes no cache, and the next round would compile everything again
flushCompileCache();
say({ kind: 'ready' });
for (let n = 0; ; n++) await (mode === 'imports' && n % 3 !== 2 ? importMany(n) : act(n));
