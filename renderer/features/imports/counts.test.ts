import { expect, test } from 'vitest';
import type { Inspection, Preview } from '../../../shared/contracts/imports.ts';
import { contactProblemText, pastedNames, pastedTable } from '../../../shared/domain/contact-problems.ts';
import { accountedFor, countNames, doubtfulTally, hasName, importable } from './counts.ts';
import { changeField, changeValue, noticeText, originSentence, questionText } from './words.ts';

const preview: Preview = {
  sessionId: 's',
  rowCount: 20,
  newTags: [],
  onlyReplacing: 2,
  withinFile: [9],
  counts: { new: 10, changed: 3, same: 2, doubtful: 4, repeated: 1, leftOut: 0, unreadable: 0 },
};

test('rows not decided follow the answer for the rest, decided ones do not', () => {
  expect(doubtfulTally(4, { 3: 'same', 7: 'new' }, 'skip')).toEqual({ same: 1, new: 1, skip: 2, open: 2 });
  expect(doubtfulTally(4, { 3: 'same', 7: 'new' }, 'new')).toEqual({ same: 1, new: 3, skip: 0, open: 2 });
});

test('the button counts rows that bring something, not those that are skipped or stay as they are', () => {
  expect(importable(preview, {}, 'skip', 'replace')).toBe(13);
  expect(importable(preview, {}, 'skip', 'fillEmpty')).toBe(11);
  expect(importable(preview, { 3: 'same' }, 'skip', 'replace')).toBe(14);
  expect(importable(preview, { 3: 'skip' }, 'new', 'replace')).toBe(16);
  // one of the four may be somebody of the same file, and becomes nobody of their own then
  expect(importable(preview, {}, 'same', 'replace')).toBe(16);
  expect(importable(preview, { 9: 'same' }, 'skip', 'replace')).toBe(13);
});

test('a report adds up', () => {
  const report = {
    batchId: 1,
    fileName: 'a.csv',
    rows: 10,
    added: 4,
    updated: 1,
    same: 1,
    repeated: 1,
    leftOut: 1,
    skipped: 1,
    unreadable: 1,
    tagsCreated: 0,
    problems: [],
  };
  expect(accountedFor(report)).toBe(report.rows);
});

test('blank lines are no names, old line ends count', () => {
  expect(countNames('张三\r\n\r\n李四\r王五\n  ')).toBe(3);
});

test('a mapping without any name is noticed', () => {
  expect(hasName(['region', 'tags'])).toBe(false);
  expect(hasName(['phone', 'tags'])).toBe(true);
  expect(hasName(['familyName', 'ignore'])).toBe(true);
  expect(hasName(['phone', 'nickname'])).toBe(true);
});

test('origin, encoding and size are said in one sentence', () => {
  const inspection: Inspection = {
    sessionId: 's',
    fileName: 'a.csv',
    format: 'csv',
    encoding: 'utf-8',
    origin: 'WeFlow',
    sheets: [],
    sheet: null,
    headerLine: 1,
    rowCount: 4812,
    columns: [],
    garbled: false,
  };
  expect(originSentence(inspection)).toBe('看起来是 WeFlow 导出的通讯录（CSV 表格），共 4,812 行');
  expect(originSentence({ ...inspection, origin: '手机通讯录', format: 'vcard' })).toBe('看起来是手机通讯录（vCard 名片），共 4,812 位');
  expect(originSentence({ ...inspection, origin: null, format: 'xlsx', encoding: null })).toBe('这是一个 Excel 表格，共 4,812 行');
  const pasted = { ...inspection, fileName: pastedTable, origin: null, format: 'tsv' as const, encoding: null };
  expect(originSentence(pasted)).toBe('你粘贴的表格，共 4,812 行');
});

test('a problem is said for what it is: a key, a phone, a pasted name', () => {
  expect(contactProblemText('damagedId', 'a.csv')).toContain('微信');
  expect(noticeText('damagedId')).toBe('手机号被 Excel 改坏了，先空着');
  expect(contactProblemText('cellTooLong', pastedNames)).toBe('这个名字太长了（最多 200 个字）');
  expect(contactProblemText('cellTooLong', 'a.csv')).toContain('有一格太长了');
});

test('codes of the book never reach the screen', () => {
  expect(changeValue('gender', 'female')).toBe('女');
  expect(changeValue('level', '4')).toBe('4 真实客户');
  expect(changeField('points')).toBe('积分');
});

test('a doubtful row says what is the same and what is not', () => {
  const match = { friendId: 1, name: '孙三', by: 'phone' as const };
  expect(questionText({ match, earlier: null, problem: null })).toBe('和「孙三」手机号相同，名字不同，是同一人吗？');
  expect(questionText({ match, earlier: null, problem: 'ambiguousMatch' })).toBe('和「孙三」手机号相同，是同一人吗？');
  const earlier = { line: 2, name: '周四' };
  expect(questionText({ match: null, earlier, problem: null })).toBe('和第 2 行的「周四」手机号相同，名字不同，是同一人吗？');
});
