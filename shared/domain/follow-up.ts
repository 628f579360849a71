/*
 * What a friend is to be followed up with, and when (docs/numbers-handbook.md: 跟进). Days are running numbers (dayNumber). Nothing of it is
 * kept: it follows from the book as it is, and only what the seller did with a step is remembered, by friend, template, step and the day
 * that it is counted from. So the same step never comes twice for the same occasion, however often it is reckoned.
 *
 * Worked example. Her parcel was signed for on day 100, the template says 0, 2 and 7 days: the steps are due on days 100, 102 and 107. On
 * day 102 she has not paid another order of day 101, whose reminder is due on day 102 as well. Money comes first: the reminder stands on
 * day 102, and the question how she likes it on day 103, 'because of the reminder'.
 */

/** What a template counts from, in the order in which one of several goes first on a day. Stored by name. */
export const sopKeys = [
  'unpaid',
  'signed',
  'firstOrder',
  'referral',
  'added',
  'birthday',
  'repurchase',
  'levelUp',
  'levelDown',
  'tagged',
  'silent',
] as const;
export type SopKey = (typeof sopKeys)[number];

/** What ends a template for a friend although there are steps left. Archived, deleted and blocked always does, and so does a cause that is gone. */
export const sopStops = ['bought', 'replied'] as const;
export type SopStop = (typeof sopStops)[number];

/** What a step weighs for the fatigue guard: some of touchKinds. */
export const followUpKinds = ['ordinary', 'service', 'privateAdvert'] as const;
export type FollowUpKind = (typeof followUpKinds)[number];

export interface SopStep {
  /** stays when the step is changed: what was done is known by it */
  key: string;
  /** days after the day it is counted from; negative = before */
  days: number;
  title: string;
  /** words with variables (template.ts); '' = none */
  words: string;
  kind: FollowUpKind;
  minutes: number;
}
export interface Sop {
  isOn: boolean;
  stops: SopStop[];
  steps: SopStep[];
  /** of `tagged`: names of the tags */
  tags: string[];
}
/** A template that the seller wrote herself. */
export interface OwnSop extends Sop {
  /** never used for another one: what was done is known by it */
  id: string;
  name: string;
  trigger: SopKey;
}
/** One of all templates; one of the first day is called as what it counts from, and its name is a word of the screen. */
export interface Template extends Sop {
  id: string;
  /** null = of the first day */
  name: string | null;
  trigger: SopKey;
}
/** In the order in which one of several goes first on a day. */
export type Sops = readonly Template[];

export interface FollowUpNumbers {
  /** days from one follow-up of a friend to the next, at least; 1 = one a day */
  gapDays: number;
  /** a step that nobody did goes after so many days: late thanks are none */
  keepDays: number;
  /** so far ahead steps are shown */
  aheadDays: number;
  /** so many are listed for one day; what she set herself always is */
  perDay: number;
}
export const firstFollowUpNumbers: FollowUpNumbers = { gapDays: 1, keepDays: 7, aheadDays: 7, perDay: 20 };

/** Something that a template counts from: the day, and the moment after which she may have ended it (ms UTC). */
export interface Occasion {
  on: number;
  at: number;
  /** of `tagged`: which tag */
  tag?: string;
}

/** What is known of a friend, as far back as it is asked for; of each template the occasions there are. */
export interface SopFacts {
  occasions: Partial<Record<SopKey, readonly Occasion[]>>;
  /** her newest order, and her newest word; ms UTC, null = none */
  boughtAt: number | null;
  repliedAt: number | null;
  /** the day of that word */
  repliedOn: number | null;
}

export interface DueStep {
  sop: Template;
  step: SopStep;
  /** the day it is counted from */
  fromOn: number;
  dueOn: number;
}

