/*
 * What came of the posts of some days, by kind: how many went out, what she counted, what they sold. Which kind does better is only said
 * where chance could hardly have made it (compareGroups).
 */
import { compareGroups, fewResults, type GroupResult, medianOf, type ResultCounts, resultScore } from './post-results.ts';

/** A post that went out. */
export interface PostOutcome {
  /** its kind */
  key: string;
  /** null = she told no result */
  counts: ResultCounts | null;
  /** orders that she says came of it, paid for */
  orders: readonly { id: number; fen: number }[];
}

export interface Outcome extends ResultCounts {
  posts: number;
  counted: number;
  /** each order once, of however many posts it came */
  orders: number;
  fen: number;
}
export interface ContentGroup extends Outcome {
  key: string;
  /** score of the post in the middle; null = no result told */
  median: number | null;
  verdict: GroupResult<string>['verdict'];
}

function outcomeOf(posts: readonly PostOutcome[]): Outcome {
  const sum = (of: (counts: ResultCounts) => number) => posts.reduce((all, { counts }) => all + (counts ? of(counts) : 0), 0);
  const orders = new Map(posts.flatMap((post) => post.orders.map(({ id, fen }) => [id, fen])));
  return {
    ...{ posts: posts.length, counted: posts.filter(({ counts }) => counts !== null).length },
    ...{ likes: sum(({ likes }) => likes), comments: sum(({ comments }) => comments) },
    ...{ privates: sum(({ privates }) => privates), deals: sum(({ deals }) => deals) },
    ...{ orders: orders.size, fen: [...orders.values()].reduce((all, fen) => all + fen, 0) },
  };
}

/** Best median first; kinds of which she told nothing come last, the more posts the earlier. */
export function contentResults(posts: readonly PostOutcome[], weights: Readonly<ResultCounts>): { total: Outcome; groups: ContentGroup[] } {
  const kinds = Map.groupBy(posts, ({ key }) => key);
  const scores = new Map(
    [...kinds].map(([key, of]) => [key, of.flatMap(({ counts }) => (counts === null ? [] : resultScore(counts, weights)))]),
  );
  const judged = new Map(compareGroups(scores).map((group, place) => [group.key, { ...group, place }]));
  const groups = [...kinds].map(([key, of]): ContentGroup => {
    const told = scores.get(key)!;
    return { key, ...outcomeOf(of), median: told.length === 0 ? null : medianOf(told), verdict: judged.get(key)?.verdict ?? 'tooFew' };
  });
  const placeOf = ({ key }: ContentGroup) => judged.get(key)?.place ?? judged.size;
  return {
    total: outcomeOf(posts),
    groups: groups.sort((a, b) => placeOf(a) - placeOf(b) || b.posts - a.posts || (a.key < b.key ? -1 : 1)),
  };
}

const number = (value: number) => value.toLocaleString('en-US');

/** What the table says. @param money of 分, in words */
export function contentSentence(
  { total, groups }: { total: Outcome; groups: readonly (Pick<ContentGroup, 'verdict'> & { name: string })[] },
  money: (fen: number) => string,
): string {
  if (total.posts === 0) return '这段时间没有发过内容。';
  const sold = total.orders > 0 ? `带来 ${number(total.orders)} 单，${money(total.fen)}。` : '';
  if (total.counted === 0) return `${number(total.posts)} 条都还没记效果。${sold}`;
  const named = (verdict: 'better' | 'worse') => groups.filter((group) => group.verdict === verdict).map(({ name }) => name);
  const [better, worse] = [named('better'), named('worse')];
  const parts = [better.length > 0 ? `${better.join('、')}明显更管用` : '', worse.length > 0 ? `${worse.join('、')}明显差一些` : ''];
  const said = parts.filter(Boolean).join('，') || (total.counted < 2 * fewResults ? '还太少，看不出谁更好' : '看不出谁明显更好');
  return `记了 ${number(total.counted)} 条的效果：${said}。${sold}`;
}
