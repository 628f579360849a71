import { readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/platform/db/database.ts';
import type { ImportQueue, UnfinishedImport } from '../../shared/contracts/import-queue.ts';
import { damage } from '../helpers/digest.ts';
import { diskFolder } from '../helpers/disk-folder.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import { randomFrom } from '../helpers/random-actions.ts';
import { openTestApp } from '../helpers/test-app.ts';

/** Rounds a kind in `npm test`; `TIEFEN_KILL_IMPORT_ROUNDS=50` for the proof, in parts with another `TIEFEN_KILL_IMPORT_SEED` each. */
const rounds = Number(process.env.TIEFEN_KILL_IMPORT_ROUNDS ?? 3);
const firstSeed = Number(process.env.TIEFEN_KILL_IMPORT_SEED ?? 1);
/** From so many rounds on both must have been seen: kills before anything was acknowledged, and after. */
const tellingRounds = 20;
const made: string[] = [];
let child: Victim;
const kills = figure('kills', 'imports');
beforeAll(async () => {
  child = await bundleVictim('kill-imports-child');
});
afterAll(() => {
  child?.remove();
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

interface Said {
  kind: 'ready' | 'begun' | 'imported' | 'undone';
  batchId: number;
  read: number;
}

interface Moment {
  /** acknowledgements to wait for, from when the child is ready */
  after: number;
  /** share of the time that an import takes, to wait from then on */
  share: number;
}

/** ms that an import takes here, as the rounds before have shown */
let usualMs = 1500;

/** Lets the child work up to a moment, kills it with -9, and gives what it had said. */
function killed(args: string[], { after, share }: Moment): Promise<Said[]> {
  let begunAt = 0;
  return child.killed<Said>(args, (said) => {
    const { kind } = said.at(-1) ?? {};
    if (kind === 'begun') begunAt = performance.now();
    if (kind === 'imported' && begunAt > 0) usualMs = Math.max(usualMs * 0.8, performance.now() - begunAt);
    return said.length === 0 || acknowledged(said).length < after ? null : Math.round(share * usualMs);
  });
}

const acknowledged = (said: Said[]) => said.filter(({ kind }) => kind === 'imported' || kind === 'undone');

interface BatchRow {
  id: number;
  name: string;
  undone: number;
  report: string;
}
/** An import of chats says itself that it was taken back, the others by their undo action. */
const standing = "coalesce(undo_actions.state, iif(undone_at IS NULL, 'done', 'undone')) = 'done'";
const batches = 'import_batches LEFT JOIN undo_actions ON undo_actions.id = undo_action_id';
const batchesOf = (db: Database) =>
  db.raw.prepare(`SELECT import_batches.id, file_name AS name, NOT (${standing}) AS undone, report FROM ${batches}`).all() as BatchRow[];

/** What was acknowledged and is not there as it was said. */
function lost(db: Database, said: Said[]): Said[] {
  const rows = new Map(batchesOf(db).map((batch) => [batch.id, batch]));
  const undone = new Set(said.flatMap(({ kind, batchId }) => (kind === 'undone' ? [batchId] : [])));
  // an undo that was begun and not acknowledged may have come to its end all the same
  const open = said.at(-1)?.kind === 'begun';
  return acknowledged(said).filter(({ kind, batchId, read }) => {
    const batch = rows.get(batchId);
    if (kind === 'undone') return batch?.undone !== 1;
    if (!batch || (JSON.parse(batch.report) as { rows: number }).rows !== read) return true;
    return batch.undone === 1 ? !undone.has(batchId) && !open : undone.has(batchId);
  });
}

interface Kind {
  /** how many rows of a seed the book holds, counted in each way that it can be */
  held(db: Database, seed: string): number[];
  /** SQL that counts what must not be */
  laws: Record<string, string>;
}

const number = (db: Database, sql: string, ...params: unknown[]) =>
  (db.raw
    .prepare(sql)
    .pluck()
    .get(...params) ?? 0) as number;
const withoutUndo = { 'import without an undo record': 'SELECT count(*) FROM import_batches WHERE undo_action_id IS NULL' };

const kinds: Record<'chats' | 'contacts' | 'orders', Kind> = {
  chats: {
    held: (db, seed) => [
      number(
        db,
        'SELECT count(*) FROM messages WHERE conversation_id = (SELECT id FROM conversations WHERE external_id = ?)',
        `wxid_${seed}`,
      ),
      number(db, 'SELECT message_count FROM conversations WHERE external_id = ?', `wxid_${seed}`),
    ],
    laws: {
      'message of no batch': 'SELECT count(*) FROM messages WHERE batch_id NOT IN (SELECT batch_id FROM chat_batches)',
      'message of no conversation': 'SELECT count(*) FROM messages WHERE conversation_id NOT IN (SELECT id FROM conversations)',
      'batch without its own row':
        'SELECT count(*) FROM chat_batches WHERE batch_id NOT IN (SELECT id FROM import_batches WHERE undone_at IS NULL)',
      'no index': "SELECT count(*) = 0 FROM sqlite_schema WHERE name = 'messages_conversation'",
    },
  },
  contacts: {
    held: (db, seed) => [
      // not LIKE, to which _ is any sign: seed 2 would count those of 20 too
      number(db, 'SELECT count(*) FROM friends WHERE wxid GLOB ?', `wxid_${seed}_*`),
      number(
        db,
        'SELECT count(DISTINCT friend_id) FROM friend_tags JOIN friends ON friends.id = friend_id WHERE remark LIKE ?',
        `好友${seed}-%`,
      ),
    ],
    laws: {
      ...withoutUndo,
      'friend of an import that was taken back': `SELECT count(*) FROM friends WHERE import_batch_id NOT IN (SELECT import_batches.id FROM ${batches} WHERE ${standing})`,
      'friend without a first level': 'SELECT count(*) FROM friends WHERE id NOT IN (SELECT friend_id FROM level_changes)',
    },
  },
  orders: {
    held: (db, seed) => [
      number(db, 'SELECT count(*) FROM orders WHERE order_no LIKE ?', `${seed}-%`),
      number(db, 'SELECT count(DISTINCT order_id) FROM order_lines JOIN orders ON orders.id = order_id WHERE order_no LIKE ?', `${seed}-%`),
    ],
    laws: {
      ...withoutUndo,
      'order of no import': 'SELECT count(*) FROM orders WHERE id NOT IN (SELECT order_id FROM order_claims)',
      'order claimed by what is gone': `SELECT count(*) FROM order_claims WHERE batch_id NOT IN (SELECT import_batches.id FROM ${batches} WHERE ${standing})`,
      'product of nothing': 'SELECT count(*) FROM products WHERE id NOT IN (SELECT product_id FROM order_lines)',
    },
  },
};

/** Seeds of which the book does not hold exactly what the imports still standing contain, as the names of their files tell. */
function halfImported(db: Database, { held }: Kind): string[] {
  const wanted = new Map<string, Set<number>>();
  for (const { name, undone } of batchesOf(db)) {
    const [seed, from, to] = name.replace('.csv', '').split('-') as [string, string, string];
    const rows = wanted.get(seed) ?? new Set();
    wanted.set(seed, rows);
    if (undone === 0) for (let i = Number(from); i < Number(to); i++) rows.add(i);
  }
  return [...wanted].flatMap(([seed, { size }]) => {
    const counts = held(db, seed);
    return counts.every((count) => count === size) ? [] : [`${seed}: ${counts.join(', ')} of ${size}`];
  });
}

function halfDone(db: Database, { laws }: Kind): string[] {
  const all = { 'batch without report': "SELECT count(*) FROM import_batches WHERE report = ''", ...laws };
  return Object.entries(all)
    .filter(([, sql]) => number(db, sql) > 0)
    .map(([law]) => law);
}

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('kill -9 while %s come in', (what) => {
  it(
    'leaves each import untouched or whole, loses none that was acknowledged, and leaves no file behind',
    async () => {
      const dataDir = diskFolder(`tiefen-kill-${what}-`);
      made.push(dataDir);
      const pick = randomFrom(20261122 + firstSeed);
      const seen = { rounds, inFlight: 0, before: 0, acknowledged: 0, lost: 0, unfinished: 0 };
      for (let round = 0; round < rounds; round++) {
        // at once, in the first import, and after some of them: all of a life
        const said = await killed([dataDir, String(firstSeed + round), what], {
          after: [0, 1, 0, 2][round % 4]!,
          share: pick(1200) / 1000,
        });
        // a real start, as after a crash: the lock is free, the log is replayed
        const app = await openTestApp({ dataDir });
        const { db, folder } = app.ctx;
        const open = await app.call<UnfinishedImport>('importQueue.unfinished');
        const begun = said.at(-1)?.kind === 'begun';
        if (open) seen.unfinished++;
        // what was under way is still here to go on with, and goes when she does not want to
        const untold = open && !begun ? ['unfinished though nothing was begun'] : [];
        if (open && round % 2 === 0) {
          const queue = await app.call<ImportQueue>('importQueue.resume');
          if (queue.items.length !== 1 || queue.items[0]!.refusal) untold.push('cannot be gone on with');
          await app.call('importQueue.discard', { queueId: queue.queueId });
        } else if (open) await app.call('importQueue.giveUp');
        const problems = [
          ...damage(db),
          ...halfDone(db, kinds[what]),
          ...halfImported(db, kinds[what]),
          ...readdirSync(folder.staging),
          ...untold,
        ];
        const missing = lost(db, said);
        await app.app.close();
        if (begun) seen.inFlight++;
        if (acknowledged(said).length === 0) seen.before++;
        seen.acknowledged += acknowledged(said).length;
        await kills.count(() => expect({ round, missing, problems }).toEqual({ round, missing: [], problems: [] }));
      }
      process.stdout.write(`kill-9 ${what} ${JSON.stringify(seen)}\n`);
      if (rounds < tellingRounds) return;
      expect(seen.inFlight).toBeGreaterThan(0);
      expect(seen.before).toBeGreaterThan(0);
      expect(seen.acknowledged).toBeGreaterThan(0);
      expect(seen.unfinished).toBeGreaterThan(0);
    },
    rounds * 60_000,
  );
});
