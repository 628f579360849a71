import { join } from 'node:path';
import type { App } from '../../electron/app/create-app.ts';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { type ContentPage, contentCategories, contentFilter, type MissingFor } from '../../shared/contracts/content.ts';
import { searchTextOf } from '../../shared/domain/content-search.ts';
import { call } from './book.ts';
import { watchLoop } from './loop-watch.ts';
import { goalAt, type Measure, median, percentile, timed } from './measure.ts';

const sentences = [
  '新一批脐橙明天到',
  '老顾客都知道的小秘密',
  '收到货先别急着放冰箱',
  '今天去果园看了一圈',
  '三款放在一起比一比',
  '说说你最想吃哪一样',
  '王姐回购了第九次',
  '整箱怎么放能吃一个月',
];
const channels = ['moments', 'group', 'xiaohongshu'];

/** Puts pieces into a closed book: some 300 characters each, every second one with words for three channels. */
export function fillLibrary(dataDir: string, pieces: number): void {
  const db = openDatabase(join(dataDir, 'tiefen.db'));
  try {
    const insert = db.raw.prepare(
      `INSERT INTO contents (title, text, category, form, aim, tags, seasons, evergreen, search_text, created_at, updated_at)
       VALUES (?, ?, ?, 'text', '', ?, '[]', ?, ?, ?, ?)`,
    );
    const variant = db.raw.prepare('INSERT INTO content_variants (content_id, channel, title, text) VALUES (?, ?, ?, ?)');
    db.transaction(() => {
      for (let n = 0; n < pieces; n++) {
        const title = `${sentences[n % 8]}（${n}）`;
        const text = Array.from({ length: 24 }, (_, at) => `${sentences[(n + at * 3) % 8]}，编号 ${(n * 7 + at) % 9973}。`).join('\n');
        const variants = n % 2 === 0 ? channels.map((channel) => ({ channel, title, text: text.slice(0, 140) })) : [];
        const tags = [`标签${n % 40}`];
        const words = searchTextOf({ title, text, aim: '', tags, seasons: [], variants });
        const id = Number(
          insert.run(title, text, contentCategories[n % 7], JSON.stringify(tags), n % 3 ? 0 : 1, words, n + 1, n + 1).lastInsertRowid,
        );
        for (const { channel, title: own, text: said } of variants) variant.run(id, channel, own, said);
      }
      db.raw.prepare('UPDATE posts SET content_id = 1 + id % ? WHERE content_id IS NULL').run(pieces);
    });
  } finally {
    db.close();
  }
}

/** Two letters that stand next to each other in the texts; another one for each n below 48. */
const word = (n: number) => sentences[n % 8]!.slice((n >> 3) % 6, ((n >> 3) % 6) + 2);
/** Words that were asked before are remembered: every round asks for others. */
const questionsOf = (round: number) => [
  { search: word(round * 5) },
  { search: `${word(round * 5 + 1)} ${70 + round}` },
  { search: `${word(round * 5 + 2)} ${word(round * 5 + 3)} ${word(round * 5 + 4)}` },
  { search: `没有这个词${round}` },
  { search: '', categories: ['offer'], use: 'free' },
  { search: `${90 + round}`, tags: ['标签7'] },
];
const sorts = ['newest', 'bestResults', 'neverUsed'] as const;

/** Finding among the pieces of the library, each question in three orders, its words for the first time; and for whom something in a text is empty. */
export async function measureLibrary(app: App, friends: number, pieces: number, rounds: number): Promise<Measure[]> {
  const list = (filter: object, sort: string) =>
    call<ContentPage>(app, 'content.list', { filter: contentFilter.parse(filter), sort, offset: 0, limit: 60 });
  const watch = watchLoop();
  const cold = await timed(() => list({}, 'newest'));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const question of questionsOf(round)) for (const sort of sorts) times.push(await timed(() => list(question, sort)));
  const { maxWork } = watch.stop();
  const missing: number[] = [];
  let of = 0;
  const friendIds = Array.from({ length: Math.min(friends, 50_000) }, (_, at) => at + 1);
  for (let round = 0; round < 3; round++)
    missing.push(
      await timed(async () => {
        of = (await call<MissingFor>(app, 'content.missingFor', { text: '{称呼}，上次的{上次购买|东西}', friendIds })).of;
      }),
    );
  return [
    {
      name: `library: search among ${pieces}, p95`,
      ours: percentile(times, 0.95),
      reference: null,
      goal: goalAt(friends, 50),
      absolute: true,
      note: `median ${median(times).toFixed(1)} ms, slowest ${Math.max(...times).toFixed(1)} ms; longest work on the host ${maxWork.toFixed(0)} ms`,
    },
    { name: 'library: the first list, pieces read', ours: cold, reference: null, goal: null },
    {
      name: `library: for whom of ${of} something is empty`,
      ours: median(missing),
      reference: null,
      goal: null,
      note: 'in the second thread',
    },
  ];
}
