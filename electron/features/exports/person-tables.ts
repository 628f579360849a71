import { categoryWords, publishChannelWords, statusWords } from '../../../shared/domain/words.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { hasId } from '../../platform/id-pack.ts';
import { coded, column, type ExportTable, time } from './export-table.ts';

const eventWords = {
  edited: '改了资料',
  status: '状态改为',
  tagAdded: '规则打上标签',
  tagRemoved: '拿掉标签',
  archived: '归档',
  unarchived: '取回',
};

/** What happened to a friend and stands in no other table. */
export const personEvents: ExportTable = {
  key: 'events',
  sheet: '变动',
  from: 'friend_events ORDER BY at, id',
  columns: [
    time('时间', 'at', 'at'),
    coded('发生了什么', 'kind', eventWords),
    coded('内容', 'what', statusWords, "coalesce(json_extract(details, '$.tag'), json_extract(details, '$.to'), '')"),
  ],
};

/** The tags a friend has, and since when. */
export const personTags: ExportTable = {
  key: 'tagsGiven',
  sheet: '标签',
  from: 'friend_tags JOIN tags ON tags.id = tag_id ORDER BY added_at, tags.id',
  columns: [column('标签', 'name', 'tags.name'), time('打上的时间', 'addedAt', 'added_at')],
};

/** Moments that came out and that a friend could see. */
export const personPosts: ExportTable = {
  key: 'postsReceived',
  sheet: '对方能看到的内容',
  from: 'posts ORDER BY settled_at, id',
  columns: [
    time('时间', 'at', 'settled_at'),
    coded('渠道', 'channel', publishChannelWords),
    coded('类别', 'category', categoryWords),
    column('标题', 'title'),
    column('内容', 'text'),
  ],
};

/** In SQL, to stand behind WHERE: posts that any of these contacts could see. */
export function receivedBy({ db }: ServiceContext, friendIds: readonly number[]): string {
  const lists = db.arrays('SELECT post_id, friend_ids FROM post_audiences').iterate() as Iterable<[number, Uint8Array]>;
  const seen: number[] = [];
  for (const [postId, bytes] of lists) if (friendIds.some((id) => hasId(bytes, id))) seen.push(postId);
  return `WHERE state = 'posted' AND channel = 'moments' AND id IN (${seen.join(', ')})`;
}
