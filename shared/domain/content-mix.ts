import type { ContentCategory } from '../contracts/content.ts';
import { dayNamed, dayNumber } from './wall-time.ts';

/*
 * Content mix, 活人 – 货架 (domain rules, "Content mix"): whether what she posts reads like a person or like a shelf.
 */

/** 生活 专业 口碑 互动 促销 */
export const mixClasses = ['life', 'expertise', 'proof', 'interaction', 'offer'] as const;
export type MixClass = (typeof mixClasses)[number];

const classes: Record<ContentCategory, MixClass> = {
  science: 'expertise',
  tips: 'expertise',
  review: 'expertise',
  case: 'proof',
  life: 'life',
  interaction: 'interaction',
  offer: 'offer',
};
export const mixClassOf = (category: ContentCategory): MixClass => classes[category];
/** What speaks as a person; the rest stands on the shelf. */
const living: ReadonlySet<MixClass> = new Set(['life', 'expertise', 'interaction']);

export interface MixPost {
  /** the seller's local day, YYYY-MM-DD */
  on: string;
  category: ContentCategory;
}

export interface MixLimits {
  /** how many of the posts that went out are looked at */
  lastPosts: number;
  /** and how many days ahead of the planned ones */
  plannedDays: number;
  /** greatest share of offers, 0–1 */
  offerShare: number;
  /** least share of living posts, 0–1 */
  livingShare: number;
  postsPerDay: number;
  /** so many days without a post are a silence */
  silentDays: number;
}
/** of the first day; hers are a setting */
export const firstMixLimits: MixLimits = {
  lastPosts: 20,
  plannedDays: 14,
  offerShare: 0.4,
  livingShare: 0.6,
  postsPerDay: 3,
  silentDays: 3,
};

export interface Mix {
  total: number;
  counts: Record<MixClass, number>;
  /** (life + interaction + expertise) / all; null = no posts */
  livingShare: number | null;
}

export function mixOf(posts: readonly MixPost[]): Mix {
  const counts = Object.fromEntries(mixClasses.map((name) => [name, 0])) as Record<MixClass, number>;
  for (const { category } of posts) counts[classes[category]]++;
  return { total: posts.length, counts, livingShare: posts.length === 0 ? null : livingOf(counts) / posts.length };
}

export type MixWarning =
  | { kind: 'manyOffers'; share: number }
  /** `on`: day of the second of them */
  | { kind: 'offersInRow'; on: string; count: number }
  | { kind: 'crowdedDay'; on: string; count: number }
  /** first and last day without a post */
  | { kind: 'silence'; fromOn: string; toOn: string; days: number };

/**
 * What is wrong with a run of posts.
 * @param posts by time
 * @param span first and last local day that were looked at: silence counts within it only; null = between the first and last post
 */
export function mixWarnings(posts: readonly MixPost[], span: { fromOn: string; toOn: string } | null, limits: MixLimits): MixWarning[] {
  const { total, counts } = mixOf(posts);
  const warnings: MixWarning[] = [];
  if (total > 0 && counts.offer / total > limits.offerShare) warnings.push({ kind: 'manyOffers', share: counts.offer / total });
  return [...warnings, ...offersInRow(posts), ...crowdedDays(posts, limits), ...silences(posts, span, limits)];
}

/** `cold` = 货架, `living` = 活人; fewer posts than `fewPosts` say nothing. */
export type MixVerdict = 'tooFew' | 'living' | 'cold';
export const fewPosts = 5;

export function mixVerdict(mix: Mix, limits: MixLimits): MixVerdict {
  if (mix.total < fewPosts) return 'tooFew';
  const offers = mix.counts.offer / mix.total;
  return mix.livingShare! >= limits.livingShare && offers <= limits.offerShare ? 'living' : 'cold';
}

/**
 * The fewest posts to add so that the mix is living: the class she has least of first, so that none is forgotten.
 * @returns classes in the order they are best posted; empty = nothing to mend
 */
export function postsToMend(mix: Mix, limits: MixLimits): MixClass[] {
  const counts = { ...mix.counts };
  const added: MixClass[] = [];
  let { total } = mix;
  const cold = () => total > 0 && (livingOf(counts) / total < limits.livingShare || counts.offer / total > limits.offerShare);
  // a share of 1 can never be reached once there is one post of another kind
  while (cold() && added.length < mix.total * 10) {
    const next = (['life', 'interaction', 'expertise'] as const).reduce((least, name) => (counts[name] < counts[least] ? name : least));
    counts[next]++;
    total++;
    added.push(next);
  }
  return added;
}

/**
 * Days on which the posts to add do the most good: between two offers first, then where it has been silent longest.
 * @param planned by time
 * @returns at most one a day, by day
 */
