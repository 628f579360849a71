import { z } from 'zod';
import { readFigure } from '../domain/figures.ts';
import { day, line, moment, optionalLine, rowId } from './common.ts';
import { layerCode, layerCodes } from './layers.ts';

export const friendStatuses = ['normal', 'deletedMe', 'blocked', 'lost'] as const;
export type FriendStatus = (typeof friendStatuses)[number];
export const genders = ['female', 'male'] as const;
export type Gender = (typeof genders)[number];
export const ageBands = ['under18', '18-24', '25-34', '35-44', '45-54', '55-64', '65plus'] as const;
export type AgeBand = (typeof ageBands)[number];
export const incomeBands = ['low', 'middle', 'good', 'high'] as const;
export type IncomeBand = (typeof incomeBands)[number];
export const ties = ['strong', 'weak'] as const;
export type Tie = (typeof ties)[number];
/** Trust level 1 泛流量 … 6 铁粉客户. */
export const trustLevel = z.int().min(1).max(6);

/** Solar or lunar birthday; the year may be unknown. Lunar: month 1–12, `leap` for a leap month. */
export const birthday = z.object({
  calendar: z.enum(['solar', 'lunar']),
  year: z.int().min(1900).max(2100).nullable(),
  month: z.int().min(1).max(12),
  day: z.int().min(1).max(31),
  leap: z.boolean(),
});
export type Birthday = z.infer<typeof birthday>;

/** Everything about one friend that is typed or imported (not level, tags, notes). */
export const friendInput = z
  .object({
    accountId: rowId,
    channelId: rowId.nullable(),
    nickname: line(200),
    remark: line(200),
    wxid: optionalLine(120),
    alias: optionalLine(120),
    phone: optionalLine(60),
    gender: z.enum(genders).nullable(),
    region: optionalLine(120),
    address: optionalLine(400),
    birthday: birthday.nullable(),
    ageBand: z.enum(ageBands).nullable(),
    incomeBand: z.enum(incomeBands).nullable(),
    interests: z.array(line(40).min(1)).max(40),
    tie: z.enum(ties).nullable(),
    signature: optionalLine(500),
    description: optionalLine(2000),
    /** where she came from in the words of the source file, e.g. 扫一扫 */
    sourceText: optionalLine(120),
    addedAt: moment.nullable(),
  })
  .refine((friend) => friend.nickname !== '' || friend.remark !== '', { path: ['remark'], message: 'nameMissing' });
export type FriendInput = z.infer<typeof friendInput>;

/** One row of the friends table. */
export const friendRow = z.object({
  id: rowId,
  accountId: rowId,
  channelId: rowId.nullable(),
  /** remark, else nickname */
  name: z.string(),
  nickname: z.string(),
  remark: z.string(),
  wxid: z.string().nullable(),
  alias: z.string().nullable(),
  phone: z.string().nullable(),
  gender: z.enum(genders).nullable(),
  region: z.string().nullable(),
  sourceText: z.string().nullable(),
  status: z.enum(friendStatuses),
  trustLevel,
  trustSinceAt: moment,
  lastContactAt: moment.nullable(),
  addedAt: moment.nullable(),
  createdAt: moment,
  archivedAt: moment.nullable(),
  birthday: birthday.nullable(),
  tagIds: z.array(rowId),
});
export type FriendRow = z.infer<typeof friendRow>;

export const note = z.object({ id: rowId, friendId: rowId, body: z.string(), createdAt: moment, updatedAt: moment });
export type Note = z.infer<typeof note>;

export const friendDetail = friendRow.extend({
  address: z.string().nullable(),
  ageBand: z.enum(ageBands).nullable(),
  incomeBand: z.enum(incomeBands).nullable(),
  interests: z.array(z.string()),
  tie: z.enum(ties).nullable(),
  signature: z.string().nullable(),
  description: z.string().nullable(),
  updatedAt: moment,
  notes: z.array(note),
});
export type FriendDetail = z.infer<typeof friendDetail>;

/** `null` inside a list of ids stands for "none given" (no channel). */
export const friendFilter = z.object({
  text: z.string().max(200).optional(),
  tags: z
    .object({
      any: z.array(rowId).max(200).optional(),
      all: z.array(rowId).max(200).optional(),
      none: z.array(rowId).max(200).optional(),
    })
    .optional(),
  levels: z.array(trustLevel).optional(),
  accountIds: z.array(rowId).optional(),
  channelIds: z.array(rowId.nullable()).optional(),
  statuses: z.array(z.enum(friendStatuses)).optional(),
  /** days are 24 h back from now; `never` = no contact on record */
  lastContact: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('within'), days: z.int().min(1).max(3650) }),
      z.object({ kind: z.literal('before'), days: z.int().min(1).max(3650) }),
      z.object({ kind: z.literal('never') }),
    ])
    .optional(),
  /** default `no`: archived friends are left out */
  archived: z.enum(['no', 'only', 'any']).optional(),
  importBatchId: rowId.optional(),
  /** in one of these segments; a broken one is an error, never everybody */
  segmentIds: z.array(rowId).max(50).optional(),
  /** in one of these layers; archived friends are in none */
  layers: z.array(layerCode).max(layerCodes.length).optional(),
  /** those whom a number of 洞察 counts (shared/domain/figures.ts) */
  figure: z
    .string()
    .refine((text) => readFigure(text) !== null)
    .optional(),
});
export type FriendFilter = z.infer<typeof friendFilter>;

