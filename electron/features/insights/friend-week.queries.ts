import type { ContentCategory, ContentForm } from '../../../shared/contracts/content.ts';
import type { FriendWeek, WeekItem } from '../../../shared/contracts/insights.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import { listsWaitingFor } from '../sending/index.ts';
import { loadsAt } from '../touches/index.ts';
import { formOfPost } from './results.queries.ts';
import { canSee, type SeenPost } from './sight.ts';

const shownChars = 120;
const dayMs = 86_400_000;

interface PostRow extends SeenPost {
  at: number;
  state: 'planned' | 'scheduled' | 'posted';
  text: string;
  category: ContentCategory;
  form: ContentForm;
}

/**
 * The change of places: everything one friend saw and will see on seven local days from `fromOn`, by time. Moments only where she may
 * see them; what is said in groups and on other platforms is not known friend by friend.
 * @throws AppError `notFound`
 */
export async function friendWeek(ctx: HostContext, { friendId, fromOn }: { friendId: number; fromOn: string }): Promise<FriendWeek> {
  const friend = ctx.db
    .sql(`SELECT account_id AS accountId, CASE remark WHEN '' THEN nickname ELSE remark END AS name FROM friends WHERE id = ?`)
    .get(friendId) as { accountId: number; name: string } | undefined;
  if (!friend) throw new AppError('notFound', { what: 'friend' });
  const [fromAt, toAt] = weekOf(fromOn);
  // what goes out before a week to come weighs on it too
  const since = Math.min(fromAt, Math.max(ctx.clock.now(), fromAt - dayMs * 60));
  const { posts, unknownAt } = await postsSeen(ctx, friendId, { accountId: friend.accountId, fromAt: since, toAt });
  const shown = posts.filter(({ at }) => at >= fromAt);
  const unknown = unknownAt.filter((at) => at >= fromAt).length;
  const items = [...shown, ...touchesOf(ctx, friendId, fromAt, toAt)].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  return { name: friend.name, items, unknown, ...loadsOf(ctx, friendId, fromOn, posts), waiting: listsWaitingFor(ctx, friendId) };
}

/** The load at the end of each local day of the week, with the adverts that are still to come. */
function loadsOf(ctx: HostContext, friendId: number, fromOn: string, posts: readonly WeekItem[]): Pick<FriendWeek, 'loads' | 'cap'> {
  const [year = 0, month = 1, day = 1] = fromOn.split('-').map(Number);
  const ends = Array.from({ length: 7 }, (_, i) => new Date(year, month - 1, day + i + 1).getTime() - 1);
  const adverts = posts.filter(({ state, category }) => state === 'coming' && category === 'offer');
  const planned = adverts.map(({ at }) => ({ at, kind: 'momentAdvert' as const }));
  const { cap, loads } = loadsAt(ctx, friendId, ends, planned);
  return { cap, loads: loads.map((load, i) => ({ on: localDay(ends[i]!), load })) };
}

/** From midnight of a local day, seven days on, whatever the clocks do between. */
function weekOf(fromOn: string): [number, number] {
  const [year = 0, month = 1, day = 1] = fromOn.split('-').map(Number);
  return [new Date(year, month - 1, day).getTime(), new Date(year, month - 1, day + 7).getTime()];
}

/** Posts the friend saw or will see, and when those went or go out of which nobody knows who can. */
async function postsSeen(
  ctx: HostContext,
  friendId: number,
  range: { accountId: number; fromAt: number; toAt: number },
): Promise<{ posts: WeekItem[]; unknownAt: number[] }> {
  const now = ctx.clock.now();
  const rows = ctx.db
    .sql(
      `SELECT id, account_id AS accountId, audience, text, category, state, ${formOfPost} AS form,
         CASE state WHEN 'posted' THEN settled_at ELSE scheduled_at END AS at
       FROM posts p WHERE channel = 'moments' AND state <> 'skipped' AND account_id = @accountId
         AND CASE state WHEN 'posted' THEN settled_at ELSE scheduled_at END BETWEEN @fromAt AND @toAt - 1`,
    )
    .all(range) as Omit<PostRow, 'posted'>[];
  const posts: WeekItem[] = [];
  const unknownAt: number[] = [];
  const breather = new Breather();
  for (const row of rows) {
    await breather.breathe();
    const post = { ...row, posted: row.state === 'posted' };
    const sees = await canSee(ctx, post, friendId);
    if (sees === null) unknownAt.push(row.at);
    if (!sees) continue;
    const state = post.posted ? 'shown' : row.at < now ? 'unsent' : 'coming';
    const { id, at, category, form, text } = row;
    const nothing = { touchpoint: null, direction: null };
    posts.push({
      key: `post-${id}`,
      at,
      kind: 'post',
      state,
      postId: id,
      channel: 'moments',
      category,
      form,
      text: text.slice(0, shownChars),
      ...nothing,
    });
  }
  return { posts, unknownAt };
}

function touchesOf(ctx: HostContext, friendId: number, fromAt: number, toAt: number): WeekItem[] {
  const rows = ctx.db
    .sql('SELECT id, at, touchpoint, direction, note FROM touches WHERE friend_id = ? AND at >= ? AND at < ? ORDER BY at')
    .all(friendId, fromAt, toAt) as { id: number; at: number; touchpoint: string; direction: 'in' | 'out'; note: string }[];
  const nothing = { postId: null, channel: null, category: null, form: null };
  return rows.map(({ id, note, ...touch }) => ({
    key: `touch-${id}`,
    kind: 'touch',
    state: 'shown',
    text: note.slice(0, shownChars),
    ...touch,
    ...nothing,
  }));
}
