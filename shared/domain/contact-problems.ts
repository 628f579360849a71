import type { RowProblem } from '../contracts/imports.ts';

/** Why a row of a list of friends could not be read, as a seller reads it. */
export const contactProblemWords: Record<RowProblem, string> = {
  noName: '没有名字，也没有微信号和手机号',
  cellTooLong: '有一格太长了（名字最多 200 字，描述 2000 字，一个标签 30 字）',
  brokenQuotes: '引号没有成对，这一行读不准',
  tooFewCells: '格子比列名少，内容对不上列',
  tooManyCells: '格子比列名多，内容对不上列',
  badCharacters: '有乱码',
  damagedId: '微信号或微信 ID 被 Excel 改坏了（比如变成 7.43E+18）',
  formulaCell: '有一格是公式，文件里没有存它的结果（用 Excel 打开、保存一次就有了）',
  badBirthday: '生日看不懂，先空着',
  badDate: '日期看不懂，先空着',
  notAFriend: '是群、公众号或服务号，不是好友',
  sheetNote: '是合计、说明或又一遍列名，不是好友',
  ambiguousMatch: '有好几位好友都对得上，分不清是哪一位',
  badPoints: '积分看不懂（要整数），先空着',
  brokenRecord: '这一条没写完或格式坏了，读不准',
};

/** What a list of names that was pasted is called, in place of a file's name. */
export const pastedNames = '粘贴的名字';
export const pastedTable = '粘贴的表格';

/** Why a row of this file was not read. */
export function contactProblemText(problem: RowProblem, fileName: string): string {
  if (problem === 'cellTooLong' && fileName === pastedNames) return '这个名字太长了（最多 200 个字）';
  return contactProblemWords[problem];
}
