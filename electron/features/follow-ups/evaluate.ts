import type { GuardAnswer } from '../../../shared/contracts/guard.ts';
import {
  type DueStep,
  dueSteps,
  type FollowUpNumbers,
  type Placing,
  type Sops,
  spread,
  withoutOutdated,
} from '../../../shared/domain/follow-up.ts';
import { sopsWith } from '../../../shared/domain/sop-starters.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { readSettings } from '../settings/index.ts';
import { guardAnswers } from '../touches/index.ts';
import { type Item, type Shelf, shelve } from './shelf.ts';
import { type Asked, type Reading, readSopFacts } from './sop-facts.ts';

/** Up to so many friends are looked at on the host's thread. */
export const fewFriends = 100;
/** The guard is asked for so many at a time. */
const guarded = 300;

export function sopsOf(ctx: ServiceContext): Sops {
  const settings = readSettings(ctx);
  return sopsWith(settings['followUps.sops'], settings['followUps.own']);
}

/** What is open with everybody (in the second worker) or with a few. */
export const evaluateCommand = defineCommand<Asked, Shelf>({
  name: 'followUps.evaluate',
  writes: false,
  heavy: ({ friendIds }) => friendIds === null || friendIds.length > fewFriends,
  thread: 'reader',
  run: (ctx, asked) => shelve(openItems(ctx, asked), sopsOf(ctx)),
});

interface StoredRow {
  id: number;
  friendId: number;
  sop: string | null;
  step: string | null;
  fromOn: string | null;
  dueOn: string;
  untilOn: string | null;
  state: 'open' | 'done' | 'skipped';
  settledAt: number | null;
}

/** What is kept of those who are asked about and still matters: what is open, what was done with steps, and done lately. */
function readStored(ctx: ServiceContext, { friendIds }: Asked): Map<number, StoredRow[]> {
  const only = friendIds === null ? '' : 'WHERE friend_id IN (SELECT value FROM json_each(?))';
  const rows = ctx.db
    .sql(
      `SELECT id, friend_id AS friendId, sop, step, from_on AS fromOn, due_on AS dueOn, until_on AS untilOn, state, settled_at AS settledAt
       FROM follow_ups ${only} ORDER BY due_on, id`,
    )
    .all(...(friendIds === null ? [] : [JSON.stringify(friendIds)])) as StoredRow[];
  const found = new Map<number, StoredRow[]>();
  for (const row of rows) {
    const theirs = found.get(row.friendId);
    if (theirs) theirs.push(row);
    else found.set(row.friendId, [row]);
  }
  return found;
}

/** The oldest day an occasion can have that still matters: of steps that are not late beyond use, and of what was put off. */
function sinceOf(sops: Sops, { keepDays }: FollowUpNumbers, stored: Map<number, StoredRow[]>, today: number): number {
  const longest = Math.max(0, ...sops.flatMap(({ steps }) => steps.map(({ days }) => days)));
  const putOff = [...stored.values()].flat().flatMap(({ state, fromOn }) => (state === 'open' && fromOn ? [dayNumber(fromOn)] : []));
  return putOff.reduce((oldest, on) => Math.min(oldest, on), today - keepDays - longest);
}

const nameOf = (sop: string | null, step: string | null, fromOn: number) => `${sop} ${step} ${fromOn}`;

/** One friend: what stands on its day already, and steps that are to get one. */
interface Open {
  friendId: number;
  fixed: Item[];
  steps: DueStep[];
  placing: Omit<Placing<DueStep>, 'heldUntil'>;
}

