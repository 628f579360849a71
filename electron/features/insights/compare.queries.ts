import type { ContentCategory } from '../../../shared/contracts/content.ts';
import type { ComparedInput, ComparedPosts, CompareInput, CompareKey, Comparison } from '../../../shared/contracts/insights.ts';
import { contentResults, type PostOutcome } from '../../../shared/domain/content-results.ts';
import { type ResultCounts, resultScore } from '../../../shared/domain/post-results.ts';
import { startOfDay } from '../../../shared/domain/segment-days.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { oddSql, statesSql } from '../orders/index.ts';
import { paidSql } from '../segments/index.ts';
import { readSettings } from '../settings/index.ts';
import { closeOf, upToToday } from './period.ts';
import { firstWords, formOfPost } from './results.queries.ts';

const shownPosts = 200;

const keyColumns: Record<CompareKey, string> = {
  category: 'p.category',
  channel: 'p.channel',
  form: formOfPost,
  account: 'CAST(p.account_id AS TEXT)',
  // the hour she lives by, whatever the zone was then
  hour: "strftime('%H', p.settled_at / 1000, 'unixepoch', 'localtime')",
};

const wentOut = `p.state = 'posted' AND p.settled_at >= @from AND p.settled_at < @to AND (@accountId IS NULL OR p.account_id = @accountId)`;
/** An order that was paid for, of which money stayed, and that can be as it stands; one `?` for the moment. */
const boughtSql = `(${statesSql.bought} AND NOT ${oddSql.replace('?', '@now')} AND ${paidSql} > 0)`;

interface PostRow {
  id: number;
  key: string;
  title: string;
  text: string;
  category: ContentCategory;
  at: number;
  likes: number | null;
  comments: number;
  privates: number;
  deals: number;
}

/** Posts with what came of each, the last ones first. @param where in SQL, of post `p` @param key what they are told apart by */
function readPosts(ctx: ServiceContext, where: string, params: Record<string, number | string | null>, key = "''") {
  const rows = ctx.db
    .sql(
      `SELECT p.id, ${key} AS key, p.title, p.text, p.category, coalesce(p.settled_at, p.scheduled_at) AS at, r.likes, r.comments, r.privates,
         r.deals
       FROM posts p LEFT JOIN post_results r ON r.post_id = p.id WHERE ${where} ORDER BY at DESC, p.id DESC`,
    )
    .all(params) as PostRow[];
  const links = ctx.db
    .sql(
      `SELECT l.post_id AS postId, orders.id, ${paidSql} AS fen, ${boughtSql} AS bought
       FROM posts p JOIN post_orders l ON l.post_id = p.id JOIN orders ON orders.id = l.order_id WHERE ${where}`,
    )
    .all({ ...params, now: ctx.clock.now() }) as { postId: number; id: number; fen: number; bought: number }[];
  const bought = Map.groupBy(
    links.filter((link) => link.bought === 1),
    ({ postId }) => postId,
  );
  const posts = rows.map((row) => ({ ...row, counts: countsOf(row), orders: bought.get(row.id) ?? [] }));
  return { posts, leftOrders: new Set(links.filter((link) => link.bought === 0).map(({ id }) => id)).size };
}

/** Posts of the days that went out. @throws AppError `invalidInput` for days still to come */
function postsOf(ctx: ServiceContext, { by, accountId, ...days }: CompareInput) {
  const now = ctx.clock.now();
  const period = upToToday(days, now);
  const params = { from: startOfDay(period.fromOn), to: closeOf(period.toOn, now), accountId };
  return { period, ...readPosts(ctx, wentOut, params, keyColumns[by]) };
}

const countsOf = ({ likes, comments, privates, deals }: PostRow): ResultCounts | null =>
  likes === null ? null : { likes, comments, privates, deals };

/** Which kind of post brings more. */
export function compareResults(ctx: ServiceContext, input: CompareInput): Comparison {
  const { period, posts, leftOrders } = postsOf(ctx, input);
  const weights = readSettings(ctx)['results.weights'];
  return { ...period, weights, leftOrders, ...contentResults(posts satisfies PostOutcome[], weights) };
}

/** The very posts behind a row. */
export function comparedPosts(ctx: ServiceContext, { key, ...input }: ComparedInput): ComparedPosts {
  return tell(
    ctx,
    postsOf(ctx, input).posts.filter((post) => key === null || post.key === key),
  );
}

/** Posts by their ids, in that order; those that are gone meanwhile are left out. */
export function postsNamed(ctx: ServiceContext, ids: readonly number[]): ComparedPosts {
  const { posts } = readPosts(ctx, 'p.id IN (SELECT value FROM json_each(@ids))', { ids: JSON.stringify(ids) });
  const byId = new Map(posts.map((post) => [post.id, post]));
  return tell(
    ctx,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}

function tell(ctx: ServiceContext, posts: ReturnType<typeof readPosts>['posts']): ComparedPosts {
  const weights = readSettings(ctx)['results.weights'];
  return {
    total: posts.length,
    posts: posts.slice(0, shownPosts).map(({ id, title, text, category, at, counts, orders }) => ({
      ...{ postId: id, at, title: title || firstWords(text), category },
      ...{ score: counts && resultScore(counts, weights), orders: orders.length },
    })),
  };
}
