import type {
  ContactField,
  Inspection,
  PreviewRow,
  RowProblem,
  RowVerdict,
  SourceColumn,
  TextEncoding,
} from '../../../shared/contracts/imports.ts';
import { contactProblemWords, pastedTable } from '../../../shared/domain/contact-problems.ts';
import { count, dateText } from '../../lib/format.ts';
import { genderWords, levelText, statusWords } from '../../lib/words.ts';
import type { Answer } from './counts.ts';

/** What a column can be, in her words; the groups of the list to choose from. */
export const fieldWords: Record<ContactField, string> = {
  remark: '备注名',
  nickname: '昵称',
  familyName: '姓（名在另一列）',
  givenName: '名（姓在另一列）',
  displayName: '显示名（备注或昵称）',
  wxid: '微信 ID（wxid）',
  alias: '微信号',
  phone: '手机号',
  tags: '标签',
  tagWords: '标签（空格隔开）',
  tagGroup: '标签组（列名当组名）',
  level: '信任等级',
  points: '积分（现有多少）',
  gender: '性别',
  birthday: '生日',
  region: '地区',
  country: '国家',
  province: '省份',
  city: '城市',
  address: '地址',
  signature: '个性签名',
  description: '描述',
  source: '来源',
  addedAt: '加好友的时间',
  kind: '类型（好友、群、公众号）',
  ignore: '不导入这一列',
};

export const fieldGroups: readonly { label: string; fields: readonly ContactField[] }[] = [
  { label: '名字', fields: ['remark', 'nickname', 'displayName', 'familyName', 'givenName'] },
  { label: '怎么认出是谁', fields: ['wxid', 'alias', 'phone'] },
  { label: '分人', fields: ['tags', 'tagWords', 'tagGroup', 'level'] },
  {
    label: '资料',
    fields: [
      'gender',
      'birthday',
      'region',
      'country',
      'province',
      'city',
      'address',
      'signature',
      'description',
      'source',
      'addedAt',
      'kind',
      'points',
    ],
  },
  { label: '其他', fields: ['ignore'] },
];

export const byWords: Record<SourceColumn['by'], string> = {
  header: '按列名',
  remembered: '上次的对应',
  content: '按内容',
  none: '没认出来',
  hand: '你选的',
};

/** How the characters of a file are written, by who writes them so; the name of it stands in the hint (`encodingNames`). */
export const encodingWords: Record<TextEncoding, string> = {
  'utf-8': '通用（多数软件）',
  'utf-8-bom': '通用（Excel 另存的）',
  gb18030: '中文 Windows 的老软件',
  'utf-16le': 'Windows 记事本的「Unicode」',
  'utf-16be': '少见的「Unicode」',
  big5: '台湾、香港的老软件（繁体）',
};

export const encodingNames: Record<TextEncoding, string> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8 BOM',
  gb18030: 'GB18030 / GBK',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  big5: 'Big5',
};

const formatWords: Record<Inspection['format'], string> = {
  csv: 'CSV 表格',
  tsv: '文本表格',
  xlsx: 'Excel 表格',
  names: '名字清单',
  json: 'JSON 文件',
  vcard: 'vCard 名片',
  txt: '文本文件',
  html: '网页表格',
};

/** Files that hold people one by one: they have no line with the names of columns. */
export const recordFormats: ReadonlySet<Inspection['format']> = new Set(['json', 'vcard', 'txt']);

/** A phone keeps it and hands it out itself: nothing else exported it. */
const phoneBook = '手机通讯录';

/** 「看起来是 WeFlow 导出的通讯录（CSV 表格），共 4,812 行」 */
export function originSentence(inspection: Inspection): string {
  if (inspection.format === 'names') return `你粘贴的名字清单，共 ${count(inspection.rowCount)} 个名字`;
  const what = inspection.origin
    ? `看起来是${inspection.origin === phoneBook ? phoneBook : ` ${inspection.origin} 导出的通讯录`}（${formatWords[inspection.format]}）`
    : `这是一个${/^[A-Za-z]/.test(formatWords[inspection.format]) ? ' ' : ''}${formatWords[inspection.format]}`;
  if (inspection.fileName === pastedTable && !inspection.origin) return `你粘贴的表格，共 ${count(inspection.rowCount)} 行`;
  const unit = recordFormats.has(inspection.format) ? '位' : '行';
  return `${what}，共 ${count(inspection.rowCount)} ${unit}`;
}

export const verdictWords: Record<RowVerdict, string> = {
  new: '新增',
  changed: '有更新',
  doubtful: '要你定',
  same: '没变化',
  repeated: '文件内重复',
  leftOut: '不是好友',
  unreadable: '读不了',
};
/** the order of the tabs: what needs eyes first */
export const verdictOrder: readonly RowVerdict[] = ['new', 'changed', 'doubtful', 'same', 'repeated', 'leftOut', 'unreadable'];

export const answerWords: Record<Answer, string> = { same: '同一人', new: '新好友', skip: '先跳过' };

/** What of a row that comes in is left empty: the keys of such a row are whole, so it is the phone that was broken. */
export function noticeText(notice: RowProblem): string {
  if (notice === 'noName') return '没写名字，先拿微信号或手机号当名字';
  return notice === 'damagedId' ? '手机号被 Excel 改坏了，先空着' : contactProblemWords[notice];
}

const matchWords: Record<NonNullable<PreviewRow['match']>['by'], string> = {
  wxid: '微信 ID 相同',
  alias: '微信号相同',
  phone: '手机号相同',
  remark: '备注名一样',
};

/** Why a row is taken for a known friend. */
export function matchText(match: NonNullable<PreviewRow['match']>): string {
  return `和「${match.name}」${matchWords[match.by]}`;
}

/** What she is asked about a doubtful row. */
export function questionText({ match, earlier, problem }: Pick<PreviewRow, 'match' | 'earlier' | 'problem'>): string {
  if (earlier) return `和第 ${earlier.line} 行的「${earlier.name}」手机号相同，名字不同，是同一人吗？`;
  if (!match) return '';
  return `${matchText(match)}${match.by === 'phone' && problem !== 'ambiguousMatch' ? '，名字不同' : ''}，是同一人吗？`;
}

/** The name of a changed field. */
export function changeField(field: string): string {
  if (field === 'status') return '状态';
  return fieldWords[field as ContactField]?.replace(/（.*）/, '') ?? '资料';
}

/** A value of a changed field as she reads it. */
export function changeValue(field: string, value: string): string {
  if (value === '') return '';
  if (field === 'gender') return genderWords[value as keyof typeof genderWords] ?? value;
  if (field === 'status') return statusWords[value as keyof typeof statusWords] ?? value;
  if (field === 'level') return levelText(Number(value));
  if (field === 'addedAt' && /^\d+$/.test(value)) return dateText(Number(value));
  return value;
}

/** What an import is called beside the word for its kind: 「接龙：周五到货」 is not said to be a 接龙 twice. */
export const titleBeside = (kind: string, fileName: string): string =>
  fileName.startsWith(`${kind}：`) ? fileName.slice(kind.length + 1) : fileName;
