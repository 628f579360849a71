/** A demo shop whose every headline number is reckoned again, by plain SQL that shares no line with the product. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelsReport } from '../../../shared/contracts/channel-money.ts';
import type { CohortsReport } from '../../../shared/contracts/cohorts.ts';
import type { FunnelReport } from '../../../shared/contracts/funnel.ts';
import type { LayersReport } from '../../../shared/contracts/layers.ts';
import type { OrderPage, UnpaidList } from '../../../shared/contracts/orders.ts';
import type { DueList } from '../../../shared/contracts/orders-by-hand.ts';
import type { PoolReport } from '../../../shared/contracts/pool.ts';
import { mostBringers, type ReferralReport } from '../../../shared/contracts/referrals.ts';
import type { SuggestionPage } from '../../../shared/contracts/suggestions.ts';
import type { CareList, CareRest } from '../../../shared/contracts/today.ts';
import { firstSops } from '../../../shared/domain/sop-starters.ts';
import { demoFileOnce } from '../../../tests/helpers/demo-file.ts';
import { openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';
import { askedCountingFor } from '../search/index.ts';
import { talkDayReadingFor } from '../suggestions/index.ts';

let app: TestApp;
let now = 0;

/** A local day as a running number; `time`: SQL of a moment in ms. */
const day = (time: string) => `cast(julianday(date(${time} / 1000, 'unixepoch', 'localtime')) - 2440587.5 AS INTEGER)`;
const month = (time: string) => `strftime('%Y-%m', ${time} / 1000, 'unixepoch', 'localtime')`;
/** Moments that a number of the page asks for. */
const midnight = (daysFromNow: number) => new Date(now).setHours(0, 0, 0, 0) + daysFromNow * 86_400_000;
const dayText = (daysFromNow: number) => new Date(midnight(daysFromNow)).toLocaleDateString('sv');

