import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/platform/db/database.ts';
import { damage } from '../helpers/digest.ts';
import { randomFrom } from '../helpers/random-actions.ts';
import { openTestApp } from '../helpers/test-app.ts';

/** Rounds in `npm test`; `TIEFEN_KILL_IMPORT_ROUNDS=50` for the proof. */
const rounds = Number(process.env.TIEFEN_KILL_IMPORT_ROUNDS ?? 5);
const child = fileURLToPath(new URL('../helpers/kill-chats-child.ts', import.meta.url));
const compiled = mkdtempSync(join(tmpdir(), 'tiefen-compiled-'));
const dataDir = mkdtempSync(join(tmpdir(), 'tiefen-kill-chats-'));
afterAll(() => {
  for (const dir of [dataDir, compiled]) rmSync(dir, { recursive: true, force: true });
});

interface Said {
  kind: 'ready' | 'imported' | 'undone';
  batchId: number;
  read: number;
}

/** Lets the child import for `ms` after it is ready, kills it with -9, and gives what it had acknowledged. */
function killed(seed: number, ms: number): Promise<Said[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, dataDir, String(seed)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    let [text, complaint] = ['', ''];
    running.stdout.on('data', (chunk: Buffer) => {
      if (text === '') setTimeout(() => running.kill('SIGKILL'), ms);
      text += chunk;
    });
    running.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk;
    });
    running.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the child ended by itself: ${complaint}`));
      // the last line may be cut: it was not said
      resolve(
        text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as Said),
      );
    });
  });
}

interface BatchRow {
  id: number;
  name: string;
  undone: number;
  report: string;
}
const batchesOf = (db: Database) =>
  db.raw.prepare('SELECT id, file_name AS name, undone_at IS NOT NULL AS undone, report FROM import_batches').all() as BatchRow[];

/** What was acknowledged and is not there as it was said. */
function lost(db: Database, said: Said[]): Said[] {
  const batches = new Map(batchesOf(db).map((batch) => [batch.id, batch]));
  const undone = new Set(said.flatMap(({ kind, batchId }) => (kind === 'undone' ? [batchId] : [])));
  return said.filter(({ kind, batchId, read }) => {
    const batch = batches.get(batchId);
    if (kind === 'ready') return false;
    if (kind === 'undone') return batch?.undone !== 1;
    return !batch || (JSON.parse(batch.report) as { rows: number }).rows !== read || (batch.undone === 1) !== undone.has(batchId);
  });
}

/** Conversations that do not hold exactly what the imports still standing contain, as the names of their files tell. */
function halfImported(db: Database): string[] {
  const wanted = new Map<string, Set<number>>();
  for (const { name, undone } of batchesOf(db)) {
    const [seed, from, to] = name.replace('.csv', '').split('-');
    const messages = wanted.get(`wxid_${seed}`) ?? new Set();
    wanted.set(`wxid_${seed}`, messages);
    if (undone === 0) for (let i = Number(from); i < Number(to); i++) messages.add(i);
  }
  const held = new Map(
    db.raw
      .prepare(
        `SELECT external_id, (SELECT count(*) FROM messages WHERE conversation_id = conversations.id), message_count FROM conversations`,
      )
      .raw()
      .all()
      .map((row) => row as [string, number, number])
      .map(([id, there, counted]) => [id, { there, counted }]),
  );
  return [...wanted].flatMap(([id, messages]) => {
    const { there, counted } = held.get(id) ?? { there: 0, counted: 0 };
    return there === messages.size && counted === there ? [] : [`${id}: ${there} of ${messages.size}, counted ${counted}`];
  });
}

function halfDone(db: Database): string[] {
  const laws: Record<string, string> = {
    'batch without report': "SELECT count(*) FROM import_batches WHERE report = ''",
    'message of no batch': 'SELECT count(*) FROM messages WHERE batch_id NOT IN (SELECT batch_id FROM chat_batches)',
    'message of no conversation': 'SELECT count(*) FROM messages WHERE conversation_id NOT IN (SELECT id FROM conversations)',
    'batch without its own row':
      'SELECT count(*) FROM chat_batches WHERE batch_id NOT IN (SELECT id FROM import_batches WHERE undone_at IS NULL)',
    'no index': "SELECT count(*) = 0 FROM sqlite_schema WHERE name = 'messages_conversation'",
  };
  return Object.entries(laws)
    .filter(([, sql]) => (db.raw.prepare(sql).pluck().get() as number) > 0)
    .map(([law]) => law);
}

describe('kill -9 while chats come in', () => {
  it(
    'leaves each import untouched or whole, loses none that was acknowledged, and leaves no file behind',
    async () => {
      const pick = randomFrom(20261123);
      let acknowledged = 0;
      for (let round = 0; round < rounds; round++) {
        const said = await killed(round, pick(4000));
        // a real start, as after a crash: the lock is free, the log is replayed
        const app = await openTestApp({ dataDir });
        const { db, folder } = app.ctx;
        const problems = [...damage(db), ...halfDone(db), ...halfImported(db), ...readdirSync(folder.staging)];
        const missing = lost(db, said);
        await app.app.close();
        acknowledged += said.length - 1;
        expect({ round, missing, problems }).toEqual({ round, missing: [], problems: [] });
      }
      process.stdout.write(`kill-9 chat imports and undos ${acknowledged} 0\n`);
    },
    rounds * 60_000,
  );
});
