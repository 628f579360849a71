import { z } from 'zod';
import { reAddStates, secondWays } from '../domain/ban-day.ts';
import { standings } from './accounts.ts';
import { moment, rowId } from './common.ts';
import { trustLevel } from './friends.ts';

const peopleByWay = z.object({
  phone: z.int(),
  orderPhone: z.int(),
  otherAccount: z.int(),
  wechatId: z.int(),
  email: z.int(),
  group: z.int(),
});
/** shared/domain/ban-day.ts Reach; friends who deleted or blocked her, and archived ones, are not counted. */
export const accountReach = z.object({
  people: z.int(),
  withWay: z.int(),
  by: z.enum(['orders', 'level']),
  value: z.number(),
  valueWithWay: z.number(),
  ways: peopleByWay,
  onlyWay: peopleByWay,
});
export type AccountReach = z.infer<typeof accountReach>;

/** A friend as the lists of the kit show them. `paidFen` paid so far minus refunds. */
export const banDayFriend = z.object({
  friendId: rowId,
  name: z.string(),
  trustLevel,
  paidFen: z.int().min(0),
  ways: z.array(z.enum(secondWays)),
});
export type BanDayFriend = z.infer<typeof banDayFriend>;

/** A kit that was made, or tried. `at` of a drill = when; of a bundle = when it was made. */
const kitMark = z.object({ at: moment, people: z.int().min(0) });
export const banDayAccount = z.object({
  accountId: rowId,
  name: z.string(),
  standing: z.enum(standings),
  reach: accountReach,
  /** part of what all accounts together are worth, 0–1; null = nothing is worth anything */
  share: z.number().nullable(),
  bundle: kitMark.nullable(),
  drill: kitMark.nullable(),
  /** not tried for 90 days, or never */
  drillDue: z.boolean(),
});
export type BanDayAccount = z.infer<typeof banDayAccount>;
/** Accounts in use, by id. */
export const banDayOverview = z.array(banDayAccount);

export const banAccountInput = z.object({ accountId: rowId });
/** Those without a second way, most valuable first. */
export const unreachableInput = z.object({ accountId: rowId, limit: z.int().min(1).max(2000) });
export const unreachable = z.array(banDayFriend);

/** `viaAccountId` the account she asks from; null = none yet. */
export const reAddQueueInput = z.object({ accountId: rowId, viaAccountId: rowId.nullable() });
export const reAddItem = banDayFriend.extend({
  state: z.enum(reAddStates).nullable(),
  askedAt: moment.nullable(),
  settledAt: moment.nullable(),
});
export type ReAddItem = z.infer<typeof reAddItem>;
export const reAddQueue = z.object({
  counts: z.object({ waiting: z.int(), asked: z.int(), passed: z.int(), notFound: z.int(), skipped: z.int() }),
  /** not in the queue: in another account already; without any way to ask them */
  left: z.object({ elsewhere: z.int(), noWay: z.int() }),
  /** asked from `viaAccountId` on this local day */
  askedToday: z.int(),
  cap: z.int(),
  /** the first of those who wait, value × trust first */
  waiting: z.array(reAddItem),
  /** asked, no answer yet: the newest first */
  asked: z.array(reAddItem),
  /** the newest first */
  settled: z.array(reAddItem),
});
export type ReAddQueue = z.infer<typeof reAddQueue>;

export const reAddCardInput = z.object({ friendId: rowId, viaAccountId: rowId.nullable() });
/** Everything to ask one friend again. */
export const reAddCard = banDayFriend.extend({
  phones: z.array(z.string()),
  /** what another account can search for */
  wechatId: z.string().nullable(),
  emails: z.array(z.string()),
  /** names of groups that another account is in too */
  groups: z.array(z.string()),
  /** the reconnect words as they are for this friend */
  text: z.string(),
  /** variables without words */
  missing: z.array(z.string()),
});
export type ReAddCard = z.infer<typeof reAddCard>;

/**
 * `move`: somebody who came goes over to the account that asked. `state` null = back into the queue.
 * @throws `reAddCap` {cap, name} `asked` (or `passed` at once) when so many were asked from that account today
 */
export const markReAddInput = z.object({
  accountId: rowId,
  friendId: rowId,
  state: z.enum(reAddStates).nullable(),
  viaAccountId: rowId.nullable(),
  move: z.boolean(),
});
export type MarkReAdd = z.infer<typeof markReAddInput>;
export const markedReAdd = z.object({ id: rowId, undoId: rowId.nullable(), moved: z.boolean() });

export const banListFormats = ['html', 'csv', 'xlsx'] as const;
export const banListInput = z.object({ accountId: rowId, format: z.enum(banListFormats) });

/** What somebody chose as a kit, and what opens it; null = a kit that is not closed. */
const kitFile = z.object({ fileId: z.string().regex(/^file_[\w-]{1,60}$/), secret: z.string().min(1).max(200).nullable() });
export const openKitInput = kitFile;
export const kitListInput = kitFile.extend({ format: z.enum(banListFormats) });
export const openedKit = z.object({
  account: z.string(),
  madeAt: moment,
  people: z.int(),
  withWay: z.int(),
  /** made by this book on this computer */
  own: z.boolean(),
  /** it is the newest one of its account, so opening it was noted as a drill */
  drilled: z.boolean(),
});
export type OpenedKit = z.infer<typeof openedKit>;
