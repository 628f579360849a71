import type { ContentCategory } from '../contracts/content.ts';
import type { EmptyReason, FreeSlot, PickReason, SlotPick } from '../contracts/slots.ts';
import { type MixLimits, mixClassOf } from './content-mix.ts';
import { isRested } from './reuse.ts';
import { inOrder } from './slots.ts';
import { dayNumber, localDay } from './wall-time.ts';

/*
 * Fill free slots from the library (domain rules, "Content mix"): greedy in the order of time, so that each choice can be told in one
 * sentence. Hard rules: no piece twice, cool-down and greatest number of uses kept, at most so many posts a day and account, no two
 * offers in a row, offers at most their share.
 */

export interface PlanPiece {
  id: number;
  category: ContentCategory;
  evergreen: boolean;
  cooldownDays: number;
  /** null = no end */
  maxUses: number | null;
  /** moments (ms) at which it was or will be posted or sent from friend to friend, skipped ones left out */
  uses: readonly number[];
}

/** A post that stands already: out, promised or planned, around the days in question. */
export interface PlanPost {
  accountId: number;
  at: number;
  on: string;
  category: ContentCategory;
}

export interface PlanInput {
  /** free slots */
  slots: readonly FreeSlot[];
  posts: readonly PlanPost[];
  pieces: readonly PlanPiece[];
  /** stand as they are, and count like posts */
  keep: readonly SlotPick[];
  /** not proposed for that slot */
  refused: readonly SlotPick[];
  leaveEmpty: readonly { accountId: number; at: number }[];
  limits: MixLimits;
}

export interface PlannedPick extends FreeSlot {
  contentId: number;
  /** of the piece; `category` is what the slot is for */
  pieceCategory: ContentCategory;
  reason: PickReason;
  /** how many other pieces could stand there */
  others: number;
}
export interface SlotPlan {
  picks: PlannedPick[];
  empty: (FreeSlot & { why: EmptyReason })[];
}

/** what mends a mix: it speaks as a person */
const isLiving = (category: ContentCategory) => !['offer', 'proof'].includes(mixClassOf(category));
const keyOf = ({ accountId, at }: { accountId: number; at: number }) => `${accountId} ${at}`;

/** What goes where, and why; each slot is in `picks`, in `empty` or was to be left empty. */
export function planSlots(input: PlanInput): SlotPlan {
  const { pieces, keep, refused, leaveEmpty, limits } = input;
  const pieceOf = new Map(pieces.map((piece) => [piece.id, piece]));
  const kept = new Map(keep.map((pick) => [keyOf(pick), pick.contentId]));
  const refusedAt = Map.groupBy(refused, keyOf);
  const left = new Set(leaveEmpty.map(keyOf));
  const slots = [...input.slots].sort(inOrder).filter((slot) => !left.has(keyOf(slot)));
  const board = new Board(input.posts, limits);
  const planned = new Set<number>();
  // what she keeps stands before anything is chosen around it
  for (const slot of slots) {
    const piece = pieceOf.get(kept.get(keyOf(slot)) ?? 0);
    if (piece) placeAt(slot, piece);
  }
  const plan: SlotPlan = { picks: [], empty: [] };
  for (const slot of slots) {
    const no = new Set((refusedAt.get(keyOf(slot)) ?? []).map(({ contentId }) => contentId));
    const choice = pieceOf.get(kept.get(keyOf(slot)) ?? 0) ?? null;
    const candidates = rank(slot, no);
    const piece = choice ?? candidates.best;
    if (!piece) {
      plan.empty.push({ ...slot, why: candidates.why });
      continue;
    }
    const others = Math.max(0, candidates.count - (choice ? 0 : 1));
    plan.picks.push({ ...slot, contentId: piece.id, pieceCategory: piece.category, reason: reasonOf(slot, piece), others });
    if (!choice) placeAt(slot, piece);
  }
  return plan;

  function placeAt(slot: FreeSlot, piece: PlanPiece): void {
    planned.add(piece.id);
    board.add({ ...slot, category: piece.category });
  }

  /** The best piece for a slot, how many there are, and why there is none. */
  function rank(slot: FreeSlot, no: ReadonlySet<number>): { best: PlanPiece | null; count: number; why: EmptyReason } {
    if (board.dayIsFull(slot)) return { best: null, count: 0, why: 'dayFull' };
    const offersFit = board.offerFits(slot);
    let best: PlanPiece | null = null;
    let bestScore: readonly number[] = [];
    let count = 0;
    let why: EmptyReason = 'noPiece';
    for (const piece of pieces) {
      if (planned.has(piece.id) || no.has(piece.id) || fitOf(slot, piece) === null) continue;
      if (!rested(piece, slot.at)) {
        // resting says more than used up: it passes by itself
        if (why === 'noPiece' || why === 'used') why = isUsedUp(piece) ? 'used' : 'resting';
        continue;
      }
      if (piece.category === 'offer' && !offersFit) {
        why = 'onlyOffers';
        continue;
      }
      count++;
      const score = scoreOf(slot, piece, board);
      if (best === null || isBetter(score, bestScore)) [best, bestScore] = [piece, score];
    }
    return { best, count, why };
  }
}

