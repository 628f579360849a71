/** What came of posts, and whether they read like a person. Times are ms UTC, days the seller's local ones, money 分. */
import { z } from 'zod';
import { mixClasses } from '../domain/content-mix.ts';
import { day, line, moment, rowId } from './common.ts';
import { contentCategories, contentForms, publishChannels } from './content.ts';
import { guardSummary } from './guard.ts';
import { periodInput } from './pool.ts';
import { activeHours } from './search.ts';
import { audience } from './segments.ts';
import { settingShapes } from './settings.ts';
import { freeSlot } from './slots.ts';

const counted = z.int().min(0).max(1_000_000);

/** results.save m: what she counted; `orderIds` = the orders she says came of it, all of them */
export const resultInput = z.object({
  postId: rowId,
  likes: counted,
  comments: counted,
  privates: counted,
  deals: counted,
  note: line(500),
  orderIds: z.array(rowId).max(2000),
});
export type ResultInput = z.infer<typeof resultInput>;

export const resultOrder = z.object({ id: rowId, at: moment, name: z.string(), amountFen: z.int() });
export type ResultOrder = z.infer<typeof resultOrder>;
/** results.get q: `find` narrows the orders by a part of the buyer's name */
export const resultOfInput = z.object({ postId: rowId, find: line(60).default('') });
/** null = not counted yet */
export const postResult = z.object({
  likes: z.int(),
  comments: z.int(),
  privates: z.int(),
  deals: z.int(),
  note: z.string(),
  notedAt: moment,
  orders: z.array(resultOrder),
});
export type PostResult = z.infer<typeof postResult>;
export const postResultState = z.object({
  result: postResult.nullable(),
  /** orders of the 72 hours behind the post that may have come of it, nearest first: the first 100 */
  candidates: z.array(resultOrder),
  /** how many more there are */
  more: z.int(),
});
export type PostResultState = z.infer<typeof postResultState>;

/**
 * results.echo q {postId}: friends who could see it and wrote (each once), and their orders, in the 72 hours after it (null = not known for
 * that time), against the mean of the same hours of the weeks before; null = nothing can be told
 */
export const postEcho = z.object({ asked: z.int().nullable(), orders: z.int().nullable(), usual: z.number(), extra: z.number() });
export type PostEcho = z.infer<typeof postEcho>;

/** results.due q: posts that went out between a day and a fortnight ago and have no result, newest first */
export const resultsDue = z.array(
  z.object({ postId: rowId, accountId: rowId, title: z.string(), category: z.enum(contentCategories), settledAt: moment }),
);
export type ResultsDue = z.infer<typeof resultsDue>;

export const compareKeys = ['category', 'hour', 'form', 'channel', 'account'] as const;
export type CompareKey = (typeof compareKeys)[number];
/** results.compare q: what came of the posts that went out in these days, by kind (shared/domain/content-results.ts) */
export const compareInput = periodInput.safeExtend({ by: z.enum(compareKeys), accountId: rowId.nullable() });
export type CompareInput = z.infer<typeof compareInput>;
const outcome = z.object({
  /** posts that went out, and those of them whose results she told */
  posts: z.int(),
  counted: z.int(),
  likes: z.int(),
  comments: z.int(),
  privates: z.int(),
  deals: z.int(),
  /** orders that she says came of them and that were paid for: each once */
  orders: z.int(),
  fen: z.int(),
});
export const comparison = z.object({
  fromOn: day,
  toOn: day,
  /** what a reaction counted */
  weights: settingShapes['results.weights'],
  total: outcome,
  /** orders linked to them that are not paid for, were given back or cannot be as they stand */
  leftOrders: z.int(),
  groups: z.array(
    outcome.extend({
      /** category, form, channel, id of an account, or the hour of the day as '20' */
      key: z.string(),
      /** score of the post in the middle; null = no result told */
      median: z.number().nullable(),
      verdict: z.enum(['better', 'worse', 'same', 'tooFew']),
    }),
  ),
});
export type Comparison = z.infer<typeof comparison>;

/** results.posts q: the very posts behind a row of results.compare (`key` null = behind all of them), newest first, the first 200 */
export const comparedInput = compareInput.safeExtend({ key: z.string().max(40).nullable() });
export type ComparedInput = z.infer<typeof comparedInput>;
export const comparedPosts = z.object({
  total: z.int(),
  posts: z.array(
    z.object({
      postId: rowId,
      /** when it went out, or will */
      at: moment,
      title: z.string(),
      category: z.enum(contentCategories),
      /** null = she told no result */
      score: z.number().nullable(),
      /** linked to it, paid for */
      orders: z.int(),
    }),
  ),
});
export type ComparedPosts = z.infer<typeof comparedPosts>;

