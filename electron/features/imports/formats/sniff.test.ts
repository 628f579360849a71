import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { writeOle, writeZip } from '../../../../tests/fixtures/contacts/zip-writer.ts';
import { sniff } from './sniff.ts';

async function refusal(bytes: Buffer): Promise<string> {
  try {
    const sniffed = await sniff(bytes);
    return (sniffed.kind === 'text' && sniffed.record) || sniffed.kind;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${error.kind} ${error.details.what}`;
  }
}
const latin = (text: string) => Buffer.from(text, 'latin1');
const zip = (...names: string[]) => writeZip(names.map((name) => ({ name, data: 'x' })));
const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 0xff));

describe('sniff', () => {
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'fileEmpty empty'],
    ['blanks', Buffer.from('\uFEFF \r\n\t\n'), 'fileEmpty blank'],
    ['jpeg', latin('\xff\xd8\xff\xe0\0\x10JFIF'), 'fileNotUnderstood jpeg'],
    ['png', latin('\x89PNG\r\n\x1a\n'), 'fileNotUnderstood png'],
    ['gif', latin('GIF89a'), 'fileNotUnderstood gif'],
    ['webp', latin('RIFF\x10\0\0\0WEBPVP8 '), 'fileNotUnderstood webp'],
    ['heic', latin('\0\0\0\x18ftypheic'), 'fileNotUnderstood heic'],
    ['pdf', latin('%PDF-1.7\n'), 'fileNotUnderstood pdf'],
    ['zip', zip('a.txt'), 'fileNotUnderstood zip'],
    ['docx', zip('word/document.xml'), 'fileNotUnderstood docx'],
    ['pptx', zip('ppt/presentation.xml'), 'fileNotUnderstood pptx'],
    ['xlsx', zip('xl/workbook.xml'), 'xlsx'],
    ['xlsb', zip('xl/workbook.bin'), 'fileOldWorkbook xlsb'],
    ['chat archive', zip('manifest.json', 'conversations/a/messages.json'), 'fileNotUnderstood chatJson'],
    ['xls', writeOle(['Workbook']), 'fileOldWorkbook xls'],
    ['older xls', writeOle(['Book']), 'fileOldWorkbook xls'],
    ['encrypted xlsx', writeOle(['EncryptionInfo', 'EncryptedPackage']), 'filePasswordProtected encryptedXlsx'],
    ['doc', writeOle(['WordDocument']), 'fileNotUnderstood doc'],
    ['cut ole', writeOle(['Workbook']).subarray(0, 40), 'fileNotUnderstood ole'],
    ['html', Buffer.from('\uFEFF<!DOCTYPE html><p>'), 'html'],
    [
      'workbook of Excel 2003 as XML',
      Buffer.from('<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
      'fileOldWorkbook xmlWorkbook',
    ],
    ['xml', Buffer.from('<?xml version="1.0"?><a/>'), 'fileNotUnderstood xml'],
    ['json', Buffer.from('{"a":1}'), 'fileNotUnderstood json'],
    ['training json', Buffer.from('[\n {"conversations": [{"from":"human","value":"x"}]}]'), 'fileNotUnderstood trainingJson'],
    ['training lines', Buffer.from('{"instruction":"x","output":"y"}\n{"instruction"'), 'fileNotUnderstood trainingJson'],
    ['training messages', Buffer.from('{"messages":[{"role":"user","content":"x"}]}'), 'fileNotUnderstood trainingJson'],
    ['chat json', Buffer.from('{"chatlab":{"version":"0.0.1"},"messages":[]}'), 'fileNotUnderstood chatJson'],
    ['contacts json', Buffer.from('{"count":1,"contacts":[]}'), 'contactsJson'],
    ['customers of 企业微信', Buffer.from('[{"external_contact":{"name":"x"},"follow_user":[]}]'), 'contactsJson'],
    ['people by wxid', Buffer.from('{"wxid_a":{"wxid":"wxid_a","nickname":"x","LabelIDList":[]}}'), 'contactsJson'],
    ['messages with names', Buffer.from('[{"username":"a","nickname":"b","createTime":1}]'), 'fileNotUnderstood json'],
    ['contacts as text', Buffer.from('账号: x\n\n[1] 用户名: wxid_a | 显示名称: x\n'), 'contactsText'],
    ['sqlite', latin('SQLite format 3\0\x10\0'), 'fileNotUnderstood sqlite'],
    ['exe', latin('MZ\x90\0\x03\0\0\0'), 'fileNotUnderstood exe'],
    ['video', latin('\0\0\0\x20ftypisom'), 'fileNotUnderstood video'],
    ['audio', latin('ID3\x03\0\0\0'), 'fileNotUnderstood audio'],
    ['vcard', Buffer.from('BEGIN:VCARD\r\n'), 'vcard'],
    ['noise', noise, 'fileNotUnderstood binary'],
    ['names', Buffer.from('李姐\n老周\n'), 'text'],
    ['names in brackets', Buffer.from('[微笑]李姐,1\n{老周},2\n'), 'text'],
    ['letters of a signature', Buffer.from('MZ先生,1\nBM,2\nID3,3\n'), 'text'],
    ['UTF-16 without mark', Buffer.from('姓名,电话\n李姐,1\n', 'utf16le'), 'text'],
  ])('%s', async (_, bytes, expected) => {
    expect(await refusal(bytes)).toBe(expected);
  });
});
