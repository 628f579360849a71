import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { settleLevels } from './trust.undo.ts';

/** The other's moves come along, but not her first level; the last move of the kept one always tells the level she has. */
export function takeOverLevels(
  ctx: ServiceContext,
  record: Recorder,
  { keepId, otherId, trustLevel }: DomainEvents['friends.merged'],
): void {
  const { db } = ctx;
  const moves = db.pluck('SELECT id FROM level_changes WHERE friend_id = ? AND from_level IS NOT NULL').all(otherId) as number[];
  record.update('level_changes', moves, { friend_id: keepId });
  const newest = db.sql('SELECT to_level AS level, at FROM level_changes WHERE friend_id = ? ORDER BY at DESC, id DESC LIMIT 1');
  const last = newest.get(keepId) as { level: number; at: number } | undefined;
  let since = last?.at ?? ctx.clock.now();
  if (last?.level !== trustLevel) {
    since = Math.max(ctx.clock.now(), since);
    const { lastInsertRowid } = db
      .sql("INSERT INTO level_changes (friend_id, from_level, to_level, at, reason, author) VALUES (?, ?, ?, ?, '合并重复好友', 'manual')")
      .run(keepId, last?.level ?? null, trustLevel, since);
    record.inserted('level_changes', [Number(lastInsertRowid)]);
  }
  record.update('friends', [keepId], { trust_level: trustLevel, trust_since_at: since }, ['trust_level']);
  // undo gives the moves back and makes both histories chains again
  settleLevels(db, [keepId]);
}