/** An order after the occasion; a word after it, and not before the first step was due: what she wrote a month ago answers none of them. */
function hasEnded({ stops, steps }: Sop, { on, at }: Occasion, { boughtAt, repliedAt, repliedOn }: SopFacts): boolean {
  const firstOn = on + Math.min(...steps.map(({ days }) => days));
  const ends: Record<SopStop, boolean> = {
    bought: boughtAt !== null && boughtAt > at,
    replied: repliedAt !== null && repliedOn !== null && repliedAt > at && repliedOn >= firstOn,
  };
  return stops.some((stop) => ends[stop]);
}

/**
 * The steps of one friend that are due from one day to another, both included, in the order in which they come. Of two occasions of one
 * day (two parcels that came together) each step is one.
 */
export function dueSteps(sops: Sops, facts: SopFacts, fromOn: number, toOn: number): DueStep[] {
  const found: DueStep[] = [];
  for (const sop of sops) {
    if (!sop.isOn) continue;
    const open = new Set<number>();
    for (const occasion of facts.occasions[sop.trigger] ?? [])
      if (isMeant(sop, occasion) && !hasEnded(sop, occasion, facts)) open.add(occasion.on);
    for (const on of open)
      for (const step of sop.steps) {
        const dueOn = on + step.days;
        if (dueOn >= fromOn && dueOn <= toOn) found.push({ sop, step, fromOn: on, dueOn });
      }
  }
  // by day, then by what matters more, then the older occasion
  return found.sort(
    (a, b) =>
      a.dueOn - b.dueOn ||
      sops.indexOf(a.sop) - sops.indexOf(b.sop) ||
      a.fromOn - b.fromOn ||
      (a.step.key < b.step.key ? -1 : Number(a.step.key > b.step.key)),
  );
}

const isMeant = ({ trigger, tags }: Template, { tag }: Occasion): boolean => trigger !== 'tagged' || tags.includes(tag ?? '');

/** Without the steps that a later one of the same occasion has come up behind by today: 'is it nearly used up?' is not asked on the day it is. */
export function withoutOutdated(steps: readonly DueStep[], today: number): DueStep[] {
  const newest = new Map<string, number>();
  const occasionOf = ({ sop, fromOn }: DueStep) => `${sop.id} ${fromOn}`;
  for (const step of steps)
    if (step.dueOn <= today) newest.set(occasionOf(step), Math.max(step.dueOn, newest.get(occasionOf(step)) ?? step.dueOn));
  return steps.filter((step) => step.dueOn >= (newest.get(occasionOf(step)) ?? step.dueOn));
}

/** Why something stands on a later day than it is due: another follow-up is too near, the fatigue guard holds it, or the seller put it off. */
export const putOffReasons = ['crowd', 'guard', 'seller'] as const;
export type PutOff = (typeof putOffReasons)[number];

export interface Placed<Step> {
  step: Step;
  /** the day it stands on; of what is late, today */
  on: number;
  putOff: PutOff | null;
}

export interface Placing<Step> {
  today: number;
  gapDays: number;
  /** days on which she is followed up anyway, or was: by hand, put off to then, done */
  taken: readonly number[];
  /** the first day on which the guard lets it go; null = at once */
  heldUntil?: (step: Step) => number | null;
}

/** Gives each step of one friend a day of its own, the nearest there is; `steps` in the order in which they come. */
export function spread<Step extends Pick<DueStep, 'dueOn'>>(
  steps: readonly Step[],
  { today, gapDays, taken, heldUntil }: Placing<Step>,
): Placed<Step>[] {
  const days = [...taken];
  const isTaken = (day: number) => days.some((one) => Math.abs(one - day) < gapDays);
  return steps.map((step) => {
    const wanted = Math.max(step.dueOn, today);
    const free = Math.max(wanted, heldUntil?.(step) ?? wanted);
    let on = free;
    while (isTaken(on)) on++;
    days.push(on);
    return { step, on, putOff: on > free ? 'crowd' : free > wanted ? 'guard' : null };
  });
}

/** The first day on which silence is longer than `times` × the friend's own rhythm, and no shorter than `least` days. */
export const silentFrom = (lastOn: number, rhythm: number, times: number, least: number): number =>
  lastOn + Math.max(Math.floor(times * rhythm) + 1, least);
