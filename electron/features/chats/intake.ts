import { Chunk, type Speaker } from './chunk.ts';
import type { SpooledChats } from './spool.ts';
import { RunMerge } from './spool-runs.ts';

/**
 * Leads the records of files from the spool to their places: exact ones first, then those known to the minute, then those of a day,
 * by time each. `Union` finds the most pairs in this order only.
 */
export class Intake {
  readonly #chunk: Chunk;
  readonly #place: (chunk: Chunk) => void;

  /**
   * @param place takes a chunk with at least one record, all of one precision; it is emptied afterwards
   * @param chunkRecords how many in memory at once; tests take fewer
   */
  constructor(place: (chunk: Chunk) => void, chunkRecords?: number) {
    this.#chunk = new Chunk(chunkRecords);
    this.#place = place;
  }

  /**
   * All records of one file.
   * @param speakers by voice; null = its records are passed over
   * @param onChunk is told how many records are behind us
   */
  run({ spool, runs }: SpooledChats, speakers: readonly (Speaker | null)[], onChunk: (records: number) => void): void {
    const chunk = this.#chunk;
    let precision = 0;
    let passed = 0;
    for (const merge = new RunMerge(spool.file, runs); !merge.done; merge.next()) {
      passed++;
      const speaker = speakers[merge.voice]!;
      if (speaker === null) continue;
      if (chunk.isFull || merge.precision !== precision) {
        this.#empty();
        onChunk(passed);
      }
      precision = merge.precision;
      chunk.add(merge, speaker);
    }
    this.#empty();
    onChunk(passed);
  }

  #empty(): void {
    if (this.#chunk.size === 0) return;
    this.#place(this.#chunk);
    this.#chunk.clear();
  }
}
