import { z } from 'zod';
import { day, line, moment, rowId } from './common.ts';

/** 科普 干货 测评 案例 生活 互动 促销 */
export const contentCategories = ['science', 'tips', 'review', 'case', 'life', 'interaction', 'offer'] as const;
export type ContentCategory = (typeof contentCategories)[number];
/**
 * planned = written for a day, nothing promised; scheduled = will be asked for at its time;
 * posted / skipped = the seller said so herself. Nothing becomes posted by itself.
 */
export const postStates = ['planned', 'scheduled', 'posted', 'skipped'] as const;
export type PostState = (typeof postStates)[number];
/** WeChat's limits for a moment (据反馈): 2,000 characters, 9 pictures. */
export const maxPostText = 2000;
export const maxPostPictures = 9;

/** How many characters a person sees, near enough: an emoji outside the basic plane is one, not two. */
export function textLength(text: string): number {
  return [...text].length;
}

export const postInput = z.object({
  accountId: rowId,
  text: z.string().refine((text) => textLength(text) <= maxPostText),
  category: z.enum(contentCategories),
  /** when it should go out */
  scheduledAt: moment,
  state: z.enum(['planned', 'scheduled']),
  /** in the order they are posted */
  assetIds: z.array(rowId).max(maxPostPictures),
});
export type PostInput = z.infer<typeof postInput>;
export const asset = z.object({
  id: rowId,
  name: z.string(),
  mime: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/gif']),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
});
export type Asset = z.infer<typeof asset>;
export const post = z.object({
  id: rowId,
  accountId: rowId,
  text: z.string(),
  category: z.enum(contentCategories),
  scheduledAt: moment,
  state: z.enum(postStates),
  /** when she marked it */
  settledAt: moment.nullable(),
  assets: z.array(asset),
  createdAt: moment,
  updatedAt: moment,
});
export type Post = z.infer<typeof post>;
export const postList = z.array(post);

export const postRangeInput = z.object({ fromAt: moment, toAt: moment, accountId: rowId.nullable() });
export const updatePostInput = z.object({ id: rowId, values: postInput });
export const movePostInput = z.object({ id: rowId, scheduledAt: moment });
/** posted / skipped at `at`; 'scheduled' puts it back on the list */
export const settlePostInput = z.object({ id: rowId, state: z.enum(['posted', 'skipped', 'scheduled']), at: moment });
export const addAssetInput = z.object({ fileId: z.string() });

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
/** text of the draft that is being written, kept over a crash */
export const postDraft = z.object({ values: postInput.partial(), postId: rowId.nullable() });
export const noteLine = line(500);
