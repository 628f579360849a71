import { type BackupPost, type BackupPosts, mostFound } from '../../../shared/contracts/bring-back.ts';
import { type PostInput, type PostState, postInput } from '../../../shared/contracts/calendar.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { insertPost } from '../calendar/index.ts';
import { keepAssetRow } from '../content/index.ts';
import { presentAccounts } from './same.ts';

/** A row of posts as it lies in the backup. */
interface CopiedPost {
  id: number;
  account_id: number;
  title: string;
  text: string;
  category: PostInput['category'];
  channel: BackupPost['channel'];
  audience: string;
  content_id: number | null;
  scheduled_at: number;
  state: PostState;
  settled_at: number | null;
}

/** A row of assets as it lies in the backup. */
export type CopiedPicture = Parameters<typeof keepAssetRow>[1];

const picturesSql = `SELECT a.sha256, a.name, a.mime, a.bytes, a.width, a.height, a.duration_ms AS durationMs
  FROM post_assets p JOIN assets a ON a.id = p.asset_id`;
const picturesOf = (copy: Database, postId: number) =>
  copy.sql(`${picturesSql} WHERE p.post_id = ? ORDER BY p.place`).all(postId) as CopiedPicture[];

/** The same words at the same time, for the same account. */
const isPresent = ({ db }: ServiceContext, accountId: number, { scheduled_at, title, text }: CopiedPost): boolean =>
  db
    .pluck('SELECT 1 FROM posts WHERE scheduled_at = ? AND account_id = ? AND title = ? AND text = ?')
    .get(scheduled_at, accountId, title, text) !== undefined;

/** Posts of an opened backup, newest first, and whether the present book has them. */
export const lookPostsCommand = defineCommand<{ book: string; query: string }, BackupPosts>({
  name: 'backups.lookPosts',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(ctx, { book, query }) {
    const copy = openDatabase(book, { readonly: true });
    try {
      const accountOf = presentAccounts(ctx, copy);
      const sql = `SELECT * FROM posts WHERE instr(lower(title || char(10) || text), ?) > 0 ORDER BY scheduled_at DESC, id DESC`;
      const posts: BackupPost[] = [];
      for (const post of copy.raw.prepare(sql).iterate(query.toLowerCase()) as Iterable<CopiedPost>) {
        const account = accountOf(post.account_id);
        const present = isPresent(ctx, account.id, post);
        if (query === '' && present) continue;
        if (posts.length === mostFound) return { posts, more: true };
        const { id, title, text, channel, scheduled_at } = post;
        const pictures = picturesOf(copy, id).length;
        posts.push({ id, title, text, channel, account: account.name, scheduledAt: scheduled_at, pictures, present });
      }
      return { posts, more: false };
    } finally {
      copy.close();
    }
  },
});

/** Pictures and videos of these posts, each once. */
export function picturesOfPosts(book: string, ids: readonly number[]): CopiedPicture[] {
  const copy = openDatabase(book, { readonly: true });
  try {
    return [...new Map(ids.flatMap((id) => picturesOf(copy, id)).map((picture) => [picture.sha256, picture])).values()];
  } finally {
    copy.close();
  }
}

export interface BringPosts {
  book: string;
  ids: number[];
  /** a backup of this very book: what a post names by number (audience, piece of the library) means the same here */
  own: boolean;
  /** contents (SHA-256) whose files are in the data folder */
  here: string[];
}

/** Brings posts of an opened backup into the present book, as one action that can be taken back; those it has already stay as they are. */
export const bringPostsCommand = defineCommand<BringPosts, { count: number; undoId: number | null }>({
  name: 'backups.bringPosts',
  writes: true,
  heavy: () => false,
  run(ctx, { book, ids, own, here }) {
    const copy = openDatabase(book, { readonly: true });
    try {
      const accountOf = presentAccounts(ctx, copy);
      const read = copy.sql('SELECT * FROM posts WHERE id = ?');
      const { value: count, undoId } = act(ctx, { kind: 'backups.bringPosts', topics: ['posts', 'assets'] }, (record, details) => {
        let made = 0;
        for (const id of ids) {
          const post = read.get(id) as CopiedPost | undefined;
          const account = post && accountOf(post.account_id);
          if (!post || !account || isPresent(ctx, account.id, post)) continue;
          const pictures = picturesOf(copy, id).filter(({ sha256 }) => here.includes(sha256));
          const assetIds = pictures.map((picture) => keepAssetRow(ctx, picture).id);
          const postId = insertPost(ctx, record, inputOf(ctx, post, account.id, assetIds, own));
          if (post.settled_at !== null) record.update('posts', [postId], { state: post.state, settled_at: post.settled_at });
          details.title ??= post.title || post.text.slice(0, 20);
          made += 1;
        }
        details.count = made;
        return made;
      });
      return { count, undoId };
    } finally {
      copy.close();
    }
  },
});

function inputOf(ctx: ServiceContext, post: CopiedPost, accountId: number, assetIds: number[], own: boolean): PostInput {
  const { title, text, category, channel, scheduled_at: scheduledAt, content_id } = post;
  const state = post.state === 'planned' ? 'planned' : 'scheduled';
  const known = own && content_id !== null && ctx.db.pluck('SELECT 1 FROM contents WHERE id = ?').get(content_id) !== undefined;
  const audience = postInput.shape.audience.safeParse(own ? JSON.parse(post.audience) : undefined);
  return {
    ...{ accountId, title, text, category, channel, state, scheduledAt, assetIds },
    contentId: known ? content_id : null,
    audience: audience.data ?? everybody,
  };
}
