import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Packing, RecordStore } from './record-store.ts';

interface One {
  name: string;
  amount: number | null;
  lines: string[];
}
const packing: Packing<One> = {
  pack: ({ name, amount, lines }) => [name, amount, ...lines],
  unpack: ([name, amount, ...lines]) => ({ name: name as string, amount: amount as number | null, lines: lines as string[] }),
};

it('gives back every record, in order and by its place', () => {
  const record = fc.record({
    name: fc.string({ unit: 'binary' }),
    amount: fc.option(fc.integer()),
    lines: fc.array(fc.string(), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 30 }), fc.nat(30), (some, times) => {
      const rows = Array.from({ length: times }, () => some).flat();
      const store = RecordStore.of(rows, packing);
      expect(store.length).toBe(rows.length);
      expect([...store]).toEqual(rows);
      for (const at of [rows.length - 1, 0, Math.floor(rows.length / 2)]) if (rows[at]) expect(store.get(at)).toEqual(rows[at]);
    }),
    { numRuns: 25 },
  );
});
