import type { CreatePostInput, PostInput, PostState } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { isOneByOne } from '../../../shared/domain/post-reach.ts';
import { checkMayBePosted } from '../../../shared/domain/post-words.ts';
import { AppError } from '../../../shared/errors.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { type AudienceOfPost, settleRows, tooManyBytes, writeAudiences } from './post-audiences.ts';
import { checkPost, columnsOf, describe, findPost, insertPost, isSettled, type PostRow, replacePictures } from './post-rows.ts';
import { skipOccurrences } from './recurrence-rows.ts';

/**
 * Input: a new post, perhaps for several accounts at once: one post each, which share a sibling key.
 * @throws AppError `invalidInput` (nothing to post, account archived), `notFound` (account, asset, piece)
 */
export const createPostCommand = defineCommand<CreatePostInput, Saved>({
  name: 'posts.create',
  writes: true,
  heavy: () => false,
  run(ctx, { alsoAccountIds, ...input }) {
    const { value: id, undoId } = act(ctx, { kind: 'posts.create', topics: ['posts'] }, (record, details) => {
      const accountIds = [...new Set([input.accountId, ...alsoAccountIds])];
      const siblingKey = accountIds.length > 1 ? ctx.ids.token('siblings') : null;
      const made = accountIds.map((accountId) => {
        checkPost(ctx, { ...input, accountId }, null);
        return insertPost(ctx, record, { ...input, accountId }, { siblingKey });
      });
      describe(ctx, details, made[0]!);
      if (made.length > 1) details.count = made.length;
      return made[0]!;
    });
    return { id, undoId };
  },
});

export interface UpdatePost {
  id: number;
  values: PostInput;
  /** the same for the posts of the other accounts, as far as they are not settled */
  siblings: boolean;
  /** who can see it, where that changed for a post that is out already */
  audiences: AudienceOfPost[];
  /** it is out, and of the people it is said to have been for nobody knows who they were: none are kept */
  nobodyKnows: boolean;
}

/**
 * Input: everything about the post anew. What she has marked as posted or skipped stays so: correcting a word does not
 * put it back on the list (settling does).
 * @throws AppError `invalidInput`, `notFound` (post, account, asset, piece), `postOneByOne` (it is out, and said to have been private)
 */
export const updatePostCommand = defineCommand<UpdatePost, Saved>({
  name: 'posts.update',
  writes: true,
  heavy: ({ audiences }) => tooManyBytes(audiences),
  run(ctx, { id, values, siblings, audiences, nobodyKnows }) {
    const { undoId } = act(ctx, { kind: 'posts.update', topics: ['posts'] }, (record, details) => {
      const before = findPost(ctx, id);
      const write = (row: PostRow, wanted: PostInput) => {
        checkPost(ctx, wanted, row.account_id);
        if (row.state === 'posted' && isOneByOne(wanted) && row.channel !== wanted.channel) throw new AppError('postOneByOne');
        const columns = { ...columnsOf(wanted), state: isSettled(row.state) ? row.state : wanted.state };
        record.update('posts', [row.id], { ...columns, updated_at: ctx.clock.now() }, Object.keys(columns));
        replacePictures(ctx, record, row.id, wanted.assetIds);
      };
      write(before, values);
      const others = siblings ? siblingsOf(before) : [];
      // one that was moved by itself keeps its time
      for (const row of others) {
        const scheduledAt = row.scheduled_at === before.scheduled_at ? values.scheduledAt : row.scheduled_at;
        write(row, { ...values, accountId: row.account_id, scheduledAt });
      }
      if (nobodyKnows) record.remove('post_audiences', [id]);
      writeAudiences(ctx, record, audiences);
      describe(ctx, details, id);
      if (others.length > 0) details.count = others.length + 1;
    });
    return { id, undoId };

    function siblingsOf(row: PostRow): PostRow[] {
      if (row.sibling_key === null) return [];
      const open = "sibling_key = ? AND id <> ? AND state IN ('planned', 'scheduled')";
      return ctx.db.sql(`SELECT * FROM posts WHERE ${open} ORDER BY id`).all(row.sibling_key, row.id) as PostRow[];
    }
  },
});

/** Input: the new moment (calendar drag). The state stays. @throws AppError `notFound` */
export const movePostCommand = defineCommand<{ id: number; scheduledAt: number }, Saved>({
  name: 'posts.move',
  writes: true,
  heavy: () => false,
  run(ctx, { id, scheduledAt }) {
    const { undoId } = act(ctx, { kind: 'posts.move', topics: ['posts'] }, (record, details) => {
      details.fromAt = findPost(ctx, id).scheduled_at;
      record.update('posts', [id], { scheduled_at: scheduledAt, updated_at: ctx.clock.now() }, ['scheduled_at']);
      describe(ctx, details, id);
    });
    return { id, undoId };
  },
});

export interface SettlePost {
  id: number;
  state: PostState;
  at: number;
  audiences: AudienceOfPost[];
}

/**
 * Input: posted or skipped at `at`, or back on the list ('scheduled', 'planned': `at` unused). As posted it keeps who could see it.
 * @throws AppError `notFound`, `postOneByOne`, `postUnfilled` {open}
 */
export const settlePostCommand = defineCommand<SettlePost, Saved>({
  name: 'posts.settle',
  writes: true,
  heavy: ({ audiences }) => tooManyBytes(audiences),
  run(ctx, { id, state, at, audiences }) {
    const { undoId } = act(ctx, { kind: 'posts.settle', topics: ['posts'] }, (record, details) => {
      const before = findPost(ctx, id);
      details.fromState = before.state;
      if (state === 'posted') checkMayBePosted(before);
      settleRows(ctx, record, { ids: [id], state, at, audiences });
      describe(ctx, details, id);
    });
    return { id, undoId };
  },
});

/**
 * Takes a post away; its pictures stay in the data folder, so that undo can show them again. A day of a series is skipped by it.
 * @throws AppError `notFound`
 */
export const deletePostCommand = defineCommand<{ id: number }, Saved>({
  name: 'posts.delete',
  writes: true,
  heavy: () => false,
  run(ctx, { id }) {
    const { undoId } = act(ctx, { kind: 'posts.delete', topics: ['posts'] }, (record, details) => {
      describe(ctx, details, id);
      skipOccurrences(ctx, record, [findPost(ctx, id)]);
      record.remove('posts', [id]);
    });
    return { id, undoId };
  },
});

export const postCommands: AnyCommand[] = [createPostCommand, updatePostCommand, movePostCommand, settlePostCommand, deletePostCommand];
