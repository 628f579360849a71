import type { TimePrecision } from '../../../shared/domain/messages.ts';
import { Chunk } from './chunk.ts';

/**
 * Records of a file on their way to their places. Those known to the minute or the day only wait in a chunk of their own until all
 * exact ones are placed: `Union` finds the most pairs in this order only. Few files have both, and those are small.
 */
export class Intake {
  readonly #exact: Chunk;
  #coarse: Chunk | null = null;
  readonly #place: (chunk: Chunk) => void;
  readonly #coarseCapacity: number | undefined;

  /**
   * @param place takes a chunk with at least one record; it is emptied afterwards
   * @param records how many in memory at once: exact ones and others
   */
  constructor(place: (chunk: Chunk) => void, records: { chunkRecords?: number | undefined; coarseRecords?: number | undefined }) {
    this.#exact = new Chunk(records.chunkRecords);
    this.#coarseCapacity = records.coarseRecords;
    this.#place = place;
  }

  /** The chunk that a record of this precision goes into; there is room for one. */
  chunkFor(precision: TimePrecision): Chunk {
    if (precision === 'second') {
      if (this.#exact.isFull) this.#empty(this.#exact);
      return this.#exact;
    }
    this.#coarse ??= new Chunk(this.#coarseCapacity);
    if (this.#coarse.isFull) this.endFile();
    return this.#coarse;
  }

  /** Places what is left. */
  endFile(): void {
    this.#empty(this.#exact);
    if (this.#coarse) this.#empty(this.#coarse);
  }

  #empty(chunk: Chunk): void {
    if (chunk.size === 0) return;
    this.#place(chunk);
    chunk.clear();
  }
}
