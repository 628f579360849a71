import { z } from 'zod';
import { templateVariables } from '../domain/template-words.ts';
import { day, line, moment, rowId } from './common.ts';

/** 科普 干货 测评 案例 生活 互动 促销 */
export const contentCategories = ['science', 'tips', 'review', 'case', 'life', 'interaction', 'offer'] as const;
export type ContentCategory = (typeof contentCategories)[number];

/** 图文 视频 纯文字 */
export const contentForms = ['pictures', 'video', 'text'] as const;
export type ContentForm = (typeof contentForms)[number];
/** 朋友圈 社群 私聊 公众号 小红书 抖音 */
export const publishChannels = ['moments', 'group', 'private', 'official', 'xiaohongshu', 'douyin'] as const;
export type PublishChannel = (typeof publishChannels)[number];

// ── pictures and videos

export const pictureMimes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const;
export const videoMimes = ['video/mp4', 'video/quicktime', 'video/webm'] as const;
export type PictureMime = (typeof pictureMimes)[number];
export type VideoMime = (typeof videoMimes)[number];
export const isVideo = (mime: PictureMime | VideoMime): mime is VideoMime => mime.startsWith('video/');
export const maxPictureBytes = 30 * 1024 * 1024;
export const maxVideoBytes = 200 * 1024 * 1024;
/** A moment takes nine pictures, or one video. */
export const maxPiecePictures = 9;

export const asset = z.object({
  id: rowId,
  name: z.string(),
  mime: z.enum([...pictureMimes, ...videoMimes]),
  bytes: z.int(),
  /** as it is seen, in pixels; 0 = the file does not tell */
  width: z.int(),
  height: z.int(),
  /** videos; null = a picture, or the file does not tell */
  durationMs: z.int().nullable().default(null),
  /** whether there is a small picture of it to show in lists */
  hasThumb: z.coerce.boolean().default(false),
});
export type Asset = z.infer<typeof asset>;
export const addAssetInput = z.object({ fileId: z.string() });
/** content.setThumb m {assetId, fileId} → asset: a small WebP picture drawn by the page, at most so wide, high and big */
export const setThumbInput = z.object({ assetId: rowId, fileId: z.string() });
export const maxThumbSide = 640;
export const maxThumbBytes = 300 * 1024;
/** content.thumb q {id} → the small picture as Base64 of a WebP; null = none was made */
export const thumb = z.object({ webp: z.string().nullable() });
/** content.unusedAssets q void → what no piece, post or send queue shows, biggest first; `inVersions`: ids of those that an earlier version of a piece showed */
export const unusedAssets = z.object({ assets: z.array(asset), bytes: z.int(), inVersions: z.array(rowId) });
export type UnusedAssets = z.infer<typeof unusedAssets>;
/** content.removeAssets m {ids} → removedAssets; for good: their files go. Those that came into use meanwhile stay (`kept`). */
export const removeAssetsInput = z.object({ ids: z.array(rowId).min(1).max(10_000) });
export const removedAssets = z.object({ removed: z.int(), kept: z.int(), bytes: z.int() });

// ── pieces

export const maxPieceText = 10_000;
const words = z.array(line(30).min(1)).max(30);
/** Own title and text of a channel; both empty = the piece as it is. */
export const contentVariant = z.object({ channel: z.enum(publishChannels), title: line(200), text: z.string().max(maxPieceText) });
export type ContentVariant = z.infer<typeof contentVariant>;

export const contentInput = z.object({
  title: line(200),
  /** may hold variables (shared/domain/template.ts), also unfinished ones: they are refused where somebody would get them */
  text: z.string().max(maxPieceText),
  category: z.enum(contentCategories),
  form: z.enum(contentForms),
  /** what it is to bring about, in her words */
  aim: line(200),
  tags: words,
  seasons: words,
  productIds: z.array(rowId).max(50),
  /** at most one of a channel; those with neither title nor text are not kept */
  variants: z.array(contentVariant).max(publishChannels.length),
  /** in the order they are shown: up to nine pictures, or one video */
  assetIds: z.array(rowId).max(maxPiecePictures),
  evergreen: z.boolean(),
  /** evergreen: not again before so many days */
  cooldownDays: z.int().min(0).max(3650),
  /** evergreen: not more often than so many times; null = no end */
  maxUses: z.int().min(1).max(1000).nullable(),
});
export type ContentInput = z.infer<typeof contentInput>;
export const updateContentInput = z.object({ id: rowId, values: contentInput });

/** How a piece was used, and what came of it. Planned and scheduled posts are `planned`. */
export const contentUsage = z.object({
  planned: z.int(),
  posted: z.int(),
  /** when it was last posted, and when it is planned for next or last; null = never */
  lastPostedAt: moment.nullable(),
  lastPlannedAt: moment.nullable(),
  /** posts whose results were noted, and their sums */
  results: z.int(),
  likes: z.int(),
  comments: z.int(),
  privates: z.int(),
  deals: z.int(),
});
export type ContentUsage = z.infer<typeof contentUsage>;

/** unused · used = once and not evergreen · free = evergreen and may go out · resting = evergreen, in its cool-down · spent = evergreen, as often as allowed */
export const reuseStates = ['unused', 'used', 'free', 'resting', 'spent'] as const;
export type ReuseState = (typeof reuseStates)[number];

