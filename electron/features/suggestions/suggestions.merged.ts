import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** What was answered about either of two friends who are one was answered about the kept one; of two answers to one question the newer stays. */
export function takeOverAnswers(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const rows = ctx.db
    .sql(
      `SELECT id, friend_id AS friendId, to_level AS toLevel, answer = 'accepted' AS isAccepted FROM suggestion_decisions
       WHERE friend_id IN (?, ?) ORDER BY at DESC, id DESC`,
    )
    .all(keepId, otherId) as { id: number; friendId: number; toLevel: number; isAccepted: 0 | 1 }[];
  const answered = new Set<number>();
  const older: number[] = [];
  for (const { id, toLevel, isAccepted } of rows) {
    if (isAccepted === 1) continue;
    if (answered.has(toLevel)) older.push(id);
    answered.add(toLevel);
  }
  record.remove('suggestion_decisions', older);
  const gone = new Set(older);
  const moved = rows.filter(({ id, friendId }) => friendId === otherId && !gone.has(id)).map(({ id }) => id);
  record.update('suggestion_decisions', moved, { friend_id: keepId });
  // a step that a rule took with either it takes no more; undo leaves that alone, like the step itself
  ctx.db
    .sql('INSERT OR IGNORE INTO suggestion_autos (step, at) SELECT step + ?, at FROM suggestion_autos WHERE step BETWEEN ? AND ?')
    .run((keepId - otherId) * 8, otherId * 8, otherId * 8 + 7);
}
