/** Rows that are packed together. */
const packedRows = 200;

/** A record as a list of plain values, and back. */
export interface Packing<Row> {
  pack(row: Row): unknown[];
  unpack(values: unknown[]): Row;
}

/**
 * Many records in little memory: packed some at a time, unpacked again where they are looked at. Read them in their order, or some
 * beside each other: the last unpacked ones are kept. Records are plain data (JSON).
 */
export class RecordStore<Row> implements Iterable<Row> {
  readonly #packed: Buffer[] = [];
  #open: Row[] = [];
  readonly #packing: Packing<Row>;
  #seen: { place: number; rows: Row[] } = { place: -1, rows: [] };

  constructor(packing: Packing<Row>) {
    this.#packing = packing;
  }

  static of<Row>(rows: Iterable<Row>, packing: Packing<Row>): RecordStore<Row> {
    const store = new RecordStore<Row>(packing);
    for (const row of rows) store.push(row);
    return store;
  }

  get length(): number {
    return this.#packed.length * packedRows + this.#open.length;
  }

  push(row: Row): void {
    this.#open.push(row);
    if (this.#open.length < packedRows) return;
    this.#packed.push(Buffer.from(JSON.stringify(this.#open.map((one) => this.#packing.pack(one)))));
    this.#open = [];
  }

  /** The record at a place, 0 = first; it is one of them. */
  get(index: number): Row {
    const place = Math.floor(index / packedRows);
    if (place === this.#packed.length) return this.#open[index % packedRows]!;
    if (this.#seen.place !== place) {
      const packed = JSON.parse(this.#packed[place]!.toString()) as unknown[][];
      this.#seen = { place, rows: packed.map((values) => this.#packing.unpack(values)) };
    }
    return this.#seen.rows[index % packedRows]!;
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let i = 0; i < this.length; i++) yield this.get(i);
  }
}
