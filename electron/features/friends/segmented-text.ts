import { Bitset } from './bitset.ts';

const segmentSize = 2048;

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

  set(position: number, text: string): void {
    const n = Math.floor(position / segmentSize);
    while (this.#segments.length <= n) this.#segments.push({ texts: [], joined: null, starts: new Uint32Array() });
    const segment = this.#segments[n]!;
    segment.texts[position % segmentSize] = text;
    segment.joined = null;
  }

  /** Positions whose text contains `term` (already folded). */
  search(term: string, size: number): Bitset {
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
