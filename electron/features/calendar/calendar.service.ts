import type { PostInput, PostState } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { type ActionDetails, act } from '../../platform/undo/undo-log.ts';

/** post_assets has no id: its steps keep the post as key; pictures put in carry place and asset, pictures taken out their full rows. */
export const calendarUndoTables: UndoTable[] = [
  { name: 'posts', key: 'id' },
  { name: 'post_assets', key: 'post_id', fixed: ['place', 'asset_id'] },
];

interface PostRow {
  id: number;
  account_id: number;
  text: string;
  scheduled_at: number;
  state: PostState;
}

/** Input: a new post. @throws AppError `invalidInput` (nothing to post, account archived), `notFound` (account, asset) */
export const createPostCommand = defineCommand<PostInput, Saved>({
  name: 'posts.create',
  writes: true,
  heavy: () => false,
  run(ctx, input) {
    const { value: id, undoId } = act(ctx, { kind: 'posts.create', topics: ['posts'] }, (record, details) => {
      checkPost(ctx, input, null);
      const now = ctx.clock.now();
      const postId = Number(
        ctx.db
          .sql(
            `INSERT INTO posts (account_id, title, text, category, channel, audience, content_id, scheduled_at, state, created_at, updated_at)
             VALUES (@account_id, @title, @text, @category, @channel, @audience, @content_id, @scheduled_at, @state, @now, @now)`,
          )
          .run({ ...columnsOf(input), now }).lastInsertRowid,
      );
      record.inserted('posts', [postId]);
      insertPictures(ctx, record, postId, input.assetIds);
      describe(ctx, details, postId);
      return postId;
    });
    return { id, undoId };
  },
});

/**
 * Input: everything about the post anew. What she has marked as posted or skipped stays so: correcting a word does not
 * put it back on the list (settling does).
 * @throws AppError `invalidInput`, `notFound` (post, account, asset)
 */
export const updatePostCommand = defineCommand<{ id: number; values: PostInput }, Saved>({
  name: 'posts.update',
  writes: true,
  heavy: () => false,
  run(ctx, { id, values }) {
    const { undoId } = act(ctx, { kind: 'posts.update', topics: ['posts'] }, (record, details) => {
      const before = findPost(ctx, id);
      checkPost(ctx, values, before.account_id);
      const state = isSettled(before.state) ? before.state : values.state;
      const columns = { ...columnsOf(values), state };
      record.update('posts', [id], { ...columns, updated_at: ctx.clock.now() }, Object.keys(columns));
      replacePictures(ctx, record, id, values.assetIds);
      describe(ctx, details, id);
    });
    return { id, undoId };
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

/** Input: posted or skipped at `at`, or back on the list ('scheduled', `at` unused). @throws AppError `notFound` */
export const settlePostCommand = defineCommand<{ id: number; state: 'posted' | 'skipped' | 'scheduled'; at: number }, Saved>({
  name: 'posts.settle',
  writes: true,
  heavy: () => false,
  run(ctx, { id, state, at }) {
    const { undoId } = act(ctx, { kind: 'posts.settle', topics: ['posts'] }, (record, details) => {
      details.fromState = findPost(ctx, id).state;
      const columns = { state, settled_at: state === 'scheduled' ? null : at };
      record.update('posts', [id], { ...columns, updated_at: ctx.clock.now() }, Object.keys(columns));
      describe(ctx, details, id);
    });
    return { id, undoId };
  },
});

/** Takes a post away; its pictures stay in the data folder, so that undo can show them again. @throws AppError `notFound` */
export const deletePostCommand = defineCommand<{ id: number }, Saved>({
  name: 'posts.delete',
  writes: true,
  heavy: () => false,
  run(ctx, { id }) {
    const { undoId } = act(ctx, { kind: 'posts.delete', topics: ['posts'] }, (record, details) => {
      describe(ctx, details, id);
      record.remove('posts', [id]);
    });
    return { id, undoId };
  },
});

export const postCommands: AnyCommand[] = [createPostCommand, updatePostCommand, movePostCommand, settlePostCommand, deletePostCommand];

const isSettled = (state: PostState) => state === 'posted' || state === 'skipped';

const columnsOf = (input: PostInput) => ({
  account_id: input.accountId,
  title: input.title,
  text: input.text,
  category: input.category,
  channel: input.channel,
  audience: JSON.stringify(input.audience),
  content_id: input.contentId,
  scheduled_at: input.scheduledAt,
  state: input.state,
});

function findPost(ctx: ServiceContext, id: number): PostRow {
  const row = ctx.db.sql('SELECT id, account_id, text, scheduled_at, state FROM posts WHERE id = ?').get(id) as PostRow | undefined;
  if (!row) throw new AppError('notFound', { what: 'post' });
  return row;
}

/** `ownAccountId`: an account archived since may stay on a post that already has it. */
function checkPost(ctx: ServiceContext, input: PostInput, ownAccountId: number | null): void {
  if (input.text.trim() === '' && input.assetIds.length === 0) throw new AppError('invalidInput', { fields: ['text'] });
  const account = ctx.db.sql('SELECT archived_at AS archivedAt FROM accounts WHERE id = ?').get(input.accountId) as
    | { archivedAt: number | null }
    | undefined;
  if (!account) throw new AppError('notFound', { what: 'account' });
  if (account.archivedAt !== null && input.accountId !== ownAccountId) throw new AppError('invalidInput', { fields: ['accountId'] });
  const exists = ctx.db.pluck('SELECT 1 FROM assets WHERE id = ?');
  if (input.assetIds.some((assetId) => exists.get(assetId) === undefined)) throw new AppError('notFound', { what: 'asset' });
}

function insertPictures(ctx: ServiceContext, record: Recorder, postId: number, assetIds: number[]): void {
  const insert = ctx.db.sql('INSERT INTO post_assets (post_id, place, asset_id) VALUES (?, ?, ?)');
  assetIds.forEach((assetId, place) => {
    insert.run(postId, place, assetId);
    record.inserted('post_assets', [postId], { place, asset_id: assetId });
  });
}

function replacePictures(ctx: ServiceContext, record: Recorder, postId: number, assetIds: number[]): void {
  const before = ctx.db.pluck('SELECT asset_id FROM post_assets WHERE post_id = ? ORDER BY place').all(postId) as number[];
  if (before.length === assetIds.length && before.every((assetId, place) => assetId === assetIds[place])) return;
  record.remove('post_assets', [postId]);
  insertPictures(ctx, record, postId, assetIds);
}

/** What the sentence on the screen needs: the beginning of the text, the account, the moment, the state, the number of pictures. */
function describe(ctx: ServiceContext, details: ActionDetails, id: number): void {
  const post = findPost(ctx, id);
  const firstLine = post.text.trim().split('\n', 1)[0] ?? '';
  details.title = [...firstLine].slice(0, 24).join('');
  details.account = ctx.db.pluck('SELECT name FROM accounts WHERE id = ?').get(post.account_id) as string;
  details.pictures = ctx.db.pluck('SELECT count(*) FROM post_assets WHERE post_id = ?').get(id) as number;
  details.scheduledAt = post.scheduled_at;
  details.state = post.state;
}
