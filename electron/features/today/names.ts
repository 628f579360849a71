import { friendStatuses } from '../../../shared/contracts/friends.ts';
import { type DueFact, restRows } from '../../../shared/contracts/today.ts';
import {
  type CareFactors,
  type CareFacts,
  type CareRules,
  careFactors,
  type DueKind,
  dueKinds,
  dueWeights,
  hasReason,
  lostRhythm,
  saysSame,
} from '../../../shared/domain/care-today.ts';
import { repurchaseStep } from '../../../shared/domain/repurchase.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import type { Bitset, FriendShelf } from '../friends/index.ts';
import { daysSince } from '../segments/index.ts';
import { First } from './first.ts';
import type { PutOff } from './today-reads.ts';
import type { Ground } from './today-store.ts';

/** One friend there is a reason for. */
export interface Named {
  friendId: number;
  facts: CareFacts;
  factors: CareFactors;
  due: DueFact[];
  isNew: boolean;
}

/** A friend whose rhythm is being lost. */
export interface Lost {
  friendId: number;
  level: number;
  silentDays: number;
  rhythm: number;
  isRed: boolean;
}

/** What one look at everybody finds. */
export interface Looked {
  /** the first ones, the most urgent first */
  names: Named[];
  reasons: number;
  quiet: { touched: number; tagged: number; putOff: number };
  lost: { first: (Lost & { urgency: number })[]; total: number };
  /** friends who can be written to, and of them those with chats */
  friends: number;
  chats: number;
}

const normal = friendStatuses.indexOf('normal');
const secondsOfDay = 86_400;

/** Whether a name that was put off has come back, and no contact since answered it. */
const isPromised = (put: PutOff | undefined, on: string, lastContact: number): put is PutOff =>
  put !== undefined && put.answer === 'later' && put.untilOn <= on && lastContact < put.at;

/** Days that the oldest unpaid order has waited, while they are to be asked about; null = nothing is. */
function unpaidDays(id: number, { days, now }: Ground, { unpaidFrom, unpaidUntil }: CareRules): number | null {
  const since = days.unpaidSince[id] ?? 0;
  if (since === 0) return null;
  const old = Math.floor((now / 1000 - since) / secondsOfDay);
  return old >= unpaidFrom && old <= unpaidUntil ? old : null;
}

/** How pressing the most pressing of what is due is; 0 = nothing is. Asked of everybody, so it makes no lists. */
function pressingOf(id: number, ground: Ground, rules: CareRules, lastContact: number): number {
  const { putOffs, birthdays, owed, followUps, on } = ground;
  if (birthdays.has(id)) return dueWeights.birthday;
  if (owed.has(id)) return dueWeights.owed;
  if (isPromised(putOffs.get(id), on, lastContact)) return dueWeights.promised;
  const step = stepOf(id, ground);
  const again = Math.max(step ? dueWeights[repurchaseKinds[step]] : 0, followUps.weight[id] ?? 0);
  return again < dueWeights.unpaid && unpaidDays(id, ground, rules) !== null ? dueWeights.unpaid : again;
}

/** A day was set with her: that she was contacted lately is no reason to miss it. What was contacted today is another matter. */
const hasAppointment = (id: number, { owed, followUps }: Ground): boolean => (followUps.weight[id] ?? 0) > 0 || owed.has(id);

/** What is due with a friend, the most pressing first; what a follow-up says already is not said again. */
function dueOf(id: number, ground: Ground, rules: CareRules, lastContact: number): DueFact[] {
  const { days, today, birthdays, putOffs, owed, followUps, on } = ground;
  const due: (DueFact & { weight: number })[] = [];
  const add = (kind: DueKind, late: number, count = 1, weight: number = dueWeights[kind]) => due.push({ kind, days: late, count, weight });
  const put = putOffs.get(id);
  if (isPromised(put, on, lastContact)) add('promised', today - dayNumber(put.untilOn));
  if (birthdays.has(id)) add('birthday', 0);
  const promises = owed.get(id) ?? [];
  if (promises[0]) add('owed', today - dayNumber(promises[0].dueOn), promises.length);
  const sops = followUps.sopsOf(id);
  const same = new Set(sops.flatMap((sop) => saysSame[sop] ?? []));
  const weight = followUps.weight[id] ?? 0;
  if (weight > 0) add('followUp', followUps.lateDays(id, today), followUps.placesOf(id).length, weight);
  const waits = unpaidDays(id, ground, rules);
  if (waits !== null && !same.has('unpaid')) add('unpaid', waits, days.unpaid[id]!);
  const step = stepOf(id, ground);
  if (step && !same.has(repurchaseKinds[step])) add(repurchaseKinds[step], today - days.dueOn[id]!);
  return due
    .sort((a, b) => b.weight - a.weight || dueKinds.indexOf(a.kind) - dueKinds.indexOf(b.kind))
    .map(({ weight: _, ...fact }) => fact);
}

const repurchaseKinds = { soon7: 'repurchaseSoon7', soon3: 'repurchaseSoon3', due: 'repurchaseDue', late: 'repurchaseLate' } as const;

/** Where a friend stands before or behind the day she buys again; null = not yet, or no more. */
export function stepOf(id: number, { days, today }: Pick<Ground, 'days' | 'today'>): keyof typeof repurchaseKinds | null {
  const cycle = days.cycle[id] ?? 0;
  if (cycle === 0) return null;
  const step = repurchaseStep(today - days.dueOn[id]!, cycle);
  return step === 'lost' ? null : step;
}