/** A piece in a list. */
export const contentCard = z.object({
  id: rowId,
  title: z.string(),
  /** the first 200 characters of the text */
  excerpt: z.string(),
  category: z.enum(contentCategories),
  form: z.enum(contentForms),
  aim: z.string(),
  tags: z.array(z.string()),
  seasons: z.array(z.string()),
  products: z.array(z.object({ id: rowId, name: z.string() })),
  /** channels with words of their own */
  channels: z.array(z.enum(publishChannels)),
  assets: z.array(asset),
  evergreen: z.boolean(),
  cooldownDays: z.int(),
  maxUses: z.int().nullable(),
  usage: contentUsage,
  reuse: z.enum(reuseStates),
  /** evergreen and resting: the day from which it is free again */
  freeOn: day.nullable(),
  archivedAt: moment.nullable(),
  createdAt: moment,
  updatedAt: moment,
});
export type ContentCard = z.infer<typeof contentCard>;

/** The whole of a piece; content.get q {id} → contentPiece */
export const contentPiece = contentCard.extend({ text: z.string(), variants: z.array(contentVariant), versions: z.int() });
export type ContentPiece = z.infer<typeof contentPiece>;

// ── finding

/** recentlyUsed: used last first, then the unused · neverUsed: those first, then longest ago · bestResults: by deals, privates, comments, likes a post · newest: changed last */
export const contentSorts = ['newest', 'recentlyUsed', 'neverUsed', 'bestResults'] as const;
export type ContentSort = (typeof contentSorts)[number];
export const contentUses = ['unused', 'used', 'used30', 'notUsed90', 'free'] as const;

/** Everything that is set must hold; lists are alternatives. */
export const contentFilter = z.object({
  /** all of its words must stand somewhere in title, text, variants, aim, tags, seasons or products */
  search: z.string().max(200).default(''),
  categories: z.array(z.enum(contentCategories)).default([]),
  forms: z.array(z.enum(contentForms)).default([]),
  tags: z.array(z.string()).max(100).default([]),
  seasons: z.array(z.string()).max(100).default([]),
  productIds: z.array(rowId).max(100).default([]),
  /** has words of its own for one of them */
  channels: z.array(z.enum(publishChannels)).default([]),
  evergreen: z.boolean().nullable().default(null),
  /** used30 = posted or planned within 30 days · notUsed90 = not within 90 days, or never · free = may be planned for today */
  use: z.enum(contentUses).nullable().default(null),
  archived: z.boolean().default(false),
});
export type ContentFilter = z.infer<typeof contentFilter>;
/** content.list q → contentPage */
export const contentListInput = z.object({
  filter: contentFilter,
  sort: z.enum(contentSorts),
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
});
export const contentPage = z.object({ total: z.int(), items: z.array(contentCard) });
export type ContentPage = z.infer<typeof contentPage>;

const counted = z.array(z.object({ name: z.string(), count: z.int() }));
/** content.facets q void → what can be asked for, counted over pieces that are not archived */
export const contentFacets = z.object({
  total: z.int(),
  archived: z.int(),
  categories: counted,
  forms: counted,
  channels: counted,
  tags: counted,
  seasons: counted,
  products: z.array(z.object({ id: rowId, name: z.string(), count: z.int() })),
  evergreen: z.int(),
});
export type ContentFacets = z.infer<typeof contentFacets>;

/** content.archive m · content.delete m → changeReport */
export const contentIdsInput = z.object({ ids: z.array(rowId).min(1).max(20_000) });
export const archiveContentInput = contentIdsInput.extend({ archived: z.boolean() });

// ── versions

/** content.versions q {id} → as it was, newest first: until `at` it read like this */
export const contentVersion = z.object({
  id: rowId,
  at: moment,
  title: z.string(),
  text: z.string(),
  variants: z.array(contentVariant),
  /** pictures of then; those removed for good are counted in `lostAssets` */
  assets: z.array(asset),
  lostAssets: z.int(),
});
export type ContentVersion = z.infer<typeof contentVersion>;
/** content.restore m {versionId} → saved: the words and pictures of then; what stands now becomes a version */
export const restoreVersionInput = z.object({ versionId: rowId });

// ── words for one friend

/** content.previewFor q {text, friendId} → preview. `problems` are those of parseTemplate. */
export const templatePreviewInput = z.object({ text: z.string().max(maxPieceText), friendId: rowId });
export const templatePreview = z.object({ text: z.string(), missing: z.array(z.string()), name: z.string() });
export type TemplatePreview = z.infer<typeof templatePreview>;

/** content.valuesFor q {friendId} → what her variables stand for now (shared/domain/template.ts), so that the page can follow every key */
export const templateWords = z.object({
  name: z.string(),
  level: z.int(),
  orders: z.int(),
  words: z.partialRecord(z.enum(templateVariables.map(({ name }) => name)), z.string()),
});
export type TemplateWords = z.infer<typeof templateWords>;

/** content.missingFor q missingForInput (content-missing.ts) → for whom something is empty */
export const missingFor = z.object({
  /** friends looked at, and how many of them miss something */
  of: z.int(),
  count: z.int(),
  /** by variable, the one most often empty first */
  variables: z.array(z.object({ name: z.string(), count: z.int() })),
  /** the first 2,000 of them */
  friends: z.array(z.object({ id: rowId, name: z.string(), missing: z.array(z.string()) })),
});
export type MissingFor = z.infer<typeof missingFor>;
