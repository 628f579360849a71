import type { ContentCategory, ContentForm, PublishChannel } from '../../../shared/contracts/content.ts';
import type { FriendWeek, WeekItem } from '../../../shared/contracts/insights.ts';
import { asOf, capOf, type GuardTouch, loadAt } from '../../../shared/domain/fatigue.ts';
import { placeByGuard, type Wanted } from '../../../shared/domain/friend-week.ts';
import { isOneByOne, touchOfPost } from '../../../shared/domain/post-reach.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { hasId } from '../../platform/id-pack.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { listsWaitingFor } from '../sending/index.ts';
import { type GuardHistory, historyOf } from '../touches/index.ts';
import { formOfPost } from './results.queries.ts';
import { type SeenPost, willSee } from './sight.ts';

const shownChars = 120;
const dayMs = 86_400_000;
/** Farther ahead than this what goes out now weighs nothing. */
const aheadMs = 60 * dayMs;

/** One thing of the week, and what it is to the guard: the list and the load are made of the same entries. `touch` null = it weighs nothing. */
interface Entry {
  item: Omit<WeekItem, 'at' | 'weight' | 'direction'>;
  at: number;
  touch: GuardTouch | null;
}

interface PostRow extends Omit<SeenPost, 'posted'> {
  at: number;
  channel: PublishChannel;
  text: string;
  category: ContentCategory;
  form: ContentForm;
}

/** What is read of one friend's days: posts and contacts from `fromAt` to before `toAt`, ms UTC. */
interface Span {
  friendId: number;
  accountId: number;
  fromAt: number;
  toAt: number;
}

/**
 * The change of places: everything one friend saw and will see on seven local days from `fromOn`, by time, and the load it makes. Moments only
 * where she may see them; what is said in groups and on other platforms is not known friend by friend.
 * @throws AppError `notFound`
 */
export async function friendWeek(ctx: HostContext, { friendId, fromOn }: { friendId: number; fromOn: string }): Promise<FriendWeek> {
  const friend = ctx.db
    .sql(`SELECT account_id AS accountId, CASE remark WHEN '' THEN nickname ELSE remark END AS name FROM friends WHERE id = ?`)
    .get(friendId) as { accountId: number; name: string } | undefined;
  if (!friend) throw new AppError('notFound', { what: 'friend' });
  const [fromAt, toAt] = weekOf(fromOn);
  const now = ctx.clock.now();
  const history = historyOf(ctx, friendId, fromAt);
  const span = { friendId, accountId: friend.accountId, fromAt, toAt };
  const past = pastOf(ctx, history, span);
  // what goes out before a week to come weighs on it too
  const { posts, unknownAt } = await openPosts(ctx, { ...span, fromAt: Math.min(fromAt, Math.max(now, fromAt - aheadMs)) });
  const future = futureOf(ctx, history, { friendId, posts });
  const entries = [...past.entries, ...future.entries].sort((a, b) => a.at - b.at || (a.item.key < b.item.key ? -1 : 1));
  const inWeek = ({ at }: { at: number }) => at >= fromAt && at < toAt;
  return {
    name: friend.name,
    items: entries.filter(inWeek).map((entry) => itemOf(entry, history)),
    unknown: past.unknown + unknownAt.filter((at) => inWeek({ at })).length,
    ...loadsOf(history, [...olderThan(history, fromAt), ...entries], { fromOn, fromAt }),
    waiting: future.waiting,
  };
}

/** From midnight of a local day, seven days on, whatever the clocks do between. */
function weekOf(fromOn: string): [number, number] {
  const [year = 0, month = 1, day = 1] = fromOn.split('-').map(Number);
  return [new Date(year, month - 1, day).getTime(), new Date(year, month - 1, day + 7).getTime()];
}

const itemOf = ({ item, at, touch }: Entry, { settings }: GuardHistory): WeekItem => ({
  ...item,
  at,
  direction: touch?.direction ?? 'out',
  weight: touch?.direction === 'out' ? settings.weights[touch.kind] : 0,
});

/** What was before the week weighs on it, but is not listed. */
const olderThan = ({ touches }: GuardHistory, fromAt: number): { touch: GuardTouch | null }[] =>
  touches.filter(({ at }) => at < fromAt).map((touch) => ({ touch }));

/** The load when the week begins, and at the end of each of its days, of the entries alone. */
function loadsOf(
  { settings, trustLevel }: GuardHistory,
  entries: readonly { touch: GuardTouch | null }[],
  { fromOn, fromAt }: { fromOn: string; fromAt: number },
): Pick<FriendWeek, 'carried' | 'loads' | 'cap'> {
  const touches = entries.flatMap(({ touch }) => touch ?? []);
  const [year = 0, month = 1, day = 1] = fromOn.split('-').map(Number);
  const ends = Array.from({ length: 7 }, (_, i) => new Date(year, month - 1, day + i + 1).getTime() - 1);
  return {
    cap: capOf(settings, trustLevel),
    carried: loadAt(
      touches.filter(({ at }) => at < fromAt),
      fromAt,
      settings,
    ),
    loads: ends.map((at) => ({ on: localDay(at), load: loadAt(touches, at, settings) })),
  };
}

const noPost = { postId: null, channel: null, category: null, form: null };
const postItem = ({ id, channel, category, form, text }: PostRow, state: WeekItem['state']): Entry['item'] => ({
  ...{ key: `post-${id}`, kind: 'post', state, postId: id, channel, category, form, touchpoint: null },
  text: text.slice(0, shownChars),
});

