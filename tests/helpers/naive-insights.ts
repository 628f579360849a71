import { expect } from 'vitest';
import type { ChannelsReport } from '../../shared/contracts/channel-money.ts';
import type { CohortsReport } from '../../shared/contracts/cohorts.ts';
import type { FunnelReport } from '../../shared/contracts/funnel.ts';
import type { PoolReport } from '../../shared/contracts/pool.ts';
import { type Figure, figureText } from '../../shared/domain/figures.ts';
import { poolParts } from '../../shared/domain/pool.ts';
import { naiveCohort, naiveFunnel, naivePool } from './naive-pool.ts';
import type { TestApp } from './test-app.ts';

/** Those whom a number counts, ascending. */
export async function peopleOf(app: TestApp, figure: Figure): Promise<number[]> {
  const filter = { figure: figureText(figure), archived: 'any' };
  const ids = await app.call<number[]>('friends.range', { filter, sort: { key: 'name', direction: 'asc' }, from: 0, to: 9999 });
  return ids.sort((a, b) => a - b);
}

interface NaiveOrder {
  friend: number;
  on: string;
  margin: number;
  costless: number;
  lead: number;
}
const ordersSql = `SELECT friend_id AS friend, date(at / 1000, 'unixepoch', 'localtime') AS "on",
    coalesce(paid_fen, amount_fen) - refund_fen - coalesce((SELECT sum(coalesce(quantity_milli, 1000) * cost_fen) / 1000.0
      FROM order_lines LEFT JOIN products ON products.id = product_id WHERE order_id = orders.id), 0) AS margin,
    coalesce((SELECT max(cost_fen IS NULL) FROM order_lines LEFT JOIN products ON products.id = product_id WHERE order_id = orders.id), 1) AS costless,
    (SELECT min(coalesce(kind, '') IN ('lead', 'trial')) FROM order_lines LEFT JOIN products ON products.id = product_id WHERE order_id = orders.id) AS lead
  FROM orders WHERE status IN (1, 2, 3, 4) AND at <= ? AND amount_fen BETWEEN 0 AND 100000000 AND friend_id IS NOT NULL
    AND refund_fen BETWEEN 0 AND max(amount_fen, coalesce(paid_fen, 0)) AND coalesce(paid_fen, amount_fen) > refund_fen ORDER BY at, id`;

/** The table of channels as a child would reckon it. */
function naiveChannels({ ctx: { db }, clock }: TestApp, fromOn: string, toOn: string): Record<number, unknown> {
  const bought = db.sql(ordersSql).all(clock.now()) as NaiveOrder[];
  const told: Record<number, unknown> = {};
  for (const id of [0, ...(db.pluck('SELECT id FROM channels').all() as number[])]) {
    const cohort = db
      .pluck(
        `SELECT id FROM friends WHERE coalesce(channel_id, 0) = ?
          AND date(coalesce(added_at, created_at) / 1000, 'unixepoch', 'localtime') BETWEEN ? AND ?`,
      )
      .all(id, fromOn, toOn) as number[];
    const spendFen = db
      .pluck('SELECT sum(spend_fen) FROM channel_spends WHERE channel_id = ? AND month BETWEEN substr(?, 1, 7) AND substr(?, 1, 7)')
      .get(id, fromOn, toOn) as number | null;
    const of = (one: number) => bought.filter(({ friend: who }) => who === one);
    const theirs = bought.filter(({ friend: who }) => cohort.includes(who));
    let [marginFen, paidBackOn] = [0, null as string | null];
    for (const { margin, on } of theirs) {
      marginFen += margin;
      if (paidBackOn === null && spendFen !== null && spendFen > 0 && marginFen >= spendFen) paidBackOn = on;
    }
    if (cohort.length === 0 && spendFen === null) continue;
    told[id] = {
      ...{ spendFen, marginFen, paidBackOn, added: cohort.length },
      bought: cohort.filter((one) => of(one).length > 0).length,
      again: cohort.filter((one) => of(one).length > 1).length,
      freebies: cohort.filter((one) => of(one).length > 0 && of(one).every(({ lead }) => lead === 1)).length,
    };
  }
  return told;
}