/** Whether a piece may be posted at a moment: once only, or rested long enough before and after and not used up. */
function rested(piece: PlanPiece, at: number): boolean {
  if (isUsedUp(piece)) return false;
  return piece.uses.every((use) => isRested(use, at, piece.cooldownDays));
}

/** Whether a piece was posted as often as it may be; no waiting helps. */
const isUsedUp = ({ evergreen, maxUses, uses }: PlanPiece): boolean =>
  evergreen ? maxUses !== null && uses.length >= maxUses : uses.length > 0;

/** How a piece fits a slot; null = it has no place there. An offer stands only where an offer is wanted. */
function fitOf(slot: FreeSlot, piece: PlanPiece): PickReason['fit'] | null {
  if (piece.category === slot.category) return 'category';
  if (mixClassOf(piece.category) === mixClassOf(slot.category)) return 'sameClass';
  if (!isLiving(piece.category)) return null;
  return slot.category === 'offer' ? 'insteadOfOffer' : 'mendsMix';
}

const fitOrder: readonly PickReason['fit'][] = ['category', 'sameClass', 'mendsMix', 'insteadOfOffer'];

/** Smaller is better, place by place: fit, what the mix has least of, never used, longest rested, least used, oldest. */
function scoreOf(slot: FreeSlot, piece: PlanPiece, board: Board): readonly number[] {
  const fit = fitOrder.indexOf(fitOf(slot, piece) ?? 'insteadOfOffer');
  // among pieces that do not match the slot, the class that the account has least of
  const common = fit < 2 ? 0 : board.countOf(slot.accountId, piece.category);
  const last = piece.uses.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...piece.uses);
  return [fit, common, last, piece.uses.length, piece.id];
}

function isBetter(score: readonly number[], than: readonly number[]): boolean {
  for (const [place, value] of score.entries()) if (value !== than[place]) return value < than[place]!;
  return false;
}

function reasonOf(slot: FreeSlot, piece: PlanPiece): PickReason {
  const before = piece.uses.filter((use) => use <= slot.at);
  const restedDays = before.length === 0 ? null : dayNumber(localDay(slot.at)) - dayNumber(localDay(Math.max(...before)));
  return { fit: fitOf(slot, piece) ?? 'mendsMix', fresh: piece.uses.length === 0 ? 'neverUsed' : 'rested', restedDays };
}

/** What stands on the calendar so far, by account. */
class Board {
  readonly #limits: MixLimits;
  readonly #posts = new Map<number, PlanPost[]>();
  readonly #perDay = new Map<string, number>();
  readonly #perCategory = new Map<string, number>();

  constructor(posts: readonly PlanPost[], limits: MixLimits) {
    this.#limits = limits;
    for (const post of posts) this.add(post);
  }

  add(post: PlanPost): void {
    const posts = this.#posts.get(post.accountId) ?? [];
    posts.push(post);
    this.#posts.set(post.accountId, posts);
    count(this.#perDay, `${post.accountId} ${post.on}`);
    count(this.#perCategory, `${post.accountId} ${mixClassOf(post.category)}`);
  }

  dayIsFull({ accountId, on }: FreeSlot): boolean {
    return (this.#perDay.get(`${accountId} ${on}`) ?? 0) >= this.#limits.postsPerDay;
  }

  countOf(accountId: number, category: ContentCategory): number {
    return this.#perCategory.get(`${accountId} ${mixClassOf(category)}`) ?? 0;
  }

  /** Whether one more offer there is neither beside another one nor too many. */
  offerFits({ accountId, at }: FreeSlot): boolean {
    const posts = this.#posts.get(accountId) ?? [];
    let before: PlanPost | null = null;
    let after: PlanPost | null = null;
    for (const post of posts) {
      if (post.at <= at && (before === null || post.at >= before.at)) before = post;
      if (post.at > at && (after === null || post.at < after.at)) after = post;
    }
    if (before?.category === 'offer' || after?.category === 'offer') return false;
    return (this.countOf(accountId, 'offer') + 1) / (posts.length + 1) <= this.#limits.offerShare;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
