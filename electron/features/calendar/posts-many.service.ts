import type { PostState, PostsReport, SettledReport } from '../../../shared/contracts/calendar.ts';
import { whyNotPosted } from '../../../shared/domain/post-words.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { type AudienceOfPost, settleRows, tooManyBytes } from './post-audiences.ts';
import { beginning, checkPost, inputOf, insertPost, postsLeft } from './post-rows.ts';
import { skipOccurrences } from './recurrence-rows.ts';

interface Placed {
  id: number;
  scheduledAt: number;
}
const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);

/*
 * Many at once: what is gone meanwhile is left out and counted, the others are done. Only when all are gone it is an error.
 */

/** Input: the new moment of each. @throws AppError `notFound` */
export const movePostsCommand = defineCommand<{ moves: Placed[] }, PostsReport>({
  name: 'posts.moveMany',
  writes: true,
  heavy: () => false,
  run(ctx, { moves }) {
    const places = new Map(moves.map(({ id, scheduledAt }) => [id, scheduledAt]));
    const { value, undoId } = act(ctx, { kind: 'posts.moveMany', topics: ['posts'] }, (record, details) => {
      const rows = postsLeft(ctx, [...places.keys()]);
      const changes = rows
        .map(({ id, scheduled_at }) => ({ id, scheduledAt: places.get(id)!, before: scheduled_at }))
        .filter(({ scheduledAt, before }) => scheduledAt !== before);
      const values = changes.map(({ id, scheduledAt }) => ({ id, values: [scheduledAt, ctx.clock.now()] }));
      const changed = record.updateEach('posts', ['scheduled_at', 'updated_at'], values);
      details.count = changed.length;
      return { ids: [...changed], left: rows.length };
    });
    const { ids, left } = value;
    return { ids, unchanged: left - ids.length, gone: places.size - left, undoId };
  },
});

/** Input: which posts to write once more, and for when. Copies of siblings are siblings of each other. @throws AppError `notFound` */
export const copyPostsCommand = defineCommand<{ copies: Placed[] }, PostsReport>({
  name: 'posts.copyMany',
  writes: true,
  heavy: () => false,
  run(ctx, { copies }) {
    const { value: ids, undoId } = act(ctx, { kind: 'posts.copyMany', topics: ['posts'] }, (record, details) => {
      const rowOf = new Map(postsLeft(ctx, idsOf(copies)).map((row) => [row.id, row]));
      const wanted = copies.flatMap(({ id, scheduledAt }) => (rowOf.has(id) ? [{ row: rowOf.get(id)!, scheduledAt }] : []));
      const rows = [...rowOf.values()];
      const shared = Map.groupBy(rows, (row) => row.sibling_key);
      const keys = new Map([...shared].map(([key, of]) => [key, key !== null && of.length > 1 ? ctx.ids.token('siblings') : null]));
      const made = wanted.map(({ row, scheduledAt }) => {
        const input = inputOf(ctx, row, scheduledAt);
        checkPost(ctx, input, null);
        return insertPost(ctx, record, input, { siblingKey: keys.get(row.sibling_key) ?? null });
      });
      details.count = made.length;
      details.title = beginning(rows[0]!.text);
      return made;
    });
    return { ids, unchanged: 0, gone: copies.length - ids.length, undoId };
  },
});

/** Input: which posts go; days of a series are skipped by it. @throws AppError `notFound` */
export const deletePostsCommand = defineCommand<{ ids: number[] }, PostsReport>({
  name: 'posts.deleteMany',
  writes: true,
  heavy: () => false,
  run(ctx, { ids }) {
    const { value: left, undoId } = act(ctx, { kind: 'posts.deleteMany', topics: ['posts'] }, (record, details) => {
      const rows = postsLeft(ctx, ids);
      details.count = rows.length;
      details.title = beginning(rows[0]!.text);
      skipOccurrences(ctx, record, rows);
      record.remove('posts', idsOf(rows));
      return idsOf(rows);
    });
    return { ids: left, unchanged: 0, gone: ids.length - left.length, undoId };
  },
});

interface SettlePosts {
  ids: number[];
  state: PostState;
  at: number | null;
  audiences: AudienceOfPost[];
}

/** Input: what became of many. Those that may not be said to be out are left as they are, and counted (`held`). @throws AppError `notFound` */
export const settlePostsCommand = defineCommand<SettlePosts, SettledReport>({
  name: 'posts.settleMany',
  writes: true,
  heavy: ({ audiences }) => tooManyBytes(audiences),
  run(ctx, input) {
    const { value, undoId } = act(ctx, { kind: 'posts.settleMany', topics: ['posts'] }, (record, details) => {
      const left = postsLeft(ctx, input.ids);
      const why = left.map((row) => (input.state === 'posted' ? whyNotPosted(row) : null));
      const ready = left.filter((_, i) => why[i] === null);
      const many = (reason: (typeof why)[number]) => why.filter((one) => one === reason).length;
      const changed = settleRows(ctx, record, { ...input, ids: idsOf(ready) });
      details.count = changed.length;
      details.state = input.state;
      const held = { oneByOne: many('oneByOne'), unfilled: many('unfilled') };
      return { ids: [...changed], unchanged: ready.length - changed.length, gone: input.ids.length - left.length, held };
    });
    return { ...value, undoId };
  },
});

export const manyPostsCommands: AnyCommand[] = [movePostsCommand, copyPostsCommand, deletePostsCommand, settlePostsCommand];
