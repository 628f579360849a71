import { maxPostText, type Post, type PostForm, textLength } from '../../../shared/contracts/calendar.ts';
import type { Asset, ContentCategory, PublishChannel } from '../../../shared/contracts/content.ts';
import { type Audience, everybody } from '../../../shared/contracts/segments.ts';

/** Everything about a post that is written in the panel. */
export interface PostValues {
  title: string;
  text: string;
  category: ContentCategory;
  channel: PublishChannel;
  audience: Audience;
  /** the piece of the library it is made of */
  contentId: number | null;
  /** null until there is an account */
  accountId: number | null;
  scheduledAt: number;
  state: 'planned' | 'scheduled';
  assets: Asset[];
  /** a new post: the same for these accounts at once */
  alsoAccountIds: number[];
  /** a saved post: the same for its siblings of other accounts */
  alsoSiblings: boolean;
}

/** What differs from the saved post: a change from elsewhere shows through wherever she has not written herself. */
export type PostEdits = Partial<PostValues>;

const minute = 60_000;
const hour = 60 * minute;

const alone = { alsoAccountIds: [] as number[], alsoSiblings: false };

/** The form of a saved post. Posted or skipped ones keep their state whatever the form says. */
export function valuesOf(post: Post): PostValues {
  return {
    title: post.title,
    text: post.text,
    category: post.category,
    channel: post.channel,
    audience: post.audience,
    contentId: post.contentId,
    accountId: post.accountId,
    scheduledAt: post.scheduledAt,
    state: post.state === 'planned' ? 'planned' : 'scheduled',
    assets: post.assets,
    ...alone,
  };
}

/** A new post for a moment: a moment that everybody sees. */
export function newValues(scheduledAt: number, accountId: number | null): PostValues {
  const place = { channel: 'moments', audience: everybody, contentId: null, accountId, scheduledAt } as const;
  return { ...place, title: '', text: '', category: 'life', state: 'scheduled', assets: [], ...alone };
}

/** A new post like another one, for another moment. */
export function copiedValues(post: Post, scheduledAt: number): PostValues {
  return { ...valuesOf(post), scheduledAt, state: 'scheduled' };
}

/** When a new post on this day (ms of its local midnight) would go out: 20:00, the evening hour; later today the next full hour. */
export function usualTime(dayAt: number, nowAt: number): number {
  const evening = new Date(dayAt).setHours(20, 0, 0, 0);
  if (evening > nowAt || new Date(nowAt).setHours(0, 0, 0, 0) !== new Date(dayAt).setHours(0, 0, 0, 0)) return evening;
  const endOfDay = new Date(dayAt).setHours(23, 45, 0, 0);
  return Math.min(endOfDay, Math.max(Math.ceil((nowAt + minute) / hour) * hour, evening));
}

/** Whether two pictures lists are the same in the same order. */
export function samePictures(a: readonly Asset[], b: readonly Asset[]): boolean {
  return a.length === b.length && a.every((one, at) => one.id === b[at]?.id);
}

/** Whether the edits change anything about the base; whom else they go for is no change by itself. */
export function isChanged(base: PostValues, edits: PostEdits): boolean {
  return (Object.keys(edits) as (keyof PostValues)[]).some((key) =>
    key === 'assets' ? !samePictures(base.assets, edits.assets ?? base.assets) : key !== 'alsoSiblings' && edits[key] !== base[key],
  );
}

/** What is missing before it can be saved, in her words; null = ready. */
export function whatIsMissing(values: PostValues): string | null {
  if (values.accountId === null) return '还没有选微信号';
  if (values.text.trim() === '' && values.assets.length === 0) return '写几个字或者加一张图就能保存';
  const over = textLength(values.text) - maxPostText;
  if (over > 0) return `超出 ${over} 字，删短一点就能保存`;
  return null;
}

/** For the wire; only when nothing is missing. */
export function toInput(values: PostValues & { accountId: number }): PostForm {
  const { assets, alsoSiblings: _siblings, ...rest } = values;
  return { ...rest, assetIds: assets.map((asset) => asset.id) };
}