export const friendSortKeys = [
  'name',
  'trustLevel',
  'lastContactAt',
  'addedAt',
  'createdAt',
  'status',
  'accountId',
  'channelId',
  'region',
] as const;
export type FriendSortKey = (typeof friendSortKeys)[number];
/** Ties are broken by id in the same direction, so that pages never overlap. Empty values come last in both directions. */
export const friendSort = z.object({ key: z.enum(friendSortKeys), direction: z.enum(['asc', 'desc']) });
export type FriendSort = z.infer<typeof friendSort>;

export const friendListInput = z.object({
  filter: friendFilter,
  sort: friendSort,
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
});
export const friendPage = z.object({
  /** friends that match the filter */
  total: z.int(),
  /** friends in the book (archived left out) */
  all: z.int(),
  rows: z.array(friendRow),
});
export type FriendPage = z.infer<typeof friendPage>;

/** Ids between two places of a sorted, filtered list, both included: for Shift selection across rows never loaded. */
export const friendRangeInput = z.object({ filter: friendFilter, sort: friendSort, from: z.int().min(0), to: z.int().min(0) });

/** The set of friends an action is for. With `filter` it is everybody who matches when the action runs, but those in `except`. */
export const friendSelection = z.discriminatedUnion('by', [
  z.object({ by: z.literal('ids'), ids: z.array(rowId).max(100_000) }),
  z.object({ by: z.literal('filter'), filter: friendFilter, except: z.array(rowId).max(100_000) }),
]);
export type FriendSelection = z.infer<typeof friendSelection>;

/** How many match, and how they spread: beside the filters and on the board. */
export const friendFacets = z.object({
  total: z.int(),
  levels: z.record(z.string(), z.int()),
  statuses: z.record(z.string(), z.int()),
  accounts: z.record(z.string(), z.int()),
  /** key '0' = no channel */
  channels: z.record(z.string(), z.int()),
});
export type FriendFacets = z.infer<typeof friendFacets>;

/** Everything that happened to one friend, newest first. `details` is what the sentence on the screen needs. */
export const timelineKinds = [
  'created',
  'imported',
  'edited',
  'status',
  'level',
  'tagAdded',
  'tagRemoved',
  'note',
  'touch',
  'points',
  'archived',
  'unarchived',
  'birthdayWished',
  'orderPlaced',
  'orderPaid',
  'orderShipped',
  'orderSigned',
  'orderRefunded',
  'firstChat',
  'reAdd',
  'putOff',
  'followUp',
  'promise',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];
export const timelineItem = z.object({
  key: z.string(),
  at: moment,
  kind: z.enum(timelineKinds),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
});
export type TimelineItem = z.infer<typeof timelineItem>;
export const timelineInput = z.object({ friendId: rowId, limit: z.int().min(1).max(500) });

export const createFriendInput = friendInput;
export const updateFriendInput = z.object({ id: rowId, values: friendInput });
export const setStatusInput = z.object({ selection: friendSelection, status: z.enum(friendStatuses) });
export const setArchivedInput = z.object({ selection: friendSelection, archived: z.boolean() });
export const setChannelInput = z.object({ selection: friendSelection, channelId: rowId.nullable() });
export const addNoteInput = z.object({ friendId: rowId, body: line(10_000).min(1) });
export const updateNoteInput = z.object({ id: rowId, body: line(10_000).min(1) });

export const exportFormats = ['csv', 'xlsx'] as const;
export const exportFriendsInput = z.object({
  selection: friendSelection,
  sort: friendSort,
  format: z.enum(exportFormats),
});
/** A file ready to be handed over by the host bridge. */
export const exportFile = z.object({ fileId: z.string(), name: z.string(), count: z.int() });
export type ExportFile = z.infer<typeof exportFile>;

/** Somebody whose birthday (solar or lunar) falls on `on`. */
export const birthdayDue = z.object({
  friendId: rowId,
  name: z.string(),
  accountId: rowId,
  trustLevel,
  birthday,
  on: day,
  /** years completed on that day, when the year of birth is known */
  turns: z.int().nullable(),
  wished: z.boolean(),
});
export type BirthdayDue = z.infer<typeof birthdayDue>;
