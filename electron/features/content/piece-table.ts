import {
  type ContentCategory,
  type ContentForm,
  type ContentInput,
  type ContentVariant,
  contentInput,
  type PublishChannel,
  publishChannels,
} from '../../../shared/contracts/content.ts';
import type { PieceProblem } from '../../../shared/contracts/content-files.ts';
import { categoryWords, contentFormWords, publishChannelWords } from '../../../shared/domain/words.ts';

const pieceColumns = [
  '标题',
  '内容',
  '类别',
  '形式',
  '目的',
  '标签',
  '季节',
  '商品',
  '常青',
  '隔几天',
  '最多几次',
  '归档',
  '图片',
] as const;
type PieceColumn = (typeof pieceColumns)[number];
export type Column = PieceColumn | `${string}标题` | `${string}内容`;
const titleOf = (channel: PublishChannel): Column => `${publishChannelWords[channel]}标题`;
const textOf = (channel: PublishChannel): Column => `${publishChannelWords[channel]}内容`;

/** Every field of a piece, then title and words of each channel. */
export const allColumns: readonly Column[] = [
  ...pieceColumns,
  ...publishChannels.flatMap((channel) => [titleOf(channel), textOf(channel)]),
];

/** Other names under which tables from elsewhere have these columns. */
const aliases: Partial<Record<Column, readonly string[]>> = {
  标题: ['题目', '主题', 'title'],
  内容: ['正文', '文案', '文字', '通用内容', 'text', 'content'],
  类别: ['分类', '类目', '类型', '栏目', 'category'],
  形式: ['体裁', 'form'],
  目的: ['目标', '用途', 'aim'],
  标签: ['关键词', '话题', 'tags', 'tag'],
  季节: ['时令', '节日', 'season'],
  商品: ['产品', '货品', 'product', 'products'],
  常青: ['可重复', 'evergreen'],
  隔几天: ['冷却天数', '间隔天数'],
  最多几次: ['最多用几次'],
  归档: ['已归档', 'archived'],
  图片: ['配图', '图片和视频', 'pictures'],
  ...Object.fromEntries(
    publishChannels.map((channel) => [textOf(channel), [publishChannelWords[channel], `${publishChannelWords[channel]}文案`]]),
  ),
};

const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_\-:()]/g, '');

/** The place of each known column in a header, and the names of the others. */
export function placesOf(header: readonly string[]): { places: Map<Column, number>; unused: string[] } {
  const names = header.map(fold);
  const places = new Map<Column, number>();
  for (const column of allColumns) {
    const known = [column, ...(aliases[column] ?? [])].map(fold);
    const at = names.findIndex((name, place) => known.includes(name) && ![...places.values()].includes(place));
    if (at >= 0) places.set(column, at);
  }
  const taken = new Set(places.values());
  return { places, unused: header.filter((name, at) => name.trim() !== '' && !taken.has(at)) };
}

/** Whether a table with these columns can hold pieces: there must be words somewhere. */
export const holdsWords = (places: ReadonlyMap<Column, number>): boolean =>
  ['标题' as const, '内容' as const, ...publishChannels.map(textOf)].some((column) => places.has(column));

// ── lists of words in one cell: between them 、, within them a separator is written with \ before it

const writeWords = (words: readonly string[]) => words.map((word) => word.replace(/[\\、,，;；|｜\n]/g, '\\$&')).join('、');

function readWords(cell: string): string[] {
  const words = Array.from(cell.matchAll(/(?:\\[\s\S]|[^\\、,，;；|｜\n]|\\$)+/g), ([word]) =>
    word.replace(/\\([\\、,，;；|｜\n])/g, '$1').trim(),
  );
  return [...new Set(words.filter(Boolean))];
}

/** A piece as a table has it. */
export interface TablePiece {
  input: ContentInput;
  /** names of products; those the book does not know are left to the caller */
  products: string[];
  archived: boolean;
}

