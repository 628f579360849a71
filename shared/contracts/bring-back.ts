import { z } from 'zod';
import { backupJobId, lookId } from './backups.ts';
import { moment, rowId } from './common.ts';
import { publishChannels } from './content.ts';

/** People of the present book and of a backup are the same by wxid, by their row in the same book, by WeChat name or by phone number. */
const presentFriend = z.object({ id: rowId, name: z.string() });

/** What stands differently in the backup; `fills` = it is empty now. Values only of what is a text. */
const difference = z.object({ field: z.string(), fills: z.boolean(), theirs: z.string().nullable(), ours: z.string().nullable() });
export type BackupDifference = z.infer<typeof difference>;

export const backupPerson = z.object({
  /** in the backup */
  id: rowId,
  name: z.string(),
  wxid: z.string().nullable(),
  phone: z.string().nullable(),
  /** the WeChat account of the present book that holds or would get the friend */
  account: z.string(),
  present: presentFriend.nullable(),
  differences: z.array(difference),
  /** tags and notes that the present friend lacks; all of them where there is none */
  tags: z.int().min(0),
  notes: z.int().min(0),
  /** the same of orders and payments, contacts and movements of points */
  orders: z.int().min(0),
  payments: z.int().min(0),
  touches: z.int().min(0),
  points: z.int().min(0),
  /** follow-ups and promises */
  followUps: z.int().min(0),
  /** who brought her and whom she brought, of those who are here */
  referrals: z.int().min(0),
});
export type BackupPerson = z.infer<typeof backupPerson>;

/** `query` '' = only those who are not in the present book. */
export const backupSearchInput = z.object({ lookId, query: z.string().trim().max(100) });
/** At most `mostFound`; `more` = there are further ones. */
export const backupPeople = z.object({ people: z.array(backupPerson), more: z.boolean() });
export type BackupPeople = z.infer<typeof backupPeople>;
export const mostFound = 50;

export const backupPost = z.object({
  id: rowId,
  title: z.string(),
  text: z.string(),
  channel: z.enum(publishChannels),
  account: z.string(),
  scheduledAt: moment,
  pictures: z.int().min(0),
  /** the same words stand at that time in the present book */
  present: z.boolean(),
});
export type BackupPost = z.infer<typeof backupPost>;
export const backupPosts = z.object({ posts: z.array(backupPost), more: z.boolean() });
export type BackupPosts = z.infer<typeof backupPosts>;

const chosen = { lookId, ids: z.array(rowId).min(1).max(mostFound) };
/** Of somebody who is in the present book: `fill` writes only where nothing stands, `replace` whatever the backup knows. Tags, notes, orders, payments, contacts, points, follow-ups and who brought whom are only added. */
export const bringPeopleInput = z.object({ ...chosen, mode: z.enum(['fill', 'replace']) });
export const bringPostsInput = z.object({ ...chosen, jobId: backupJobId });
/** `missing`: pictures that could not be had. `undoId` null = nothing was to be changed. */
export const bringReport = z.object({ count: z.int().min(0), missing: z.int().min(0), undoId: rowId.nullable() });
export type BringReport = z.infer<typeof bringReport>;
