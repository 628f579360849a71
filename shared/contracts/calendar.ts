import { z } from 'zod';
import { day, line, moment, plannedMoment, rowId } from './common.ts';
import { asset, contentCategories, publishChannels } from './content.ts';
import { audience, everybody } from './segments.ts';

/**
 * planned = written for a day, nothing promised; scheduled = will be asked for at its time;
 * posted / skipped = the seller said so herself. Nothing becomes posted by itself.
 */
export const postStates = ['planned', 'scheduled', 'posted', 'skipped'] as const;
export type PostState = (typeof postStates)[number];
/** WeChat's limits for a moment (据反馈): 2,000 characters, 9 pictures. */
export const maxPostText = 2000;
export const maxPostTitle = 200;
export const maxPostPictures = 9;

/** How many characters a person sees, near enough: an emoji outside the basic plane is one, not two. */
export function textLength(text: string): number {
  return [...text].length;
}

export const postFields = {
  accountId: rowId,
  /** of the channels that have one; '' = none */
  title: line(maxPostTitle),
  text: z.string().refine((text) => textLength(text) <= maxPostText),
  category: z.enum(contentCategories),
  channel: z.enum(publishChannels),
  audience,
  /** the piece of the library it was made of */
  contentId: rowId.nullable(),
  /** when it should go out */
  scheduledAt: plannedMoment,
  state: z.enum(['planned', 'scheduled']),
  /** in the order they are posted */
  assetIds: z.array(rowId).max(maxPostPictures),
};
/** What may be left out of a post: a moment for everybody, without a title, written by hand. */
export const postDefaults = {
  title: postFields.title.default(''),
  channel: postFields.channel.default('moments'),
  audience: audience.default(everybody),
  contentId: postFields.contentId.default(null),
};
export const postInput = z.object({ ...postFields, ...postDefaults });
export type PostInput = z.infer<typeof postInput>;
/** A new post; the same for further accounts at once: those become its siblings. */
export const createPostInput = postInput.extend({ alsoAccountIds: z.array(rowId).max(50).default([]) });
export type CreatePostInput = z.infer<typeof createPostInput>;
/** As it may be sent: what is left out takes its default. */
export type PostForm = z.input<typeof createPostInput>;
export const post = z.object({
  id: rowId,
  accountId: rowId,
  title: z.string(),
  text: z.string(),
  category: z.enum(contentCategories),
  channel: z.enum(publishChannels),
  audience,
  contentId: rowId.nullable(),
  /** posts of several accounts that were written as one share it */
  siblingKey: z.string().nullable(),
  /** how many other posts share it */
  siblings: z.int().min(0),
  recurrenceId: rowId.nullable(),
  occurrenceOn: day.nullable(),
  scheduledAt: moment,
  state: z.enum(postStates),
  /** when she marked it */
  settledAt: moment.nullable(),
  /** how many friends could see it when it was marked as posted; null = not posted, or nobody knows */
  heads: z.int().min(0).nullable(),
  assets: z.array(asset),
  createdAt: moment,
  updatedAt: moment,
});
export type Post = z.infer<typeof post>;
export const postList = z.array(post);

export const postRangeInput = z.object({ fromAt: moment, toAt: moment, accountId: rowId.nullable() });
/** planned for before `beforeAt` */
export const lapsedPlansInput = z.object({ beforeAt: moment });
/** `siblings`: what is written goes for the posts of the other accounts as well, as far as they are not settled */
export const updatePostInput = z.object({ id: rowId, values: postInput, siblings: z.boolean().default(false) });
export const movePostInput = z.object({ id: rowId, scheduledAt: plannedMoment });
/** posted / skipped at `at`; 'scheduled' and 'planned' put it back on the list */
export const settlePostInput = z.object({ id: rowId, state: z.enum(postStates), at: moment });

/** Many posts in one action. */
export const maxPostsAtOnce = 1000;
const manyIds = z.array(rowId).min(1).max(maxPostsAtOnce);
const manyMoments = z
  .array(z.object({ id: rowId, scheduledAt: plannedMoment }))
  .min(1)
  .max(maxPostsAtOnce);
export const movePostsInput = z.object({ moves: manyMoments });
/** each copy is a post of its own: not part of a series, not settled */
export const copyPostsInput = z.object({ copies: manyMoments });
export const deletePostsInput = z.object({ ids: manyIds });
/** `at` null = at the time each was planned for, at the latest now */
export const settlePostsInput = z.object({ ids: manyIds, state: z.enum(postStates), at: moment.nullable() });
/** What happened to many: `ids` of the posts that came of it or were changed, how many were so already, how many were there no more. */
export const postsReport = z.object({
  ids: z.array(rowId),
  unchanged: z.int().min(0),
  gone: z.int().min(0),
  undoId: rowId.nullable(),
});
export type PostsReport = z.infer<typeof postsReport>;
/** `held`: how many were not marked as posted, because they go to friends one by one, or because variables in them are open */
export const settledReport = postsReport.extend({ held: z.object({ oneByOne: z.int().min(0), unfilled: z.int().min(0) }) });
export type SettledReport = z.infer<typeof settledReport>;

/** What a day is in the Chinese calendar. `arrangement` null = no public arrangement known for that year or an ordinary day. */
export const calendarDay = z.object({
  on: day,
  /** 初一, 十五 …; on the first of a lunar month its name */
  lunar: z.string(),
  /** 春节, 中秋, 元旦, 母亲节 … */
  festivals: z.array(z.string()),
  /** 立春 …, on the day it begins */
  solarTerm: z.string().nullable(),
  /** public holiday or make-up work day */
  arrangement: z.object({ name: z.string(), work: z.boolean() }).nullable(),
  /** whether the arrangement of that year has been published */
  arrangementKnown: z.boolean(),
});
export type CalendarDay = z.infer<typeof calendarDay>;
export const calendarDaysInput = z.object({ fromOn: day, toOn: day });
export const noteLine = line(500);