function openOf(friendId: number, due: readonly DueStep[], rows: readonly StoredRow[], numbers: FollowUpNumbers, today: number): Open {
  const dueNames = new Set(due.map(({ sop, step, fromOn }) => nameOf(sop.id, step.key, fromOn)));
  const known = new Set<string>();
  const fixed: Item[] = [];
  const taken: number[] = [];
  for (const { id, sop, step, fromOn, dueOn, untilOn, state, settledAt } of rows) {
    const from = fromOn === null ? 0 : dayNumber(fromOn);
    const name = nameOf(sop, step, from);
    if (sop !== null) known.add(name);
    if (state === 'done' && settledAt !== null) taken.push(dayNumber(localDay(settledAt)));
    // what a template asked goes with its cause, also when she put it off
    if (state !== 'open' || (sop !== null && !dueNames.has(name))) continue;
    const wanted = dayNumber(untilOn ?? dueOn);
    const on = Math.max(wanted, today);
    taken.push(on);
    const when = { fromOn: from, dueOn: dayNumber(dueOn), on, isLate: wanted < today };
    fixed.push({ friendId, id, sop, step: step ?? '', ...when, putOff: untilOn === null ? null : 'seller' });
  }
  const { keepDays, aheadDays, gapDays } = numbers;
  const steps = withoutOutdated(due, today).filter(
    ({ sop, step, fromOn, dueOn }) =>
      dueOn >= today - keepDays && dueOn <= today + aheadDays && !known.has(nameOf(sop.id, step.key, fromOn)),
  );
  return { friendId, fixed, steps, placing: { today, gapDays, taken } };
}

/** What is open with the friends who are asked about, each step on a day of its own, in no order. */
export function openItems(ctx: ServiceContext, asked: Asked): Item[] {
  const numbers = readSettings(ctx)['followUps.numbers'];
  const sops = sopsOf(ctx);
  const today = dayNumber(localDay(asked.now));
  const stored = readStored(ctx, asked);
  const span = { sinceOn: sinceOf(sops, numbers, stored, today), toOn: today + numbers.aheadDays + 60 };
  const reading: Reading = { ...asked, sops, numbers, ...span };
  const items: Item[] = [];
  const adverts: Open[] = [];
  for (const [friendId, facts] of readSopFacts(ctx, reading)) {
    const rows = stored.get(friendId);
    if (!rows && Object.keys(facts.occasions).length === 0) continue;
    // what was put off is looked for however old it is; with everybody else only the days count on which a step may stand
    const [from, to] = rows ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [today - numbers.keepDays, today + numbers.aheadDays];
    const due = dueSteps(sops, facts, from, to);
    if (!rows && due.length === 0) continue;
    const open = openOf(friendId, due, rows ?? [], numbers, today);
    items.push(...open.fixed);
    if (open.steps.length === 0) continue;
    const placed = spread(open.steps, open.placing);
    if (placed.some(({ step, on }) => step.step.kind === 'privateAdvert' && on === today)) adverts.push(open);
    else items.push(...placed.map((one) => itemOf(friendId, one, today)));
  }
  for (let at = 0; at < adverts.length; at += guarded) items.push(...guardedItems(ctx, adverts.slice(at, at + guarded), asked.now, today));
  return items;
}

/** Adverts of today wait for the guard; whom a tag keeps from adverts gets none. */
function guardedItems(ctx: ServiceContext, people: readonly Open[], now: number, today: number): Item[] {
  const answers = guardAnswers(
    ctx,
    people.map(({ friendId }) => friendId),
    { kind: 'privateAdvert', at: now },
    now,
  );
  return people.flatMap(({ friendId, steps, placing }) => {
    const answer = answers.get(friendId);
    const held = heldUntil(answer);
    const isAdvert = ({ step }: DueStep) => step.kind === 'privateAdvert';
    const may = answer?.answer === 'blocked' ? steps.filter((step) => !isAdvert(step)) : steps;
    return spread(may, { ...placing, heldUntil: (step) => (isAdvert(step) ? held : null) }).map((one) => itemOf(friendId, one, today));
  });
}

/** The day from which the guard lets adverts go. Quiet hours end by themselves and put nothing off to another day. */
function heldUntil(answer: GuardAnswer | undefined): number | null {
  if (answer?.answer !== 'notBefore' || answer.rules.every((rule) => rule === 'quiet')) return null;
  return dayNumber(localDay(answer.at));
}

const itemOf = (friendId: number, { step, on, putOff }: ReturnType<typeof spread<DueStep>>[number], today: number): Item => ({
  ...{ friendId, id: 0, sop: step.sop.id, step: step.step.key, fromOn: step.fromOn, dueOn: step.dueOn, on, putOff },
  isLate: step.dueOn < today && on === today,
});
