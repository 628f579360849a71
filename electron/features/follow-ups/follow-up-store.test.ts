import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { FollowUp, FollowUpList, FriendFollowUps } from '../../../shared/contracts/follow-ups.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { firstSops } from '../../../shared/domain/sop-starters.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { randomFrom } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

/** What is kept warm follows what a change names; a friend's own list is read from the book each time. */

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const dayMs = 86_400_000;
const day = (later: number) => localDay(app.clock.now(), later);
const expected = new Set(['orderUnfit', 'notFound', 'alreadyUndone', 'stillInUse', 'invalidInput', 'changedSince', 'nothingSelected']);
const ids = (table: 'friends' | 'orders') =>
  app.ctx.db
    .pluck(table === 'friends' ? 'SELECT id FROM friends WHERE archived_at IS NULL ORDER BY id' : 'SELECT id FROM orders ORDER BY id')
    .all() as number[];

async function happen(pick: (n: number) => number): Promise<string> {
  const some = (table: 'friends' | 'orders') => ids(table)[pick(ids(table).length)] ?? 1;
  const only = () => ({ by: 'ids', ids: [some('friends'), some('friends')] });
  const open = async () => {
    const { late, now, later } = await app.call<FollowUpList>('followUps.list', { limit: 500, all: true });
    const rows = [...late.rows, ...now.rows, ...later.rows];
    return rows[pick(rows.length)]!;
  };
  const kinds: Record<string, () => Promise<unknown>> = {
    order: () => {
      const on = day(-pick(40));
      return app.call('orders.create', {
        ...{ friendId: pick(5) === 0 ? null : some('friends'), accountId: 1, buyerName: '路人', amountFen: 5800, orderedOn: on },
        ...{ paidOn: pick(2) === 0 ? null : on, shippedOn: null, signedOn: pick(2) === 0 ? null : day(0), note: '' },
        lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }],
      });
    },
    paid: () => app.call('orders.setPaid', { ids: [some('orders')], paid: pick(2) === 0 }),
    mark: () => app.call('orders.mark', { ids: [some('orders')], mark: ['signed', 'cancelled', 'shipped'][pick(3)], on: null }),
    link: () => app.call('orders.link', { id: some('orders'), friendId: pick(3) === 0 ? null : some('friends') }),
    touch: () =>
      app.call('touches.log', {
        ...{ selection: only(), touchpoint: 'private', direction: pick(2) === 0 ? 'in' : 'out', at: app.clock.now(), note: '' },
        ...(pick(2) === 0 ? { kind: 'privateAdvert' } : {}),
      }),
    settle: async () => app.call('followUps.settle', { pick: (await open()).pick, state: pick(2) === 0 ? 'done' : 'skipped' }),
    postpone: async () => app.call('followUps.postpone', { pick: (await open()).pick, untilOn: day(1 + pick(4)) }),
    byHand: () => app.call('followUps.add', { friendId: some('friends'), title: '问问', words: '', dueOn: day(pick(5)) }),
    status: () => app.call('friends.setStatus', { selection: only(), status: ['normal', 'deletedMe', 'lost'][pick(3)] }),
    level: () => app.call('trust.setLevel', { selection: only(), level: 1 + pick(6), reason: '' }),
    merge: () => app.call('friends.merge', { keepId: some('friends'), otherId: some('friends'), fields: {} }),
    days: async () => app.clock.tick(pick(3) * dayMs),
    turn: async () => {
      const { undo, redo } = await app.call<UndoState>('undo.state');
      if (pick(3) === 0 && redo) await app.call('undo.redo', { id: redo.id });
      else if (undo) await app.call('undo.undo', { id: undo.id });
    },
  };
  const names = Object.keys(kinds);
  const name = names[pick(names.length)]!;
  try {
    await kinds[name]!();
  } catch (error) {
    // there is none of what it wanted
    if (!(error instanceof AppError && expected.has(error.kind)) && !(error instanceof TypeError)) throw error;
  }
  return name;
}

const brief = ({ friendId, title, dueOn, on, putOff }: FollowUp) => `${on} ${friendId} ${title} ${dueOn} ${putOff}`;

it('lists for everybody what each friend is listed with by herself, whatever happened', async () => {
  const on = { isOn: true };
  await app.call('settings.set', {
    key: 'followUps.sops',
    value: { levelUp: { ...firstSops.levelUp, ...on }, levelDown: { ...firstSops.levelDown, ...on } },
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      const pick = randomFrom(seed);
      app.ctx.db.sql('UPDATE friends SET archived_at = 1').run();
      app.ctx.announce({ topics: ['friends', 'demo'] });
      for (let i = 4; i > 0; i--)
        await app.call<Saved>('friends.create', friendNamed(`友${i}`, { addedAt: app.clock.now() - pick(9) * dayMs }));
      const done: string[] = [];
      for (let i = 0; i < 20; i++) {
        done.push(await happen(pick));
        const { late, now, later } = await app.call<FollowUpList>('followUps.list', { limit: 500, all: true });
        const warm = [...late.rows, ...now.rows, ...later.rows].map(brief).sort();
        const each = await Promise.all(ids('friends').map((friendId) => app.call<FriendFollowUps>('followUps.ofFriend', { friendId })));
        expect({ done, warm }).toEqual({ done, warm: each.flatMap(({ followUps }) => followUps.map(brief)).sort() });
      }
    }),
    { numRuns: 3, seed: 20261123 },
  );
});
