import { z } from 'zod';
import { line, moment, optionalLine, rowId } from './common.ts';

/** 品类法则: one account per category of goods; ABC法则: A the expert, B the helper, C the satisfied customer. */
export const accountRoles = ['category', 'A', 'B', 'C'] as const;
export const standings = ['normal', 'limited', 'banned'] as const;
export const channelDomains = ['public', 'private', 'offline'] as const;
export type AccountRole = (typeof accountRoles)[number];
export type Standing = (typeof standings)[number];
export type ChannelDomain = (typeof channelDomains)[number];

export const accountInput = z.object({
  name: line(40).min(1),
  wxid: optionalLine(80),
  role: z.enum(accountRoles).nullable(),
  /** goods this account is about, when the role is `category` */
  category: optionalLine(40),
  /** friends that fit; WeChat's own limit is 10,000 (据反馈) */
  capacity: z.int().min(1).max(100_000),
  standing: z.enum(standings),
  note: optionalLine(500),
});
export type AccountInput = z.infer<typeof accountInput>;
export const account = accountInput.extend({
  id: rowId,
  friendCount: z.int(),
  archivedAt: moment.nullable(),
  createdAt: moment,
});
export type Account = z.infer<typeof account>;

export const channelInput = z.object({
  name: line(40).min(1),
  domain: z.enum(channelDomains),
  note: optionalLine(500),
});
export type ChannelInput = z.infer<typeof channelInput>;
export const channel = channelInput.extend({
  id: rowId,
  friendCount: z.int(),
  archivedAt: moment.nullable(),
});
export type Channel = z.infer<typeof channel>;

export const accountList = z.array(account);
export const channelList = z.array(channel);
export const updateAccountInput = z.object({ id: rowId, values: accountInput });
export const updateChannelInput = z.object({ id: rowId, values: channelInput });
export const archiveInput = z.object({ id: rowId, archived: z.boolean() });