/** Every number of a period, and the people behind some, are those of plain SQL. @param done what happened before, for the message */
export async function insightsAsNaive(app: TestApp, done: readonly unknown[], fromOn: string, toOn: string): Promise<void> {
  const days = { fromOn, toOn, accountId: null, channelId: null };
  const { silenceDays, ...lines } = naivePool(app, fromOn, toOn);
  const told = await app.call<PoolReport>('insights.pool', { fromOn, toOn });
  const heads = Object.fromEntries(Object.entries(lines).map(([part, ids]) => [part, ids.length]));
  expect({ done, silenceDays: told.silenceDays, ...told.total }).toEqual({ done, silenceDays, ...heads });
  for (const rows of [told.accounts, told.channels])
    for (const part of poolParts)
      expect(
        rows.reduce((sum, { row }) => sum + row[part], 0),
        part,
      ).toBe(told.total[part]);
  const [first, last] = [told.steps[0]!, told.steps.at(-1)!];
  expect([first.row.opening, last.row.closing, last.row.all]).toEqual([told.total.opening, told.total.closing, told.total.all]);
  for (const [at, { row }] of told.steps.entries()) if (at > 0) expect(row.opening).toBe(told.steps[at - 1]!.row.closing);
  for (const part of ['opening', 'new', 'silent', 'closing'] as const)
    expect({ done, [part]: await peopleOf(app, { of: 'pool', part, ...days }) }).toEqual({ done, [part]: lines[part] });
  const steps = naiveFunnel(app, fromOn, toOn);
  const { total, accounts, channels, cohorts, early } = await app.call<FunnelReport>('insights.funnel', { fromOn, toOn });
  for (const part of ['added', 'stayed', 'bought', 'again'] as const) {
    expect({ done, [part]: total[part] }).toEqual({ done, [part]: steps[part].length });
    for (const rows of [accounts, channels, cohorts]) expect(rows.reduce((sum, { row }) => sum + row[part], 0)).toBe(total[part]);
  }
  const isTold = app.ctx.db.pluck('SELECT count(*) FROM referrals').get() !== 0;
  const spread = [total, ...[accounts, channels, cohorts].map((rows) => rows.map(({ row }) => row))].map((rows) =>
    [rows].flat().reduce((sum, row) => sum + (row.spread ?? 0), 0),
  );
  expect({ done, early, spread }).toEqual({ done, early: isTold ? steps.early.length : null, spread: Array(4).fill(steps.spread.length) });
  expect(total.spread === null).toBe(!isTold);
  for (const part of ['stayed', 'spread', 'early'] as const)
    expect({ done, [part]: await peopleOf(app, { of: 'funnel', part, ...days }) }).toEqual({ done, [part]: steps[part] });
  const { cohorts: months } = await app.call<CohortsReport>('insights.cohorts', { fromOn, toOn });
  for (const { month, added, kept } of months) {
    const one = naiveCohort(app, month);
    expect({ done, month, added, kept }).toEqual({ done, month, added: one.added.length, kept: one.kept.map(({ length }) => length) });
    const ofMonth = { ...days, fromOn: `${month}-01`, toOn: `${month}-28` };
    expect(await peopleOf(app, { of: 'cohort', part: 'm1', ...ofMonth })).toEqual(one.kept[1] ?? []);
  }
  // each channel by itself, and each account, are all of them
  for (const key of ['channelId', 'accountId'] as const) {
    const table = { channelId: 'channels', accountId: 'accounts' }[key];
    const ids = [...(key === 'channelId' ? [0] : []), ...(app.ctx.db.pluck(`SELECT id FROM ${table}`).all() as number[])];
    const parts = await Promise.all(
      ids.map((id) => app.call<CohortsReport>('insights.cohorts', { fromOn, toOn, [key]: id }).then(({ cohorts: own }) => own)),
    );
    for (const [at, { month, added, kept }] of months.entries()) {
      const sum = (of: (one: (typeof months)[number]) => number) => parts.reduce((all, own) => all + of(own[at]!), 0);
      expect({ done, month, added: sum((own) => own.added) }).toEqual({ done, month, added });
      expect(kept.map((_, since) => sum((own) => own.kept[since]!))).toEqual(kept);
    }
  }
  const { channels: money } = await app.call<ChannelsReport>('insights.channels', { fromOn, toOn });
  const sums = Object.fromEntries(money.map(({ id, spends: _, ...row }) => [id, row]));
  expect({ done, sums }).toEqual({ done, sums: naiveChannels(app, fromOn, toOn) });
}
