import type { z } from 'zod';
import type { PostsReport } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ContentCategory } from '../../../shared/contracts/content.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { FreeSlot, Proposal, proposeInput, Slot, SlotPick, SlotPlace } from '../../../shared/contracts/slots.ts';
import { maxProposedDays } from '../../../shared/contracts/slots.ts';
import type { MixLimits } from '../../../shared/domain/content-mix.ts';
import { type PlanPiece, type PlanPost, planSlots } from '../../../shared/domain/slot-plan.ts';
import { freeSlots, nextSlot, slotTimes } from '../../../shared/domain/slots.ts';
import { addWallDays, dayNamed, dayNumber, wallClock, wallTime } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { usesBesidesPosts } from '../content/index.ts';
import { readSettings } from '../settings/index.ts';
import { checkPost, insertPost } from './post-rows.ts';

export const slotUndoTables: UndoTable[] = [{ name: 'slots', key: 'id' }];

/** a free slot is looked for so far ahead */
const nextSlotDays = 60;
const dayMs = 86_400_000;

/** The weekly patterns of one account, or (null) of all in use. */
export function listSlots(ctx: ServiceContext, accountId: number | null): Slot[] {
  return ctx.db
    .sql(
      `SELECT s.id, s.account_id AS accountId, s.weekday, s.minute, s.category FROM slots s JOIN accounts a ON a.id = s.account_id
       WHERE a.archived_at IS NULL AND (@accountId IS NULL OR s.account_id = @accountId) ORDER BY s.account_id, s.weekday, s.minute`,
    )
    .all({ accountId }) as Slot[];
}

/** Posts that take slots: skipped ones do not. Times in [fromAt, toAt). */
function standing(ctx: ServiceContext, fromAt: number, toAt: number, accountId: number | null): PlanPost[] {
  const rows = ctx.db
    .sql(
      `SELECT account_id AS accountId, coalesce(CASE state WHEN 'posted' THEN settled_at END, scheduled_at) AS at, category FROM posts
       WHERE scheduled_at >= @fromAt AND scheduled_at < @toAt AND state <> 'skipped' AND (@accountId IS NULL OR account_id = @accountId)
       ORDER BY scheduled_at`,
    )
    .all({ fromAt, toAt, accountId }) as Omit<PlanPost, 'on'>[];
  return rows.map((row) => ({ ...row, on: wallClock(row.at).on }));
}

/** Slots between two moments that no post has taken. Past ones are nobody's any more. */
export function listFreeSlots(ctx: ServiceContext, range: { fromAt: number; toAt: number; accountId: number | null }): FreeSlot[] {
  const from = Math.max(range.fromAt, ctx.clock.now());
  if (range.toAt <= from) return [];
  const times = slotTimes(listSlots(ctx, range.accountId), wallClock(from).on, wallClock(range.toAt - 1).on);
  const posts = standing(ctx, from - dayMs, range.toAt + dayMs, range.accountId);
  return freeSlots(times, posts).filter(({ at }) => at >= from && at < range.toAt);
}

/** The next free slot of an account, of a category or (null) of any; null = none within 60 days. */
export function findNextSlot(
  ctx: ServiceContext,
  { accountId, category, afterAt }: { accountId: number; category: ContentCategory | null; afterAt: number },
): FreeSlot | null {
  return nextSlot(listFreeSlots(ctx, { fromAt: afterAt, toAt: addWallDays(afterAt, nextSlotDays), accountId }), afterAt, category);
}

/**
 * Input: the whole pattern of an account. Places that are there already keep their row.
 * @throws AppError `notFound` (account), `invalidInput` (two places at one minute)
 */
