import { type ContactRecord, put, type RecordKey } from './contact-records.ts';

/** Lines that exporters of WeChat write into the note of a card (import notes §2.4, §2.5). */
const noteWords: readonly (readonly [RegExp, RecordKey])[] = [
  [/^标签[:：]\s*/, 'tags'],
  [/^描述[:：]\s*/, 'description'],
  [/^个性签名[:：]\s*/, 'signature'],
  [/^地区[:：]\s*/, 'region'],
  [/^微信昵称[:：]\s*/, 'nickname'],
  [/^微信号[:：]\s*/, 'alias'],
];

/**
 * What the notes of a card say. Cards with a WeChat id were written by WeFlow or CipherTalk, whose notes have a line a field; all other
 * notes are descriptions. Gives the program's name, null for a phone book.
 */
export function readCardNote(record: ContactRecord, notes: readonly string[], wechat: boolean, structured: boolean): string | null {
  if (!wechat) {
    for (const note of notes) put(record, 'description', note);
    return null;
  }
  for (const note of notes) readLines(record, note.split('\n'));
  return structured ? 'CipherTalk' : 'WeFlow';
}

function readLines(record: ContactRecord, lines: readonly string[]): void {
  // what has no word of its own goes on with the field above it, which had line ends in it
  let key: RecordKey | null = null;
  const found = new Map<RecordKey, string[]>();
  for (const [n, line] of lines.entries()) {
    const word = noteWords.find(([pattern]) => pattern.test(line));
    if (word) {
      key = word[1];
      found.set(key, [...(found.get(key) ?? []), line.replace(word[0], '')]);
    } else if (key) found.get(key)!.push(line);
    else if (n === 0 && line.trim() !== '') takeRemark(record, line.trim());
    else put(record, 'description', line);
  }
  for (const [name, texts] of found) {
    if (name === 'tags') for (const tag of texts.join(', ').split(/,\s+|\n/)) put(record, 'tags', tag);
    else put(record, name, texts.join('\n'));
  }
}

/** WeFlow begins the note with the remark; the name of the card is then the shown one. */
function takeRemark(record: ContactRecord, remark: string): void {
  const shown = record.values.get('remark')?.[0] ?? '';
  if (shown === remark) return;
  record.values.delete('remark');
  put(record, 'displayName', shown);
  put(record, 'remark', remark);
}
