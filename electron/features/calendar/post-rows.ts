import type { PostInput, PostState } from '../../../shared/contracts/calendar.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import type { ActionDetails } from '../../platform/undo/undo-log.ts';
import { viewersUndoTable } from './post-viewers.ts';

/** post_assets has no id: its steps keep the post as key; pictures put in carry place and asset, pictures taken out their full rows. */
export const postUndoTables: UndoTable[] = [
  { name: 'posts', key: 'id', together: [['state', 'settled_at']] },
  { name: 'post_assets', key: 'post_id', fixed: ['place', 'asset_id'] },
  { name: 'post_audiences', key: 'post_id' },
  viewersUndoTable,
];

export interface PostRow {
  id: number;
  account_id: number;
  title: string;
  text: string;
  category: string;
  channel: string;
  audience: string;
  content_id: number | null;
  sibling_key: string | null;
  recurrence_id: number | null;
  occurrence_on: string | null;
  scheduled_at: number;
  state: PostState;
}

/** What a new post has beside what she wrote. */
export interface PostPlace {
  siblingKey?: string | null;
  recurrenceId?: number | null;
  occurrenceOn?: string | null;
}

export const isSettled = (state: PostState) => state === 'posted' || state === 'skipped';

export const columnsOf = (input: PostInput) => ({
  account_id: input.accountId,
  title: input.title,
  text: input.text,
  category: input.category,
  channel: input.channel,
  audience: JSON.stringify(input.audience),
  content_id: input.contentId,
  scheduled_at: input.scheduledAt,
  state: input.state as PostState,
});

/** @throws AppError `notFound` */
export function findPost(ctx: ServiceContext, id: number): PostRow {
  const row = ctx.db.sql('SELECT * FROM posts WHERE id = ?').get(id) as PostRow | undefined;
  if (!row) throw new AppError('notFound', { what: 'post' });
  return row;
}

/** The posts with these ids, in this order. @throws AppError `notFound` when one is gone */
export const findPosts = (ctx: ServiceContext, ids: readonly number[]): PostRow[] => ids.map((id) => findPost(ctx, id));

/** Those of the posts that are there still, in this order. */
export function rowsLeft(ctx: ServiceContext, ids: readonly number[]): PostRow[] {
  const read = ctx.db.sql('SELECT * FROM posts WHERE id = ?');
  return ids.map((id) => read.get(id) as PostRow | undefined).filter((row) => row !== undefined);
}

/** As rowsLeft. @throws AppError `notFound` when none is there */
export function postsLeft(ctx: ServiceContext, ids: readonly number[]): PostRow[] {
  const rows = rowsLeft(ctx, ids);
  if (rows.length === 0) throw new AppError('notFound', { what: 'post' });
  return rows;
}

/** Writes a new post with its pictures. @returns its id */
export function insertPost(ctx: ServiceContext, record: Recorder, input: PostInput, place: PostPlace = {}): number {
  const { siblingKey = null, recurrenceId = null, occurrenceOn = null } = place;
  const values = { ...columnsOf(input), siblingKey, recurrenceId, occurrenceOn, now: ctx.clock.now() };
  const postId = Number(
    ctx.db
      .sql(
        `INSERT INTO posts (account_id, title, text, category, channel, audience, content_id, sibling_key, recurrence_id, occurrence_on,
           scheduled_at, state, created_at, updated_at)
         VALUES (@account_id, @title, @text, @category, @channel, @audience, @content_id, @siblingKey, @recurrenceId, @occurrenceOn,
           @scheduled_at, @state, @now, @now)`,
      )
      .run(values).lastInsertRowid,
  );
  record.inserted('posts', [postId]);
  insertPictures(ctx, record, postId, input.assetIds);
  return postId;
}

/**
 * `ownAccountId`: an account archived since may stay on a post that already has it.
 * @throws AppError `invalidInput` (nothing to post, account archived), `notFound` (account, asset, piece of the library)
 */
export function checkPost(ctx: ServiceContext, input: PostInput, ownAccountId: number | null): void {
  if (input.text.trim() === '' && input.assetIds.length === 0) throw new AppError('invalidInput', { fields: ['text'] });
  const account = ctx.db.sql('SELECT archived_at AS archivedAt FROM accounts WHERE id = ?').get(input.accountId) as
    | { archivedAt: number | null }
    | undefined;
  if (!account) throw new AppError('notFound', { what: 'account' });
  if (account.archivedAt !== null && input.accountId !== ownAccountId) throw new AppError('invalidInput', { fields: ['accountId'] });
  const exists = ctx.db.pluck('SELECT 1 FROM assets WHERE id = ?');
  if (input.assetIds.some((assetId) => exists.get(assetId) === undefined)) throw new AppError('notFound', { what: 'asset' });
  if (input.contentId !== null && ctx.db.pluck('SELECT 1 FROM contents WHERE id = ?').get(input.contentId) === undefined)
    throw new AppError('notFound', { what: 'content' });
}

export const picturesOf = (ctx: ServiceContext, postId: number): number[] =>
  ctx.db.pluck('SELECT asset_id FROM post_assets WHERE post_id = ? ORDER BY place').all(postId) as number[];

export function insertPictures(ctx: ServiceContext, record: Recorder, postId: number, assetIds: readonly number[]): void {
  const insert = ctx.db.sql('INSERT INTO post_assets (post_id, place, asset_id) VALUES (?, ?, ?)');
  assetIds.forEach((assetId, place) => {
    insert.run(postId, place, assetId);
    record.inserted('post_assets', [postId], { place, asset_id: assetId });
  });
}

export function replacePictures(ctx: ServiceContext, record: Recorder, postId: number, assetIds: readonly number[]): void {
  const before = picturesOf(ctx, postId);
  if (before.length === assetIds.length && before.every((assetId, place) => assetId === assetIds[place])) return;
  record.remove('post_assets', [postId]);
  insertPictures(ctx, record, postId, assetIds);
}

/** What a row says as it would be written. */
export function inputOf(ctx: ServiceContext, row: PostRow, scheduledAt = row.scheduled_at): PostInput {
  return {
    accountId: row.account_id,
    title: row.title,
    text: row.text,
    category: row.category as PostInput['category'],
    channel: row.channel as PostInput['channel'],
    audience: JSON.parse(row.audience) as PostInput['audience'],
    contentId: row.content_id,
    scheduledAt,
    state: row.state === 'planned' ? 'planned' : 'scheduled',
    assetIds: picturesOf(ctx, row.id),
  };
}

/** The beginning of a text, for the sentence on the screen. */
export function beginning(text: string): string {
  const firstLine = text.trim().split('\n', 1)[0] ?? '';
  return [...firstLine].slice(0, 24).join('');
}

/** What the sentence on the screen needs: the beginning of the text, the account, the moment, the state, the number of pictures. */
export function describe(ctx: ServiceContext, details: ActionDetails, id: number): void {
  const post = findPost(ctx, id);
  details.title = beginning(post.text);
  details.account = ctx.db.pluck('SELECT name FROM accounts WHERE id = ?').get(post.account_id) as string;
  details.pictures = ctx.db.pluck('SELECT count(*) FROM post_assets WHERE post_id = ?').get(id) as number;
  details.scheduledAt = post.scheduled_at;
  details.state = post.state;
}