export const setSlotsCommand = defineCommand<{ accountId: number; slots: SlotPlace[] }, Saved>({
  name: 'slots.set',
  writes: true,
  heavy: () => false,
  run(ctx, { accountId, slots }) {
    const { undoId } = act(ctx, { kind: 'slots.set', topics: ['calendar'] }, (record, details) => {
      const name = ctx.db.pluck('SELECT name FROM accounts WHERE id = ?').get(accountId) as string | undefined;
      if (name === undefined) throw new AppError('notFound', { what: 'account' });
      const key = (place: Pick<SlotPlace, 'weekday' | 'minute'>) => `${place.weekday} ${place.minute}`;
      const wanted = new Map(slots.map((place) => [key(place), place]));
      if (wanted.size < slots.length) throw new AppError('invalidInput', { fields: ['slots'] });
      const before = ctx.db.sql('SELECT id, weekday, minute, category FROM slots WHERE account_id = ?').all(accountId) as Slot[];
      const same = (old: Slot) => wanted.get(key(old))?.category === old.category;
      const gone = before.filter((old) => !same(old));
      record.remove(
        'slots',
        gone.map(({ id }) => id),
      );
      for (const old of before.filter(same)) wanted.delete(key(old));
      const insert = ctx.db.sql('INSERT INTO slots (account_id, weekday, minute, category) VALUES (?, ?, ?, ?)');
      const made = [...wanted.values()].map(({ weekday, minute, category }) =>
        Number(insert.run(accountId, weekday, minute, category).lastInsertRowid),
      );
      record.inserted('slots', made);
      Object.assign(details, { account: name, count: slots.length });
    });
    return { id: accountId, undoId };
  },
});

interface LibraryPiece extends PlanPiece {
  title: string;
  text: string;
}

/** How many pieces there are: decides where they are walked through. */
export const countPieces = (ctx: ServiceContext): number => ctx.db.pluck('SELECT count(*) FROM contents').get() as number;

/** In SQL: the words of piece `c` for moments, `v` being its variant for them. */
const momentsWords = 'coalesce(v.title, c.title) AS title, coalesce(v.text, c.text) AS text';
const withMoments = "contents c LEFT JOIN content_variants v ON v.content_id = c.id AND v.channel = 'moments'";
/** Words with variables are for one person, not for everybody at once. */
const hasVariables = (words: { title: string; text: string }) => /[{｛][^{}｛｝]*[}｝]/.test(`${words.title}\n${words.text}`);

/** Pieces in use that may be a moment: with words or pictures for it. */
function readPieces(ctx: ServiceContext): LibraryPiece[] {
  const uses = ctx.db
    .arrays("SELECT content_id, coalesce(settled_at, scheduled_at) FROM posts WHERE content_id IS NOT NULL AND state <> 'skipped'")
    .all() as [number, number][];
  const usesOf = Map.groupBy([...uses, ...usesBesidesPosts(ctx)], ([id]) => id);
  const rows = ctx.db
    .sql(
      `SELECT c.id, ${momentsWords}, c.category, c.evergreen, c.cooldown_days AS cooldownDays, c.max_uses AS maxUses FROM ${withMoments}
       WHERE c.archived_at IS NULL
         AND (trim(coalesce(v.text, c.text)) <> '' OR EXISTS (SELECT 1 FROM content_assets a WHERE a.content_id = c.id)) ORDER BY c.id`,
    )
    .all() as (Omit<LibraryPiece, 'evergreen' | 'uses'> & { evergreen: number })[];
  const forAll = rows.filter((row) => !hasVariables(row));
  return forAll.map((row) => ({ ...row, evergreen: row.evergreen === 1, uses: (usesOf.get(row.id) ?? []).map(([, at]) => at) }));
}

type ProposeInput = z.output<typeof proposeInput>;

/**
 * Input: days to fill; `pieces` = how many there are. Proposes a piece for every free slot, or says why none.
 * @throws AppError `invalidInput` (days in the wrong order or more than 31)
 */
