import type SqliteDatabase from 'better-sqlite3';
import { type Random, seededRandom } from '../../build/demo/random.ts';
import type { SearchFilter } from '../../shared/contracts/search.ts';

export const lengths = [1, 2, 3, 4, 5, 6, 7, 8];
export const classes = ['common', 'rare', 'adversarial'] as const;

export interface Query {
  kind: (typeof classes)[number];
  text: string;
  filter: SearchFilter;
}

/** Texts of each length and class, drawn from the book: `count` of each. */
export function queriesOf(db: SqliteDatabase.Database, count: number): Query[] {
  const random = seededRandom(20_261_123);
  const contents = db
    .prepare('SELECT content FROM messages WHERE kind = 0 AND id % 1009 < 200 ORDER BY id % 8191 LIMIT 20000')
    .pluck()
    .all() as string[];
  const pieces = contents.map((content) => [...content]);
  const pairs = [...gramsOf(pieces, 2).entries()].sort((a, b) => b[1] - a[1]).slice(0, 400);
  return lengths.flatMap((length) => {
    const byCount = [...gramsOf(pieces, length).entries()].sort((a, b) => b[1] - a[1]).map(([gram]) => gram);
    const common = byCount.slice(0, Math.max(count, 40));
    const seldom = byCount.slice(-Math.max(count, 2000));
    const draw = (kind: Query['kind'], pick: (i: number) => string): Query[] =>
      Array.from({ length: count }, (_, i) => ({ kind, text: pick(i), filter: {} }));
    return [
      ...draw('common', () => random.pick(common)),
      ...draw('rare', () => random.pick(seldom)),
      ...draw('adversarial', (i) => (i % 2 === 0 ? shuffled(random, random.pick(common), common) : chained(random, pairs, length))),
    ];
  });
}

function gramsOf(pieces: readonly string[][], length: number): Map<string, number> {
  const grams = new Map<string, number>();
  for (const chars of pieces)
    for (let i = 0; i + length <= chars.length; i++) {
      const gram = chars.slice(i, i + length).join('');
      grams.set(gram, (grams.get(gram) ?? 0) + 1);
    }
  return grams;
}

/** Its characters are all over the book, hardly ever in this order. */
function shuffled(random: Random, text: string, others: string[]): string {
  const chars = [...text, ...random.pick(others)];
  return Array.from({ length: [...text].length }, () => random.pick(chars)).join('');
}

/** Each two neighbours are all over the book, the whole may be nowhere. */
function chained(random: Random, pairs: readonly (readonly [pair: string, count: number])[], length: number): string {
  const chars = [...random.pick(pairs)[0]];
  while (chars.length < length) {
    const next = pairs.filter(([pair]) => pair.startsWith(chars.at(-1)!)).map(([pair]) => [...pair][1]!);
    chars.push(next.length > 0 ? random.pick(next) : [...random.pick(pairs)[0]][0]!);
  }
  return chars.slice(0, length).join('');
}
