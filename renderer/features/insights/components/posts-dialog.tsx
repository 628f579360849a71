import type { CompareInput } from '../../../../shared/contracts/insights.ts';
import { categoryWords } from '../../../../shared/domain/words.ts';
import { clockTime, count, dateText } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useComparedPosts } from '../queries.ts';

export interface PostDoors {
  /** to one post, where it stands in the calendar */
  onPost: (post: { postId: number; settledAt: number }) => void;
}

/** A row of the table: of which kind, and what that is called. */
export interface AskedPosts extends CompareInput {
  key: string;
  name: string;
}

interface PostsDialogProps extends PostDoors {
  ask: AskedPosts;
  onClose: () => void;
}

/** The very posts behind a row; each leads to its place in the calendar. */
export function PostsDialog({ ask: { name, ...ask }, onPost, onClose }: PostsDialogProps) {
  const { data, error, refetch } = useComparedPosts(ask);
  return (
    <Dialog open title={`「${name}」发了这些`} width={620} onClose={onClose}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <LoadingSkeleton rows={6} height={32} />}
      {data && (
        <ul className="compared-posts">
          {data.posts.map((post) => (
            <li key={post.postId}>
              <button type="button" onClick={() => onPost(post)}>
                <time>
                  {dateText(post.settledAt)} {clockTime(post.settledAt)}
                </time>
                <span>{post.title || '没有字'}</span>
                <small>{categoryWords[post.category]}</small>
                <small>{post.score === null ? '还没记' : `${count(post.score)} 分`}</small>
                <small>{post.orders > 0 && `${count(post.orders)} 单`}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
      {data && data.total > data.posts.length && (
        <p className="insight-note">
          一共 {count(data.total)} 条，这里是最近的 {count(data.posts.length)} 条。
        </p>
      )}
    </Dialog>
  );
}