/** What the sums below are made of, as views over the book. */
const views = () => `
CREATE TEMP VIEW people AS SELECT *, coalesce(added_at, created_at) AS come FROM friends WHERE archived_at IS NULL;
CREATE TEMP VIEW bought AS SELECT id, friend_id AS friend, at, coalesce(paid_fen, amount_fen) - refund_fen AS fen, ${day('at')} AS d
  FROM orders WHERE status BETWEEN 1 AND 4 AND friend_id IS NOT NULL AND at <= ${now} AND amount_fen BETWEEN 0 AND 100000000
    AND refund_fen BETWEEN 0 AND max(amount_fen, coalesce(paid_fen, 0)) AND coalesce(paid_fen, amount_fen) > refund_fen;
CREATE TEMP VIEW buyers AS SELECT friend, count(*) AS ever, ${day(now.toString())} - max(d) AS r, sum(recent) AS f, sum(recent * fen) AS m
  FROM (SELECT *, at >= ${midnight(-179)} AS recent FROM bought) WHERE friend IN (SELECT id FROM people) GROUP BY friend;
CREATE TEMP VIEW payers AS SELECT friend, m, row_number() OVER (ORDER BY m DESC, friend) AS place, count(*) OVER () AS many
  FROM buyers WHERE m > 0;
CREATE TEMP VIEW talk_days AS SELECT friend_id AS friend, sum(step.value) OVER (PARTITION BY friend_id ORDER BY step.key) AS d
  FROM friend_chat_stats, json_each('[' || coalesce(talk_days, '') || ']') AS step;
CREATE TEMP VIEW rhythms AS WITH gaps AS (SELECT friend, d - lag(d) OVER (PARTITION BY friend ORDER BY d) AS gap FROM talk_days),
    placed AS (SELECT friend, gap, row_number() OVER (PARTITION BY friend ORDER BY gap) AS place, count(*) OVER (PARTITION BY friend) AS many
      FROM gaps WHERE gap IS NOT NULL)
  SELECT friend, max(1, avg(gap)) AS days FROM placed WHERE place IN ((many + 1) / 2, (many + 2) / 2) GROUP BY friend HAVING max(many) >= 3;
CREATE TEMP VIEW cycles AS WITH days AS (SELECT DISTINCT friend, d FROM bought),
    gaps AS (SELECT friend, d - lag(d) OVER (PARTITION BY friend ORDER BY d) AS gap FROM days),
    placed AS (SELECT friend, gap, row_number() OVER (PARTITION BY friend ORDER BY gap) AS place, count(*) OVER (PARTITION BY friend) AS many
      FROM gaps WHERE gap IS NOT NULL),
    own AS (SELECT friend, avg(gap) AS days FROM placed WHERE many >= 2 AND place IN ((many + 1) / 2, (many + 2) / 2) GROUP BY friend),
    newest AS (SELECT friend, id, d, row_number() OVER (PARTITION BY friend ORDER BY at DESC, id DESC) AS place FROM bought),
    lasts AS (SELECT order_id, min(coalesce(unit_days * quantity_milli / 1000.0, cycle_days)) AS days FROM order_lines
      JOIN products ON products.id = product_id WHERE coalesce(unit_days, cycle_days) IS NOT NULL GROUP BY order_id)
  SELECT newest.friend, ${day(now.toString())} - newest.d - cycle AS past, cycle FROM newest JOIN
    (SELECT id, max(1, round((coalesce(own.days, 0) + coalesce(lasts.days, 0)) / ((own.days IS NOT NULL) + (lasts.days IS NOT NULL)))) AS cycle
     FROM newest LEFT JOIN own USING (friend) LEFT JOIN lasts ON order_id = id WHERE coalesce(own.days, lasts.days) IS NOT NULL) AS told
    USING (id) WHERE place = 1;
CREATE TEMP VIEW due AS SELECT friend, past, CASE WHEN past < -3 THEN 0.25 WHEN past < 0 THEN 0.5 WHEN past < 7 THEN 1 ELSE 0.75 END AS pressing
  FROM cycles WHERE past >= -7 AND (past < 7 OR past <= max(30, cycle));
CREATE TEMP VIEW brought AS WITH RECURSIVE up(id, at) AS (SELECT friend_id, by_friend_id FROM referrals
    UNION SELECT up.id, by_friend_id FROM up JOIN referrals ON friend_id = up.at),
    same AS (SELECT a.id, b.id AS other, coalesce(b.added_at, b.created_at) AS come FROM friends a JOIN friends b ON a.id <> b.id AND (a.wxid = b.wxid
      OR (SELECT person_id FROM person_links WHERE friend_id = a.id) = (SELECT person_id FROM person_links WHERE friend_id = b.id)))
  SELECT f.id, coalesce(f.added_at, f.created_at) AS come, r.by_friend_id AS "by",
    CASE WHEN EXISTS (SELECT 1 FROM up WHERE up.id = f.id AND at = f.id) THEN 'circle'
      WHEN EXISTS (SELECT 1 FROM same WHERE same.id = f.id AND other = r.by_friend_id) THEN 'samePerson'
      WHEN EXISTS (SELECT 1 FROM same WHERE same.id = f.id AND come < coalesce(f.added_at, f.created_at)) THEN 'notNew'
      WHEN (SELECT added_at FROM friends WHERE id = r.by_friend_id) > coalesce(f.added_at, f.created_at) THEN 'notNew'
      WHEN f.status <> 'normal' THEN 'gone'
      WHEN ${day(now.toString())} - ${day('coalesce(f.added_at, f.created_at)')} >= 30 THEN 'valid' ELSE 'waiting' END AS state
  FROM referrals r JOIN friends f ON f.id = r.friend_id;
CREATE TEMP VIEW signs AS SELECT friend_id AS friend, at / 60000 * 60000 AS at FROM orders WHERE status <> 6 AND friend_id IS NOT NULL
  UNION ALL SELECT friend_id, at / 60000 * 60000 FROM touches WHERE direction = 'in'
  UNION ALL SELECT friend_id, last_in_at / 60000 * 60000 FROM friend_chat_stats WHERE last_in_at IS NOT NULL
  UNION ALL SELECT friend, d * 86400000 - 28800000 FROM talk_days;
CREATE TEMP VIEW silence AS WITH pauses AS (SELECT d - lag(d) OVER (PARTITION BY friend ORDER BY at) AS days FROM bought),
    placed AS (SELECT days, row_number() OVER (ORDER BY days) AS place, count(*) OVER () AS many FROM pauses WHERE days > 0)
  SELECT min(180, max(30, days)) AS days FROM placed WHERE place = (9 * many + 9) / 10;`;

beforeAll(async () => {
  app = await openTestApp({ demoFile: demoFileOnce() });
  await app.call('demo.load');
  await talkDayReadingFor(app.ctx).now();
  await askedCountingFor(app.ctx).now();
  now = app.clock.now();
  app.ctx.db.raw.exec(views());
});
afterAll(() => app.close());

