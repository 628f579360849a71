import { z } from 'zod';
import { accountInput, channelInput } from '../../../shared/contracts/accounts.ts';
import { maxPostPictures, maxPostText, postStates } from '../../../shared/contracts/calendar.ts';
import { calendarEventKinds } from '../../../shared/contracts/calendar-events.ts';
import { contentCategories, contentForms, contentInput, maxPiecePictures } from '../../../shared/contracts/content.ts';
import { ageBands, friendStatuses, genders, incomeBands, ties, trustLevel } from '../../../shared/contracts/friends.ts';
import { productCard } from '../../../shared/contracts/products.ts';
import { weekday } from '../../../shared/contracts/recurrences.ts';
import { segmentRule } from '../../../shared/contracts/segments.ts';
import { sendKind } from '../../../shared/contracts/sending.ts';
import { slotPlace } from '../../../shared/contracts/slots.ts';
import { tagGroupInput } from '../../../shared/contracts/tags.ts';
import { touchpoints } from '../../../shared/contracts/touches.ts';
import { sopKeys } from '../../../shared/domain/follow-up.ts';

/** A moment as [days from today, minute of that local day], so that the data are fresh whenever they are loaded. */
export const relativeMoment = z.tuple([z.int().min(-4000).max(400), z.int().min(0).max(1439)]);
export type RelativeMoment = z.infer<typeof relativeMoment>;

/** Place in a list of the same file. */
const place = z.int().min(0);
const text = z.string();

export const demoFriend = z.object({
  account: place,
  channel: place.nullable(),
  nickname: text,
  remark: text,
  wxid: text.nullable(),
  alias: text.nullable(),
  phone: text.nullable(),
  gender: z.enum(genders).nullable(),
  region: text.nullable(),
  address: text.nullable(),
  /** the next birthday comes in `inDays` days */
  birthday: z.object({ calendar: z.enum(['solar', 'lunar']), year: z.int().nullable(), inDays: z.int().min(0).max(364) }).nullable(),
  ageBand: z.enum(ageBands).nullable(),
  incomeBand: z.enum(incomeBands).nullable(),
  interests: z.array(text),
  tie: z.enum(ties).nullable(),
  signature: text.nullable(),
  description: text.nullable(),
  sourceText: text.nullable(),
  status: z.enum(friendStatuses),
  statusSince: relativeMoment.nullable(),
  added: relativeMoment,
  tags: z.array(place),
  /** the way up (and down) the ladder; the first is where she began */
  levels: z.array(z.object({ at: relativeMoment, to: trustLevel, reason: text })).min(1),
  notes: z.array(z.object({ at: relativeMoment, body: text })),
  touches: z.array(z.tuple([relativeMoment, z.enum(touchpoints), z.enum(['in', 'out']), text])),
});
export type DemoFriend = z.infer<typeof demoFriend>;

/** A piece of the library. */
export const demoPiece = z.object({
  ...contentInput.pick({ title: true, text: true, category: true, aim: true, tags: true, seasons: true, variants: true }).shape,
  form: z.enum(contentForms),
  assets: z.array(place).max(maxPiecePictures),
  evergreen: z.boolean(),
  cooldownDays: z.int(),
  maxUses: z.int().nullable(),
});
export type DemoPiece = z.infer<typeof demoPiece>;

export const demoPost = z.object({
  account: place,
  text: text.max(maxPostText),
  category: z.enum(contentCategories),
  /** `inMinutes`: counted from the moment of loading, for the posts of today */
  at: z.union([relativeMoment, z.object({ inMinutes: z.int() })]),
  state: z.enum(postStates),
  /** what came of it; null = not counted */
  result: z.object({ likes: z.int(), comments: z.int(), privates: z.int(), deals: z.int() }).nullable(),
  assets: z.array(place).max(maxPostPictures),
  /** the piece it was made of */
  piece: place,
});
export type DemoPost = z.infer<typeof demoPost>;

const days = z.int().min(-4000).max(400);

/** Goods as [product, how many, price of one in 分]; paid, but where the status says otherwise. */
export const demoOrder = z.object({
  friend: place,
  at: relativeMoment,
  status: z.enum(['unpaid', 'paid', 'shipped', 'done', 'refunded', 'cancelled']),
  lines: z.array(z.tuple([place, z.int().min(1), z.int().min(0)])).min(1),
  groupBuy: place.nullable(),
});
export type DemoOrder = z.infer<typeof demoOrder>;

/** A private chat of the friend's account. */
const demoChat = z.object({ friend: place, messages: z.array(z.tuple([relativeMoment, z.enum(['in', 'out']), text])).min(1) });
export type DemoChat = z.infer<typeof demoChat>;

/** A send list; `at`: when it was sent or skipped. */
const demoQueue = z.object({
  name: text,
  kind: sendKind,
  piece: place,
  text,
  items: z.array(
    z.object({ friend: place, state: z.enum(['waiting', 'sent', 'skipped']), at: relativeMoment.nullable(), replied: z.boolean() }),
  ),
});

/** What build/demo/generate.ts writes and demo.load reads. */
export const demoFile = z.object({
  version: z.literal(1),
  accounts: z.array(accountInput),
  channels: z.array(channelInput),
  tagGroups: z.array(tagGroupInput),
  tags: z.array(z.object({ name: text, group: place })),
  assets: z.array(z.object({ name: text, base64: text })),
  friends: z.array(demoFriend),
  pieces: z.array(demoPiece),
  posts: z.array(demoPost),
  products: z.array(productCard),
  /** `day`: from today */
  groupBuys: z.array(z.object({ title: text, day: days })),
  orders: z.array(demoOrder),
  chats: z.array(demoChat),
  /** who was brought by whom */
  referrals: z.array(z.object({ friend: place, by: place })),
  /** ids of tags in a rule are places + 1; `sizes`: [days from today, how many were in it] */
  segments: z.array(z.object({ name: text, note: text, rule: segmentRule, sizes: z.array(z.tuple([days, z.int().min(0)])) })),
  queue: demoQueue,
  /** steps of templates that were done or let go; `from`: the day it is counted from */
  followUps: z.array(z.object({ friend: place, sop: z.enum(sopKeys), step: text, from: days, at: relativeMoment, isDone: z.boolean() })),
  /** open ones by hand, and promises: `on` in days from today, `made` when */
  ownFollowUps: z.array(z.object({ friend: place, title: text, on: days, made: relativeMoment })),
  promises: z.array(z.object({ friend: place, text, on: days, made: relativeMoment })),
  slots: z.array(slotPlace.extend({ account: place })),
  events: z.array(z.object({ title: text, kind: z.enum(calendarEventKinds), from: days, to: days, note: text })),
  /** one post of moments that comes back every week */
  series: slotPlace.pick({ minute: true, category: true }).extend({ account: place, weekdays: z.array(weekday).min(1), text }),
});
export type DemoFile = z.infer<typeof demoFile>;
