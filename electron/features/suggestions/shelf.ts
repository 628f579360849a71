import { type TrustRule, trustRules } from '../../../shared/domain/trust-suggestions.ts';
import { inOrder, type ShelfKind } from '../../platform/shelf.ts';

/** One suggestion. */
export interface Suggestion {
  friendId: number;
  fromLevel: number;
  toLevel: number;
  rule: TrustRule;
  /** all rules that speak for it */
  rules: TrustRule[];
  /** the newest of its evidence, a running number of days */
  on: number;
  /** the other way is proposed as well */
  isDisputed: boolean;
}

/** Suggestions as columns, in the order of the list: there may be two for each of 100,000 friends. */
export interface Shelf {
  friend: Uint32Array;
  from: Uint8Array;
  to: Uint8Array;
  /** place in trustRules */
  rule: Uint8Array;
  /** bit n = the rule in place n speaks for it too */
  rules: Uint16Array;
  on: Int32Array;
  isDisputed: Uint8Array;
}

const placeOf = new Map<TrustRule, number>(trustRules.map((rule, place) => [rule, place]));

const room = (size: number): Shelf => ({
  friend: new Uint32Array(size),
  from: new Uint8Array(size),
  to: new Uint8Array(size),
  rule: new Uint8Array(size),
  rules: new Uint16Array(size),
  on: new Int32Array(size),
  isDisputed: new Uint8Array(size),
});

/** Those who stand, or are to stand, highest come first; then the newest evidence. */
function compare(a: Shelf, i: number, b: Shelf, j: number): number {
  return (
    Math.max(b.from[j]!, b.to[j]!) - Math.max(a.from[i]!, a.to[i]!) ||
    b.on[j]! - a.on[i]! ||
    a.friend[i]! - b.friend[j]! ||
    b.to[j]! - a.to[i]!
  );
}

export const suggestionShelf: ShelfKind<Shelf> = { room, compare };

/** Puts suggestions in order. */
export function shelve(suggestions: readonly Suggestion[]): Shelf {
  const rough = room(suggestions.length);
  for (const [i, { friendId, fromLevel, toLevel, rule, rules, on, isDisputed }] of suggestions.entries()) {
    rough.friend[i] = friendId;
    rough.from[i] = fromLevel;
    rough.to[i] = toLevel;
    rough.rule[i] = placeOf.get(rule)!;
    rough.rules[i] = rules.reduce((bits, one) => bits | (1 << placeOf.get(one)!), 0);
    rough.on[i] = on;
    rough.isDisputed[i] = isDisputed ? 1 : 0;
  }
  return inOrder(suggestionShelf, rough);
}

/** The suggestion in one place. */
export function suggestionAt(shelf: Shelf, i: number): Suggestion {
  return {
    friendId: shelf.friend[i]!,
    fromLevel: shelf.from[i]!,
    toLevel: shelf.to[i]!,
    rule: trustRules[shelf.rule[i]!]!,
    rules: trustRules.filter((_, place) => ((shelf.rules[i]! >> place) & 1) === 1),
    on: shelf.on[i]!,
    isDisputed: shelf.isDisputed[i] === 1,
  };
}
