import { bareName, foldName, namelessPlace } from './solitaire-text.ts';

export interface NameCandidate {
  id: number;
  remark: string;
  nickname: string;
  groupName: string;
  alias: string;
}

/**
 * Why a name may be somebody, strongest first: equal to a name of hers; bare = equal but for emoji and signs, placeless = equal but
 * for building numbers, part = one name holds the other, oneApart = one character differs.
 */
export const matchReasons = ['remark', 'groupName', 'nickname', 'alias', 'bare', 'placeless', 'part', 'oneApart'] as const;
export type MatchReason = (typeof matchReasons)[number];

export interface NameMatch {
  id: number;
  /** 0–1 */
  score: number;
  reason: MatchReason;
}

export interface MatchedName {
  name: string;
  /** best first, at most five */
  matches: NameMatch[];
  /** true = several fit alike, or the best is weak: a person has to choose. Also true when nobody fits */
  doubtful: boolean;
}

const exactScores = [
  ['remark', 1],
  ['groupName', 0.98],
  ['nickname', 0.96],
  ['alias', 0.95],
] as const;
const sureScore = 0.8;
/** Two people closer than this are a tie. */
const tieWidth = 0.05;

type Index = Map<string, NameMatch[]>;

function put(index: Index, key: string, match: NameMatch): void {
  if (key === '') return;
  const found = index.get(key);
  if (found) found.push(match);
  else index.set(key, [match]);
}

/**
 * Names of a list → who they may be, in the order given. Width, case, blanks, emoji, signs and building numbers (李姐-3号楼 ~ 李姐) may
 * differ, for a lower score. 500 names among 10,000 people take well under a second. `similar: false` leaves out who is only alike
 * (parts of names, one letter apart): what takes the time when there are very many of both.
 */
export function matchNames(
  names: readonly string[],
  candidates: readonly NameCandidate[],
  { similar: looksForSimilar = true }: { similar?: boolean } = {},
): MatchedName[] {
  const exact: Index = new Map();
  const bare: Index = new Map();
  const placeless: Index = new Map();
  const parts: { key: string; id: number }[] = [];
  for (const candidate of candidates) {
    for (const [field, score] of exactScores) {
      const value = candidate[field];
      put(exact, foldName(value), { id: candidate.id, score, reason: field });
      if (field === 'alias') continue;
      put(bare, bareName(value), { id: candidate.id, score: 0.9 - (1 - score), reason: 'bare' });
      const key = namelessPlace(value);
      put(placeless, key, { id: candidate.id, score: 0.85 - (1 - score), reason: 'placeless' });
      if (key.length > 1 && looksForSimilar) parts.push({ key, id: candidate.id });
    }
  }
  return names.map((name) => rank(name, exact, bare, placeless, parts));
}

function rank(name: string, exact: Index, bare: Index, placeless: Index, parts: readonly { key: string; id: number }[]): MatchedName {
  const key = namelessPlace(name);
  const strong = [
    ...(exact.get(foldName(name)) ?? []),
    ...(bare.get(bareName(name)) ?? []),
    ...(key === '' ? [] : (placeless.get(key) ?? [])),
  ];
  const best = new Map<number, NameMatch>();
  for (const match of strong.length > 0 ? strong : similar(key, parts)) {
    if (match.score > (best.get(match.id)?.score ?? 0)) best.set(match.id, match);
  }
  const matches = [...best.values()].sort((a, b) => b.score - a.score || a.id - b.id).slice(0, 5);
  const [first, second] = matches;
  const tie = first !== undefined && second !== undefined && first.score - second.score < tieWidth;
  return { name, matches, doubtful: first === undefined || first.score < sureScore || tie };
}

function similar(key: string, parts: readonly { key: string; id: number }[]): NameMatch[] {
  if (key.length < 2) return [];
  const found: NameMatch[] = [];
  for (const { key: other, id } of parts) {
    if (other.includes(key) || key.includes(other)) {
      const share = Math.min(key.length, other.length) / Math.max(key.length, other.length);
      found.push({ id, score: Math.round((0.5 + 0.2 * share) * 100) / 100, reason: 'part' });
    } else if (key.length > 2 && oneApart(key, other)) found.push({ id, score: 0.5, reason: 'oneApart' });
  }
  return found;
}

/** One character changed, added or missing. */
function oneApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1);
}
