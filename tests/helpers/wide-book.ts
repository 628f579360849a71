/** A book that fills several pages of many tables, made in a moment: for tests that break it. */
import { friendNamed, openTestApp, TestClock } from './test-app.ts';

export const wideFriends = 900;

/** Fills the empty book in `dataDir`. Long notes run over onto pages of their own. */
export async function wideBook(dataDir: string): Promise<void> {
  const book = await openTestApp({ dataDir, clock: new TestClock() });
  for (let i = 0; i < 3; i++) {
    await book.call('friends.create', friendNamed(`手加的${i}`, { wxid: `wxid_hand_${i}`, phone: `1380000000${i}` }));
    await book.call('tags.create', { name: `标签${i}`, groupId: null, color: null });
  }
  const { db } = book.ctx;
  db.transaction(() => {
    db.raw.exec(`
      CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 7000) SELECT i FROM c;
      INSERT INTO friends (account_id, channel_id, nickname, remark, wxid, trust_level, trust_since_at, search_text, sort_name, created_at, updated_at)
        SELECT 1, 1 + i % 5, '昵称' || i, '好友' || i, 'wxid_' || i, 1 + i % 6, i, '好友' || i, 'haoyou' || i, i, i FROM n WHERE i <= ${wideFriends - 3};
      INSERT INTO friend_tags (tag_id, friend_id, added_at) SELECT 1 + (f.id + t.i) % 3, f.id, t.i FROM friends f, n t WHERE t.i <= 2;
      INSERT INTO notes (friend_id, body, created_at, updated_at)
        SELECT 1 + i % ${wideFriends}, '备注' || i || CASE WHEN i % 40 = 0 THEN replace(hex(zeroblob(12000)), '00', '长' || i) ELSE '' END, i, i FROM n WHERE i <= 1500;
      INSERT INTO touches (friend_id, at, touchpoint, direction) SELECT 1 + i % ${wideFriends}, i, 'phone', 'out' FROM n WHERE i <= 2000;
      INSERT INTO import_batches (id, file_name, account_id, report, created_at) VALUES (1, 'a.csv', 1, '{}', 1);
      INSERT INTO conversations (id, account_id, kind, name, friend_id, import_batch_id, created_at)
        SELECT i, 1, 'private', '好友' || i, i, 1, 1 FROM n WHERE i <= 60;
      INSERT INTO messages (id, conversation_id, talker_id, direction, kind, precision, batch_id, content)
        SELECT (1700000000 + i) * 2097152 + i, 1 + i % 60, 0, i % 2, 0, 0, 1, '第' || i || '句话，今天的丑橘到了' FROM n;
      DROP TABLE n`);
  });
  await book.app.close();
}
