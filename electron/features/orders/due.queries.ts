import { type DueFriend, type DueList, mostDue } from '../../../shared/contracts/orders-by-hand.ts';
import { blendedCycle, ownCycle, repurchaseStep, type SupplyLine, supplyDays } from '../../../shared/domain/repurchase.ts';
import { dayNamed, dayNumber } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { goodsText, linesOf } from './order-book.ts';
import { friendNameSql, oddSql, statesSql } from './orders.queries.ts';

interface DueTask {
  /** null = all */
  accountId: number | null;
  /** ms; the thread that reads has no clock of its own to go by */
  now: number;
}

interface Bought {
  /** running numbers of days, as they come */
  days: number[];
  lastId: number;
  lastAt: number;
}

/** Paid orders that can be as they stand, by friend; what was wholly given back was no purchase. */
function boughtByFriend({ db }: ServiceContext, { accountId, now }: DueTask): Map<number, Bought> {
  const people = new Map<number, Bought>();
  const rows = db
    .arrays(
      `SELECT friend_id, id, at FROM orders WHERE friend_id IS NOT NULL AND ${statesSql.bought}
         AND NOT ${oddSql} AND (? IS NULL OR account_id = ?)`,
    )
    .iterate(now, accountId, accountId) as Iterable<[friend: number, id: number, at: number]>;
  for (const [friendId, id, at] of rows) {
    const day = dayNumber(localDay(at));
    const person = people.get(friendId);
    if (!person) people.set(friendId, { days: [day], lastId: id, lastAt: at });
    else {
      person.days.push(day);
      if (at > person.lastAt || (at === person.lastAt && id > person.lastId)) Object.assign(person, { lastId: id, lastAt: at });
    }
  }
  return people;
}

/** What the cards say of the goods of an order. */
export const cardsOf = ({ db }: ServiceContext, orderId: number): SupplyLine[] =>
  db
    .sql(
      `SELECT unit_days AS unitDays, cycle_days AS cycleDays, quantity_milli / 1000.0 AS quantity
       FROM order_lines JOIN products ON products.id = product_id WHERE order_id = ?`,
    )
    .all(orderId) as SupplyLine[];

/** Whether any card says how long something lasts: without one only rhythms are looked at. */
export const hasCards = ({ db }: ServiceContext): boolean =>
  db.pluck('SELECT 1 FROM products WHERE unit_days IS NOT NULL OR cycle_days IS NOT NULL LIMIT 1').get() !== undefined;

type Due = Omit<DueFriend, 'name' | 'goods'>;

/** Who is about to buy again. Reads every order once, so it runs beside the host. */
export const readDueCommand = defineCommand<DueTask, DueList>({
  name: 'orders.due',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run(ctx, task) {
    const today = dayNumber(localDay(task.now));
    const withCards = hasCards(ctx);
    const due: Due[] = [];
    let lost = 0;
    for (const [friendId, { days, lastId, lastAt }] of boughtByFriend(ctx, task)) {
      const own = ownCycle(days);
      const supply = withCards ? supplyDays(cardsOf(ctx, lastId)) : null;
      const cycleDays = blendedCycle(own, supply);
      if (cycleDays === null) continue;
      const on = dayNumber(localDay(lastAt)) + cycleDays;
      const step = repurchaseStep(today - on, cycleDays);
      if (step === 'lost') lost++;
      if (step === null || step === 'lost') continue;
      const reckoned = { cycleDays, ownDays: own, supplyDays: supply, orderDays: new Set(days).size };
      due.push({ friendId, on: dayNamed(on), step, past: today - on, ...reckoned, lastOrderId: lastId, lastAt });
    }
    const here = whoCanBeAsked(ctx, due);
    here.sort((a, b) => b.past - a.past || a.friendId - b.friendId);
    return { people: here.slice(0, mostDue).map((one) => named(ctx, one)), total: here.length, lost };
  },
});

/** Those whom she put away, and who deleted or blocked her, are not asked to buy. */
function whoCanBeAsked({ db }: ServiceContext, due: readonly Due[]): Due[] {
  const asked = db.pluck("SELECT 1 FROM friends WHERE id = ? AND archived_at IS NULL AND status NOT IN ('deletedMe', 'blocked')");
  return due.filter(({ friendId }) => asked.get(friendId) !== undefined);
}

function named(ctx: ServiceContext, one: Due): DueFriend {
  const name = ctx.db.pluck(`SELECT ${friendNameSql} FROM friends WHERE id = ?`).get(one.friendId) as string;
  const lines = linesOf(ctx, one.lastOrderId).map((line) => ({
    ...line,
    quantity: line.quantity_milli === null ? null : line.quantity_milli / 1000,
  }));
  return { ...one, name, goods: goodsText(lines) };
}
