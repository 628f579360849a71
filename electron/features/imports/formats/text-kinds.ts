import { isContactsText } from './contacts-text.ts';
import { byteOrderMark, guessUtf16 } from './decode.ts';

/**
 * What a text file is when it is no table: 'blank', 'html', 'xml', 'xmlWorkbook', 'vcard', 'json' with its sub-kinds 'trainingJson' (made to train
 * a language model), 'contactsJson' and 'chatJson', 'contactsText', 'chatText', 'chatYaml'; null = may be a table. Looks at the first 64 KiB only.
 */
export function textKind(bytes: Buffer): string | null {
  const head = headText(bytes);
  const start = head.trimStart();
  if (start === '') return bytes.length <= 65_536 ? 'blank' : null;
  if (/^<(!doctype html|html|head|body|table|meta|script)[\s>]/i.test(start)) return 'html';
  if (/^<\?xml/i.test(start)) return xmlKind(start.slice(0, 2000));
  if (/^<!--/.test(start) && /<(html|table|body)[\s>]/i.test(start)) return 'html';
  if (/^BEGIN:VCARD/i.test(start)) return 'vcard';
  if (isContactsText(start)) return 'contactsText';
  if (/^(const|var|let|window\.)\s*\w+\s*=\s*[[{]/.test(start) || start.includes('window.WEFLOW_DATA')) return 'chatJson';
  if (/^[[{]/.test(start)) return jsonKind(start);
  // the words of a mail may stand above the cards
  if (/^BEGIN:VCARD\s*$/im.test(start.slice(0, 2000))) return 'vcard';
  if (isChatText(start)) return 'chatText';
  // wx-cli
  if (/^chat: [^\n]*\n(?:\w+: [^\n]*\n){0,8}messages:\s*\n\s*- /.test(start)) return 'chatYaml';
  return null;
}

function xmlKind(top: string): string {
  if (/<html[\s>]/i.test(top)) return 'html';
  // what Excel of 2003 and shops' programs save under the name .xls
  return /<(?:\w+:)?Workbook[\s>]/.test(top) && top.includes('office:spreadsheet') ? 'xmlWorkbook' : 'xml';
}

function headText(bytes: Buffer): string {
  const mark = byteOrderMark(bytes);
  const head = bytes.subarray(mark?.length ?? 0, 65_536);
  const encoding = mark?.encoding ?? guessUtf16(bytes) ?? 'utf-8';
  if (encoding === 'utf-16be')
    return Buffer.from(head.subarray(0, head.length & ~1))
      .swap16()
      .toString('utf16le');
  return head.toString(encoding === 'utf-16le' ? 'utf16le' : 'utf8');
}

/** A cell may begin with a bracket too, so that a name in brackets is no JSON: a key or a nested value has to follow. */
function jsonKind(start: string): string | null {
  const opening = /^\[?\s*\{\s*("(?:[^"\\]|\\.)*"\s*:|\})/.test(start) || /^\[\s*([["\]]|-?\d+\s*[,\]])/.test(start);
  if (!opening) return null;
  const key = (name: string) => new RegExp(`"${name}"\\s*:`).test(start);
  if (/^\[?\s*\{\s*"(conversations|instruction|messages|prompt)"\s*:/.test(start)) {
    if (key('conversations') || key('instruction') || (key('role') && key('content')) || key('completion')) return 'trainingJson';
  }
  if (key('instruction') && key('output')) return 'trainingJson';
  if (isContacts(key)) return 'contactsJson';
  const chat = ['chatlab', 'weflow', 'MsgSvrID', 'localType', 'messages', 'isSelf', 'is_sender', 'talker', '_type'];
  return chat.some(key) ? 'chatJson' : 'json';
}

/** Lists of people, by the names that their programs give to fields; members alone also stand at the head of a chat. */
function isContacts(key: (name: string) => boolean): boolean {
  if (key('contacts') || (key('items') && key('userName'))) return true;
  if (key('external_contact') || key('LabelIDList') || key('ExtraBuf')) return true;
  if (key('chatlab') || key('weflow') || key('_type') || key('messages') || key('createTime') || key('CreateTime')) return false;
  return (key('wxid') || key('username') || key('userName')) && (key('nickname') || key('nickName'));
}

/** Chats saved as text by WeChat or an exporter (import notes §1.11, §1.10). */
function isChatText(start: string): boolean {
  const top = start.slice(0, 400);
  if (/在微信上的聊天记录如下|^微信群".*"的聊天记录如下| - 微信聊天记录\r?\n/.test(top)) return true;
  return /^—{3,}\s+\d{4}-\d{2}-\d{2}\s+—{3,}$/m.test(start);
}
