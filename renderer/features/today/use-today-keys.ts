import { isOneByOne } from '../../../shared/domain/post-reach.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { arrowKey, pressKey, useCopying } from '../publishing/index.ts';
import { useWishBirthday } from '../touches/index.ts';
import { postOf } from './agenda.ts';
import { nextMonday, tomorrow } from './care-words.ts';
import type { CareActions, DueActions } from './use-care.ts';
import type { useCursor } from './use-cursor.ts';
import type { PostActions } from './use-post-actions.ts';

export interface Handlers {
  actions: PostActions;
  care: CareActions;
  due: DueActions;
  openPost: (id: number) => void;
  tellPost: (id: number) => void;
  openFriend: (id: number) => void;
}

/** The keys of 今日: what each does follows from the line that has them. */
export function useTodayKeys(
  cursor: ReturnType<typeof useCursor>,
  { actions, care, due, openPost, openFriend }: Handlers,
  write: () => void,
): void {
  const { current, step } = cursor;
  const post = postOf(current);
  const name = current?.kind === 'name' ? current.row : null;
  const birthday = current?.kind === 'birthday' ? current.due : null;
  const followUp = current?.kind === 'followUp' ? current.one : null;
  const owed = current?.kind === 'promise' ? current.owed : null;
  const words = followUp ?? name?.followUps[0] ?? null;
  const todo = current?.kind === 'overdue' || current?.kind === 'post';
  const isDue = followUp !== null || owed !== null;
  const { copy } = useCopying(post);
  const wish = useWishBirthday();
  const finish = () => {
    // 撤回 has its own button: one X too many must not take a wish back
    if (name) care.touched(name);
    else if (followUp) due.settle(followUp, 'done');
    else if (owed) due.promise(owed, 'kept');
    else if (birthday && !birthday.wished) wish.mutate({ due: birthday, wished: true });
    else if (post && todo) actions.finish(post);
  };
  const copyOrSend = () => {
    if (words) void due.copy(words);
    else if (!post) return;
    else if (!isOneByOne(post)) void copy();
    else if (todo) actions.finish(post);
  };
  const skip = () => {
    if (name) care.skip(name);
    else if (followUp) due.settle(followUp, 'skipped');
    else if (owed) due.promise(owed, 'broken');
    else if (post) actions.settle(post, 'skipped');
  };
  const later = () => {
    if (name) care.tomorrow(name);
    else if (followUp) due.postpone(followUp, tomorrow());
    else if (owed) due.promise(owed, 'open', tomorrow());
    else if (post) actions.later(post);
  };
  const nextWeek = () => {
    if (name) care.nextWeek(name);
    else if (followUp) due.postpone(followUp, nextMonday());
    else if (owed) due.promise(owed, 'open', nextMonday());
  };
  const open = () => {
    const friendId = (name ?? birthday ?? followUp ?? owed)?.friendId;
    if (friendId) openFriend(friendId);
    else if (post) openPost(post.id);
  };
  const canLater = current?.kind === 'overdue' || name !== null || isDue;
  useShortcuts('今日', [
    arrowKey({ keys: ['j', 'ArrowDown'], label: '下一件', run: () => step(1) }),
    arrowKey({ keys: ['k', 'ArrowUp'], label: '上一件', run: () => step(-1) }),
    { keys: 'x', label: '做完：联系过了 / 跟进做完 / 答应的做到了 / 已发 / 记为已祝福', run: finish },
    pressKey({ keys: 'space', run: finish }),
    { keys: 'c', label: '复制文字，再按复制下一张图', enabled: post !== null || (words !== null && words.words !== ''), run: copyOrSend },
    { keys: 's', label: '跳过；好友今天不联系，答应的记为没做到', enabled: todo || name !== null || isDue, run: () => skip() },
    { keys: 'l', label: '好友、跟进放到明天，内容改到今天晚些', enabled: canLater, run: () => later() },
    { keys: 'w', label: '好友、跟进放到下周', enabled: name !== null || isDue, run: nextWeek },
    { keys: 'r', label: '重新排上', enabled: current?.kind === 'done', run: () => post && actions.settle(post, 'scheduled') },
    pressKey({ keys: 'Enter', label: '打开', run: open }),
    { keys: 'n', label: '写一条', run: write },
  ]);
}
