import { Button } from 'antd';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { isOneByOne } from '../../../../shared/domain/post-reach.ts';
import { clockTime, fullTime } from '../../../lib/format.ts';
import { CheckIcon, SendIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { CategoryMark, CopyStepper, postTitle, StateMark, Thumb, whenText } from '../../publishing/index.ts';
import type { PostActions } from '../use-post-actions.ts';
import './post-line.css';

export interface PostLineProps {
  post: Post;
  /** asked about: the moment is over and nothing was said */
  overdue: boolean;
  /** has the cursor: more of the text, the copy steps, the keys */
  current: boolean;
  account: string | null;
  laterAt: number;
  actions: PostActions;
  onOpen: () => void;
}

/** The first pictures, small. */
function Thumbs({ post }: { post: Post }) {
  const shown = post.assets.slice(0, 3);
  if (shown.length === 0) return null;
  return (
    <span className="post-thumbs">
      {shown.map((asset, at) => (
        <span key={`${at}-${asset.id}`}>
          <Thumb asset={asset} alt={`第 ${at + 1} 张图`} />
        </span>
      ))}
      {post.assets.length > shown.length && <small>+{post.assets.length - shown.length}</small>}
    </span>
  );
}

function Actions({ post, overdue, current, laterAt, actions }: PostLineProps) {
  return (
    <span className="post-actions">
      <Button
        size="small"
        type={current ? 'primary' : 'default'}
        icon={isOneByOne(post) ? <SendIcon width="14" height="14" /> : <CheckIcon width="14" height="14" />}
        onClick={() => actions.finish(post)}
      >
        {isOneByOne(post) ? '一位一位发' : overdue ? '已发' : '标为已发'}
        {current && <Kbd keys="x" />}
      </Button>
      {overdue && (
        <Button size="small" onClick={() => actions.later(post)}>
          改到今天 {clockTime(laterAt)}
          {current && <Kbd keys="l" />}
        </Button>
      )}
      <Button size="small" onClick={() => actions.settle(post, 'skipped')}>
        跳过
        {current && <Kbd keys="s" />}
      </Button>
    </span>
  );
}

/** One post of the day: when, what, its pictures, and what became of it. */
export function PostLine(props: PostLineProps) {
  const { post, overdue, current, account, onOpen } = props;
  return (
    <div className={current ? 'post-line current' : 'post-line'}>
      <time className="post-time" title={fullTime(post.scheduledAt)}>
        {overdue ? whenText(post.scheduledAt) : clockTime(post.scheduledAt)}
      </time>
      <div className="post-main">
        <button type="button" className="post-title" title="打开（Enter）" onClick={onOpen}>
          {current ? post.text.trim() || postTitle(post) : postTitle(post)}
        </button>
        <p className="post-facts">
          <CategoryMark category={post.category} />
          {!overdue && <StateMark state={post.state} />}
          {account && <span className="post-account">{account}</span>}
          {post.assets.length > 0 && <span>{post.assets.length} 张图</span>}
        </p>
        {current && !isOneByOne(post) && <CopyStepper post={post} />}
      </div>
      <Thumbs post={post} />
      <Actions {...props} />
    </div>
  );
}

/** A post that is settled: what became of it and when. */
export function DoneLine({ post, current, onOpen, onBack }: { post: Post; current: boolean; onOpen: () => void; onBack: () => void }) {
  const at = post.settledAt ?? post.scheduledAt;
  return (
    <div className="post-line done">
      <StateMark state={post.state} />
      <time title={fullTime(at)}>{whenText(at)}</time>
      <button type="button" className="post-title" onClick={onOpen}>
        {postTitle(post)}
      </button>
      <Button size="small" type="text" onClick={onBack}>
        重新排上
        {current && <Kbd keys="r" />}
      </Button>
    </div>
  );
}
