import type { ComparedPosts } from '../../../../shared/contracts/insights.ts';
import { categoryWords } from '../../../../shared/domain/words.ts';
import { clockTime, count, dateText } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';

export interface PostDoors {
  /** to one post, where it stands in the calendar */
  onPost: (post: { postId: number; at: number }) => void;
}

interface PostsDialogProps extends PostDoors {
  title: string;
  posts: { data: ComparedPosts | undefined; error: unknown; refetch: () => unknown };
  /** still to go out: nothing can have come of them */
  areAhead?: boolean;
  onClose: () => void;
}

/** The very posts behind a number; each leads to its place in the calendar. */
export function PostsDialog({ title, posts: { data, error, refetch }, areAhead = false, onPost, onClose }: PostsDialogProps) {
  return (
    <Dialog open title={title} width={620} onClose={onClose}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <LoadingSkeleton rows={6} height={32} />}
      {data && (
        <ul className="compared-posts">
          {data.posts.map((post) => (
            <li key={post.postId}>
              <button type="button" onClick={() => onPost(post)}>
                <time>
                  {dateText(post.at)} {clockTime(post.at)}
                </time>
                <span>{post.title || '没有字'}</span>
                <small>{categoryWords[post.category]}</small>
                {!areAhead && (
                  <>
                    <small>{post.score === null ? '还没记' : `${count(post.score)} 分`}</small>
                    <small>{post.orders > 0 && `${count(post.orders)} 单`}</small>
                  </>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
      {data && data.total > data.posts.length && (
        <p className="insight-note">
          一共 {count(data.total)} 条，这里是{areAhead ? '最先要发' : '最近'}的 {count(data.posts.length)} 条。
        </p>
      )}
    </Dialog>
  );
}