/** insights.mix q: of one account or (null) all, and of what an audience can see */
export const mixInput = z.object({ accountId: rowId.nullable(), audience: audience.nullable() });
export const mixReport = z.object({
  /** by which it was judged */
  limits: settingShapes['mix.limits'],
  past: z.object({ total: z.int(), counts: z.record(z.enum(mixClasses), z.int()), livingShare: z.number().nullable() }),
  planned: z.object({ total: z.int(), counts: z.record(z.enum(mixClasses), z.int()), livingShare: z.number().nullable() }),
  verdict: z.enum(['tooFew', 'living', 'cold']),
  /** what to add, best first; empty = nothing to mend */
  add: z.array(z.enum(mixClasses)),
  warnings: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('manyOffers'), share: z.number() }),
      z.object({ kind: z.literal('offersInRow'), on: day, count: z.int() }),
      z.object({ kind: z.literal('crowdedDay'), on: day, count: z.int() }),
      z.object({
        kind: z.literal('silence'),
        fromOn: day,
        toOn: day,
        days: z.int(),
        /** where it is best broken, in a free slot of her own where there is one; null = it is over */
        mend: z.object({ on: day, slot: freeSlot.nullable() }).nullable(),
      }),
    ]),
  ),
  /** by week (its Monday), oldest first, this one last */
  trend: z.array(z.object({ weekOn: day, total: z.int(), offers: z.int(), livingShare: z.number().nullable() })),
  /** days ahead where a living post mends the most, soonest first; `slot`: a free one of her own weekly pattern for it */
  gaps: z.array(z.object({ on: day, add: z.enum(mixClasses), slot: freeSlot.nullable() })),
});
export type MixReport = z.infer<typeof mixReport>;

/**
 * insights.mixPosts q: the very posts that a number of insights.mix counts, the first 200; what went out newest first, what is planned soonest
 * first. A class null = all of them, a week by its Monday as the trend has it
 */
export const mixPostsInput = mixInput.extend({
  part: z.discriminatedUnion('of', [
    z.object({ of: z.enum(['past', 'planned']), mixClass: z.enum(mixClasses).nullable() }),
    z.object({ of: z.literal('week'), weekOn: day }),
  ]),
});
export type MixPostsInput = z.infer<typeof mixPostsInput>;

/** insights.mixes q: briefly, what each level and each saved segment saw last and will see; those without people and broken ones are left out */
export const mixesInput = z.object({ accountId: rowId.nullable() });
export const audienceMix = z.object({
  what: z.enum(['level', 'segment']),
  id: rowId,
  /** of a segment */
  name: z.string(),
  heads: z.int(),
  /** the last posts and the planned ones */
  total: z.int(),
  counts: z.record(z.enum(mixClasses), z.int()),
  livingShare: z.number().nullable(),
  verdict: z.enum(['tooFew', 'living', 'cold']),
});
export type AudienceMix = z.infer<typeof audienceMix>;

/** insights.reach q: whom a post that is being written would reach, and what else they see around it */
export const reachInput = z.object({
  /** the post itself, when it is saved */
  postId: rowId.nullable(),
  accountId: rowId,
  channel: z.enum(publishChannels).default('moments'),
  audience,
  at: moment,
  category: z.enum(contentCategories),
});
/** insights.hours q: when the friends of an audience write, to choose the hour of a post by */
export const audienceHoursInput = reachInput.pick({ accountId: true, audience: true });
export const audienceHours = activeHours.pick({ messages: true, friends: true, best: true, from: true });
export type AudienceHours = z.infer<typeof audienceHours>;

export const reach = z.object({
  heads: z.int(),
  /** for an offer, and for whatever goes to friends one by one: how many of them the guard would rather spare; null = it has nothing to say */
  guard: guardSummary.nullable(),
  /** moments of the account three days before and after it that some of them see, by time */
  neighbours: z.array(
    z.object({
      postId: rowId,
      at: moment,
      title: z.string(),
      category: z.enum(contentCategories),
      posted: z.boolean(),
      /** how many of `heads` see it too */
      overlap: z.int(),
    }),
  ),
});
export type Reach = z.infer<typeof reach>;

/** insights.friendWeek q: everything one friend saw and will see in seven days from `fromOn` */
export const friendWeekInput = z.object({ friendId: rowId, fromOn: day });
export const weekItem = z.object({
  key: z.string(),
  at: moment,
  /** post = in her moments, or to her from the calendar; touch = said to her, or by her; queue = still to go out of a send queue */
  kind: z.enum(['post', 'touch', 'queue']),
  /** shown: she could see it; coming: planned, at the first moment the guard lets it where it goes to her alone; unsent: its moment is over and it was not marked */
  state: z.enum(['shown', 'coming', 'unsent']),
  postId: rowId.nullable(),
  channel: z.enum(publishChannels).nullable(),
  category: z.enum(contentCategories).nullable(),
  form: z.enum(contentForms).nullable(),
  touchpoint: z.string().nullable(),
  /** in = from her: what came before weighs less from then on */
  direction: z.enum(['in', 'out']),
  text: z.string(),
  /** what it weighs when it goes */
  weight: z.number(),
});
export type WeekItem = z.infer<typeof weekItem>;
export const friendWeek = z.object({
  name: z.string(),
  /** by time */
  items: z.array(weekItem),
  /** posts of these days of which nobody knows whether the friend can see them: their audience names what is gone, or they came in by a file */
  unknown: z.int(),
  /** 打扰预算 when the days begin, of all that was before */
  carried: z.number(),
  /** 打扰预算 at the end of each of the seven days: what was carried in and the items up to then, when all that is coming goes out */
  loads: z.array(z.object({ on: day, load: z.number() })),
  /** load from which on adverts wait */
  cap: z.number(),
  /** what has no moment: lists that rest, or that the friend is never sent from, as things stand; private posts likewise */
  waiting: z.array(z.object({ name: z.string(), why: z.enum(['paused', 'blocked', 'gone']) })),
});
export type FriendWeek = z.infer<typeof friendWeek>;