export function mendingDays(
  planned: readonly MixPost[],
  add: readonly MixClass[],
  span: { fromOn: string; toOn: string },
): { on: string; add: MixClass }[] {
  const from = dayNumber(span.fromOn);
  const days = Array.from({ length: dayNumber(span.toOn) - from + 1 }, (_, i) => ({ day: from + i, posts: 0, offers: 0 }));
  for (const { on, category } of planned) {
    const day = days[dayNumber(on) - from];
    if (!day) continue;
    day.posts++;
    if (category === 'offer') day.offers++;
  }
  const taken = new Set<number>();
  const distance = (place: number) => {
    const busy = days.flatMap(({ posts }, i) => (posts > 0 || taken.has(i) ? [Math.abs(i - place)] : []));
    return busy.length === 0 ? days.length : Math.min(...busy);
  };
  return add
    .slice(0, days.length)
    .map((name) => {
      const free = days.flatMap((day, place) =>
        taken.has(place) ? [] : [{ ...day, place, gain: (day.offers > 0 ? days.length : 0) + distance(place) }],
      );
      const best = free.reduce((a, b) => (b.gain > a.gain ? b : a));
      taken.add(best.place);
      return { on: dayNamed(best.day), add: name };
    })
    .sort((a, b) => (a.on < b.on ? -1 : 1));
}

/**
 * Her own free slots for what mends the mix: of each day and class the nearest free slot that is meant for the class, else the nearest
 * that is not kept for an offer. A slot is proposed once.
 * @returns in the order of the slots; where none is left the day stays alone
 */
export function mendingSlots<Slot extends { on: string; at: number; category: ContentCategory }>(
  gaps: readonly { on: string; add: MixClass }[],
  free: readonly Slot[],
): { on: string; add: MixClass; slot: Slot | null }[] {
  const left = new Set(free.filter(({ category }) => mixClassOf(category) !== 'offer'));
  const nearest = (on: string, slots: readonly Slot[]) => {
    const away = (slot: Slot) => Math.abs(dayNumber(slot.on) - dayNumber(on));
    return slots.reduce<Slot | null>((best, slot) => (best === null || away(slot) < away(best) ? slot : best), null);
  };
  const found = gaps.map(({ on, add }) => {
    const slots = [...left];
    const own = slots.filter(({ category }) => mixClassOf(category) === add);
    const slot = nearest(on, own.length > 0 ? own : slots);
    if (slot) left.delete(slot);
    return { on: slot?.on ?? on, add, slot };
  });
  return found.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : (a.slot?.at ?? 0) - (b.slot?.at ?? 0)));
}

/**
 * Where a silence is best broken: in the middle of what is still to come of it, in the nearest free slot within it that is not kept for an
 * offer. null = it is over.
 */
export function breakOfSilence<Slot extends { on: string; category: ContentCategory }>(
  { fromOn, toOn }: { fromOn: string; toOn: string },
  todayOn: string,
  free: readonly Slot[],
): { on: string; slot: Slot | null } | null {
  if (toOn < todayOn) return null;
  const first = fromOn < todayOn ? todayOn : fromOn;
  const middle = (dayNumber(first) + dayNumber(toOn)) >> 1;
  const away = ({ on }: Slot) => Math.abs(dayNumber(on) - middle);
  const within = free.filter(({ on, category }) => on >= first && on <= toOn && mixClassOf(category) !== 'offer');
  const slot = within.reduce<Slot | null>((best, one) => (best === null || away(one) < away(best) ? one : best), null);
  return { on: slot?.on ?? dayNamed(middle), slot };
}

const livingOf = (counts: Record<MixClass, number>) => mixClasses.reduce((sum, name) => sum + (living.has(name) ? counts[name] : 0), 0);

/** Every run of two and more offers, by its length. */
function offersInRow(posts: readonly MixPost[]): MixWarning[] {
  const runs: MixWarning[] = [];
  let length = 0;
  for (const [i, { category }] of posts.entries()) {
    length = category === 'offer' ? length + 1 : 0;
    const ends = posts[i + 1]?.category !== 'offer';
    if (length >= 2 && ends) runs.push({ kind: 'offersInRow', on: posts[i - length + 2]!.on, count: length });
  }
  return runs;
}

function crowdedDays(posts: readonly MixPost[], { postsPerDay }: MixLimits): MixWarning[] {
  return [...Map.groupBy(posts, ({ on }) => on)].flatMap(([on, { length }]) =>
    length > postsPerDay ? [{ kind: 'crowdedDay' as const, on, count: length }] : [],
  );
}

function silences(posts: readonly MixPost[], span: { fromOn: string; toOn: string } | null, { silentDays }: MixLimits): MixWarning[] {
  const edges = posts.map(({ on }) => dayNumber(on));
  if (span) {
    edges.unshift(dayNumber(span.fromOn) - 1);
    edges.push(dayNumber(span.toOn) + 1);
  }
  return edges.slice(1).flatMap((edge, i) => {
    const before = edges[i]!;
    const days = edge - before - 1;
    return days >= silentDays ? [{ kind: 'silence' as const, fromOn: dayNamed(before + 1), toOn: dayNamed(edge - 1), days }] : [];
  });
}
