import { type Fields, fields, str } from './chats/json-values.ts';
import { type ContactRecord, emptyRecord, put, type RecordKey } from './contact-records.ts';
import { oneLine } from './contact-values.ts';

/** Names of fields, without `_` and in lower case, of all programs that write people as JSON (import notes, section 2). */
const names: Record<string, RecordKey> = {
  username: 'wxid',
  wxid: 'wxid',
  userid: 'wxid',
  alias: 'alias',
  account: 'alias',
  wechatid: 'alias',
  remark: 'remark',
  nickname: 'nickname',
  displayname: 'displayName',
  name: 'displayName',
  groupnickname: 'groupNickname',
  mobile: 'phone',
  phone: 'phone',
  telephone: 'phone',
  labels: 'tags',
  tags: 'tags',
  labelidlist: 'tags',
  label: 'tags',
  gender: 'gender',
  sex: 'gender',
  region: 'region',
  country: 'country',
  province: 'province',
  city: 'city',
  address: 'address',
  birthday: 'birthday',
  signature: 'signature',
  description: 'description',
  detaildescription: 'description',
  describe: 'description',
  source: 'source',
  addtime: 'addedAt',
  addedat: 'addedAt',
  createtime: 'addedAt',
  type: 'kind',
  typelabel: 'kind',
};

/** The same words as PyWxDump writes them in ExtraBuf; its numeric keys say nothing. */
const extra: Record<string, RecordKey> = {
  '性别[1男2女]': 'gender',
  性别: 'gender',
  个性签名: 'signature',
  国: 'country',
  省: 'province',
  市: 'city',
  手机号: 'phone',
  公司名称: 'company',
};

/** Pictures, keys of the program's own and lists of other things: no column. */
const unwanted = /avatar|headimg|pinyin|officialaccount|^(users|owner|isowner|isfriend|messagecount|extrabuf|id|reserved\d*)$/i;
/** Texts that can be in a JSON file of contacts are no longer than this; anything beyond is not shown as a column of its own. */
const longestOther = 500;

/** One object as a person; null when nothing in it names one. Bounded columns for what is not known. */
export function personRecord(person: Fields): ContactRecord | null {
  const record = emptyRecord();
  for (const [name, value] of Object.entries(person)) take(record, name, value);
  for (const [name, value] of Object.entries(fields(person.ExtraBuf))) {
    const key = extra[name];
    if (key) put(record, key, str(value));
  }
  // Somebody of a group or of a search, whom she has not added.
  if (person.isFriend === false || person.isFriend === 0) record.values.set('kind', ['陌生人']);
  else keepOneKind(record, person);
  const named = (['wxid', 'alias', 'remark', 'nickname', 'displayName'] as const).some((key) => record.values.has(key));
  return named ? record : null;
}

function take(record: ContactRecord, name: string, value: unknown): void {
  const key = names[name.toLowerCase().replaceAll('_', '')];
  if (key === 'tags') {
    for (const tag of tagsOf(value)) put(record, 'tags', oneLine(tag));
    return;
  }
  const text = str(value);
  if (key) put(record, key, text);
  else if (!unwanted.test(name) && text.trim() !== '' && text.length <= longestOther) record.others.set(name.slice(0, 60), oneLine(text));
}

/** A list of names, of objects with a name, or one text. */
function tagsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return str(value).split(/[,，]/);
  return value.map((one) => (typeof one === 'object' ? str(fields(one).name ?? fields(one).tag_name) : str(one)));
}

/** `typeLabel` says it in Chinese; `type` alone may be a number that means something else in every program. */
function keepOneKind(record: ContactRecord, person: Fields): void {
  const label = str(person.typeLabel) || (typeof person.type === 'string' && !/^\d+$/.test(person.type) ? person.type : '');
  record.values.delete('kind');
  put(record, 'kind', label);
}
