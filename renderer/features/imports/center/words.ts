import type { QueueItem, QueueItemKind } from '../../../../shared/contracts/import-queue.ts';
import { chatFormats } from '../../../../shared/domain/chat-formats.ts';
import { AppError } from '../../../../shared/errors.ts';
import { type ErrorText, errorText, textOfFailure } from '../../../lib/error-text.ts';
import { count, fileSize } from '../../../lib/format.ts';
import type { Entry } from './queue-view.ts';

/** The question of the import page. */
export const pageTitle = '把手上的记录搬进来';

const kindWords: Record<QueueItemKind, string> = {
  chat: '聊天',
  contacts: '好友名单',
  orders: '订单',
  bill: '账单',
  solitaire: '接龙',
  refused: '读不了',
};

const tableWords: Record<string, string> = { csv: 'CSV 表格', tsv: '文本表格', xlsx: 'Excel 表格', names: '粘贴的名字' };

/** The last part of a place: the file's own name. */
export const baseName = (path: string): string => path.split('/').at(-1) ?? path;

const withTool = (tool: string, what: string): string => (/[\u4e00-\u9fff）]$/.test(tool) ? `${tool}${what}` : `${tool} ${what}`);

/** 「留痕（MemoTrace）聊天」, 「WeFlow 好友名单「名单.csv」」 */
export function entryTitle(entry: Entry): string {
  const what = kindWords[entry.kind];
  if (entry.kind === 'chat') return entry.tool ? withTool(entry.tool, what) : what;
  const only = entry.items.length === 1 ? entry.items[0] : undefined;
  const name = only ? `「${baseName(only.path)}」` : '';
  if (!entry.tool) return `${what}${name}`;
  // 「微信支付账单」 says already what it is
  return entry.tool.includes(what) ? `${entry.tool}${name}` : withTool(entry.tool, `${what}${name}`);
}

const format = (entry: Entry): string | null => {
  if (entry.kind === 'chat') return entry.format ? (chatFormats[entry.format] ?? null) : null;
  return entry.format ? (tableWords[entry.format] ?? null) : null;
};

/** 「48 个文件 · 12.3 MB · 留痕（MemoTrace）3 导出的 CSV」 */
export function entryFacts(entry: Entry): string {
  const first = entry.items.length === 1 ? null : `${count(entry.items.length)} 个文件`;
  const name = entry.kind === 'chat' && entry.items.length === 1 ? baseName(entry.items[0]?.path ?? '') : null;
  return [first, name, fileSize(entry.bytes), format(entry)].filter((part) => part !== null).join(' · ');
}

/** What will be asked before these chats come in. */
export function entryQuestions(entry: Entry): string | null {
  if (entry.kind !== 'chat') return null;
  const asks = [
    ...(entry.items.some((item) => item.knowsMe === false) ? ['哪位是你'] : []),
    ...(entry.items.some((item) => item.needsDate === true) ? ['是哪天的'] : []),
  ];
  return asks.length > 0 ? `文件里没写，等会儿会问：${asks.join('、')}` : null;
}

const refusalText = (item: QueueItem, name: string): ErrorText | null =>
  item.refusal && errorText(new AppError(item.refusal.kind, { ...item.refusal.details, ...(name ? { name } : { name: '' }) }));

/** Why files of one group were refused, and what to do. */
export function refusedText(items: readonly QueueItem[]): ErrorText {
  const first = items[0];
  const text = first ? refusalText(first, items.length === 1 ? baseName(first.path) : '') : null;
  if (!text) return { title: '这些文件读不了', hint: '没有导入任何内容。' };
  if (items.length === 1) return text;
  return { title: `${count(items.length)} 个文件：${text.title.replace(/^这个文件/, '')}`, hint: text.hint };
}

/** Nothing came of what was chosen: why, and the way on. */
export type Nothing = { nothing: { pictures: number; others: number }; name?: string };
export type RefusedOne = { refusal: NonNullable<QueueItem['refusal']>; name: string };

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === 'object' && value !== null && key in value && !(value instanceof Error);

/** The words for whatever `failure` of the store holds. */
export function failureText(failure: unknown): ErrorText {
  if (has(failure, 'refusal')) {
    const { refusal, name } = failure as unknown as RefusedOne;
    return errorText(new AppError(refusal.kind, { ...refusal.details, name }));
  }
  if (has(failure, 'nothing')) {
    const { nothing, name } = failure as unknown as Nothing;
    const where = name ? `「${name}」里` : '里面';
    const pictures = nothing.pictures > 0 ? `（有 ${count(nothing.pictures)} 个图片、语音或视频，聊天里只留文字）` : '';
    return {
      title: `${where}没有能导入的文件${pictures}`,
      hint: '没有导入任何内容。请选导出工具生成的那个文件夹，里面有 CSV、JSON、TXT 或 Excel 文件。',
    };
  }
  return textOfFailure(failure);
}
