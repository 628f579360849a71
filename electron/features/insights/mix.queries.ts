import type { z } from 'zod';
import type { ContentCategory, PublishChannel } from '../../../shared/contracts/content.ts';
import type { AudienceMix, ComparedPosts, MixPostsInput, MixReport, mixInput } from '../../../shared/contracts/insights.ts';
import { type Audience, everybody } from '../../../shared/contracts/segments.ts';
import type { FreeSlot } from '../../../shared/contracts/slots.ts';
import {
  breakOfSilence,
  type MixLimits,
  type MixPost,
  type MixWarning,
  mendingDays,
  mendingSlots,
  mixClassOf,
  mixOf,
  mixVerdict,
  mixWarnings,
  postsToMend,
} from '../../../shared/domain/content-mix.ts';
import { friendsSee } from '../../../shared/domain/post-reach.ts';
import { startOfDay } from '../../../shared/domain/segment-days.ts';
import { trustLevels } from '../../../shared/domain/trust-ladder.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { listFreeSlots } from '../calendar/index.ts';
import { audienceIds, wholeSegments } from '../segments/index.ts';
import { readSettings } from '../settings/index.ts';
import { postsNamed } from './compare.queries.ts';
import { type SeenPost, seenBy } from './sight.ts';

const trendWeeks = 12;

/** A post as the mix looks at it. */
export interface MixRow extends SeenPost {
  channel: PublishChannel;
  /** ms UTC: when it went out, or will */
  at: number;
  category: ContentCategory;
  /** posts that say the same for several accounts */
  siblingKey: string | null;
}

/** Posts that the mix is about: those that went out since the trend begins or are among the last ones, and the planned ones ahead. */
function mixRows(ctx: ServiceContext, accountId: number | null, { plannedDays }: MixLimits): MixRow[] {
  const now = ctx.clock.now();
  const posted = ctx.db
    .sql(
      `SELECT id, account_id AS accountId, settled_at AS at, category, channel, audience, sibling_key AS siblingKey, 1 AS posted FROM posts
       WHERE state = 'posted' AND (@accountId IS NULL OR account_id = @accountId) AND settled_at >= @fromAt ORDER BY settled_at, id`,
    )
    .all({ accountId, fromAt: daysFrom(now, -400) }) as MixRow[];
  const planned = ctx.db
    .sql(
      `SELECT id, account_id AS accountId, scheduled_at AS at, category, channel, audience, sibling_key AS siblingKey, 0 AS posted FROM posts
       WHERE state IN ('planned', 'scheduled') AND (@accountId IS NULL OR account_id = @accountId)
         AND scheduled_at >= @now AND scheduled_at < @toAt ORDER BY scheduled_at, id`,
    )
    .all({ accountId, now, toAt: daysFrom(now, plannedDays) }) as MixRow[];
  return [...posted, ...planned].map((row) => ({ ...row, posted: Boolean(row.posted) }));
}

type MixInput = z.infer<typeof mixInput>;

/** Of one account or of all, everything or what an audience can see. @throws AppError `brokenAudience` */
async function seenRows(ctx: HostContext, { accountId, audience }: MixInput, limits: MixLimits): Promise<MixRow[]> {
  const rows = mixRows(ctx, accountId, limits);
  return audience && audience.mode !== 'all' ? await seenBy(ctx, rows.filter(friendsSee), audience) : rows;
}

/** The mix of one account or of all, of everything or of what an audience can see. @throws AppError `brokenAudience` */
export async function contentMix(ctx: HostContext, input: MixInput): Promise<MixReport> {
  const limits = readSettings(ctx)['mix.limits'];
  const now = ctx.clock.now();
  const free = listFreeSlots(ctx, { fromAt: now, toAt: daysFrom(now, limits.plannedDays), accountId: input.accountId });
  return reportMix(now, await seenRows(ctx, input, limits), free, limits);
}

/** The very posts that a number of the mix counts. @throws AppError `brokenAudience` */
export async function mixPosts(ctx: HostContext, { part, ...input }: MixPostsInput): Promise<ComparedPosts> {
  const limits = readSettings(ctx)['mix.limits'];
  const { shown, past, planned } = partsOf(await seenRows(ctx, input, limits), limits);
  const ids = (rows: readonly MixRow[]) => rows.map(({ id }) => id);
  if (part.of === 'week') return postsNamed(ctx, ids(shown.filter(inWeek(part.weekOn))).reverse());
  const chosen = (rows: readonly MixRow[]) =>
    ids(rows.filter(({ category }) => part.mixClass === null || mixClassOf(category) === part.mixClass));
  return postsNamed(ctx, part.of === 'past' ? chosen(past).reverse() : chosen(planned));
}

/** What the numbers count, each by time: all that went out, the last of it, and what is planned. */
function partsOf(rows: readonly MixRow[], { lastPosts }: MixLimits): Record<'shown' | 'past' | 'planned', MixRow[]> {
  const seen = onceEach(rows);
  const shown = seen.filter(({ posted }) => posted);
  return { shown, past: shown.slice(-lastPosts), planned: seen.filter(({ posted }) => !posted) };
}

const inWeek = (weekOn: string) => {
  const [from, to] = [startOfDay(weekOn), startOfDay(weekOn, 7)];
  return ({ at }: MixRow): boolean => at >= from && at < to;
};

/** so many of the newest posts are looked at before older ones are: lists of viewers are long */
const newestPosts = 120;

