import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Breather } from '../../platform/jobs/breather.ts';
import { bought, type OrderRows, oddMoney, refunded, unpaid } from './fact-columns.ts';
import { emptyOrders, type OrderFact, patched, withSums } from './order-rows.ts';
import { PurchaseKeeper } from './purchases.ts';

const room = 7;
const minutes = 40;

/** All read anew, as the reader does. */
function readAnew(orders: readonly OrderFact[]): OrderRows {
  const sorted = [...orders].sort((a, b) => a.second - b.second || a.id - b.id);
  const rows = emptyOrders(sorted.length);
  for (const [at, order] of sorted.entries())
    for (const name of ['id', 'friend', 'second', 'paidFen', 'state'] as const) rows[name][at] = order[name];
  return withSums(rows, room);
}

const rowOf = (rows: OrderRows, at: number): OrderFact => ({
  ...{ id: rows.id[at]!, friend: rows.friend[at]!, second: rows.second[at]! },
  ...{ paidFen: rows.paidFen[at]!, state: rows.state[at]! },
});

const order = fc.record({
  friend: fc.nat(room - 1),
  second: fc.nat(minutes).map((minute) => minute * 60),
  paidFen: fc.integer({ min: -2, max: 900 }),
  state: fc.constantFrom(bought, bought, bought, unpaid, refunded, bought + oddMoney, 0),
});
/** ids with what becomes of them; null = they go */
const change = fc.dictionary(fc.nat(25).map(String), fc.option(order, { freq: 3 }), { minKeys: 1, maxKeys: 5 });

it('patched over and over says what reading everything anew says, and the purchases that follow it too', async () => {
  const steps = fc.array(fc.record({ change, later: fc.nat(4), window: fc.constantFrom(0, 0, 0, 600) }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(order, { maxLength: 20 }), steps, async (first, changes) => {
      const orders = new Map(first.map((one, at) => [at, { id: at, ...one }]));
      const leadOrders = Uint8Array.from({ length: 30 }, (_, id) => (id % 3 === 0 ? 1 : 0));
      const breather = new Breather();
      const keeper = new PurchaseKeeper();
      let rows = readAnew([...orders.values()]);
      let [now, from] = [minutes * 20_000, 0];
      for (const { change: changed, later, window } of changes) {
        const before = rows;
        const old = Array.from(before.id, (_, at) => rowOf(before, at));
        const fresh: OrderFact[] = [];
        for (const [key, one] of Object.entries(changed)) {
          orders.delete(Number(key));
          if (one === null) continue;
          fresh.push({ id: Number(key), ...one });
          orders.set(Number(key), fresh.at(-1)!);
        }
        rows = patched(rows, new Set(Object.keys(changed).map(Number)), fresh);
        now += later * 60_000;
        from = window > 0 ? now - window * 1000 : from;
        const anew = readAnew([...orders.values()]);
        const byId = (a: OrderFact, b: OrderFact) => a.id - b.id;
        const told = Array.from(rows.id, (_, at) => rowOf(rows, at));
        expect(told.map(({ second }) => second)).toEqual([...anew.second]);
        expect(told.sort(byId)).toEqual(Array.from(anew.id, (_, at) => rowOf(anew, at)).sort(byId));
        expect(rows.ever).toEqual(anew.ever);
        expect(Array.from(before.id, (_, at) => rowOf(before, at))).toEqual(old);
        const rules = { from, now, room, leadOrders };
        expect(await keeper.over(rows, rules, breather)).toEqual(await new PurchaseKeeper().over(anew, rules, breather));
      }
    }),
  );
});