interface Ask {
  rules: CareRules;
  /** how many names, and how many of those who are being lost */
  many: number;
  /** carriers of a tag that blocks marketing, by position */
  blocked: readonly Bitset[];
}

/** Friends who can be written to, those who came last first: positions of the shelf move when the index of friends is read again. */
interface People {
  count: number;
  id: Uint32Array;
  level: Uint8Array;
  lastContact: Float64Array;
  silentDays: Uint16Array;
  /** 1 = carries a tag that blocks marketing */
  tagged: Uint8Array;
}

function peopleOf({ columns, alive, count: all }: FriendShelf, blocked: readonly Bitset[], on: string): People {
  const [id, level, tagged] = [new Uint32Array(all), new Uint8Array(all), new Uint8Array(all)];
  const [lastContact, second] = [new Float64Array(all), new Float64Array(all)];
  let count = 0;
  // from the newest down: of equal ones those who came last go first, and the others are passed over at once
  for (let at = all - 1; at >= 0; at--) {
    if (columns.archived[at] === 1 || columns.status[at] !== normal || !alive.has(at)) continue;
    id[count] = columns.id[at]!;
    level[count] = columns.level[at]!;
    lastContact[count] = columns.lastContact[at]!;
    // the last contact, or since when she has been there
    second[count] = (columns.lastContact[at]! || columns.added[at]! || columns.created[at]!) / 1000;
    if (blocked.some((bits) => bits.has(at))) tagged[count] = 1;
    count++;
  }
  return { count, id, level, lastContact, silentDays: daysSince(second.subarray(0, count), on), tagged };
}

/** so many friends are done in a fraction of a stretch */
const piece = 4000;

/** One walk over everybody who is on the shelf when it is called. */
export async function lookAtAll(shelf: FriendShelf, ground: Ground, { rules, many, blocked }: Ask): Promise<Looked> {
  const { worth, chats, rhythms, putOffs, on, windowFrom, dayFrom, touchedToday } = ground;
  const breather = new Breather();
  const people = peopleOf(shelf, blocked, on);
  const touched = touchedLately(ground, shelf.columns.placeOf.length + 1);
  const first = new First<Candidate>(many, moreUrgent(ground));
  const lost = new First<Lost & { urgency: number }>(restRows, (a, b) => b.urgency - a.urgency || b.friendId - a.friendId);
  const found = { reasons: 0, quiet: { touched: 0, tagged: 0, putOff: 0 }, friends: people.count, chats: 0 };
  for (let at = 0; at < people.count; at++) {
    if (at % piece === 0) await breather.breathe();
    const id = people.id[at]!;
    if ((chats.inCount[id] ?? 0) > 0) found.chats++;
    const rhythm = (rhythms[id] ?? 0) || null;
    const silentDays = people.silentDays[at]!;
    const level = people.level[at]!;
    const away = lostRhythm(silentDays, rhythm);
    if (away)
      lost.offer(silentDays / rhythm!, (urgency) => ({ friendId: id, level, silentDays, rhythm: rhythm!, isRed: away === 'red', urgency }));
    const lastContact = people.lastContact[at]!;
    const facts = { money: worth.score[id] ?? 0, level, pressing: pressingOf(id, ground, rules, lastContact), silentDays, rhythm };
    if (!hasReason(facts, rules)) continue;
    found.reasons++;
    const isTouched = touched[id] === 1 || (chats.lastOut[id] ?? 0) >= windowFrom;
    const isAgain = isTouched && hasAppointment(id, ground) && !touchedToday.has(id) && (chats.lastOut[id] ?? 0) < dayFrom;
    if (isTouched && !isAgain) found.quiet.touched++;
    else if (people.tagged[at] === 1) found.quiet.tagged++;
    else if ((putOffs.get(id)?.untilOn ?? on) > on) found.quiet.putOff++;
    else first.offer(rounded(careFactors(facts, rules).score), (urgency) => ({ friendId: id, lastContact, facts, urgency }));
  }
  const names = first.all.map(({ friendId, lastContact, facts }): Named => {
    const due = dueOf(friendId, ground, rules, lastContact);
    return { friendId, facts, factors: careFactors(facts, rules), due, isNew: lastContact === 0 };
  });
  return { ...found, names, lost: { first: lost.all, total: lost.offered } };
}

interface Candidate {
  friendId: number;
  lastContact: number;
  facts: CareFacts;
  /** its score, rounded */
  urgency: number;
}

/** What differs in the last digits of a product only is equal. */
const rounded = (score: number): number => Math.round(score * 1e6);

function touchedLately({ lately }: Ground, room: number): Uint8Array {
  const touched = new Uint8Array(room);
  for (const [i, id] of lately.friend.entries()) if (lately.inWindow[i] === 1) touched[id] = 1;
  return touched;
}

/** Of equal scores who paid more, then who stands higher, then who came last. */
const moreUrgent =
  ({ worth }: Ground) =>
  (a: Candidate, b: Candidate): number =>
    b.urgency - a.urgency ||
    (worth.fen[b.friendId] ?? 0) - (worth.fen[a.friendId] ?? 0) ||
    b.facts.level - a.facts.level ||
    b.friendId - a.friendId;
