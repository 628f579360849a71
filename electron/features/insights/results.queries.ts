import type { PostResult, PostResultState, ResultsDue } from '../../../shared/contracts/insights.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { echoMs } from './echo.queries.ts';

const dayMs = 86_400_000;
/** She is asked for results from a day after a post, when they are in, to a fortnight, when nobody remembers. */
const dueFromMs = dayMs;
const dueToMs = 14 * dayMs;
const shownCandidates = 100;
const shownDue = 50;

const orderColumns = `o.id, o.at, coalesce(nullif(f.remark, ''), f.nickname, o.buyer_name) AS name, o.amount_fen AS amountFen`;

/** What came of a post, and orders that may have. @throws AppError `notFound` */
export function resultOf(ctx: ServiceContext, { postId, find }: { postId: number; find: string }): PostResultState {
  const post = ctx.db.sql('SELECT account_id AS accountId, coalesce(settled_at, scheduled_at) AS at FROM posts WHERE id = ?').get(postId) as
    | { accountId: number; at: number }
    | undefined;
  if (!post) throw new AppError('notFound', { what: 'post' });
  const counts = ctx.db
    .sql('SELECT likes, comments, privates, deals, note, noted_at AS notedAt FROM post_results WHERE post_id = ?')
    .get(postId) as Omit<PostResult, 'orders'> | undefined;
  const orders = ctx.db
    .sql(
      `SELECT ${orderColumns} FROM post_orders p JOIN orders o ON o.id = p.order_id LEFT JOIN friends f ON f.id = o.friend_id
       WHERE p.post_id = ? ORDER BY o.at`,
    )
    .all(postId) as PostResult['orders'];
  const candidates = ctx.db
    .sql(
      `SELECT ${orderColumns} FROM orders o LEFT JOIN friends f ON f.id = o.friend_id
       WHERE o.at BETWEEN @from AND @to AND o.account_id = @accountId
         AND NOT EXISTS (SELECT 1 FROM post_orders p WHERE p.order_id = o.id AND p.post_id = @postId)
         AND (@find = '' OR instr(lower(coalesce(nullif(f.remark, ''), f.nickname, o.buyer_name)), lower(@find)) > 0)
       ORDER BY o.at`,
    )
    .all({ from: post.at, to: post.at + echoMs, accountId: post.accountId, postId, find: find.trim() }) as PostResult['orders'];
  const shown = candidates.slice(0, shownCandidates);
  return { result: counts ? { ...counts, orders } : null, candidates: shown, more: candidates.length - shown.length };
}

/** Posts whose results she has not told yet, newest first. */
export function resultsDue(ctx: ServiceContext): ResultsDue {
  const now = ctx.clock.now();
  const rows = ctx.db
    .sql(
      `SELECT id AS postId, account_id AS accountId, title, text, category, settled_at AS settledAt FROM posts p
       WHERE state = 'posted' AND settled_at BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM post_results r WHERE r.post_id = p.id)
       ORDER BY settled_at DESC LIMIT ${shownDue}`,
    )
    .all(now - dueToMs, now - dueFromMs) as (ResultsDue[number] & { text: string })[];
  return rows.map(({ text, title, ...row }) => ({ ...row, title: title || firstWords(text) }));
}

/** The beginning of a text, to know it by. */
export const firstWords = (text: string): string => [...(text.trim().split('\n', 1)[0] ?? '')].slice(0, 24).join('');

/** Form of a post by its pictures. */
export const formOfPost = `CASE WHEN EXISTS (SELECT 1 FROM post_assets pa JOIN assets a ON a.id = pa.asset_id WHERE pa.post_id = p.id AND a.mime LIKE 'video/%')
  THEN 'video' WHEN EXISTS (SELECT 1 FROM post_assets pa WHERE pa.post_id = p.id) THEN 'pictures' ELSE 'text' END`;
