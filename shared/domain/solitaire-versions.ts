import {
  findSolitaires,
  readSolitaire,
  type Solitaire,
  type SolitaireGlance,
  type SolitaireLine,
  type SolitaireProblem,
} from './solitaire.ts';
import { foldName } from './solitaire-text.ts';

/** What happened to one entry. gone = missing in the next version (two people wrote at once, or it was taken back), said = '取消' was written. */
export type SolitaireChange = 'joined' | 'changed' | 'gone' | 'said' | 'rejoined';

export interface MergedLine extends SolitaireLine {
  /** which entry of whom: the same over all versions */
  key: string;
  joinedAt: number;
  /** when the entry was taken back; null = it stands. Never dropped from the list */
  withdrawnAt: number | null;
  /** all that happened, oldest first; `raw` as it stood then */
  changes: { at: number; change: SolitaireChange; raw: string }[];
  /** its number was somebody else's who has withdrawn */
  reusedNumber: boolean;
}

export interface MergedSolitaire {
  title: string;
  intro: string[];
  products: Solitaire['products'];
  firstAt: number;
  lastAt: number;
  versions: number;
  /** entries that stand, in the order of the newest version, then withdrawn ones in the order they joined */
  lines: MergedLine[];
  /** of the newest version */
  problems: SolitaireProblem[];
}

interface Version {
  at: number;
  list: Solitaire;
}

/**
 * Growing versions of 接龙 → one list for each: who stands in it, who joined when, who changed, who withdrew. `at` = ms, any order;
 * a text may hold several. Which belong together: isSameList.
 */
export function mergeVersions(versions: readonly { at: number; text: string }[], knownNames: readonly string[] = []): MergedSolitaire[] {
  const all = versions
    .flatMap(({ at, text }) => findSolitaires(text, knownNames).map((list) => ({ at, list })))
    .map((version, index) => ({ version, index }))
    .sort((a, b) => a.version.at - b.version.at || a.index - b.index);
  const groups: Version[][] = [];
  for (const { version } of all) {
    const group = groups.findLast((one) => isSameList(one.at(-1)!.list, version.list, version.at - one.at(-1)!.at));
    if (group) group.push(version);
    else groups.push([version]);
  }
  return groups.map(mergeGroup);
}

/** As mergeVersions, for versions that are known to be of one list: the first 接龙 of each text. null = there is none. */
export function mergeList(versions: readonly { at: number; text: string }[], knownNames: readonly string[] = []): MergedSolitaire | null {
  const all = versions.flatMap(({ at, text }): Version[] => {
    const list = readSolitaire(text, knownNames);
    return list ? [{ at, list }] : [];
  });
  all.sort((a, b) => a.at - b.at);
  return all.length === 0 ? null : mergeGroup(all);
}

function squeeze(text: string): string {
  return foldName(text).replace(/\s/g, '');
}

const hourMs = 3_600_000;
/** A list that begins anew under the same words has lost nearly everybody; one that lost a few people within these times goes on. */
const [soon, soonForFew] = [6 * hourMs, 72 * hourMs];
const few = 2;

/**
 * Whether two versions are of one list: the same title, and at least half of the earlier people still in it, or the same lines above
 * it and not long after. `gapMs` = time between them. What is posted anew every week under the same words is a list of its own.
 */
export function isSameList(older: SolitaireGlance, newer: SolitaireGlance, gapMs: number): boolean {
  if (squeeze(older.title) !== squeeze(newer.title)) return false;
  const names = new Set(newer.lines.map(({ name }) => foldName(name)));
  const kept = older.lines.filter(({ name }) => names.has(foldName(name))).length;
  if (older.lines.length > 0 && kept * 2 >= older.lines.length) return true;
  return squeeze(older.intro.join('')) === squeeze(newer.intro.join('')) && gapMs <= (older.lines.length <= few ? soonForFew : soon);
}

/** Entries by who wrote them: the second entry of one name stays apart from the first. */
function byWriter(lines: readonly SolitaireLine[]): Map<string, SolitaireLine> {
  const counts = new Map<string, number>();
  return new Map(
    lines.map((line) => {
      const name = foldName(line.name);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [`${name}\u0000${count}`, line];
    }),
  );
}

function mergeGroup(group: readonly Version[]): MergedSolitaire {
  const people = new Map<string, MergedLine>();
  const holders = new Map<number, string>();
  let present = new Map<string, SolitaireLine>();
  for (const { at, list } of group) {
    present = byWriter(list.lines);
    for (const [key, person] of people) {
      if (present.has(key) || person.withdrawnAt !== null) continue;
      people.set(key, { ...person, withdrawnAt: at, changes: [...person.changes, { at, change: 'gone', raw: person.raw }] });
    }
    for (const [key, line] of present) people.set(key, merged(key, people.get(key), line, at));
    for (const [key, line] of present) {
      const holder = holders.get(line.no);
      if (holder !== undefined && holder !== key && people.get(holder)!.withdrawnAt !== null && people.get(key)!.joinedAt === at)
        people.set(key, { ...people.get(key)!, reusedNumber: true });
      holders.set(line.no, key);
    }
  }
  const newest = group.at(-1)!;
  const standing = [...present.keys()].map((key) => people.get(key)!);
  const others = [...people].filter(([key]) => !present.has(key)).map(([, person]) => person);
  return {
    title: newest.list.title,
    intro: newest.list.intro,
    products: newest.list.products,
    firstAt: group[0]!.at,
    lastAt: newest.at,
    versions: group.length,
    lines: [...standing.filter((line) => line.withdrawnAt === null), ...standing.filter((line) => line.withdrawnAt !== null), ...others],
    problems: newest.list.problems,
  };
}

function merged(key: string, before: MergedLine | undefined, line: SolitaireLine, at: number): MergedLine {
  if (!before) {
    const changes = [{ at, change: 'joined' as const, raw: line.raw }];
    const withdrawn = line.withdrawn ? [{ at, change: 'said' as const, raw: line.raw }] : [];
    return {
      ...line,
      key,
      joinedAt: at,
      withdrawnAt: line.withdrawn ? at : null,
      changes: [...changes, ...withdrawn],
      reusedNumber: false,
    };
  }
  const change = changeOf(before, line);
  const withdrawnAt = line.withdrawn ? (before.withdrawnAt ?? at) : null;
  const changes = change ? [...before.changes, { at, change, raw: line.raw }] : before.changes;
  return { ...line, key, joinedAt: before.joinedAt, withdrawnAt, changes, reusedNumber: before.reusedNumber };
}

function changeOf(before: MergedLine, line: SolitaireLine): SolitaireChange | null {
  if (before.withdrawnAt !== null && !line.withdrawn) return 'rejoined';
  if (before.withdrawnAt === null && line.withdrawn) return 'said';
  return squeeze(before.raw) === squeeze(line.raw) ? null : 'changed';
}
