import type { SegmentTest } from '../../../shared/contracts/segments.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { startOfDay } from '../../../shared/domain/segment-days.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { type EventRows, firstFrom, type OrderRows, type OrderSums, sumOrders } from './fact-columns.ts';
import type { Facts } from './fact-store.ts';
import { upTo } from './order-rows.ts';

const orderSumOf = { orderCount: 'count', boughtCount: 'bought', paidFen: 'fen' } as const satisfies Record<string, keyof OrderSums>;

/**
 * What happened to each friend lately, summed up by friend id: over a million orders one sum takes a quarter of the time that the
 * host's thread may be held at a stretch, so they are made one by one (`prepare`), before the stretch that evaluates a rule.
 * They are those of the facts at hand, whose orders and contacts are replaced but never changed.
 */
export class EventSums {
  readonly #facts: Facts;
  readonly #today: string;
  /** one more than the highest friend id that was known when the facts were read */
  readonly #room: number;
  readonly #kept = new Map<string, ArrayLike<number>>();
  #rows: OrderRows | null = null;

  /** @param today the seller's local day */
  constructor(facts: Facts, today: string, room: number) {
    this.#facts = facts;
    this.#today = today;
    this.#room = room;
  }

  /** Makes the sums that these tests ask for, letting the event loop go on between them. */
  async prepare(tests: readonly SegmentTest[]): Promise<void> {
    const breather = new Breather();
    for (const test of tests) {
      if (test.field === 'touchCount') this.touches(test);
      else if (test.field === 'orderCount' || test.field === 'boughtCount' || test.field === 'paidFen') this.orders(test);
      await breather.breathe();
    }
  }

  /** Contacts of each friend. */
  touches({ kinds, direction, withinDays }: Extract<SegmentTest, { field: 'touchCount' }>): ArrayLike<number> {
    const wanted = touchCodes(kinds, direction);
    return this.#once(`touches ${wanted} ${withinDays}`, () => {
      const { friend, second, code } = this.#facts.touches as EventRows;
      const counts = new Uint32Array(this.#room);
      for (let i = firstFrom(second, this.from(withinDays)); i < friend.length; i++) if (wanted[code[i]!] === 1) counts[friend[i]!]!++;
      return counts;
    });
  }

  /** Orders, things bought or 分 paid of each friend. */
  orders({ field, withinDays }: Extract<SegmentTest, { field: keyof typeof orderSumOf }>): ArrayLike<number> {
    const rows = this.orderRows();
    const of = orderSumOf[field];
    if (withinDays === null) return rows.ever[of];
    return this.#once(`${of} ${withinDays}`, () =>
      sumOrders(rows, of, firstFrom(rows.second, this.from(withinDays)), rows.ever.count.length),
    );
  }

  /** The orders up to the end of today. */
  orderRows(): OrderRows {
    this.#rows ??= upTo(this.#facts.orders as OrderRows, this.end());
    return this.#rows;
  }

  /** The second behind today. */
  end(): number {
    return startOfDay(this.#today, 1) / 1000;
  }

  /** First second of the last so many local days; null = of all time. */
  from(withinDays: number | null): number {
    return withinDays === null ? 0 : startOfDay(this.#today, 1 - withinDays) / 1000;
  }

  #once(key: string, make: () => ArrayLike<number>): ArrayLike<number> {
    let column = this.#kept.get(key);
    if (!column) this.#kept.set(key, (column = make()));
    return column;
  }
}

/** 1 for every code of EventRows that a test of touches counts. */
function touchCodes(kinds: readonly string[], direction: 'in' | 'out' | 'any'): Uint8Array {
  const codes = new Uint8Array(touchKinds.length * 2);
  for (const [at, kind] of touchKinds.entries()) {
    if (kinds.length > 0 && !kinds.includes(kind)) continue;
    if (direction !== 'out') codes[at * 2] = 1;
    if (direction !== 'in') codes[at * 2 + 1] = 1;
  }
  return codes;
}
