import { friendStatuses } from '../../../shared/contracts/friends.ts';
import { type DueFact, restRows } from '../../../shared/contracts/today.ts';
import {
  type CareFactors,
  type CareFacts,
  type CareRules,
  careFactors,
  dueKinds,
  dueWeights,
  hasReason,
  lostRhythm,
} from '../../../shared/domain/care-today.ts';
import { repurchaseStep } from '../../../shared/domain/repurchase.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import type { Bitset, FriendShelf } from '../friends/index.ts';
import { daysSince } from '../segments/index.ts';
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
  const { putOffs, birthdays, on } = ground;
  if (birthdays.has(id)) return dueWeights.birthday;
  if (isPromised(putOffs.get(id), on, lastContact)) return dueWeights.promised;
  const step = stepOf(id, ground);
  const again = step ? dueWeights[repurchaseKinds[step]] : 0;
  return again < dueWeights.unpaid && unpaidDays(id, ground, rules) !== null ? dueWeights.unpaid : again;
}

/** What is due with a friend, the most pressing first. */
function dueOf(id: number, ground: Ground, rules: CareRules, lastContact: number): DueFact[] {
  const { days, today, birthdays, putOffs, on } = ground;
  const due: DueFact[] = [];
  const put = putOffs.get(id);
  if (isPromised(put, on, lastContact)) due.push({ kind: 'promised', days: today - dayNumber(put.untilOn), count: 1 });
  if (birthdays.has(id)) due.push({ kind: 'birthday', days: 0, count: 1 });
  const waits = unpaidDays(id, ground, rules);
  if (waits !== null) due.push({ kind: 'unpaid', days: waits, count: days.unpaid[id]! });
  const step = stepOf(id, ground);
  if (step) due.push({ kind: repurchaseKinds[step], days: today - days.dueOn[id]!, count: 1 });
  return due.sort((a, b) => dueWeights[b.kind] - dueWeights[a.kind] || dueKinds.indexOf(a.kind) - dueKinds.indexOf(b.kind));
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

/** One walk over everybody, without a pause: positions of the shelf move when the index of friends is read again. */
export function lookAtAll(shelf: FriendShelf, ground: Ground, { rules, many, blocked }: Ask): Looked {
  const { columns, alive } = shelf;
  const { worth, chats, rhythms, putOffs, on, windowFrom } = ground;
  const silent = daysSince(secondsOf(shelf), on);
  const touched = touchedLately(ground, columns.placeOf.length + 1);
  const first = new First<Candidate>(many, moreUrgent(ground));
  const lost = new First<Lost & { urgency: number }>(restRows, (a, b) => b.urgency - a.urgency || b.friendId - a.friendId);
  const found = { reasons: 0, quiet: { touched: 0, tagged: 0, putOff: 0 }, friends: 0, chats: 0 };
  // from the newest down: of equal ones those who came last go first, and the others are passed over at once
  for (let at = shelf.count - 1; at >= 0; at--) {
    if (columns.archived[at] === 1 || columns.status[at] !== normal || !alive.has(at)) continue;
    const id = columns.id[at]!;
    found.friends++;
    if ((chats.inCount[id] ?? 0) > 0) found.chats++;
    const rhythm = (rhythms[id] ?? 0) || null;
    const silentDays = silent[at]!;
    const level = columns.level[at]!;
    const away = lostRhythm(silentDays, rhythm);
    if (away)
      lost.offer(silentDays / rhythm!, (urgency) => ({ friendId: id, level, silentDays, rhythm: rhythm!, isRed: away === 'red', urgency }));
    const facts = {
      money: worth.score[id] ?? 0,
      level,
      pressing: pressingOf(id, ground, rules, columns.lastContact[at]!),
      silentDays,
      rhythm,
    };
    if (!hasReason(facts, rules)) continue;
    found.reasons++;
    if (touched[id] === 1 || (chats.lastOut[id] ?? 0) >= windowFrom) found.quiet.touched++;
    else if (blocked.some((bits) => bits.has(at))) found.quiet.tagged++;
    else if ((putOffs.get(id)?.untilOn ?? on) > on) found.quiet.putOff++;
    else first.offer(rounded(careFactors(facts, rules).score), (urgency) => ({ friendId: id, at, facts, urgency }));
  }
  const names = first.all.map(({ friendId, at, facts }): Named => {
    const lastContact = columns.lastContact[at]!;
    const due = dueOf(friendId, ground, rules, lastContact);
    return { friendId, facts, factors: careFactors(facts, rules), due, isNew: lastContact === 0 };
  });
  return { ...found, names, lost: { first: lost.all, total: lost.offered } };
}

interface Candidate {
  friendId: number;
  /** position on the shelf */
  at: number;
  facts: CareFacts;
  /** its score, rounded */
  urgency: number;
}

/** What differs in the last digits of a product only is equal. */
const rounded = (score: number): number => Math.round(score * 1e6);

/** The last contact of each, or since when she has been there, by position, in seconds. */
function secondsOf({ columns, count }: FriendShelf): Float64Array {
  const seconds = new Float64Array(count);
  for (let at = 0; at < count; at++) seconds[at] = (columns.lastContact[at]! || columns.added[at]! || columns.created[at]!) / 1000;
  return seconds;
}

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

/** The first so many of all that are offered, in order; who is less urgent than the last of them is never made. */
class First<T extends { urgency: number }> {
  readonly all: T[] = [];
  offered = 0;
  readonly #many: number;
  readonly #compare: (a: T, b: T) => number;

  constructor(many: number, compare: (a: T, b: T) => number) {
    this.#many = many;
    this.#compare = compare;
  }

  offer(urgency: number, make: (urgency: number) => T): void {
    this.offered++;
    const { all } = this;
    if (this.#many === 0) return;
    const last = all.length < this.#many ? null : all[all.length - 1]!;
    if (last && urgency < last.urgency) return;
    const one = make(urgency);
    if (last && this.#compare(one, last) >= 0) return;
    let [from, to] = [0, all.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#compare(all[middle]!, one) <= 0) from = middle + 1;
      else to = middle;
    }
    all.splice(from, 0, one);
    if (last) all.pop();
  }
}
