import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../electron/platform/db/database.ts';
import { damage } from '../helpers/digest.ts';
import { diskFolder } from '../helpers/disk-folder.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import { randomFrom } from '../helpers/random-actions.ts';
import { openTestApp } from '../helpers/test-app.ts';

/** Rounds in `npm test`; `TIEFEN_KILL_ROUNDS=500` for a long night. */
const rounds = Number(process.env.TIEFEN_KILL_ROUNDS ?? 10);
const dataDir = diskFolder('tiefen-kill-');
let child: Victim;
const kills = figure('kills', 'writes');
beforeAll(async () => {
  child = await bundleVictim('kill-child');
});
afterAll(() => {
  child?.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

type Said = {
  kind: string;
  id: number;
  name: string;
  text: string;
  body: string;
  batchId: number;
  added: number;
  changed: number;
  undoId: number | null;
  reason: string;
};

/** What was acknowledged and is not there; [] = nothing was lost. */
function missing(db: Database, said: Said[]): Said[] {
  const has = (sql: string, ...params: unknown[]) =>
    db.raw
      .prepare(sql)
      .pluck()
      .get(...params) !== undefined;
  const count = (sql: string, ...params: unknown[]) =>
    db.raw
      .prepare(sql)
      .pluck()
      .get(...params) as number;
  return said.filter((one) => {
    switch (one.kind) {
      case 'friend':
        return !has('SELECT 1 FROM friends WHERE id = ? AND remark = ?', one.id, one.name);
      case 'tag':
        return !has('SELECT 1 FROM tags WHERE id = ? AND name = ?', one.id, one.name);
      case 'assigned':
        return count('SELECT count(*) FROM friend_tags WHERE tag_id = ?', one.id) < one.changed;
      case 'level':
        return (
          one.undoId !== null &&
          !(has('SELECT 1 FROM level_changes WHERE reason = ?', one.reason) && has('SELECT 1 FROM undo_actions WHERE id = ?', one.undoId))
        );
      case 'post':
        return !has('SELECT 1 FROM posts WHERE id = ? AND text = ?', one.id, one.text);
      case 'note':
        return !has('SELECT 1 FROM notes WHERE id = ? AND body = ?', one.id, one.body);
      case 'import':
        return count('SELECT count(*) FROM friends WHERE import_batch_id = ?', one.batchId) !== one.added;
      default:
        return false;
    }
  });
}

/** Signs of something half done, by law of the book. */
function halfDone(db: Database): string[] {
  const laws: Record<string, string> = {
    'import without its friends': `SELECT count(*) FROM import_batches b WHERE report = '' OR json_extract(report, '$.added') <> (SELECT count(*) FROM friends WHERE import_batch_id = b.id)`,
    'import that does not add up': `SELECT count(*) FROM import_batches WHERE json_extract(report, '$.rows') <> json_extract(report, '$.added') + json_extract(report, '$.updated') + json_extract(report, '$.same') + json_extract(report, '$.repeated') + json_extract(report, '$.leftOut') + json_extract(report, '$.skipped') + json_extract(report, '$.unreadable')`,
    'import without an undo record': 'SELECT count(*) FROM import_batches WHERE undo_action_id NOT IN (SELECT id FROM undo_actions)',
    'friend without a first level': 'SELECT count(*) FROM friends WHERE id NOT IN (SELECT friend_id FROM level_changes)',
    'level without its history':
      'SELECT count(*) FROM friends f WHERE trust_level <> (SELECT to_level FROM level_changes WHERE friend_id = f.id ORDER BY id DESC LIMIT 1)',
    'undo record without steps': 'SELECT count(*) FROM undo_actions WHERE steps IS NULL AND id NOT IN (SELECT action_id FROM undo_steps)',
    // a tag of the loop goes to everybody at once, or to nobody yet
    'half a bulk action': `SELECT count(*) FROM undo_actions a WHERE kind = 'tags.assign' AND json_extract(details, '$.changed') > (SELECT max(n) FROM (SELECT count(*) AS n FROM friend_tags GROUP BY tag_id))`,
  };
  return Object.entries(laws)
    .filter(([, sql]) => (db.raw.prepare(sql).pluck().get() as number) > 0)
    .map(([law]) => law);
}

describe('kill -9 at any moment', () => {
  it(
    'loses nothing that was acknowledged and leaves nothing half done',
    async () => {
      const pick = randomFrom(20261122);
      const tally: Record<string, [tried: number, failed: number]> = {};
      for (let round = 0; round < rounds; round++) {
        const imports = round % 5 === 0;
        const ms = pick(imports ? 2000 : 600);
        const said = await child.killed<Said>([dataDir, String(round), imports ? 'imports' : 'small'], () => ms);
        // a real start, as after a crash: the lock is free, the log is replayed
        const app = await openTestApp({ dataDir });
        const lost = missing(app.ctx.db, said);
        const problems = [...damage(app.ctx.db), ...halfDone(app.ctx.db)];
        await app.app.close();
        for (const { kind } of said) tally[kind] = [(tally[kind]?.[0] ?? 0) + 1, tally[kind]?.[1] ?? 0];
        for (const { kind } of lost) tally[kind]![1]++;
        await kills.count(() => expect({ round, lost, problems }).toEqual({ round, lost: [], problems: [] }));
      }
      for (const [kind, [tried, failed]] of Object.entries({ rounds: [rounds, 0], ...tally }))
        process.stdout.write(`kill-9 ${kind} ${tried} ${failed}\n`);
    },
    rounds * 15_000,
  );
});
