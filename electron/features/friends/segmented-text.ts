import { Bitset } from './bitset.ts';

/** Texts are parted by it; no query holds it, so a hit never spans two friends. */
const parting = '\u0000';
/** Texts that are searched as one. */
export const segmentSize = 2048;
/** Answers kept: the words she is typing, and the first letters she keeps coming back to. */
const mostKept = 64;
/** Looking at single texts is about this many times dearer than the same texts in a scan of all. */
const singleCost = 4;

/** Its texts singly, since one of them changed, or joined, since it was searched: never both. */
interface Segment {
  texts: string[] | null;
  joined: string;
  /** of `joined`: where each text begins, and behind the last one where one more would */
  starts: Uint32Array;
}

/**
 * Texts by position, searched as a few long strings: `indexOf` over one string is several times faster than over a
 * hundred thousand short ones, and a changed text only joins its own segment again.
 */
export class SegmentedText {
  #segments: Segment[] = [];
  /** what earlier terms found, until a text changes; the latest used last */
  #kept = new Map<string, { hits: Bitset; count: number }>();

  set(position: number, text: string): void {
    const n = Math.floor(position / segmentSize);
    while (this.#segments.length <= n) this.#segments.push({ texts: [], joined: '', starts: new Uint32Array() });
    const segment = this.#segments[n]!;
    segment.texts ??= split(segment);
    segment.texts[position % segmentSize] = text;
    if (this.#kept.size > 0) this.#kept.clear();
  }

  /**
   * Adds the texts of the next positions, up to `segmentSize` of them, behind whole segments: one long string from SQLite instead of
   * thousands of short ones.
   * @param joined the texts, parted by \u0000
   * @returns false, and nothing is added, when they are not `count` texts, because one of them holds that character itself
   */
  append(joined: string, count: number): boolean {
    const starts = startsOf(joined, count);
    if (!starts) return false;
    this.#segments.push({ texts: null, joined, starts });
    if (this.#kept.size > 0) this.#kept.clear();
    return true;
  }

  /** Positions whose text contains `term` (already folded). The set is kept: read it, never change it. */
  search(term: string, size: number): Bitset {
    const known = this.#kept.get(term);
    if (known) this.#kept.delete(term);
    const hits = known?.hits ?? this.#searchAmong(term, size) ?? this.#searchAll(term, size);
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(term, known ?? { hits, count: hits.size() });
    return hits;
  }

  /** A word grows as it is typed: who has the longer one had the shorter one. null = nothing narrow enough is known */
  #searchAmong(term: string, size: number): Bitset | null {
    let fewest: { hits: Bitset; count: number } | null = null;
    for (const [part, found] of this.#kept) if (term.includes(part) && (!fewest || found.count < fewest.count)) fewest = found;
    if (!fewest || fewest.count * singleCost > size) return null;
    const hits = new Bitset(size);
    fewest.hits.forEach((position) => {
      const segment = this.#segments[Math.floor(position / segmentSize)]!;
      if (textAt(segment, position % segmentSize).includes(term)) hits.add(position);
    });
    return hits;
  }

  #searchAll(term: string, size: number): Bitset {
    const hits = new Bitset(size);
    for (const [n, segment] of this.#segments.entries()) {
      if (segment.texts) join(segment, segment.texts);
      const { joined, starts } = segment;
      const count = starts.length - 1;
      let row = 0;
      for (let at = joined.indexOf(term); at >= 0; ) {
        while (row + 1 < count && starts[row + 1]! <= at) row++;
        hits.add(n * segmentSize + row);
        if (++row >= count) break;
        at = joined.indexOf(term, starts[row]!);
      }
    }
    return hits;
  }
}

const textAt = ({ texts, joined, starts }: Segment, n: number): string =>
  texts ? (texts[n] ?? '') : joined.slice(starts[n]!, starts[n + 1]! - 1);

const split = (segment: Segment): string[] => Array.from({ length: segment.starts.length - 1 }, (_, n) => textAt(segment, n));

/** Where each of `count` texts begins; null when there are more or fewer. */
function startsOf(joined: string, count: number): Uint32Array | null {
  const starts = new Uint32Array(count + 1);
  let found = 0;
  let at = 0;
  for (let end = joined.indexOf(parting); end >= 0; end = joined.indexOf(parting, at)) {
    at = end + 1;
    if (++found >= count) return null;
    starts[found] = at;
  }
  starts[count] = joined.length + 1;
  return found === count - 1 ? starts : null;
}

function join(segment: Segment, texts: string[]): void {
  segment.starts = new Uint32Array(texts.length + 1);
  let at = 0;
  for (const [i, text] of texts.entries()) {
    segment.starts[i] = at;
    at += (text?.length ?? 0) + 1;
  }
  segment.starts[texts.length] = at;
  segment.joined = texts.join(parting);
  segment.texts = null;
}
