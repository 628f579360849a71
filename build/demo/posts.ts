import type { DemoPost, RelativeMoment } from '../../electron/features/demo/demo-file.ts';
import { type Copy, copies } from './copies.ts';
import { sceneNames } from './pictures/scenes.ts';
import type { Random } from './random.ts';

/** The order in which kinds of content follow each other, so that adverts never come in a row. */
const rhythm = ['life', 'tips', 'offer', 'interaction', 'science', 'case', 'review'] as const;
/** Minutes of the day at which people look: on the way to work, at lunch, after supper. */
const goodMinutes = [7 * 60 + 40, 12 * 60 + 20, 18 * 60 + 30, 20 * 60, 21 * 60 + 15];
const skippedDays = new Set([-33, -21, -12, -6]);
/** The helper's account repeats evergreens now and then. */
const helperDays = [-37, -29, -18, -9, -4, 5, 12, 17];

/** Posts over −40 … +20 days: the past told, one forgotten yesterday, three today, the days to come planned. */
export function makePosts(random: Random): DemoPost[] {
  const queue = mixed(random);
  const next = () => queue.shift()!;
  const posts: Omit<DemoPost, 'result'>[] = [];
  const past = random.some(
    Array.from({ length: 39 }, (_, n) => n - 40),
    33,
  );
  for (const day of past) posts.push(makePost(next(), 0, [day, random.pick(goodMinutes)], skippedDays.has(day) ? 'skipped' : 'posted'));
  posts.push(makePost(next(), 0, [-1, 20 * 60], 'scheduled'));
  posts.push(makePost(next(), 0, { inMinutes: -170 }, 'posted'));
  posts.push(makePost(next(), 0, { inMinutes: 25 }, 'scheduled'));
  posts.push(makePost(next(), 1, { inMinutes: 240 }, 'scheduled'));
  const coming = random.some(
    Array.from({ length: 20 }, (_, n) => n + 1),
    queue.length,
  );
  for (const day of coming) posts.push(makePost(next(), 0, [day, random.pick(goodMinutes)], day <= 6 ? 'scheduled' : 'planned'));
  const evergreens = copies.filter(({ category }) => category === 'tips' || category === 'science');
  for (const [n, evergreen] of random.some(evergreens, helperDays.length).entries()) {
    const day = helperDays[n]!;
    posts.push(makePost(evergreen, 1, [day, 12 * 60 + 30], day < 0 ? 'posted' : day <= 6 ? 'scheduled' : 'planned'));
  }
  return posts.map((post) => ({ ...post, result: resultOf(random, post) }));
}

/** Likes, comments, private messages and deals of posts that had the time to be seen: people answer people, and buy from whom they trust. */
const usual: Record<Copy['category'], readonly [number, number, number, number]> = {
  life: [34, 9, 2, 1],
  interaction: [22, 16, 2, 0],
  case: [18, 5, 4, 2],
  review: [14, 4, 2, 1],
  tips: [16, 3, 2, 1],
  science: [11, 2, 1, 0],
  offer: [6, 2, 4, 2],
};

function resultOf(random: Random, { category, at, state }: Omit<DemoPost, 'result'>): DemoPost['result'] {
  if (state !== 'posted' || !Array.isArray(at) || at[0] > -3) return null;
  const [likes, comments, privates, deals] = usual[category].map((n) => random.int(Math.floor(n * 0.6), Math.ceil(n * 1.4)));
  return { likes: likes!, comments: comments!, privates: privates!, deals: deals! };
}

function makePost(
  copy: Copy,
  account: number,
  at: RelativeMoment | { inMinutes: number },
  state: DemoPost['state'],
): Omit<DemoPost, 'result'> {
  const assets = copy.pictures.map((name) => sceneNames.indexOf(name));
  return { account, text: copy.text, category: copy.category, at, state, assets, piece: copies.indexOf(copy) };
}

/** Every copy once; kinds take turns as long as they last. */
function mixed(random: Random): Copy[] {
  const byKind = rhythm.map((kind) => copies.filter(({ category }) => category === kind)).map((list) => [...list]);
  const order: Copy[] = [];
  while (byKind.some((list) => list.length > 0))
    for (const list of byKind) if (list.length > 0) order.push(list.splice(random.int(0, list.length - 1), 1)[0]!);
  return order;
}