export const proposeCommand = defineCommand<ProposeInput & { pieces: number }, Proposal>({
  name: 'slots.propose',
  writes: false,
  heavy: ({ pieces }) => pieces > 1000,
  thread: 'reader',
  run(ctx, input) {
    const count = dayNumber(input.toOn) - dayNumber(input.fromOn) + 1;
    if (!(count >= 1 && count <= maxProposedDays)) throw new AppError('invalidInput', { fields: ['fromOn', 'toOn'] });
    const [fromAt, toAt] = [wallTime(input.fromOn, 0), wallTime(dayNamed(dayNumber(input.toOn) + 1), 0)];
    const slots = listFreeSlots(ctx, { fromAt, toAt, accountId: input.accountId });
    const limits = readSettings(ctx)['mix.limits'];
    const posts = aroundThem(ctx, slots, { fromAt, toAt }, limits);
    const pieces = readPieces(ctx);
    const plan = planSlots({ ...input, slots, posts, pieces, limits });
    const pieceOf = new Map(pieces.map((piece) => [piece.id, piece]));
    return {
      picks: plan.picks.map(({ category, pieceCategory, ...pick }) => {
        const { title, text } = pieceOf.get(pick.contentId)!;
        return { ...pick, wanted: category, category: pieceCategory, title, text: text.slice(0, 300) };
      }),
      empty: plan.empty.map(({ category, ...slot }) => ({ ...slot, wanted: category })),
      offersBefore: shareOfOffers(posts.map(({ category }) => category)),
      offersAfter: shareOfOffers([...posts.map(({ category }) => category), ...plan.picks.map(({ pieceCategory }) => pieceCategory)]),
    };
  },
});

const shareOfOffers = (categories: readonly ContentCategory[]): number | null =>
  categories.length === 0 ? null : categories.filter((category) => category === 'offer').length / categories.length;

/** What the mix is judged by: of each account the last posts before, and everything from there on, as far as the mix looks ahead. */
function aroundThem(
  ctx: ServiceContext,
  slots: readonly FreeSlot[],
  { fromAt, toAt }: { fromAt: number; toAt: number },
  { lastPosts, plannedDays }: MixLimits,
): PlanPost[] {
  const last = Math.max(toAt, addWallDays(fromAt, plannedDays));
  return [...new Set(slots.map(({ accountId }) => accountId))].flatMap((accountId) => {
    const before = standing(ctx, fromAt - 90 * dayMs, fromAt, accountId).slice(-lastPosts);
    return [...before, ...standing(ctx, fromAt, last, accountId)];
  });
}

/**
 * Input: pieces at slots. Each becomes a scheduled post with the words of the piece for moments and its pictures.
 * @throws AppError `notFound` (piece, account), `invalidInput` (one piece twice, an archived account, words with variables)
 */
export const fillSlotsCommand = defineCommand<{ picks: SlotPick[] }, PostsReport>({
  name: 'slots.fill',
  writes: true,
  heavy: () => false,
  run(ctx, { picks }) {
    const { value: ids, undoId } = act(ctx, { kind: 'slots.fill', topics: ['posts', 'calendar'] }, (record, details) => {
      if (new Set(picks.map(({ contentId }) => contentId)).size < picks.length) throw new AppError('invalidInput', { fields: ['picks'] });
      details.count = picks.length;
      return picks.map(({ accountId, at, contentId }) => {
        const input = { ...pieceAsPost(ctx, contentId), accountId, scheduledAt: at };
        checkPost(ctx, input, null);
        return insertPost(ctx, record, input);
      });
    });
    return { ids, unchanged: 0, gone: 0, undoId };
  },
});

function pieceAsPost(ctx: ServiceContext, contentId: number) {
  const piece = ctx.db
    .sql(`SELECT ${momentsWords}, c.category FROM ${withMoments} WHERE c.id = ? AND c.archived_at IS NULL`)
    .get(contentId) as { title: string; text: string; category: ContentCategory } | undefined;
  if (!piece) throw new AppError('notFound', { what: 'content' });
  if (hasVariables(piece)) throw new AppError('invalidInput', { fields: ['picks'] });
  const assetIds = ctx.db
    .pluck('SELECT asset_id FROM content_assets WHERE content_id = ? ORDER BY place LIMIT 9')
    .all(contentId) as number[];
  return { ...piece, channel: 'moments', audience: everybody, contentId, state: 'scheduled', assetIds } as const;
}

export const slotCommands: AnyCommand[] = [setSlotsCommand, proposeCommand, fillSlotsCommand];