/** A row of the table, in the order of allColumns. */
export function rowOf({ input, products, archived }: TablePiece): string[] {
  const variants = new Map(input.variants.map((variant) => [variant.channel, variant]));
  const yes = (is: boolean) => (is ? '是' : '');
  const pictures = input.assetIds.length === 0 ? '' : `${input.assetIds.length} 个`;
  return [
    ...[input.title, input.text, categoryWords[input.category], contentFormWords[input.form], input.aim],
    ...[writeWords(input.tags), writeWords(input.seasons), writeWords(products)],
    ...[yes(input.evergreen), String(input.cooldownDays), input.maxUses === null ? '' : String(input.maxUses), yes(archived), pictures],
    ...publishChannels.flatMap((channel) => [variants.get(channel)?.title ?? '', variants.get(channel)?.text ?? '']),
  ];
}

const reverse = <K extends string>(words: Readonly<Record<K, string>>) =>
  new Map((Object.entries(words) as [K, string][]).flatMap(([code, word]) => [[word, code] as const, [code.toLowerCase(), code] as const]));
const categories: ReadonlyMap<string, ContentCategory> = reverse(categoryWords);
const forms: ReadonlyMap<string, ContentForm> = reverse(contentFormWords);

export type Remark = Pick<PieceProblem, 'why' | 'said'>;

/**
 * The piece that stands in a row, and what of it could not be taken as it stands: an unknown category becomes 干货 and an unknown form
 * 纯文字, as in an empty piece of the library. A reason in place of a piece: it cannot come in.
 * @param cell the text of a column, '' where there is none
 */
export function readRow(cell: (column: Column) => string): { piece: TablePiece; remarks: Remark[] } | 'noText' | 'tooLong' {
  const remarks: Remark[] = [];
  const remark = (why: PieceProblem['why'], said: string) => void remarks.push({ why, said: said.slice(0, 60) });
  const named = <T>(column: PieceColumn, why: PieceProblem['why'], words: ReadonlyMap<string, T>, otherwise: T): T => {
    const found = words.get(cell(column).toLowerCase());
    if (found === undefined && cell(column) !== '') remark(why, cell(column));
    return found ?? otherwise;
  };
  const flag = (column: PieceColumn): boolean => {
    const word = cell(column).toLowerCase();
    const is = /^(?:是|对|有|常青|已归档|归档|y|yes|true|1|√|✓|✔)$/.test(word);
    if (!is && !/^(?:否|不|不是|没有|无|n|no|false|0|×)?$/.test(word)) remark('flag', `${column}：${cell(column)}`);
    return is;
  };
  const whole = <T>(column: PieceColumn, least: number, most: number, otherwise: T): number | T => {
    const text = cell(column).replace(/\s*[天次]$/, '');
    const value = /^\d{1,6}(?:\.0+)?$/.test(text) ? Number(text) : null;
    if (value !== null && value >= least && value <= most) return value;
    if (text !== '') remark('number', `${column}：${cell(column)}`);
    return otherwise;
  };
  const words = (column: '标签' | '季节') => {
    const all = readWords(cell(column));
    const kept = all.filter((word) => word.length <= 30).slice(0, 30);
    if (kept.length < all.length) remark('words', `${column}：${all.filter((word) => !kept.includes(word)).join('、')}`);
    return kept;
  };
  const variants = publishChannels
    .map((channel): ContentVariant => ({ channel, title: cell(titleOf(channel)), text: cell(textOf(channel)) }))
    .filter(({ title, text }) => title !== '' || text !== '');
  const input: ContentInput = {
    ...{ title: cell('标题'), text: cell('内容'), aim: cell('目的'), variants, assetIds: [], productIds: [] },
    ...{ category: named('类别', 'category', categories, 'tips'), form: named('形式', 'form', forms, 'text') },
    ...{ tags: words('标签'), seasons: words('季节') },
    ...{ evergreen: flag('常青'), cooldownDays: whole('隔几天', 0, 3650, 60), maxUses: whole('最多几次', 1, 1000, null) },
  };
  if (input.title === '' && input.text === '' && variants.length === 0) return 'noText';
  if (!contentInput.safeParse(input).success) return 'tooLong';
  return { piece: { input, products: readWords(cell('商品')), archived: flag('归档') }, remarks };
}
