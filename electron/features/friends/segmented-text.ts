import { Bitset } from './bitset.ts';

const segmentSize = 2048;
/** Answers kept: the words she is typing, and the first letters she keeps coming back to. */
const mostKept = 64;
/** Looking at single texts is about this many times dearer than the same texts in a scan of all. */
const singleCost = 4;

interface Segment {
  texts: string[];
  /** all texts of the segment in one string; null = to be joined again */
  joined: string | null;
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
    while (this.#segments.length <= n) this.#segments.push({ texts: [], joined: null, starts: new Uint32Array() });
    const segment = this.#segments[n]!;
    segment.texts[position % segmentSize] = text;
    segment.joined = null;
    if (this.#kept.size > 0) this.#kept.clear();
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
      const text = this.#segments[Math.floor(position / segmentSize)]!.texts[position % segmentSize]!;
      if (text.includes(term)) hits.add(position);
    });
    return hits;
  }

  #searchAll(term: string, size: number): Bitset {
    const hits = new Bitset(size);
    for (const [n, segment] of this.#segments.entries()) {
      const joined = segment.joined ?? join(segment);
      const { starts } = segment;
      let row = 0;
      for (let at = joined.indexOf(term); at >= 0; ) {
        while (row + 1 < starts.length && starts[row + 1]! <= at) row++;
        hits.add(n * segmentSize + row);
        if (++row >= starts.length) break;
        at = joined.indexOf(term, starts[row]!);
      }
    }
    return hits;
  }
}

/** Texts are parted by \u0000, which no query holds, so a hit never spans two friends. */
function join(segment: Segment): string {
  segment.starts = new Uint32Array(segment.texts.length);
  let at = 0;
  for (const [i, text] of segment.texts.entries()) {
    segment.starts[i] = at;
    at += (text?.length ?? 0) + 1;
  }
  segment.joined = segment.texts.join('\u0000');
  return segment.joined;
}
