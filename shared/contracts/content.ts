import { z } from 'zod';
import { rowId } from './common.ts';

/** 科普 干货 测评 案例 生活 互动 促销 */
export const contentCategories = ['science', 'tips', 'review', 'case', 'life', 'interaction', 'offer'] as const;
export type ContentCategory = (typeof contentCategories)[number];

/** 图文 视频 纯文字 */
export const contentForms = ['pictures', 'video', 'text'] as const;
export type ContentForm = (typeof contentForms)[number];
/** 朋友圈 社群 私聊 公众号 小红书 抖音 */
export const publishChannels = ['moments', 'group', 'private', 'official', 'xiaohongshu', 'douyin'] as const;
export type PublishChannel = (typeof publishChannels)[number];

export const asset = z.object({
  id: rowId,
  name: z.string(),
  mime: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/gif']),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
});
export type Asset = z.infer<typeof asset>;
export const addAssetInput = z.object({ fileId: z.string() });