const postColumns = `id, account_id AS accountId, audience, channel, text, category, ${formOfPost} AS form,
  CASE state WHEN 'posted' THEN settled_at ELSE scheduled_at END AS at`;

/** Contacts and moments that weigh, as the guard knows them, and beside them the moments that weigh nothing. */
function pastOf(
  ctx: HostContext,
  { touches }: GuardHistory,
  { friendId, accountId, fromAt, toAt }: Span,
): { entries: Entry[]; unknown: number } {
  const inWeek = ({ at }: { at: number }) => at >= fromAt && at < toAt;
  // what a clock set back has left ahead counts as shown now (fatigue.ts asOf)
  const posts = ctx.db
    .sql(
      `SELECT ${postColumns}, friend_ids AS seen FROM posts p LEFT JOIN post_audiences ON post_id = p.id
       WHERE state = 'posted' AND channel = 'moments' AND settled_at >= @fromAt AND settled_at < @toAt + 7 * ${dayMs}`,
    )
    .all({ fromAt, toAt }) as (PostRow & { seen: Buffer | null })[];
  const shown = new Map(posts.flatMap((post) => (post.seen && hasId(post.seen, friendId) ? [[post.id, post]] : [])));
  const placeOf = ctx.db.pluck('SELECT touchpoint FROM touches WHERE id = ?');
  const entries = touches.filter(inWeek).map((touch): Entry => {
    const { source, id, at, title } = touch;
    const post = source === 'moment' ? shown.get(id!) : undefined;
    if (post) return { item: postItem(post, 'shown'), at, touch };
    const touchpoint = source === 'touch' ? (placeOf.get(id) as string) : 'private';
    const key = source === 'touch' ? `touch-${id}` : `chat-${at}`;
    return { item: { ...noPost, key, kind: 'touch', state: 'shown', touchpoint, text: title.slice(0, shownChars) }, at, touch };
  });
  const weighed = new Set(touches.flatMap(({ source, id }) => (source === 'moment' ? [id] : [])));
  const light = [...shown.values()].filter(({ id }) => !weighed.has(id)).map((post) => ({ ...post, ...lightTouch }));
  for (const post of asOf(light, ctx.clock.now())) entries.push({ item: postItem(post, 'shown'), at: post.at, touch: null });
  return { entries, unknown: posts.filter((post) => !post.seen && post.accountId === accountId && inWeek(post)).length };
}
const lightTouch = { kind: 'ordinary', direction: 'out' } as const;

/** Posts that are not out which the friend will get, and when those go out of which nobody knows who will. */
async function openPosts(ctx: HostContext, span: Span): Promise<{ posts: PostRow[]; unknownAt: number[] }> {
  const rows = ctx.db
    .sql(
      `SELECT ${postColumns} FROM posts p WHERE state IN ('planned', 'scheduled') AND channel IN ('moments', 'private')
         AND account_id = @accountId AND scheduled_at >= @fromAt AND scheduled_at < @toAt`,
    )
    .all(span) as PostRow[];
  const posts: PostRow[] = [];
  const unknownAt: number[] = [];
  const breather = new Breather();
  for (const row of rows) {
    await breather.breathe();
    const sees = await willSee(ctx, { ...row, posted: false }, span.friendId);
    if (sees === null) unknownAt.push(row.at);
    if (sees) posts.push(row);
  }
  return { posts, unknownAt };
}

/** What is still to come, each at its moment: moments when they are planned for, what goes to her alone when the guard lets it. */
function futureOf(
  ctx: HostContext,
  { touches, settings, trustLevel, tagged }: GuardHistory,
  { friendId, posts }: { friendId: number; posts: readonly PostRow[] },
): { entries: Entry[]; waiting: FriendWeek['waiting'] } {
  const now = ctx.clock.now();
  const coming = posts.filter(({ at }) => at >= now);
  const entries = posts
    .filter((post) => post.at < now || !isOneByOne(post))
    .map((post): Entry => {
      const kind = post.at < now ? null : touchOfPost(post.channel, post.category);
      const touch = kind && { at: post.at, kind, direction: 'out' as const };
      return { item: postItem(post, post.at < now ? 'unsent' : 'coming'), at: post.at, touch };
    });
  const alone = coming.filter(isOneByOne).map((post): Alone => {
    const name = post.text.trim().split('\n', 1)[0] ?? '';
    return { item: postItem(post, 'coming'), name, kind: touchOfPost(post.channel, post.category)!, from: post.at };
  });
  const lists = listsWaitingFor(ctx, friendId);
  for (const { itemId, name, kind, from } of lists.filter(({ paused, gone }) => !paused && !gone)) {
    const item = { ...noPost, key: `queue-${itemId}`, kind: 'queue', state: 'coming', touchpoint: 'private', text: name } as const;
    alone.push({ item, name, kind, from: Math.max(now, from ?? now) });
  }
  const known = [...touches, ...entries.flatMap(({ touch }) => touch ?? [])];
  const places = placeByGuard(known, alone, { trustLevel, tagged }, settings);
  const waiting: FriendWeek['waiting'] = lists
    .filter(({ paused, gone }) => paused || gone)
    .map(({ name, gone }) => ({ name, why: gone ? 'gone' : 'paused' }));
  for (const [i, { item, name, kind }] of alone.entries()) {
    const at = places[i]!;
    if (at === null) waiting.push({ name, why: 'blocked' });
    else entries.push({ item, at, touch: { at, kind, direction: 'out' } });
  }
  return { entries, waiting };
}

/** What goes to her alone, from a moment on. */
interface Alone extends Wanted {
  item: Entry['item'];
  name: string;
}
