import type { PostState, PostsReport } from '../../../shared/contracts/calendar.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { type AudienceOfPost, settleRows, tooManyBytes } from './post-audiences.ts';
import { beginning, checkPost, findPosts, inputOf, insertPost } from './post-rows.ts';
import { skipOccurrences } from './recurrence-rows.ts';

interface Placed {
  id: number;
  scheduledAt: number;
}
const idsOf = (rows: readonly Placed[]) => rows.map(({ id }) => id);

/** Input: the new moment of each. @throws AppError `notFound` */
export const movePostsCommand = defineCommand<{ moves: Placed[] }, PostsReport>({
  name: 'posts.moveMany',
  writes: true,
  heavy: () => false,
  run(ctx, { moves }) {
    const { value: ids, undoId } = act(ctx, { kind: 'posts.moveMany', topics: ['posts'] }, (record, details) => {
      const rows = findPosts(ctx, idsOf(moves));
      const changes = moves.filter(({ scheduledAt }, n) => rows[n]!.scheduled_at !== scheduledAt);
      const values = changes.map(({ id, scheduledAt }) => ({ id, values: [scheduledAt, ctx.clock.now()] }));
      const changed = record.updateEach('posts', ['scheduled_at', 'updated_at'], values);
      details.count = changed.length;
      return [...changed];
    });
    return { ids, unchanged: moves.length - ids.length, undoId };
  },
});

/** Input: which posts to write once more, and for when. Copies of siblings are siblings of each other. @throws AppError `notFound` */
export const copyPostsCommand = defineCommand<{ copies: Placed[] }, PostsReport>({
  name: 'posts.copyMany',
  writes: true,
  heavy: () => false,
  run(ctx, { copies }) {
    const { value: ids, undoId } = act(ctx, { kind: 'posts.copyMany', topics: ['posts'] }, (record, details) => {
      const rows = findPosts(ctx, idsOf(copies));
      const shared = Map.groupBy(rows, (row) => row.sibling_key);
      const keys = new Map([...shared].map(([key, of]) => [key, key !== null && of.length > 1 ? ctx.ids.token('siblings') : null]));
      const made = rows.map((row, n) => {
        const input = inputOf(ctx, row, copies[n]!.scheduledAt);
        checkPost(ctx, input, null);
        return insertPost(ctx, record, input, { siblingKey: keys.get(row.sibling_key) ?? null });
      });
      details.count = made.length;
      details.title = beginning(rows[0]!.text);
      return made;
    });
    return { ids, unchanged: 0, undoId };
  },
});

/** Input: which posts go; days of a series are skipped by it. @throws AppError `notFound` */
export const deletePostsCommand = defineCommand<{ ids: number[] }, PostsReport>({
  name: 'posts.deleteMany',
  writes: true,
  heavy: () => false,
  run(ctx, { ids }) {
    const { undoId } = act(ctx, { kind: 'posts.deleteMany', topics: ['posts'] }, (record, details) => {
      const rows = findPosts(ctx, ids);
      details.count = rows.length;
      details.title = beginning(rows[0]!.text);
      skipOccurrences(ctx, record, rows);
      record.remove('posts', ids);
    });
    return { ids, unchanged: 0, undoId };
  },
});

interface SettlePosts {
  ids: number[];
  state: PostState;
  at: number | null;
  audiences: AudienceOfPost[];
}

/** Input: what became of many. @throws AppError `notFound` */
export const settlePostsCommand = defineCommand<SettlePosts, PostsReport>({
  name: 'posts.settleMany',
  writes: true,
  heavy: ({ audiences }) => tooManyBytes(audiences),
  run(ctx, input) {
    const { value: ids, undoId } = act(ctx, { kind: 'posts.settleMany', topics: ['posts'] }, (record, details) => {
      const changed = settleRows(ctx, record, input);
      details.count = changed.length;
      details.state = input.state;
      return [...changed];
    });
    return { ids, unchanged: input.ids.length - ids.length, undoId };
  },
});

export const manyPostsCommands: AnyCommand[] = [movePostsCommand, copyPostsCommand, deletePostsCommand, settlePostsCommand];