const one = (sql: string): number => app.ctx.db.pluck(sql).get() as number;
const row = (sql: string) => app.ctx.db.sql(sql).get() as Record<string, number>;
const rows = (sql: string) => app.ctx.db.sql(sql).all() as Record<string, number>[];
/** Two columns as one object. */
const told = (sql: string): Record<string, number> => Object.fromEntries(app.ctx.db.arrays(sql).all() as [string, number][]);

describe('今日', () => {
  const appointed =
    () => `(friends.id IN (SELECT friend_id FROM follow_ups WHERE sop IS NULL AND state = 'open' AND coalesce(until_on, due_on) <= '${dayText(0)}')
    OR friends.id IN (SELECT friend_id FROM promises WHERE state = 'open' AND due_on <= '${dayText(0)}'))`;
  // with whom a day was set is not left alone for what was said on another day
  const cut = () => `iif(appointed, ${midnight(0)}, ${midnight(-6)})`;
  const isQuiet = "friends.id IN (SELECT friend_id FROM friend_tags JOIN tags ON tags.id = tag_id WHERE name = '勿扰')";
  const scored = () => `WITH fifths AS (SELECT friend, 1 + 5 * (rank() OVER (ORDER BY m) - 1) / count(*) OVER () AS money FROM buyers),
    all_of AS (SELECT friends.id, trust_level AS level, coalesce(m, 0) AS m, coalesce(money, 0) AS money, coalesce(rhythms.days, 30) AS rhythm,
      ${day(now.toString())} - ${day('coalesce(last_contact_at, come)')} AS silent, ${appointed()} AS appointed, ${isQuiet} AS tagged,
      max(coalesce((SELECT max(at) FROM touches WHERE friend_id = friends.id AND direction = 'out'), 0),
        coalesce((SELECT last_out_at FROM friend_chat_stats WHERE friend_id = friends.id), 0)) AS said,
      max(coalesce(due.pressing, 0), friends.id IN (SELECT id FROM birthday_today), ${appointed()},
        EXISTS (SELECT 1 FROM orders WHERE friend_id = friends.id AND status = 0 GROUP BY friend_id
          HAVING (${now} - min(at) / 60000 * 60000) / 86400000 BETWEEN 1 AND 30)) AS pressing
      FROM people AS friends LEFT JOIN buyers ON buyers.friend = friends.id LEFT JOIN fifths ON fifths.friend = friends.id
        LEFT JOIN rhythms ON rhythms.friend = friends.id LEFT JOIN due ON due.friend = friends.id WHERE status = 'normal')
    SELECT *, said >= ${cut()} AS touched, (1 + 4.0 * money / 5) * (1 + 2.0 * (level - 1) / 5) * (1 + 3 * pressing) * min(3, max(1, 1.0 * silent / rhythm)) AS score
    FROM all_of WHERE pressing > 0 OR silent >= rhythm`;

  beforeAll(() => {
    const [, m, d] = dayText(0).split('-').map(Number) as [number, number, number];
    const [lunarMonth, lunarDay] = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric' })
      .format(now)
      .split('/')
      .map(Number.parseFloat) as [number, number];
    app.ctx.db.raw.exec(`CREATE TEMP VIEW birthday_today AS SELECT id FROM friends
      WHERE (birthday_calendar = 'solar' AND birthday_month = ${m} AND birthday_day = ${d})
        OR (birthday_calendar = 'lunar' AND birthday_month = ${lunarMonth} AND birthday_day = ${lunarDay})`);
  });

  it('names the ten, says how many reasons there are and whom it leaves alone', async () => {
    // steps of templates are told apart by follow-up.test.ts: here only what she set herself and promised
    const off = Object.fromEntries(Object.entries(firstSops).map(([key, sop]) => [key, { ...sop, isOn: false }]));
    await app.call('settings.set', { key: 'followUps.sops', value: off });
    const care = await app.call<CareList>('today.care', { more: 0 });
    const all = `SELECT id FROM (${scored()}) WHERE NOT touched AND NOT tagged ORDER BY round(score * 1e6) DESC, m DESC, level DESC, id DESC`;
    const cared = one(`SELECT count(DISTINCT friend_id) FROM touches WHERE direction = 'out' AND kind = 0 AND send_item_id IS NULL
      AND at >= ${midnight(0)}`);
    expect(care.names.map(({ friendId }) => friendId)).toEqual(app.ctx.db.pluck(`${all} LIMIT ${10 - cared}`).all());
    expect(care.names[0]!.factors.score).toBeCloseTo(one(`SELECT score FROM (${scored()}) WHERE id = ${care.names[0]!.friendId}`), 9);
    expect(care.reasons).toBe(one(`SELECT count(*) FROM (${all})`));
    expect(care.quiet).toEqual({
      touched: one(`SELECT count(*) FROM (${scored()}) WHERE touched`),
      tagged: one(`SELECT count(*) FROM (${scored()}) WHERE tagged AND NOT touched`),
      putOff: 0,
    });
    expect(care.book).toEqual({
      friends: one("SELECT count(*) FROM people WHERE status = 'normal'"),
      buyers: one('SELECT count(*) FROM buyers'),
      chats: one("SELECT count(*) FROM friend_chat_stats JOIN people ON id = friend_id WHERE in_count > 0 AND status = 'normal'"),
    });
    expect([care.enoughFor, care.cared]).toEqual([10, cared]);
  });

  it('lists who has not paid, who buys again, whose rhythm is lost, and where the week went', async () => {
    const { unpaid, repurchase, lost, attention } = await app.call<CareRest>('today.rest');
    expect(unpaid.total).toBe(
      one('SELECT count(DISTINCT friend_id) FROM orders WHERE status = 0 AND friend_id IN (SELECT id FROM people)'),
    );
    expect(unpaid.people.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(
      one('SELECT sum(amount_fen) FROM orders WHERE status = 0'),
    );
    const reachable = "friend IN (SELECT id FROM people WHERE status NOT IN ('deletedMe', 'blocked'))";
    expect(repurchase.total).toBe(one(`SELECT count(*) FROM due WHERE ${reachable}`));
    expect(repurchase.total).toBeGreaterThan(10);
    expect(lost.total).toBe(
      one(`SELECT count(*) FROM rhythms JOIN people ON id = friend, (SELECT ${day(now.toString())} AS today)
        WHERE status = 'normal' AND today - ${day('last_contact_at')} >= max(7, 1.5 * days)`),
    );
    const monday = midnight(-((new Date(now).getDay() + 6) % 7));
    const top = 'SELECT friend FROM payers WHERE place <= (many + 4) / 5';
    const week = row(`SELECT count(*) AS touches, coalesce(sum(friend_id IN (${top})), 0) AS topTouches FROM touches
      WHERE direction = 'out' AND at >= ${monday}`);
    expect(attention).toMatchObject({ ...week, topHeads: one(`SELECT count(*) FROM (${top})`) });
    expect(attention.shares?.moneyShare).toBeCloseTo(one('SELECT sum(m * (place <= (many + 4) / 5)) * 1.0 / sum(m) FROM payers'), 9);
  });
});

it('分层: classes of RFM, AIPL, the top fifth, quadrants, signs of bargain-hunters, ties and flow', async () => {
  const report = await app.call<LayersReport>('insights.layers');
  const since = midnight(-179);
  expect(report.by).toBe('quintiles');
  expect(report).toMatchObject(row('SELECT count(*) AS buyers, sum(m > 0) AS recentBuyers, sum(f) AS orders, sum(m) AS fen FROM buyers'));
  expect(report.people).toBe(one('SELECT count(*) FROM people'));
  expect(report.topShare).toBeCloseTo(one('SELECT sum(m * (place <= (many + 4) / 5)) * 1.0 / sum(m) FROM payers'), 9);
  const heads = Object.fromEntries(report.layers.filter((layer) => layer.heads > 0).map((layer) => [layer.code, layer.heads]));
  const fifth = (order: string) => `1 + 5 * (rank() OVER (ORDER BY ${order}) - 1) / count(*) OVER ()`;
  const classes = `WITH scores AS (SELECT friend, f, m, ${fifth('r DESC')} AS rs, ${fifth('f')} AS fs, ${fifth('m')} AS ms FROM buyers)
    SELECT friend, f, m, 'rfm' || (rs > avg(rs) OVER ()) || (fs > avg(fs) OVER ()) || (ms > avg(ms) OVER ()) AS code FROM scores`;
  const facts = `WITH facts AS (SELECT people.id, status, tie, trust_level AS level, come, coalesce(ever, 0) AS ever, coalesce(f, 0) AS f,
      coalesce(m, 0) AS m, coalesce(in_count, 0) AS written, coalesce(two_way_days, 0) AS days, coalesce(asked_count, 0) AS asked,
      coalesce(last_in_at, 0) >= ${since} AS talked, (SELECT m FROM payers WHERE place = many - (many - 1) / 2) AS much,
      (SELECT count(*) FROM orders WHERE friend_id = people.id AND status = 5) AS refunds,
      (SELECT count(*) FROM orders WHERE friend_id = people.id AND status <> 6)
        + (SELECT count(*) FROM touches WHERE friend_id = people.id AND direction = 'in') AS acts,
      (SELECT count(*) FROM bought WHERE friend = people.id AND id NOT IN (SELECT order_id FROM order_lines LEFT JOIN products
        ON products.id = product_id WHERE coalesce(kind, '') NOT IN ('lead', 'trial'))) AS lead
    FROM people LEFT JOIN buyers ON friend = people.id LEFT JOIN friend_chat_stats ON friend_id = people.id)`;
  const expected = {
    ...told(`SELECT code, count(*) FROM (${classes}) GROUP BY code`),
    never: one('SELECT count(*) FROM people WHERE id NOT IN (SELECT friend FROM buyers)'),
    ...told(`${facts} SELECT CASE WHEN ever >= 2 OR level = 6 OR id IN (SELECT "by" FROM brought WHERE state = 'valid')
      OR id IN (SELECT friend_id FROM friend_tags WHERE tag_id IN (SELECT id FROM tags WHERE name IN ('好评', '转介绍', '晒单'))) THEN 'L'
      WHEN ever = 1 THEN 'P' WHEN acts + written > 0 THEN 'I' ELSE 'A' END AS state, count(*) FROM facts GROUP BY state`),
    top: one('SELECT count(*) FROM payers WHERE place <= (many + 4) / 5'),
    ...told(`${facts} SELECT 'super', count(*) AS n FROM facts JOIN payers ON friend = id AND place <= (many + 4) / 5
      WHERE talked AND days >= 3 HAVING n > 0`),
    ...told(`${facts} SELECT CASE WHEN talked AND days >= 3 THEN iif(m >= much, 'talkBuy', 'talkOnly') ELSE iif(m >= much, 'buyOnly', 'quiet')
      END AS corner, count(*) FROM facts WHERE talked OR m > 0 GROUP BY corner`),
    ...told(`${facts} SELECT 'leadOnly', count(*) AS n FROM facts WHERE ever >= 2 AND lead = ever HAVING n > 0`),
    ...told(`${facts} SELECT 'refunder', count(*) AS n FROM facts WHERE refunds >= 2 AND refunds >= ever HAVING n > 0`),
    ...told(`${facts} SELECT 'askedOnly', count(*) AS n FROM facts WHERE ever = 0 AND asked >= 3 HAVING n > 0`),
    ...told(`${facts} SELECT iif(tie = 'strong' OR (tie IS NULL AND days >= 10), 'tieStrong', 'tieWeak') AS near, count(*)
      FROM facts WHERE tie IS NOT NULL OR days >= 10 OR written > 0 GROUP BY near`),
    ...told(`${facts} SELECT CASE WHEN ever - f >= 2 THEN 'back' WHEN ever - f = 1 THEN 'once' WHEN come < ${since} THEN 'none' ELSE 'new' END
      || CASE WHEN status <> 'normal' THEN 'Lost' WHEN ever - f < 2 AND f > 0 THEN 'Moved' ELSE 'Stayed' END AS way, count(*)
      FROM facts GROUP BY way`),
  };
  expect(heads).toEqual(expected);
  const fen = Object.fromEntries(report.layers.flatMap((one) => (one.heads > 0 && /^rfm/.test(one.code) ? [[one.code, one.fen]] : [])));
  expect(fen).toEqual(told(`SELECT code, sum(m) FROM (${classes}) GROUP BY code`));
});

describe('洞察', () => {
  const period = () => ({ fromOn: dayText(-120), toOn: dayText(0) });
  /** Where everybody stood right before a moment. */
  const stood = (at: number) => `SELECT id, CASE WHEN come >= ${at} THEN 'absent' WHEN state <> 'normal' THEN state
      WHEN max(come, coalesce(last, 0)) < ${at} - (SELECT days FROM silence) * 86400000 THEN 'silent' ELSE 'effective' END AS state
    FROM (SELECT id, come, (SELECT max(at) FROM signs WHERE friend = people.id AND at < ${at}) AS last,
      coalesce((SELECT json_extract(details, '$.from') FROM friend_events WHERE friend_id = people.id AND kind = 'status' AND at >= ${at}
        ORDER BY at, id LIMIT 1), status) AS state FROM people)`;

  it('留量: the statement of a period', async () => {
    const { total, silenceDays } = await app.call<PoolReport>('insights.pool', period());
    const moved = `SELECT a.state AS open, z.state AS close FROM (${stood(midnight(-120))}) a JOIN (${stood(now + 1)}) z USING (id)`;
    const gone = ['deletedMe', 'blocked', 'lost'] as const;
    const out = (state: string) => `sum(open IN ('absent', 'effective') AND close = '${state}') AS ${state}`;
    expect(silenceDays).toBe(one('SELECT days FROM silence'));
    const isBack = "open IN ('deletedMe', 'blocked', 'lost') AND close = 'effective'";
    expect(total).toEqual({
      ...row(`SELECT sum(open = 'effective') AS opening, sum(close = 'effective') AS closing, sum(close <> 'absent') AS "all",
        sum(open = 'absent' AND close <> 'absent') AS "new", sum(${isBack}) AS back, sum(open = 'silent' AND close = 'effective') AS woke,
        sum((open = 'absent' AND close <> 'absent') OR ${isBack} OR (open = 'silent' AND close = 'effective')) AS came,
        sum(open IN ('absent', 'effective') AND close NOT IN ('absent', 'effective')) AS went, 0 AS archived, ${out('silent')},
        ${gone.map(out).join(', ')} FROM (${moved})`),
    });
    expect(total.opening + total.came - total.went).toBe(total.closing);
  });

  it('漏斗, 渠道账: how far those came who were added, and what each channel brought', async () => {
    const added = `SELECT people.*, coalesce(channel_id, 0) AS channel, (SELECT count(*) FROM bought WHERE friend = people.id) AS ever,
        (SELECT state FROM (${stood(now + 1)}) z WHERE z.id = people.id) = 'effective' AS here,
        id IN (SELECT "by" FROM brought WHERE state = 'valid') AS brings
      FROM people WHERE come >= ${midnight(-120)} AND come <= ${now}`;
    const steps =
      'count(*) AS added, sum(here OR ever > 0) AS stayed, sum(ever > 0) AS bought, sum(ever > 1) AS again, sum(ever > 1 AND brings) AS spread';
    const funnel = await app.call<FunnelReport>('insights.funnel', period());
    expect(funnel.total).toEqual(row(`SELECT ${steps} FROM (${added})`));
    expect(funnel.total.spread).toBeGreaterThan(0);
    expect(funnel.early).toBe(one(`SELECT count(*) FROM (${added}) WHERE brings AND ever < 2`));
    expect(Object.fromEntries(funnel.channels.map((channel) => [channel.id, channel.row]))).toEqual(
      Object.fromEntries(
        rows(`SELECT channel, ${steps} FROM (${added}) GROUP BY channel`).map(({ channel, ...counts }) => [channel, counts]),
      ),
    );
    const margin = `SELECT friend, sum(fen - (SELECT round(sum(quantity_milli * cost_fen) / 1000.0) FROM order_lines JOIN products
      ON products.id = product_id WHERE order_id = bought.id)) AS fen, count(*) AS orders FROM bought GROUP BY friend`;
    const lead = `SELECT friend FROM bought JOIN order_lines ON order_id = bought.id JOIN products ON products.id = product_id
      GROUP BY friend HAVING sum(products.kind NOT IN ('lead', 'trial')) = 0`;
    const money = await app.call<ChannelsReport>('insights.channels', period());
    const sums = money.channels.map(({ id, added, bought, again, freebies, marginFen }) => ({
      id,
      added,
      bought,
      again,
      freebies,
      marginFen,
    }));
    expect(sums).toEqual(
      rows(`SELECT channel AS id, count(*) AS added, sum(ever > 0) AS bought, sum(ever > 1) AS again, sum(a.id IN (${lead})) AS freebies,
          cast(coalesce(sum(fen), 0) AS INTEGER) AS marginFen
        FROM (${added}) a LEFT JOIN (${margin}) ON friend = a.id GROUP BY channel ORDER BY added DESC, channel`),
    );
    expect(money.orders).toBe(one(`SELECT sum(ever) FROM (${added})`));
    expect(money.costless).toBe(0);
  });

  it('转介绍: who was brought, what became of them, K, and who brought them', async () => {
    const report = await app.call<ReferralReport>('referrals.report');
    const window = `SELECT * FROM brought WHERE come >= ${midnight(-179)} AND come < ${midnight(1)}`;
    const many = (state: string) => `coalesce(sum(state = '${state}'), 0) AS ${state}`;
    const sums = `count(*) AS brought, ${many('valid')}, ${many('waiting')}`;
    expect(report).toMatchObject({
      ...row(`SELECT (SELECT count(*) FROM people) AS friends, ${sums} FROM (${window})`),
      left: row(`SELECT ${['gone', 'notNew', 'samePerson', 'circle'].map(many).join(', ')} FROM (${window})`),
      bringers: rows(
        `SELECT "by" AS friendId, ${sums} FROM (${window}) GROUP BY "by" ORDER BY valid DESC, brought DESC, "by" LIMIT ${mostBringers}`,
      ),
      bringerHeads: one(`SELECT count(DISTINCT "by") FROM (${window})`),
    });
    expect(report.k).toBeCloseTo(
      one(`SELECT 1.0 * count(*) / (SELECT count(*) FROM people) * sum(state = 'valid') / sum(state <> 'waiting') FROM (${window})`),
      9,
    );
    expect(Math.min(report.valid, report.waiting, report.left.gone)).toBeGreaterThan(0);
  });

  it('留存: who of each month gave a sign in every month since', async () => {
    const { cohorts } = await app.call<CohortsReport>('insights.cohorts', period());
    for (const { month: of, added, kept } of cohorts) {
      const cohort = `SELECT id FROM people WHERE ${month('come')} = '${of}'`;
      expect(added, of).toBe(one(`SELECT count(*) FROM (${cohort})`));
      const signs = `SELECT friend, at FROM bought UNION ALL SELECT friend_id, at FROM touches WHERE direction = 'in'
        UNION ALL SELECT friend_id, last_in_at FROM friend_chat_stats WHERE last_in_at IS NOT NULL
        UNION ALL SELECT friend, d * 86400000 - 28800000 FROM talk_days`;
      const heads = told(
        `SELECT ${month('at')} AS m, count(DISTINCT friend) FROM (${signs}) WHERE at <= ${now} AND friend IN (${cohort}) GROUP BY m`,
      );
      const [year, begin] = of.split('-').map(Number) as [number, number];
      const name = (later: number) => new Date(Date.UTC(year, begin - 1 + later, 1)).toISOString().slice(0, 7);
      expect(kept, of).toEqual(kept.map((_, later) => heads[name(later)] ?? 0));
    }
    expect(cohorts.length).toBe(5);
  });
});

describe('订单', () => {
  it('sums of each list, who owes what, and who buys again', async () => {
    const states = { unpaid: '0', paid: '1, 2, 3', refunded: '4, 5', cancelled: '6' };
    for (const [state, among] of Object.entries({ ...states, all: '0, 1, 2, 3, 4, 5, 6' })) {
      const { total, sums } = await app.call<OrderPage>('orders.list', { filter: state === 'all' ? {} : { state }, offset: 0, limit: 1 });
      expect({ total, ...sums }, state).toEqual(
        row(`SELECT count(*) AS total, count(*) AS orders, 0 AS odd, coalesce(sum(iif(status <> 6, amount_fen, 0)), 0) AS amountFen,
          coalesce(sum(iif(status BETWEEN 1 AND 5, paid_fen, 0)), 0) AS paidFen, coalesce(sum(iif(status <> 6, refund_fen, 0)), 0) AS refundFen,
          coalesce(sum(status = 0), 0) AS unpaidOrders, coalesce(sum(iif(status = 0, amount_fen, 0)), 0) AS unpaidFen
          FROM orders WHERE status IN (${among})`),
      );
    }
    const unpaid = await app.call<UnpaidList>('orders.unpaid', { accountId: null, groupBuyId: null });
    expect(unpaid).toMatchObject(row('SELECT count(*) AS orders, sum(amount_fen) AS amountFen FROM orders WHERE status = 0'));
    expect(unpaid.people.map(({ friendId, amountFen }) => [friendId, amountFen])).toEqual(
      expect.arrayContaining(app.ctx.db.arrays('SELECT friend_id, sum(amount_fen) FROM orders WHERE status = 0 GROUP BY friend_id').all()),
    );
    const { people, total } = await app.call<DueList>('orders.due', { accountId: null });
    const expected = `SELECT friend, past FROM due WHERE friend IN (SELECT id FROM people WHERE status NOT IN ('deletedMe', 'blocked'))
      ORDER BY past DESC, friend`;
    expect(people.map(({ friendId, past }) => ({ friend: friendId, past }))).toEqual(rows(expected));
    expect(total).toBe(people.length);
  });
});

it('suggestions: how many up and down, by rule and by level', async () => {
  const today = day(now.toString());
  const facts = `SELECT people.id, trust_level AS level, status <> 'normal' AS lost, channel_id IS NOT NULL OR source_text <> '' AS sourced,
      (SELECT max(d) FROM (SELECT ${day('at')} AS d FROM touches WHERE friend_id = people.id AND direction = 'in'
        UNION ALL SELECT ${day('last_in_at')} FROM friend_chat_stats WHERE friend_id = people.id AND in_count > 0)) AS replied,
      (SELECT ${day('last_asked_at')} FROM friend_chat_stats WHERE friend_id = people.id AND asked_count > 0) AS asked,
      (SELECT max(d) FROM bought JOIN order_lines ON order_id = bought.id JOIN products ON products.id = product_id
        WHERE friend = people.id AND products.kind = 'trial') AS tried,
      (SELECT count(*) FROM talk_days WHERE friend = people.id AND d > ${today} - 30) AS talks,
      (SELECT max(d) FROM talk_days WHERE friend = people.id) AS talked, (SELECT min(d) FROM talk_days WHERE friend = people.id) AS begun,
      (SELECT count(*) FROM bought WHERE friend = people.id) AS orders, (SELECT count(DISTINCT d) FROM bought WHERE friend = people.id) AS days,
      (SELECT max(d) FROM bought WHERE friend = people.id) AS paid, rhythms.days AS rhythm,
      (SELECT ${day('at')} FROM level_changes WHERE friend_id = people.id AND from_level IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1) AS moved,
      (SELECT from_level > to_level FROM level_changes WHERE friend_id = people.id AND from_level IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1)
        AS fell
    FROM people LEFT JOIN rhythms ON friend = people.id`;
  const hits = `WITH facts AS (${facts}), hits(id, level, lost, since, place, rule, proposed, d) AS (
      SELECT id, level, lost, iif(fell, moved, -1), 1, 'replied', 2, replied FROM facts WHERE sourced
      UNION ALL SELECT id, level, lost, iif(fell, moved, -1), 2, 'asked', 3, asked FROM facts
      UNION ALL SELECT id, level, lost, iif(fell, moved, -1), 3, 'tried', 3, tried FROM facts
      UNION ALL SELECT id, level, lost, iif(fell, moved, -1), 4, 'talks', 3, talked FROM facts WHERE talks >= 3
      UNION ALL SELECT id, level, lost, iif(fell, moved, -1), 5, 'firstPaid', 4, paid FROM facts
      UNION ALL SELECT id, level, lost, iif(fell, moved, -1), 6, 'paidTwice', 5, paid FROM facts WHERE days >= 2
      UNION ALL SELECT id, level, lost, iif(fell, moved, -1), 7, 'paidTalks', 5, max(paid, talked) FROM facts WHERE talked - begun >= 90
      UNION ALL SELECT facts.id, level, lost, iif(fell, moved, -1), 8, 'speaks', 6, max(paid, ${day('brought.come')} + 30, ${day('created_at')})
        FROM facts JOIN brought ON "by" = facts.id AND state = 'valid' JOIN referrals ON friend_id = brought.id WHERE orders >= 3),
    up AS (SELECT id, rule, proposed, row_number() OVER (PARTITION BY id ORDER BY proposed DESC, place) AS first FROM hits
      WHERE d IS NOT NULL AND proposed > level AND d > since AND NOT lost),
    down AS (SELECT id, iif(lost, 'lost', 'silent') AS rule, iif(lost, 1, level - 1) AS proposed FROM facts
      WHERE level > 1 AND (lost OR (rhythm IS NOT NULL
        AND ${today} - max(coalesce(replied, 0), coalesce(talked, 0), coalesce(paid, 0), coalesce(moved, 0)) >= 14
        AND ${today} - max(coalesce(replied, 0), coalesce(talked, 0), coalesce(paid, 0), coalesce(moved, 0)) > 2 * rhythm)))`;
  const voiced = one("SELECT count(*) FROM tags WHERE name IN ('好评', '转介绍', '晒单')");
  expect(voiced).toBe(0);
  for (const [way, from] of [
    ['up', 'up WHERE first = 1'],
    ['down', 'down'],
  ] as const) {
    const page = await app.call<SuggestionPage>('suggestions.list', { filter: { way }, offset: 0, limit: 500 });
    expect(page.counts[way], way).toBe(one(`${hits} SELECT count(*) FROM ${from}`));
    expect(Object.fromEntries(page.rules.filter(({ count }) => count > 0).map(({ key, count }) => [key, count]))).toEqual(
      told(`${hits} SELECT rule, count(*) FROM ${from} GROUP BY rule`),
    );
    expect(Object.fromEntries(page.levels.filter(({ count }) => count > 0).map(({ key, count }) => [key, count]))).toEqual(
      told(`${hits} SELECT proposed, count(*) FROM ${from} GROUP BY proposed`),
    );
    expect(page.unread).toBe(0);
  }
});
