import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/**
 * What was answered about a friend of another book, for a friend who has just been made. Orders, contacts, tags and referrals have other
 * numbers here; messages have the same, by their place in time.
 */
export function bringAnswers(ctx: ServiceContext, record: Recorder, other: Database, from: number, to: number): void {
  const rows = other
    .arrays(
      `SELECT rule, from_level, to_level, answer, until_on, at, author,
         json_replace(evidence, '$.orders', json('[]'), '$.touches', json('[]'), '$.tags', json('[]'), '$.referrals', json('[]'))
       FROM suggestion_decisions WHERE friend_id = ? ORDER BY id`,
    )
    .all(from) as unknown[][];
  const insert = ctx.db.sql(
    `INSERT INTO suggestion_decisions (friend_id, rule, from_level, to_level, answer, until_on, at, author, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  record.inserted(
    'suggestion_decisions',
    rows.map((row) => Number(insert.run(to, ...row).lastInsertRowid)),
  );
}
