import { join } from 'node:path';
import type { App } from '../../electron/app/create-app.ts';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { packIds } from '../../electron/platform/id-pack.ts';

export interface StudioSize {
  touches: number;
  orders: number;
  posts: number;
}

const day = 86_400_000;

/**
 * Fills a closed book of friends with what the content studio works over: contacts of two years, orders with their goods, chats of
 * every second friend, posts with whom they were shown to and what came of them. A pattern over the ids: the same on every run.
 * @param now ms UTC; everything lies before it
 */
export function fillStudio(dataDir: string, { touches, orders, posts }: StudioSize, now: number): void {
  const db = openDatabase(join(dataDir, 'tiefen.db'));
  const run = (sql: string, ...values: number[]) => db.raw.prepare(sql).run(...values);
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)';
  try {
    const friends = db.pluck('SELECT max(id) FROM friends').get() as number;
    const friendOf = (step: number) => `1 + i * ${step} % ${friends}`;
    db.transaction(() => {
      run(
        `${numbers} INSERT INTO touches (friend_id, at, touchpoint, direction, kind)
         SELECT ${friendOf(7919)}, ? - i * (730 * ${day} / ?), 'private', CASE i % 3 WHEN 0 THEN 'in' ELSE 'out' END, i % 8 FROM n`,
        ...[touches, now, touches],
      );
      for (let id = 1; id <= 50; id++) run('INSERT INTO products (name, name_key, created_at, updated_at) VALUES (?, ?, 1, 1)', id, id);
      run(
        `${numbers} INSERT INTO orders (account_id, friend_id, friend_by, source, identity, occurrence, buyer_name, buyer_key, receiver, phone,
           address, at, precision, status, status_text, amount_fen, paid_fen, refund_fen, note, seller_note, extra, created_at, updated_at)
         SELECT 1, ${friendOf(104_729)}, 'hand', 'ktt', i, 1, '买家' || i, '买家' || i, '收货人', '', '某小区 ' || i % 30 || ' 号楼', ? - i * (730 * ${day} / ?), 0,
           i % 7, '', 5000 + i % 90 * 100, 5000 + i % 90 * 100, 0, '', '', '{}', 1, 1 FROM n`,
        ...[orders, now, orders],
      );
      run(
        `INSERT INTO order_lines (order_id, position, product_id, product, spec, unit) SELECT id, 1, 1 + id % 50, '货', '', '' FROM orders`,
      );
      run(
        `INSERT INTO friend_chat_stats (friend_id, first_at, last_in_at, last_out_at, in_count, out_count, two_way_days, asked_count, last_asked_at)
         SELECT id, ? - 600 * ${day}, ? - id % 400 * ${day}, ? - id % 300 * ${day}, id % 200, id % 150, id % 20, id % 4, ? - id % 90 * ${day}
         FROM friends WHERE id % 2 = 0`,
        ...[now, now, now, now],
      );
      fillPosts(db, posts, friends, now);
      run(
        `INSERT INTO post_results (post_id, likes, comments, privates, deals, noted_at)
         SELECT id, id % 40, id % 7, id % 4, id % 3, settled_at FROM posts WHERE id % 2 = 0`,
      );
      run(
        'INSERT INTO post_orders (post_id, order_id) SELECT posts.id, orders.id FROM posts JOIN orders ON orders.id BETWEEN posts.id * 3 AND posts.id * 3 + 3',
      );
    });
    db.raw.exec('ANALYZE');
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

const categories = ['science', 'tips', 'review', 'case', 'life', 'interaction', 'offer'];

/** Posts of two years; those of the last 30 days were shown to every third friend. */
function fillPosts(db: ReturnType<typeof openDatabase>, posts: number, friends: number, now: number): void {
  const insert = db.sql(
    `INSERT INTO posts (account_id, text, category, scheduled_at, state, settled_at, created_at, updated_at) VALUES (1, ?, ?, ?, 'posted', ?, 1, 1)`,
  );
  const shown = db.sql('INSERT INTO post_audiences (post_id, heads, friend_ids) VALUES (?, ?, ?)');
  const third = [0, 1, 2].map((rest) => Float64Array.from({ length: Math.floor((friends - rest) / 3) }, (_, i) => 1 + rest + i * 3));
  const packed = third.map((ids) => packIds(ids));
  for (let i = 0; i < posts; i++) {
    const at = now - Math.round((i * 730 * day) / posts) - 1;
    const { lastInsertRowid } = insert.run(`第 ${i} 条`, categories[i % 7]!, at, at);
    if (now - at < 30 * day) shown.run(Number(lastInsertRowid), third[i % 3]!.length, packed[i % 3]!);
  }
}

/** Rhythms for every second friend: talks every 3 to 42 days, the last some weeks ago. */
export function fillTalks(app: App): void {
  const { db } = app.context;
  const today = Math.floor(Date.now() / day);
  const key = `in_count || ':' || out_count || ':' || two_way_days || ':' || coalesce(first_at, 0) || ':' || coalesce(last_in_at, 0)
    || ':' || coalesce(last_out_at, 0)`;
  const set = db.sql(`UPDATE friend_chat_stats SET talk_days = ?, talk_key = ${key} WHERE friend_id = ?`);
  db.transaction(() => {
    for (const id of db.pluck('SELECT friend_id FROM friend_chat_stats').all() as number[]) {
      const step = 3 + (id % 40);
      set.run([today - 10 * step - (id % 60), ...Array.from({ length: 9 }, () => step)].join(), id);
    }
  });
}