/** What each level and each saved segment saw last and will see, as the mix of that audience has it; nobody's is left out. */
export async function mixesOfAudiences(ctx: HostContext, accountId: number | null): Promise<AudienceMix[]> {
  const limits = readSettings(ctx)['mix.limits'];
  const rows = mixRows(ctx, accountId, limits).filter(friendsSee);
  const accountIds = accountId === null ? [] : [accountId];
  const audiences: (Pick<AudienceMix, 'what' | 'id' | 'name'> & { audience: Audience })[] = [
    ...trustLevels.map(({ level }) => ({ what: 'level' as const, id: level, name: '', audience: { ...only, levels: [level] } })),
    ...wholeSegments(ctx).map(({ id, name }) => ({ what: 'segment' as const, id, name, audience: { ...only, segmentIds: [id] } })),
  ];
  const mixes: AudienceMix[] = [];
  for (const { audience, ...of } of audiences) {
    const heads = (await audienceIds(ctx, audience, accountIds)).length;
    if (heads === 0) continue;
    const mix = mixOf((await lastSeen(ctx, rows, audience, limits)).map(mixPost));
    mixes.push({ ...of, heads, ...mix, verdict: mixVerdict(mix, limits) });
  }
  return mixes;
}
const only: Audience = { ...everybody, mode: 'only' };

/** The last posts that an audience saw, as many as the mix looks at, and the planned ones it will see. */
async function lastSeen(ctx: HostContext, rows: readonly MixRow[], audience: Audience, { lastPosts }: MixLimits): Promise<MixRow[]> {
  const posted = rows.filter((row) => row.posted);
  let seen = await seenBy(
    ctx,
    rows.filter((row) => !row.posted),
    audience,
  );
  const past = () => onceEach(seen).filter((row) => row.posted);
  for (let end = posted.length; end > 0 && past().length < lastPosts; end -= newestPosts)
    seen = [...(await seenBy(ctx, posted.slice(Math.max(0, end - newestPosts), end), audience)), ...seen];
  return [...past().slice(-lastPosts), ...onceEach(seen).filter((row) => !row.posted)];
}

/** The mix of the last posts and the coming days, by the seller's local days. */
function reportMix(now: number, rows: readonly MixRow[], free: readonly FreeSlot[], limits: MixLimits): MixReport {
  const parts = partsOf(rows, limits);
  const [past, planned] = [parts.past.map(mixPost), parts.planned.map(mixPost)];
  const fromOn = localDay(daysFrom(now, 1 - limits.plannedDays));
  const coming = { fromOn: localDay(now), toOn: localDay(daysFrom(now, limits.plannedDays - 1)) };
  const whole = mixOf([...past, ...planned]);
  const add = postsToMend(whole, limits);
  const near = [...past.filter(({ on }) => on >= fromOn), ...planned];
  const span = { fromOn, toOn: coming.toOn };
  return {
    limits,
    past: mixOf(past),
    planned: mixOf(planned),
    verdict: mixVerdict(whole, limits),
    add,
    warnings: [...mixWarnings(near, span, limits).filter((warning) => !isOfAccount(warning)), ...accountWarnings(rows, span, limits)].map(
      (warning) => (warning.kind === 'silence' ? { ...warning, mend: breakOfSilence(warning, coming.fromOn, free) } : warning),
    ),
    trend: trendOf(now, parts.shown),
    gaps: mendingSlots(mendingDays(planned, add, coming), free),
  };
}

/** What was written once for several accounts is one post: the one that went out first, else the first planned. */
function onceEach(rows: readonly MixRow[]): MixRow[] {
  const told = new Set<string>();
  return rows.filter(({ siblingKey }) => {
    if (siblingKey === null) return true;
    if (told.has(siblingKey)) return false;
    told.add(siblingKey);
    return true;
  });
}

type AccountWarning = Extract<MixWarning, { kind: 'offersInRow' | 'crowdedDay' }>;
const isOfAccount = (warning: MixWarning): warning is AccountWarning => warning.kind === 'offersInRow' || warning.kind === 'crowdedDay';

/** Runs of offers and crowded days are met account by account; the same day of several accounts is told once, with the worst of them. */
function accountWarnings(rows: readonly MixRow[], span: { fromOn: string; toOn: string }, limits: MixLimits): MixWarning[] {
  const worst = new Map<string, AccountWarning>();
  for (const own of Map.groupBy(rows, ({ accountId }) => accountId).values()) {
    const past = own.filter(({ posted }) => posted).slice(-limits.lastPosts);
    const near = [...past, ...own.filter(({ posted }) => !posted)].map(mixPost).filter(({ on }) => on >= span.fromOn);
    for (const warning of mixWarnings(near, null, limits).filter(isOfAccount)) {
      const key = `${warning.kind} ${warning.on}`;
      if ((worst.get(key)?.count ?? 0) < warning.count) worst.set(key, warning);
    }
  }
  return [...worst.values()].sort((a, b) => (a.kind === b.kind ? (a.on < b.on ? -1 : 1) : a.kind === 'offersInRow' ? -1 : 1));
}

const mixPost = ({ at, category }: MixRow): MixPost => ({ on: localDay(at), category });

/** Midnight `days` days from the day of a moment; a day of 23 or 25 hours is one day. */
function daysFrom(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function trendOf(now: number, shown: readonly MixRow[]): MixReport['trend'] {
  const weekday = (new Date(now).getDay() + 6) % 7;
  return Array.from({ length: trendWeeks }, (_, i) => {
    const weekOn = localDay(daysFrom(now, -weekday - 7 * (trendWeeks - 1 - i)));
    const { total, counts, livingShare } = mixOf(shown.filter(inWeek(weekOn)).map(mixPost));
    return { weekOn, total, offers: counts.offer, livingShare };
  });
}
