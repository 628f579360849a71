import type { Saved } from '../../../shared/contracts/common.ts';
import type { ResultInput } from '../../../shared/contracts/insights.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { echoCommand } from './echo.queries.ts';
import { describeLayerCommand } from './layers.service.ts';
import { livesCommands } from './lives.ts';
import { costsCommands } from './order-costs.ts';
import { firstWords } from './results.queries.ts';
import { seenCommand } from './sight.ts';
import { saveSpendsCommand } from './spends.service.ts';

/** post_orders has no id of its own: its steps keep the post as key. */
export const insightsUndoTables: UndoTable[] = [
  { name: 'post_results', key: 'post_id' },
  { name: 'post_orders', key: 'post_id', fixed: ['order_id'] },
  { name: 'channel_spends', key: 'id' },
];

/**
 * Input: what came of a post, whole. Only a post that she marked as posted has results.
 * @throws AppError `notFound` (post, order), `invalidInput` (not posted yet)
 */
export const saveResultCommand = defineCommand<ResultInput, Saved>({
  name: 'results.save',
  writes: true,
  heavy: () => false,
  run(ctx, input) {
    const { undoId } = act(ctx, { kind: 'results.save', topics: ['posts'] }, (record, details) => {
      details.title = postedTitle(ctx, input.postId);
      saveCounts(ctx, record, input);
      linkOrders(ctx, record, input.postId, input.orderIds);
    });
    return { id: input.postId, undoId };
  },
});

export const insightsCommands: AnyCommand[] = [
  saveResultCommand,
  seenCommand,
  echoCommand,
  describeLayerCommand,
  saveSpendsCommand,
  ...livesCommands,
  ...costsCommands,
];

function postedTitle(ctx: ServiceContext, postId: number): string {
  const post = ctx.db.sql('SELECT title, text, state FROM posts WHERE id = ?').get(postId) as
    | { title: string; text: string; state: string }
    | undefined;
  if (!post) throw new AppError('notFound', { what: 'post' });
  if (post.state !== 'posted') throw new AppError('invalidInput', { fields: ['postId'] });
  return post.title || firstWords(post.text);
}

function saveCounts(ctx: ServiceContext, record: Recorder, { postId, likes, comments, privates, deals, note }: ResultInput): void {
  const values = { likes, comments, privates, deals, note };
  const now = ctx.clock.now();
  if (ctx.db.pluck('SELECT 1 FROM post_results WHERE post_id = ?').get(postId) !== undefined) {
    record.update('post_results', [postId], { ...values, noted_at: now }, Object.keys(values));
    return;
  }
  ctx.db
    .sql(
      `INSERT INTO post_results (post_id, likes, comments, privates, deals, note, noted_at)
       VALUES (@postId, @likes, @comments, @privates, @deals, @note, @now)`,
    )
    .run({ ...values, postId, now });
  record.inserted('post_results', [postId]);
}

function linkOrders(ctx: ServiceContext, record: Recorder, postId: number, orderIds: readonly number[]): void {
  const before = new Set(ctx.db.pluck('SELECT order_id FROM post_orders WHERE post_id = ?').all(postId) as number[]);
  const wanted = new Set(orderIds);
  const exists = ctx.db.pluck('SELECT 1 FROM orders WHERE id = ?');
  for (const orderId of before) if (!wanted.has(orderId)) record.remove('post_orders', [postId], { order_id: orderId });
  for (const orderId of wanted) {
    if (before.has(orderId)) continue;
    if (exists.get(orderId) === undefined) throw new AppError('notFound', { what: 'order' });
    ctx.db.sql('INSERT INTO post_orders (post_id, order_id) VALUES (?, ?)').run(postId, orderId);
    record.inserted('post_orders', [postId], { order_id: orderId });
  }
}
