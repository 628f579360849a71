import { AppError } from '../../../../shared/errors.ts';
import { type JsonPiece, parsePiece } from './chats/json-piece.ts';
import { JsonSplitter } from './chats/json-stream.ts';
import { type Fields, fields, isFields, str } from './chats/json-values.ts';
import { RecordTable } from './contact-records.ts';
import type { DecodedText } from './decode.ts';
import { personRecord } from './json-person.ts';
import { isWecomCustomer, wecomRecord } from './wecom-customer.ts';

/** Lists that hold people, by their names in the files of the programs; objects that hold such a list. */
const lists = /^(\.data|\.result)?\.(contacts|items|members|users|friends|customers|list|data|result|external_contact_list)$|^\[\]$/;
const holders = /^\.(data|result)$/;
/** One person must not take more than this; pictures may stand in it. */
const personBytes = 8 * 1024 * 1024;
const chunkBytes = 4 * 1024 * 1024;

/**
 * Reads contacts kept as JSON: WeFlow (file, API, members of a group), CipherTalk, WeChatDataAnalysis, chatlog, PyWxDump's users.json,
 * what the interfaces of 企业微信 give, and plain lists of objects. A row a person, whose `line` is its place in the list, 1 = first;
 * what breaks or is cut off becomes a `brokenRecord`. Throws AppError `fileNotUnderstood` ({ what: 'json' | 'groupTable' }) when no
 * person is in it, `tooManyRows`.
 */
export function readContactsJson({ text, badLines }: DecodedText): { origin: string | null; table: RecordTable } {
  const reader = new PeopleReader(badLines.size > 0);
  const splitter = new JsonSplitter({
    enter: (path, kind) => (kind === 'array' ? lists.test(path) : holders.test(path)),
    itemBytes: personBytes,
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    for (const piece of splitter.push(bytes.subarray(at, at + chunkBytes))) reader.take(piece);
  }
  for (const piece of splitter.end()) reader.take(piece);
  return reader.finish();
}

class PeopleReader {
  private readonly table = new RecordTable();
  private readonly mayBeBad: boolean;
  /** what stands outside of the list, beside it */
  private readonly about: Fields = {};
  private readonly origins = new Map<string, number>();
  private place = 0;
  private people = 0;
  private groups = 0;
  private strange = 0;
  private lists = 0;

  constructor(mayBeBad: boolean) {
    this.mayBeBad = mayBeBad;
  }

  take(piece: JsonPiece): void {
    const item = piece.path.endsWith('[]');
    if (piece.type === 'open') {
      if (lists.test(piece.path)) this.lists++;
      return;
    }
    if (piece.type === 'close') return;
    if (piece.type === 'problem') this.table.addBroken(++this.place, piece.raw);
    else if (item) this.person(piece, parsePiece(piece));
    else this.beside(piece);
  }

  /** A value of the root: about the file, or one person of users.json (wxid → person). */
  private beside(piece: JsonPiece): void {
    const value = parsePiece(piece);
    const name = piece.path.slice(1);
    if (isFields(value) && (str(value.wxid) !== '' || 'LabelIDList' in value || 'ExtraBuf' in value))
      this.person(piece, { wxid: name, ...value });
    else this.about[name] = value;
  }

  private person(piece: JsonPiece, value: unknown): void {
    const place = ++this.place;
    if (!isFields(value)) {
      this.table.addBroken(place, piece.raw);
      return;
    }
    const isGroup = Array.isArray(value.users) && ('owner' in value || 'name' in value);
    const record = isWecomCustomer(value) ? wecomRecord(value) : personRecord(value);
    if (isGroup) this.groups++;
    const origin = originOf(value, this.about);
    if (origin) this.origins.set(origin, (this.origins.get(origin) ?? 0) + 1);
    if (!record) {
      this.strange++;
      this.table.addBroken(place, piece.raw);
      return;
    }
    this.people++;
    this.table.add(place, record, this.mayBeBad && piece.raw.includes('\uFFFD') ? 'badCharacters' : null);
  }

  finish(): { origin: string | null; table: RecordTable } {
    // a dump of one customer has no list around it
    if (isWecomCustomer(this.about)) {
      this.table.add(++this.place, wecomRecord(this.about));
      this.people++;
      this.origins.set(wecom, 1);
    }
    if (this.groups > 0 && this.groups * 2 > this.people) throw new AppError('fileNotUnderstood', { what: 'groupTable' });
    const nobody = this.people === 0 && (this.table.size > 0 || this.lists === 0);
    if (nobody || this.strange > this.people) throw new AppError('fileNotUnderstood', { what: 'json' });
    const [most] = [...this.origins].sort((one, other) => other[1] - one[1]);
    return { origin: most?.[0] ?? null, table: this.table };
  }
}

const wecom = '企业微信接口';

/** The program behind a person, by the names of its fields and what stands beside the list. */
function originOf(person: Fields, about: Fields): string | null {
  const has = (...names: string[]) => names.every((name) => name in person);
  if (isWecomCustomer(person)) return wecom;
  if (has('ExtraBuf') || has('LabelIDList')) return 'PyWxDump';
  if (fields(about.exportInfo).generator === 'CipherTalk' || has('username', 'displayName', 'mobile')) return 'CipherTalk';
  if (has('sourceScene') || (has('username', 'displayName') && 'account' in about)) return 'WeChatDataAnalysis';
  if (has('username', 'displayName', 'alias') || has('wxid', 'groupNickname')) return 'WeFlow';
  return has('userName', 'nickName') ? 'chatlog' : null;
}
